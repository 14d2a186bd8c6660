//! Which configuration a file has: the nearest `harden.toml` above it, or the one that was named.

use super::{Config, ConfigError, file_in};
use crate::discover::shown;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A configuration, its error, or none.
type Found = Option<Arc<Result<Config, ConfigError>>>;

/// The configurations of a run; each file of them is read once.
#[derive(Debug)]
pub(crate) struct Nearest {
    here: PathBuf,
    /// Set when it was named, or when none is to be read.
    fixed: Option<Found>,
    by_folder: HashMap<PathBuf, Found>,
}

impl Nearest {
    /// The nearest above each file; paths are shown as seen from `here`.
    pub(crate) fn new(here: PathBuf) -> Self {
        Self {
            here,
            fixed: None,
            by_folder: HashMap::new(),
        }
    }

    /// This one for all files.
    pub(crate) fn only(here: PathBuf, config: Config) -> Self {
        let fixed = Some(Some(Arc::new(Ok(config))));
        Self {
            fixed,
            ..Self::new(here)
        }
    }

    /// None for any file.
    pub(crate) fn none(here: PathBuf) -> Self {
        Self {
            fixed: Some(None),
            ..Self::new(here)
        }
    }

    /// The configuration for the files in `folder`, an absolute path.
    pub(crate) fn of(&mut self, folder: &Path) -> Found {
        if let Some(fixed) = &self.fixed {
            return fixed.clone();
        }
        if let Some(found) = self.by_folder.get(folder) {
            return found.clone();
        }
        let file = file_in(folder);
        let found = if file.is_file() {
            let path = shown(file.strip_prefix(&self.here).unwrap_or(&file));
            Some(Arc::new(Config::load(&file, &path)))
        } else if folder.join(".git").exists() {
            None
        } else {
            folder.parent().and_then(|parent| self.of(parent))
        };
        self.by_folder.insert(folder.to_path_buf(), found.clone());
        found
    }
}
