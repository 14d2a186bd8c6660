//! Walks over folders: each that the paths lie in is walked once, by several threads.

use crate::discover::shown;
use crate::name::is_dockerfile;
use crate::skip;
use ignore::{DirEntry, ParallelVisitor, ParallelVisitorBuilder, WalkBuilder, WalkState};
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What a walk met below its root, without what git ignores and what is vendored.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    /// The root: absolute, without links.
    root: PathBuf,
    /// The plain files whose paths are text, below the root, with `/` between parts; sorted.
    pub(crate) files: Vec<String>,
    /// What is called as Dockerfiles are and is no folder, sorted.
    named: Vec<Named>,
    /// What could not be looked at, sorted by path.
    failures: Vec<Failure>,
    /// Every folder that was looked into.
    folders: HashSet<PathBuf>,
}

/// A name of a Dockerfile that was met.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Named {
    /// Its place: absolute, without links above it.
    pub(crate) path: PathBuf,
    pub(crate) kind: NamedKind,
}

/// What carries the name of a Dockerfile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    fn new(root: &Path) -> Self {
        let walker = WalkBuilder::new(root)
            .hidden(false)
            .ignore(false)
            .filter_entry(|entry| entry.depth() == 0 || !is_off_limits(entry))
            .build_parallel();
        let whole = Mutex::new(Self {
            root: root.to_path_buf(),
            ..Self::default()
        });
        walker.visit(&mut Walkers { whole: &whole });
        let mut whole = whole.into_inner().unwrap_or_else(PoisonError::into_inner);
        whole.files.sort_unstable();
        whole.named.sort_unstable();
        whole
            .failures
            .sort_by(|one, other| one.path.cmp(&other.path));
        whole
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

    fn take(&mut self, part: &mut Self) {
        self.files.append(&mut part.files);
        self.named.append(&mut part.named);
        self.failures.append(&mut part.failures);
        self.folders.extend(part.folders.drain());
    }
}

/// The walks of a run.
#[derive(Debug, Default)]
pub(crate) struct Walks {
    done: Mutex<Vec<Arc<Walk>>>,
}

impl Walks {
    /// The walk over `root`, an absolute path without links.
    pub(crate) fn over(&self, root: &Path) -> Arc<Walk> {
        self.find(|walk| walk.root == root)
            .unwrap_or_else(|| self.walk(root))
    }

    /// A walk that looked into `folder`, which may have begun above it.
    pub(crate) fn into(&self, folder: &Path) -> Arc<Walk> {
        self.find(|walk| walk.folders.contains(folder))
            .unwrap_or_else(|| self.walk(folder))
    }

    fn find(&self, is_it: impl Fn(&Walk) -> bool) -> Option<Arc<Walk>> {
        let done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        done.iter().find(|walk| is_it(walk)).cloned()
    }

    fn walk(&self, root: &Path) -> Arc<Walk> {
        let walk = Arc::new(Walk::new(root));
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        done.push(Arc::clone(&walk));
        walk
    }
}

fn is_off_limits(entry: &DirEntry) -> bool {
    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    let name = entry.file_name().to_str().unwrap_or_default();
    is_folder && (name == ".git" || skip::is_vendored_folder(name))
}

/// Makes a walker for each thread.
struct Walkers<'w> {
    whole: &'w Mutex<Walk>,
}

impl<'s> ParallelVisitorBuilder<'s> for Walkers<'s> {
    fn build(&mut self) -> Box<dyn ParallelVisitor + 's> {
        let root = self.whole.lock().map(|walk| walk.root.clone());
        Box::new(Walker {
            whole: self.whole,
            own: Walk {
                root: root.unwrap_or_default(),
                ..Walk::default()
            },
        })
    }
}

/// What one thread met, which is added to the whole in the end.
struct Walker<'w> {
    whole: &'w Mutex<Walk>,
    own: Walk,
}

impl ParallelVisitor for Walker<'_> {
    fn visit(&mut self, entry: Result<DirEntry, ignore::Error>) -> WalkState {
        match entry {
            Ok(entry) => self.met(entry),
            Err(error) => self.own.failures.extend(failure(error)),
        }
        WalkState::Continue
    }
}

impl Walker<'_> {
    fn met(&mut self, entry: DirEntry) {
        let Some(kind) = entry.file_type() else {
            return;
        };
        if kind.is_dir() {
            self.own.folders.insert(entry.into_path());
            return;
        }
        if entry.file_name().to_str().is_some_and(is_dockerfile) {
            self.own.named.push(Named {
                path: entry.path().to_path_buf(),
                kind: if kind.is_symlink() {
                    NamedKind::Link
                } else if kind.is_file() {
                    NamedKind::File
                } else {
                    NamedKind::Other
                },
            });
        }
        let below = entry.path().strip_prefix(&self.own.root).ok();
        if let Some(path) = below.and_then(Path::to_str).filter(|_| kind.is_file()) {
            self.own.files.push(if cfg!(windows) {
                shown(Path::new(path))
            } else {
                path.to_owned()
            });
        }
    }
}

impl Drop for Walker<'_> {
    fn drop(&mut self) {
        let mut whole = self.whole.lock().unwrap_or_else(PoisonError::into_inner);
        whole.take(&mut self.own);
    }
}

/// The path and cause of an error of the walk; a broken ignore file is git's affair, not ours.
fn failure(error: ignore::Error) -> Option<Failure> {
    let ignore::Error::WithDepth { err, .. } = error else {
        return None;
    };
    let ignore::Error::WithPath { path, err } = *err else {
        return None;
    };
    let source = err.into_io_error()?;
    Some(Failure { path, source })
}
