//! The folders of a run as they lie on disk: each is listed once, however many build contexts it lies in.

use context::{Entry, EntryKind};
use rustc_hash::FxHashMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

/// What lies in a folder, sorted by name; `None` where it cannot be listed.
type Entries = Option<Arc<[Entry]>>;

/// The folders that were listed, by absolute path.
#[derive(Default)]
pub(crate) struct Folders {
    known: RwLock<FxHashMap<OsString, Entries>>,
}

impl Folders {
    /// What lies in `folder`, an absolute path without links.
    pub(crate) fn entries(&self, folder: PathBuf) -> Entries {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(entries) = known.get(folder.as_os_str()) {
            return entries.clone();
        }
        drop(known);
        let entries = list(&folder);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(folder.into_os_string(), entries.clone());
        entries
    }
}

fn list(folder: &Path) -> Entries {
    let entries = fs::read_dir(folder).ok()?;
    let entries = entries.filter_map(|entry| {
        let entry = entry.ok()?;
        Some(Entry {
            name: entry.file_name().into_string().ok()?,
            kind: kind(entry.file_type().ok()?),
        })
    });
    let mut entries: Vec<Entry> = entries.collect();
    entries.sort_unstable();
    Some(entries.into())
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
