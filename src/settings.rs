//! What is done to one file: which transforms, how far, with which options.

use crate::args::Args;
use crate::config::Config;
use crate::error::RunError;
use std::path::Path;
use transforms::{ALL, Options, Transform, closest};

/// What is done to one file.
#[derive(Clone)]
pub(crate) struct Settings {
    /// The transforms, in running order.
    pub(crate) transforms: Vec<&'static dyn Transform>,
    /// Whether fixes are applied that take something for granted.
    pub(crate) applies_unsafe: bool,
    pub(crate) options: Options,
}

/// What the command line says of every file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wishes {
    only: Vec<&'static str>,
    skip: Vec<&'static str>,
    apply_unsafe: bool,
}

impl Wishes {
    /// What `args` say.
    pub(crate) fn of(args: &Args) -> Result<Self, RunError> {
        Ok(Self {
            only: known(&args.only)?,
            skip: known(&args.skip)?,
            apply_unsafe: args.r#unsafe,
        })
    }

    /// What is done to `file`, with its configuration. `--only` means just these, whatever the configuration skips.
    pub(crate) fn settings(&self, file: &Path, config: Option<&Config>) -> Settings {
        let layer = config.map(|config| config.layer(file)).unwrap_or_default();
        let (only, skip) = if self.only.is_empty() {
            (layer.only, layer.skip.unwrap_or_default())
        } else {
            (Some(self.only.clone()), Vec::new())
        };
        let is_chosen = |name: &str| {
            only.as_ref().is_none_or(|only| only.contains(&name))
                && !skip.contains(&name)
                && !self.skip.contains(&name)
        };
        let transforms = ALL
            .iter()
            .copied()
            .filter(|transform| is_chosen(transform.name()));
        Settings {
            transforms: transforms.collect(),
            applies_unsafe: self.apply_unsafe || layer.apply_unsafe.unwrap_or(false),
            options: layer.options,
        }
    }
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
