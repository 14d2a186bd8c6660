//! A build context on disk, read one folder at a time and only when asked.

use context::{Context, Entry, EntryKind};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Files above this size are not read: [`Context::read`] promises so.
const MAX_BYTES: u64 = 1 << 20;

/// The files below a folder.
pub(crate) struct DiskContext {
    root: PathBuf,
    folders: Mutex<BTreeMap<String, Option<Vec<Entry>>>>,
}

impl DiskContext {
    /// The context whose root is the folder `root`, an absolute path without links.
    pub(crate) fn new(root: PathBuf) -> Self {
        Self {
            root,
            folders: Mutex::default(),
        }
    }

    /// The place of `path` on disk, when no link lies on the way there.
    fn place(&self, path: &str) -> Option<PathBuf> {
        let mut place = self.root.clone();
        for component in Path::new(path).components() {
            match component {
                Component::Normal(name) => place.push(name),
                Component::CurDir => continue,
                Component::Prefix(_) | Component::RootDir | Component::ParentDir => return None,
            }
            if fs::symlink_metadata(&place).ok()?.is_symlink() {
                return None;
            }
        }
        Some(place)
    }

    fn list(&self, folder: &str) -> Option<Vec<Entry>> {
        let mut entries: Vec<Entry> = fs::read_dir(self.place(folder)?)
            .ok()?
            .filter_map(|entry| {
                let entry = entry.ok()?;
                Some(Entry {
                    name: entry.file_name().into_string().ok()?,
                    kind: kind(entry.file_type().ok()?),
                })
            })
            .collect();
        entries.sort();
        Some(entries)
    }
}

fn kind(file_type: fs::FileType) -> EntryKind {
    if file_type.is_symlink() {
        EntryKind::Link
    } else if file_type.is_dir() {
        EntryKind::Folder
    } else if file_type.is_file() {
        EntryKind::File
    } else {
        EntryKind::Other
    }
}

impl Context for DiskContext {
    fn entries(&self, folder: &str) -> Option<Vec<Entry>> {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entries) = folders.get(folder) {
            return entries.clone();
        }
        let entries = self.list(folder);
        folders.insert(folder.to_owned(), entries.clone());
        entries
    }

    fn read(&self, file: &str) -> Option<String> {
        let place = self.place(file)?;
        let metadata = fs::symlink_metadata(&place).ok()?;
        if !metadata.is_file() || metadata.len() > MAX_BYTES {
            return None;
        }
        String::from_utf8(fs::read(place).ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_parents_are_not_followed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().join("root");
        fs::create_dir_all(root.join("sub")).expect("a folder");
        fs::write(root.join("sub/a"), "text").expect("a file");
        fs::write(folder.path().join("outside"), "secret").expect("a file");
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.path().join("outside"), root.join("link"))
            .expect("a link");
        let context = DiskContext::new(root);
        assert_eq!(context.read("sub/a").as_deref(), Some("text"));
        assert_eq!(context.read("../outside"), None);
        assert_eq!(context.read("link"), None);
        assert_eq!(context.entries("none"), None);
        let kinds: Vec<EntryKind> = context
            .entries("")
            .expect("the root")
            .iter()
            .map(|entry| entry.kind)
            .collect();
        assert_eq!(kinds, [EntryKind::Link, EntryKind::Folder]);
    }
}
