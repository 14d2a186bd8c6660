//! Compose files: the services they build, over includes, `extends` and override files.
//!
//! The format: <https://github.com/compose-spec/compose-spec/blob/main/build.md>

mod container;
mod load;
mod merge;
mod project;
mod recipe;
mod service;

use crate::path;
pub(crate) use project::{folders, pair, read};

/// Whether a file is named like a compose file.
pub(crate) fn is_compose(file: &str) -> bool {
    let Some(stem) = file
        .strip_suffix(".yml")
        .or_else(|| file.strip_suffix(".yaml"))
    else {
        return false;
    };
    let stem = path::name(stem);
    ["compose", "docker-compose"].iter().any(|start| {
        stem.strip_prefix(start)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-', '_']))
    }) || stem.ends_with(".compose")
        || stem.ends_with("-compose")
}
