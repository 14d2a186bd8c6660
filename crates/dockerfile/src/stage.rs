//! A build stage: what it is built on, and what it says in the end.

mod history;
mod ports;
mod resolve;
mod scope;
mod settings;
mod uses;
mod workdir;

use crate::{Command, ExpandError, Expansion, Healthcheck, ImageReference};
use history::History;
use std::collections::BTreeMap;
use std::ops::Range;

pub use resolve::stages;
pub use scope::Scope;
pub use uses::{Use, UseKind, uses};

/// One build stage, with its settings at its end, inherited from the stages it is built on.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// Its number, from 0.
    pub index: usize,
    /// Its name in lower case, as Docker compares it.
    pub name: Option<String>,
    /// The position of its `FROM` in the document's instructions.
    pub from: usize,
    /// The positions of its instructions, `FROM` included.
    pub instructions: Range<usize>,
    /// What it is built on.
    pub base: Base,
    /// The value of `--platform` with variables expanded as far as they are known.
    pub platform: Option<String>,
    /// The effective user, from the last `USER` of this stage or of the stages below it; `None` leaves it to the
    /// base image.
    pub user: Option<Setting<String>>,
    /// The working directory, absolute unless it begins with a hole; `None` leaves it to the base image.
    ///
    /// Of a relative `WORKDIR` on an image, only the image knows the start: it is then taken to be `/`, and `WORKDIR`
    /// is listed as [unknown](Setting::unknown).
    pub workdir: Option<Setting<String>>,
    /// The environment that the file sets, values expanded as far as they are known.
    pub env: BTreeMap<String, Setting<String>>,
    /// The build arguments that were declared, with the value they have unless the build gives another, if any.
    pub args: BTreeMap<String, Option<Setting<String>>>,
    /// The exposed ports (`80/tcp`), ranges expanded, each once, sorted as Docker stores them.
    pub ports: Vec<Setting<String>>,
    /// The volumes, each once, sorted as Docker stores them.
    pub volumes: Vec<Setting<String>>,
    /// The shell of shell-form commands; `None` leaves it to the base image's platform.
    pub shell: Option<Setting<Vec<String>>>,
    /// The entrypoint as written.
    pub entrypoint: Option<Setting<Command>>,
    /// The command as written. `None` leaves it to the base image, unless [`entrypoint`](Self::entrypoint) is set:
    /// then Docker dropped the one below.
    pub cmd: Option<Setting<Command>>,
    /// The health check.
    pub healthcheck: Option<Setting<Healthcheck>>,
    /// The stop signal.
    pub stopsignal: Option<Setting<String>>,
    history: History,
}

/// What a stage is built on.
#[derive(Debug, Clone, PartialEq)]
pub enum Base {
    /// `scratch`: nothing.
    Scratch,
    /// An earlier stage, by its number.
    Stage(usize),
    /// An image; variables are expanded with the defaults of `ARG`s before the first `FROM`.
    Image(ImageReference),
    /// An image whose name has a variable without a value here, which stays in it as a hole.
    Unresolved(ImageReference),
}

/// A value and the instruction that set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value. A variable without a known value stays in it as `${NAME}`.
    pub value: T,
    /// The position in the document's instructions; it may lie in an earlier stage.
    pub instruction: usize,
    /// The names of the variables that stay in it; empty when all of the value is known.
    pub unknown: Vec<String>,
}

impl<T> Setting<T> {
    /// Whether all of the value is known.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.unknown.is_empty()
    }
}

/// The settings just before an instruction of the stage, given by its position in the document.
impl Stage {
    /// The environment that the file has set by then.
    #[must_use]
    pub fn env_at(&self, instruction: usize) -> BTreeMap<String, Setting<String>> {
        self.history.env(instruction)
    }

    /// The user by then.
    #[must_use]
    pub fn user_at(&self, instruction: usize) -> Option<&Setting<String>> {
        self.history.user(instruction)
    }

    /// The working directory by then.
    #[must_use]
    pub fn workdir_at(&self, instruction: usize) -> Option<&Setting<String>> {
        self.history.workdir(instruction)
    }

    /// The shell by then.
    #[must_use]
    pub fn shell_at(&self, instruction: usize) -> Option<&Setting<Vec<String>>> {
        self.history.shell(instruction)
    }

    /// The variables that Docker expands in that instruction: `ENV` and `ARG` together.
    #[must_use]
    pub fn scope_at(&self, instruction: usize) -> Scope<'_> {
        self.history.scope(instruction)
    }

    /// What Docker makes of a word of that instruction.
    ///
    /// # Errors
    /// When Docker would refuse the word.
    pub fn expand_at(&self, instruction: usize, word: &str) -> Result<Expansion, ExpandError> {
        self.scope_at(instruction).expand(word)
    }
}

impl Stage {
    /// What the chain of stages under this one stands on: an image or `scratch`.
    #[must_use]
    pub fn root<'s>(&'s self, stages: &'s [Stage]) -> &'s Base {
        let mut stage = self;
        while let Base::Stage(below) = stage.base {
            // A stage is built on an earlier one, so that this ends.
            match stages.get(below) {
                Some(base) if base.index < stage.index => stage = base,
                Some(_) | None => break,
            }
        }
        &stage.base
    }
}

/// The stage that ships when the build names no target: the last.
#[must_use]
pub fn final_stage(stages: &[Stage]) -> Option<&Stage> {
    stages.last()
}

/// The stage that ships when the build names `target`; case does not matter.
#[must_use]
pub fn target_stage<'s>(stages: &'s [Stage], target: &str) -> Option<&'s Stage> {
    let target = target.to_lowercase();
    stages
        .iter()
        .rfind(|stage| stage.name.as_deref() == Some(target.as_str()))
}

#[cfg(test)]
mod tests;
