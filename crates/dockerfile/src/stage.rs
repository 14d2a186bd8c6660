//! A build stage: what it is built on, and what it says in the end.

use crate::{Command, Healthcheck, ImageReference};
use std::collections::BTreeMap;
use std::ops::Range;

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
    /// The working directory, absolute; `None` leaves it to the base image.
    pub workdir: Option<Setting<String>>,
    /// The environment that the file sets, values expanded as far as they are known.
    pub env: BTreeMap<String, Setting<String>>,
    /// The exposed ports (`80/tcp`), sorted as Docker stores them.
    pub ports: Vec<Setting<String>>,
    /// The volumes.
    pub volumes: Vec<Setting<String>>,
    /// The shell of shell-form commands; `None` leaves it to the base image's platform.
    pub shell: Option<Setting<Vec<String>>>,
    /// The entrypoint as written.
    pub entrypoint: Option<Setting<Command>>,
    /// The command as written; `None` also when a later `ENTRYPOINT` of the file reset it.
    pub cmd: Option<Setting<Command>>,
    /// The health check.
    pub healthcheck: Option<Setting<Healthcheck>>,
    /// The stop signal.
    pub stopsignal: Option<Setting<String>>,
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
    /// An image named by a variable that has no value here.
    Unresolved(ImageReference),
}

/// A value and the instruction that set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// The position in the document's instructions; it may lie in an earlier stage.
    pub instruction: usize,
}
