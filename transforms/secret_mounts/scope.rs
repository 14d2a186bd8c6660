//! How far a variable reaches: the stages that see it, whether it ships, and what the base image does with it.

use super::uses::{expands, heirs};
use super::variable::Variable;
use crate::Target;
use dockerfile::Kind;

/// The numbers of the stages that see the variable.
pub(super) fn stages(target: &Target<'_>, variable: &Variable) -> Vec<usize> {
    variable
        .stage
        .map(|stage| heirs(target.stages, stage))
        .unwrap_or_default()
}

/// Whether the variable reaches the environment of the image that ships.
pub(super) fn ships(target: &Target<'_>, variable: &Variable) -> bool {
    let last = target.stages.last().map(|stage| stage.index);
    last.is_some_and(|last| stages(target, variable).contains(&last))
}

/// The first `FROM` that is made from the variable.
pub(super) fn feeds_from(target: &Target<'_>, name: &str) -> Option<usize> {
    target.document.instructions.iter().position(|instruction| {
        matches!(instruction.kind, Kind::From(_)) && expands(&instruction.logical.text, name)
    })
}
