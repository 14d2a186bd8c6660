//! A tree of files on disk, as those who look for builds see it.

use crate::disk::DiskContext;
use crate::walk::Walk;
use callers::Tree;
use context::Context;
use std::path::PathBuf;
use std::sync::Arc;

/// The files below a folder, without what git ignores and what is vendored.
///
/// A file that is asked for by name is read also where git ignores it: `.env` usually is.
pub(crate) struct DiskTree {
    disk: DiskContext,
    walk: Arc<Walk>,
}

impl DiskTree {
    /// The tree whose root is `root`, an absolute path without links, as the walk over it met it.
    pub(crate) fn new(root: PathBuf, walk: Arc<Walk>) -> Self {
        Self {
            disk: DiskContext::new(root),
            walk,
        }
    }

    fn is_listed(&self, file: &str) -> bool {
        let files = &self.walk.files;
        let found = files.binary_search_by(|other| other.as_str().cmp(file));
        found.is_ok()
    }

    /// The files with this name, sorted.
    pub(crate) fn named<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t str> {
        let files = self.walk.files.iter().map(String::as_str);
        files.filter(move |file| file.rsplit('/').next() == Some(name))
    }
}

impl Tree for DiskTree {
    fn files(&self) -> Vec<String> {
        self.walk.files.clone()
    }

    fn read(&self, file: &str) -> Option<String> {
        if self.is_listed(file) {
            return self.disk.read_met(file);
        }
        self.disk.read(file)
    }

    fn has(&self, file: &str) -> bool {
        self.is_listed(file) || self.read(file).is_some()
    }
}
