//! What is done to one file: which transforms, how far, with which options.

use crate::args::Args;
use crate::error::RunError;
use transforms::{ALL, Options, Selection, Transform, closest};

/// What is done to one file.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) selection: Selection,
    pub(crate) options: Options,
}

/// The settings that the command line asks for.
pub(crate) fn settings(args: &Args) -> Result<Settings, RunError> {
    let only = known(&args.only)?;
    let skip = known(&args.skip)?;
    let is_chosen = |name: &str| (only.is_empty() || only.contains(&name)) && !skip.contains(&name);
    Ok(Settings {
        selection: Selection {
            transforms: ALL
                .iter()
                .copied()
                .filter(|transform| is_chosen(transform.name()))
                .collect(),
            apply_unsafe: args.r#unsafe,
        },
        options: Options::default(),
    })
}

/// The transform called `name`.
pub(crate) fn transform(name: &str) -> Result<&'static dyn Transform, RunError> {
    let found = ALL.iter().find(|transform| transform.name() == name);
    found.copied().ok_or_else(|| RunError::UnknownTransform {
        name: name.to_owned(),
        suggestion: closest(name, ALL.iter().map(|transform| transform.name())),
    })
}

fn known(names: &[String]) -> Result<Vec<&'static str>, RunError> {
    names
        .iter()
        .map(|name| transform(name).map(Transform::name))
        .collect()
}
