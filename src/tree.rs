//! A tree of files on disk, as those who look for builds see it.

use crate::discover::{is_off_limits, shown};
use crate::disk::DiskContext;
use callers::Tree;
use context::Context;
use ignore::WalkBuilder;
use std::path::{Path, PathBuf};

/// The files below a folder, without what git ignores and what is vendored.
///
/// A file that is asked for by name is read also where git ignores it: `.env` usually is.
pub(crate) struct DiskTree {
    disk: DiskContext,
    files: Vec<String>,
}

impl DiskTree {
    /// The tree whose root is `root`, an absolute path without links.
    pub(crate) fn new(root: PathBuf) -> Self {
        let files = files(&root);
        Self {
            disk: DiskContext::new(root),
            files,
        }
    }
}

impl DiskTree {
    /// The files with this name, sorted.
    pub(crate) fn named<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t str> {
        let files = self.files.iter().map(String::as_str);
        files.filter(move |file| file.rsplit('/').next() == Some(name))
    }
}

fn files(root: &Path) -> Vec<String> {
    let walk = WalkBuilder::new(root)
        .hidden(false)
        .ignore(false)
        .filter_entry(|entry| entry.depth() == 0 || !is_off_limits(entry))
        .build();
    let entries = walk.filter_map(Result::ok);
    let plain = entries.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let below = plain.filter_map(|entry| {
        let path = entry.path().strip_prefix(root).ok()?;
        path.to_str().is_some().then(|| shown(path))
    });
    let mut files: Vec<String> = below.collect();
    files.sort();
    files
}

impl Tree for DiskTree {
    fn files(&self) -> Vec<String> {
        self.files.clone()
    }

    fn read(&self, file: &str) -> Option<String> {
        self.disk.read(file)
    }

    fn has(&self, file: &str) -> bool {
        let is_listed = |file: &str| {
            let found = self
                .files
                .binary_search_by(|other| other.as_str().cmp(file));
            found.is_ok()
        };
        is_listed(file) || self.read(file).is_some()
    }
}
