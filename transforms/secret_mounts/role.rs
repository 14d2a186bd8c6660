//! What a variable is for: the build, the program, both, or nobody. It decides who has to hand it over once it has moved.

use super::program::{self, Reading};
use super::uses::Uses;
use super::variable::Variable;
use super::{callers, scope};
use crate::Target;

/// Who needs the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Role {
    /// Whether some `RUN` gets it by a mount.
    pub(super) is_mounted: bool,
    /// Whether the program may read it when the container runs.
    pub(super) is_for_program: bool,
    /// Whether the build passed it as an argument.
    pub(super) is_argument: bool,
    /// Whether its value only stands in for a secret.
    pub(super) is_placeholder: bool,
}

impl Role {
    pub(super) fn of(target: &Target<'_>, variable: &Variable, uses: &Uses) -> Self {
        let is_placeholder = stand_in(target, variable).is_some();
        let ships = variable.is_env() && scope::ships(target, variable);
        let is_for_build_only =
            !uses.runs.is_empty() && program::reads(target, &variable.name, uses) == Reading::No;
        Self {
            is_mounted: !is_placeholder && !uses.readers().is_empty(),
            is_argument: variable.id() != variable.name
                || variable
                    .declarations
                    .iter()
                    .any(|declaration| !declaration.is_env),
            is_for_program: ships && !is_for_build_only,
            is_placeholder,
        }
    }

    /// What a fix takes for granted, in one clause.
    pub(super) fn assumption(self, name: &str) -> String {
        if self.is_placeholder {
            return format!(
                "the program starts without `{name}`, or gets it when the container starts"
            );
        }
        match (self.is_mounted, self.is_for_program) {
            (true, true) => format!(
                "every build passes `{name}` as a secret, and the container gets it when it starts"
            ),
            (false, true) => format!("the container gets `{name}` when it starts"),
            (true, false) if !self.is_argument => {
                format!("every build passes `{name}` as a secret, and the program does not read it")
            }
            (true, false) => {
                format!("every build passes `{name}` as a secret and no longer as a build argument")
            }
            (false, false) => format!("nothing in the build reads `{name}`"),
        }
    }
}

/// The value that only stands in for a secret, where no build passes another one.
pub(super) fn stand_in<'v>(target: &Target<'_>, variable: &'v Variable) -> Option<&'v str> {
    variable
        .placeholder()
        .filter(|_| !callers::is_passed(target, variable.id()))
}
