//! Where paths lead, and which repository they lie in: the file system is asked once for each path and each folder on the
//! way.

use crate::git;
use rustc_hash::FxHashMap;
use std::ffi::{OsStr, OsString};
use std::fs::{self, FileType};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a path leads to.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// Absolute, without links.
    pub(crate) path: PathBuf,
    /// What it is: no link.
    pub(crate) kind: FileType,
}

impl Place {
    /// The folder that it is, or that it lies in.
    pub(crate) fn folder(&self) -> &Path {
        match self.kind.is_dir() {
            true => &self.path,
            false => self.path.parent().unwrap_or(&self.path),
        }
    }
}

/// What was asked so far.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// By the absolute path that leads there.
    known: Mutex<FxHashMap<OsString, Place>>,
    /// Whether each folder is the root of a work tree of git.
    are_roots: Mutex<FxHashMap<OsString, bool>>,
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
        // Where upper and lower case are one, only the system knows how a name is really spelled.
        let is_spelled = cfg!(not(any(windows, target_vendor = "apple")));
        let last = path.components().next_back();
        if let (Some(folder), Some(Component::Normal(name)), true) =
            (path.parent(), last, is_spelled)
        {
            let path = self.at(folder)?.path.join(name);
            let kind = fs::symlink_metadata(&path)?.file_type();
            if !kind.is_symlink() {
                return Ok(Place { path, kind });
            }
        }
        let path = path.canonicalize()?;
        let kind = fs::metadata(&path)?.file_type();
        Ok(Place { path, kind })
    }

    /// The root of the work tree of git that `folder` lies in.
    pub(crate) fn repository<'f>(&self, folder: &'f Path) -> Option<&'f Path> {
        folder.ancestors().find(|folder| self.is_root(folder))
    }

    fn is_root(&self, folder: &Path) -> bool {
        let key: &OsStr = folder.as_os_str();
        if let Some(is_root) = locked(&self.are_roots).get(key) {
            return *is_root;
        }
        let is_root = git::is_root(folder);
        locked(&self.are_roots).insert(key.to_owned(), is_root);
        is_root
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
        fs::create_dir(root.join("a/.git")).expect("a folder");
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
            assert_eq!(kind, metadata.map(|it| it.file_type()), "{path:?}");
        }
        let b = root.join("a/b");
        assert_eq!(places.repository(&b), Some(&*root.join("a")));
        assert_eq!(places.repository(root), git::root(root));
    }
}
