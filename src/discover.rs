//! From the paths on the command line to the Dockerfiles they mean.

use crate::crew;
use crate::error::FileError;
use crate::joined::joined;
use crate::name::is_dockerfile;
use crate::places::Places;
use crate::skip::{self, Skip};
use crate::walk::{Failure, Named, NamedKind, Walks};
use context::{EntryKind, has_only_names};
use rustc_hash::FxHashMap;
use std::ffi::OsString;
use std::io;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

/// A Dockerfile that was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    /// Its path as people see it, with `/` between parts.
    pub(crate) path: String,
    /// The file itself: absolute, without links.
    pub(crate) file: PathBuf,
    /// The folder it was found in: absolute, without links. Differs from that of `file` for a link.
    pub(crate) folder: PathBuf,
}

/// What the paths come to.
#[derive(Debug, Default)]
pub(crate) struct Discovery {
    /// The Dockerfiles, sorted by path, each file once.
    pub(crate) files: Vec<Found>,
    /// Files that are not ours to touch, sorted by path.
    pub(crate) skipped: Vec<(String, Skip)>,
    /// Paths that could not be followed.
    pub(crate) failed: Vec<(String, FileError)>,
}

/// The Dockerfiles that `paths` mean, seen from `here`.
pub(crate) fn discover(walks: &Walks, here: &Path, paths: &[PathBuf]) -> Discovery {
    let mut discovery = Discovery::default();
    for path in paths {
        let shown = shown(path);
        let place = joined(here, path);
        match walks.places.at(&place).map(|place| place.kind) {
            Ok(EntryKind::Folder) => discovery.folder(walks, &place, &shown),
            Ok(EntryKind::File) => {
                discovery.file(&walks.places, &place, &shown, skip::by_path(path));
            }
            Ok(EntryKind::Link | EntryKind::Other) => {
                discovery.fail(shown, |path| FileError::NotAFile { path });
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                discovery.fail(shown, |path| FileError::Missing { path });
            }
            Err(source) => discovery.fail(shown, |path| FileError::Unreadable { path, source }),
        }
    }
    discovery.tidy();
    discovery
}

/// `path` as people see it: no `./` in front, `/` between parts.
pub(crate) fn shown(path: &Path) -> String {
    if let Some(text) = path.to_str()
        && MAIN_SEPARATOR == '/'
        && has_only_names(text)
    {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(path.as_os_str().len());
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::RootDir => shown.push('/'),
            Component::Prefix(_) | Component::ParentDir | Component::Normal(_) => {
                if !shown.is_empty() && !shown.ends_with('/') {
                    shown.push('/');
                }
                shown.push_str(&part.as_os_str().to_string_lossy());
            }
        }
    }
    shown
}

/// `below`, a path below the folder that was given as `root`, as people see it.
fn as_shown(root: &str, below: &Path) -> String {
    shown(&Path::new(root).join(below))
}

impl Discovery {
    fn fail(&mut self, path: String, error: impl FnOnce(String) -> FileError) {
        let error = error(path.clone());
        self.failed.push((path, error));
    }

    /// A file that may be a link.
    fn file(&mut self, places: &Places, place: &Path, shown: &str, skip: Option<Skip>) {
        if let Some(skip) = skip {
            self.skipped.push((shown.to_owned(), skip));
            return;
        }
        match resolved(places, place, shown) {
            Ok(found) => self.files.push(found),
            Err(error) => self.failed.push((shown.to_owned(), error)),
        }
    }

    fn folder(&mut self, walks: &Walks, root: &Path, shown: &str) {
        let root = match walks.places.at(root) {
            Ok(root) => root.path,
            Err(source) => {
                self.fail(shown.to_owned(), |path| FileError::Unreadable {
                    path,
                    source,
                });
                return;
            }
        };
        let count = self.files.len() + self.skipped.len() + self.failed.len();
        let walk = walks.into(&root);
        let named: Vec<&Named> = walk.named(&root).collect();
        let shown_so = crew::each(&named, crew::cores(), |named| {
            let below = named.path.strip_prefix(&root).unwrap_or(&named.path);
            (as_shown(shown, below), skip::by_path(below))
        });
        for (named, (shown, skip)) in named.into_iter().zip(shown_so) {
            self.walked(&walks.places, named, shown, skip);
        }
        for failure in walk.failures(&root) {
            self.unwalked(&root, shown, failure);
        }
        let is_called_so = root
            .file_name()
            .and_then(|name| name.to_str())
            .is_some_and(is_dockerfile);
        if is_called_so && count == self.files.len() + self.skipped.len() + self.failed.len() {
            self.fail(shown.to_owned(), |path| FileError::BareFolder { path });
        }
    }

    /// A file that a walk met, as people see it, and why it is left out.
    fn walked(&mut self, places: &Places, entry: &Named, shown: String, skip: Option<Skip>) {
        match entry.kind {
            NamedKind::File => {}
            NamedKind::Link => {
                // A link to nothing, or to a folder, is no Dockerfile.
                let target = entry.path.metadata();
                if target.is_ok_and(|target| target.is_file()) {
                    self.file(places, &entry.path, &shown, skip);
                }
                return;
            }
            NamedKind::Other => {
                self.fail(shown, |path| FileError::NotAFile { path });
                return;
            }
        }
        match skip {
            Some(skip) => self.skipped.push((shown, skip)),
            None => self.files.push(Found {
                path: shown,
                folder: entry.path.parent().unwrap_or(&entry.path).to_path_buf(),
                file: entry.path.clone(),
            }),
        }
    }

    fn unwalked(&mut self, root: &Path, shown_root: &str, failure: &Failure) {
        let path = &failure.path;
        let source = failure.source();
        let below = path.strip_prefix(root).unwrap_or(path);
        let shown = as_shown(shown_root, below);
        self.fail(shown, |path| FileError::Unreadable { path, source });
    }

    /// Sorts, and leaves each file in once, by the path that leads to it without a link if there is one.
    fn tidy(&mut self) {
        let mut by_file: FxHashMap<OsString, Found> = FxHashMap::default();
        for found in self.files.drain(..) {
            let is_linked = |found: &Found| found.file.parent() != Some(&found.folder);
            match by_file.get(found.file.as_os_str()) {
                Some(other) if (is_linked(other), other) <= (is_linked(&found), &found) => {}
                Some(_) | None => {
                    by_file.insert(found.file.clone().into_os_string(), found);
                }
            }
        }
        self.files = by_file.into_values().collect();
        self.files.sort();
        self.skipped.sort();
        self.skipped.dedup();
        self.failed.sort_by(|one, other| one.0.cmp(&other.0));
    }
}

/// The file that `place` leads to, unless it is a link that leaves the tree it stands in.
fn resolved(places: &Places, place: &Path, shown: &str) -> Result<Found, FileError> {
    let unreadable = |source| FileError::Unreadable {
        path: shown.to_owned(),
        source,
    };
    let file = places.at(place).map_err(unreadable)?.path;
    let folder = places.at(place.parent().unwrap_or(place));
    let folder = folder.map_err(unreadable)?.path;
    let is_in_tree = || {
        let tree = places.repository(&folder);
        file.starts_with(tree.as_deref().unwrap_or(&folder))
    };
    if file.parent() != Some(&folder) && !is_in_tree() {
        return Err(FileError::LeavesTree {
            path: shown.to_owned(),
            target: file.display().to_string(),
        });
    }
    Ok(Found {
        path: shown.to_owned(),
        file,
        folder,
    })
}
