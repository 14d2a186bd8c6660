//! What is done to each file that was found: by the command line and the configuration above it.

use crate::args::Args;
use crate::config::{Config, Nearest};
use crate::discover::{Found, shown};
use crate::entry::{Entry, State};
use crate::error::{FileError, RunError};
use crate::group::Input;
use crate::settings::Wishes;
use crate::skip::Skip;
use std::collections::BTreeSet;
use std::path::Path;

/// Chooses what is done to each file, and keeps an entry for what is left out.
pub(crate) struct Choice {
    wishes: Wishes,
    configs: Nearest,
    broken: BTreeSet<String>,
    /// Files that the configuration leaves out, and configurations that cannot be read.
    pub(crate) entries: Vec<Entry>,
}

impl Choice {
    /// The choice by `args`, seen from `here`.
    pub(crate) fn new(args: &Args, here: &Path) -> Result<Self, RunError> {
        let configs = match &args.config {
            _ if args.isolated => Nearest::none(here.to_path_buf()),
            Some(path) => Nearest::only(
                here.to_path_buf(),
                Config::load(&here.join(path), &shown(path))?,
            ),
            None => Nearest::new(here.to_path_buf()),
        };
        Ok(Self {
            wishes: Wishes::of(args)?,
            configs,
            broken: BTreeSet::new(),
            entries: Vec::new(),
        })
    }

    /// `found` with what is done to it; `None` when it is left out.
    pub(crate) fn input(&mut self, found: Found, bytes: Option<Vec<u8>>) -> Option<Input> {
        let config = self.configs.of(&found.folder);
        let config = match config.as_deref() {
            None => None,
            Some(Ok(config)) if config.excludes(&found.file) => {
                self.entries
                    .push(Entry::bare(found.path, State::Skipped(Skip::Excluded)));
                return None;
            }
            Some(Ok(config)) => Some(config),
            Some(Err(error)) => {
                if self.broken.insert(error.path.clone()) {
                    let state = State::Failed(FileError::Config(error.clone()));
                    self.entries.push(Entry::bare(error.path.clone(), state));
                }
                return None;
            }
        };
        let settings = self.wishes.settings(&found.file, config);
        Some(Input {
            found,
            settings,
            bytes,
        })
    }
}
