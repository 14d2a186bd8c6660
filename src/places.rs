//! Where paths lead, and which repository they lie in: the file system is asked once for each path and each folder on the
//! way. Folders of a repository are listed for that: its walk wants to know what they hold, too.

use crate::folders::{Folders, find, kind};
use crate::git;
use crate::joined::joined;
use context::EntryKind;
use rustc_hash::FxHashMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Whether names are what they are spelled as. Where upper and lower case are one, only the system knows how a name is
/// really spelled.
const IS_SPELLED: bool = cfg!(not(any(windows, target_vendor = "apple")));

/// What a path leads to.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// Absolute, without links.
    pub(crate) path: PathBuf,
    /// What it is: no link.
    pub(crate) kind: EntryKind,
}

impl Place {
    /// The folder that it is, or that it lies in.
    pub(crate) fn folder(&self) -> &Path {
        match self.kind {
            EntryKind::Folder => &self.path,
            EntryKind::File | EntryKind::Link | EntryKind::Other => {
                self.path.parent().unwrap_or(&self.path)
            }
        }
    }
}

/// What was asked so far.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// By the absolute path that leads there.
    known: Mutex<FxHashMap<OsString, Place>>,
    /// The root of the work tree of git that each folder lies in.
    roots: Mutex<FxHashMap<OsString, Option<Arc<Path>>>>,
    /// The folders that were listed on the way.
    pub(crate) folders: Arc<Folders>,
}

impl Places {
    /// What `path`, which is absolute, leads to.
    ///
    /// # Errors
    ///
    /// When nothing is there, or a folder on the way cannot be looked into.
    pub(crate) fn at(&self, path: &Path) -> io::Result<Place> {
        if let Some(place) = locked(&self.known).get(path.as_os_str()) {
            return Ok(place.clone());
        }
        let place = self.look(path)?;
        locked(&self.known).insert(path.as_os_str().to_owned(), place.clone());
        Ok(place)
    }

    fn look(&self, path: &Path) -> io::Result<Place> {
        let mut above = path.components();
        if let (Some(Component::Normal(name)), true) = (above.next_back(), IS_SPELLED) {
            let folder = self.at(above.as_path())?.path;
            let path = joined(&folder, name);
            let kind = match self.listed(&folder, name) {
                Some(kind) => kind,
                None => kind(fs::symlink_metadata(&path)?.file_type()),
            };
            if kind != EntryKind::Link {
                return Ok(Place { path, kind });
            }
        }
        let path = path.canonicalize()?;
        let kind = kind(fs::metadata(&path)?.file_type());
        Ok(Place { path, kind })
    }

    /// What `name` is in `folder` by its listing, where that lies in a repository.
    fn listed(&self, folder: &Path, name: &OsStr) -> Option<EntryKind> {
        self.repository(folder)?;
        find(&self.folders.entries(folder)?, name.to_str()?)
    }

    /// The root of the work tree of git that `folder` lies in.
    pub(crate) fn repository(&self, folder: &Path) -> Option<Arc<Path>> {
        let key = folder.as_os_str();
        if let Some(root) = locked(&self.roots).get(key) {
            return root.clone();
        }
        let above = folder.parent().and_then(|above| self.repository(above));
        let may_be_root = match above {
            Some(_) if IS_SPELLED => {
                let entries = self.folders.entries(folder);
                entries.is_none_or(|entries| find(&entries, ".git").is_some())
            }
            Some(_) | None => true,
        };
        let root = match may_be_root && git::is_root(folder) {
            true => Some(Arc::from(folder)),
            false => above,
        };
        locked(&self.roots).insert(key.to_owned(), root.clone());
        root
    }
}

fn locked<T>(known: &Mutex<T>) -> MutexGuard<'_, T> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_where_the_system_says() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        fs::create_dir_all(root.join("a/b")).expect("a folder");
        for repository in ["a/.git", "a/c/.git", "a/c/d"] {
            fs::create_dir_all(root.join(repository)).expect("a folder");
        }
        fs::write(root.join("a/b/file"), "").expect("a file");
        #[cfg(unix)]
        std::os::unix::fs::symlink("a/b", root.join("link")).expect("a link");
        #[cfg(unix)]
        std::os::unix::fs::symlink("../link/file", root.join("a/file")).expect("a link");
        let places = Places::default();
        let paths = [
            "a",
            "a/b/file",
            "a/./b/../b/file",
            "link",
            "link/file",
            "link/..",
            "a/file",
            "none",
            "a/b/file/c",
        ];
        for path in paths.map(|path| root.join(path)) {
            let place = places.at(&path).ok();
            let (real, kind) = place.map(|place| (place.path, place.kind)).unzip();
            assert_eq!(real, path.canonicalize().ok(), "{path:?}");
            let metadata = fs::metadata(&path).ok();
            let metadata = metadata.map(|metadata| super::kind(metadata.file_type()));
            assert_eq!(kind, metadata, "{path:?}");
        }
        for (folder, repository) in [("a/b", "a"), ("a", "a"), ("a/c", "a/c"), ("a/c/d", "a/c")] {
            let folder = root.join(folder);
            let found = places.repository(&folder);
            assert_eq!(found.as_deref(), Some(&*root.join(repository)));
            assert_eq!(found.as_deref(), git::root(&folder));
        }
        assert_eq!(places.repository(root).as_deref(), git::root(root));
    }
}
