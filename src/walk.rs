//! Walks over folders: each that the paths lie in is walked once, on all cores.

mod look;
mod rules;

use crate::crew;
use crate::folders::Folders;
use crate::places::Places;
use look::{Folder, Met};
use rules::Rules;
use rustc_hash::FxHashSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What a walk met below its root, without what git ignores and what is vendored.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    /// The root: absolute, without links.
    root: PathBuf,
    /// The plain files whose paths are text, below the root, with `/` between parts; sorted.
    pub(crate) files: Vec<String>,
    /// The landmarks among them, sorted.
    pub(crate) landmarks: Vec<String>,
    /// What is called as Dockerfiles are and is no folder, sorted.
    named: Vec<Named>,
    /// What could not be looked at, sorted by path.
    failures: Vec<Failure>,
    /// Every folder that was looked into, by its path.
    folders: Vec<Arc<OsStr>>,
    /// The same, once somebody asks for one.
    by_path: OnceLock<FxHashSet<Arc<OsStr>>>,
}

/// A name of a Dockerfile that was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// Its place: absolute, without links above it.
    pub(crate) path: PathBuf,
    pub(crate) kind: NamedKind,
}

/// What carries the name of a Dockerfile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NamedKind {
    File,
    Link,
    /// A pipe, a socket or a device: reading it may take forever.
    Other,
}

/// A path that could not be looked at.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) path: PathBuf,
    source: io::Error,
}

impl Failure {
    /// Why, once more: the walk may be asked again.
    pub(crate) fn source(&self) -> io::Error {
        let code = self.source.raw_os_error();
        code.map_or_else(|| self.source.kind().into(), io::Error::from_raw_os_error)
    }
}

impl Walk {
    fn new(root: &Path, folders: &Folders) -> Self {
        let mut whole = Self {
            root: root.to_path_buf(),
            ..Self::default()
        };
        let first = Folder {
            path: root.to_path_buf(),
            below: Some(String::new()),
            rules: Rules::above(root),
        };
        let look = |folder: Folder| {
            let mut met = folder.look(folders);
            let next = std::mem::take(&mut met.folders);
            (met, next)
        };
        for met in crew::all_from(first, look) {
            whole.take(met);
        }
        crew::sort(&mut whole.files);
        whole.landmarks.sort_unstable();
        let by_path = |one: &Path, other: &Path| one.as_os_str().cmp(other.as_os_str());
        whole
            .named
            .sort_unstable_by(|one, other| by_path(&one.path, &other.path));
        whole
            .failures
            .sort_by(|one, other| by_path(&one.path, &other.path));
        whole
    }

    /// Whether it looked into `folder`.
    fn has_seen(&self, folder: &Path) -> bool {
        let by_path = self
            .by_path
            .get_or_init(|| self.folders.iter().cloned().collect());
        self.root == folder || by_path.contains(folder.as_os_str())
    }

    /// What is called as Dockerfiles are in `folder` and below it.
    pub(crate) fn named(&self, folder: &Path) -> impl Iterator<Item = &Named> {
        let all = self.named.iter();
        all.filter(move |named| named.path.starts_with(folder))
    }

    /// What could not be looked at in `folder` and below it.
    pub(crate) fn failures(&self, folder: &Path) -> impl Iterator<Item = &Failure> {
        let all = self.failures.iter();
        all.filter(move |failure| failure.path.starts_with(folder))
    }

    /// Takes what was met in a folder.
    fn take(&mut self, met: Met) {
        self.folders.push(met.path);
        self.files.extend(met.files);
        self.landmarks.extend(met.landmarks);
        self.named.extend(met.named);
        self.failures.extend(met.failure);
    }
}

/// The walks of a run.
#[derive(Debug, Default)]
pub(crate) struct Walks {
    done: Mutex<Vec<Arc<Walk>>>,
    pub(crate) places: Arc<Places>,
}

impl Walks {
    /// No walk yet.
    pub(crate) fn new(places: &Arc<Places>) -> Self {
        Self {
            places: Arc::clone(places),
            ..Self::default()
        }
    }

    /// The walk over `root`, an absolute path without links.
    pub(crate) fn over(&self, root: &Path) -> Arc<Walk> {
        self.find(|walk| walk.root == root)
            .unwrap_or_else(|| self.walk(root))
    }

    /// A walk that looked into `folder`, which may have begun above it.
    pub(crate) fn into(&self, folder: &Path) -> Arc<Walk> {
        self.find(|walk| walk.has_seen(folder))
            .unwrap_or_else(|| self.walk(folder))
    }

    fn find(&self, is_it: impl Fn(&Walk) -> bool) -> Option<Arc<Walk>> {
        let done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        done.iter().find(|walk| is_it(walk)).cloned()
    }

    fn walk(&self, root: &Path) -> Arc<Walk> {
        let walk = Arc::new(Walk::new(root, &self.places.folders));
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        done.push(Arc::clone(&walk));
        walk
    }
}

#[cfg(test)]
mod tests;
