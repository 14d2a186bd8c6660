//! Where paths lead, and which repository they lie in: the file system is asked once for each folder on the way.

use rustc_hash::FxHashMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What was asked so far.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Folders by the absolute path that leads there, without links.
    real: Mutex<FxHashMap<OsString, PathBuf>>,
    /// Whether each folder is the root of a work tree of git.
    are_roots: Mutex<FxHashMap<OsString, bool>>,
}

impl Places {
    /// What `path`, which is absolute, leads to: absolute, without links.
    ///
    /// # Errors
    ///
    /// When nothing is there, or a folder on the way cannot be looked into.
    pub(crate) fn real(&self, path: &Path) -> io::Result<PathBuf> {
        // Where upper and lower case are one, only the system knows how a name is really spelled.
        let is_spelled = cfg!(not(any(windows, target_vendor = "apple")));
        let last = path.components().next_back();
        let (Some(folder), Some(Component::Normal(name)), true) = (path.parent(), last, is_spelled)
        else {
            return path.canonicalize();
        };
        let place = self.real_folder(folder)?.join(name);
        match fs::symlink_metadata(&place)?.is_symlink() {
            true => place.canonicalize(),
            false => Ok(place),
        }
    }

    /// The same for the folder that something lies in.
    pub(crate) fn real_folder(&self, folder: &Path) -> io::Result<PathBuf> {
        if let Some(real) = locked(&self.real).get(folder.as_os_str()) {
            return Ok(real.clone());
        }
        let real = self.real(folder)?;
        locked(&self.real).insert(folder.as_os_str().to_owned(), real.clone());
        Ok(real)
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
        let is_root = folder.join(".git").exists();
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
        for path in paths {
            let path = root.join(path);
            assert_eq!(
                places.real(&path).ok(),
                path.canonicalize().ok(),
                "{path:?}"
            );
        }
        let b = root.join("a/b");
        assert_eq!(places.repository(&b), Some(&*root.join("a")));
        assert_eq!(places.repository(root), crate::git::root(root));
    }
}
