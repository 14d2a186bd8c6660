//! The folders of a run as they lie on disk: each is listed once, by the walk or by the first of the build contexts that
//! it lies in.

use context::{Entry, EntryKind};
use rustc_hash::FxHashMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

/// What lies in a folder, sorted by name; `None` where it cannot be listed.
type Entries = Option<Arc<[Entry]>>;

/// The folders that were listed, by absolute path.
#[derive(Debug, Default)]
pub(crate) struct Folders {
    known: RwLock<FxHashMap<Arc<OsStr>, Entries>>,
}

impl Folders {
    /// What is known to lie in `folder`, an absolute path; nothing is known by a path with links.
    pub(crate) fn known(&self, folder: &Path) -> Option<Entries> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(folder.as_os_str()).cloned()
    }

    /// What lies in `folder`, an absolute path without links.
    pub(crate) fn entries(&self, folder: &Path) -> Entries {
        if let Some(entries) = self.known(folder) {
            return entries;
        }
        let entries = list(folder).ok().map(|listed| listed.entries);
        self.keep(&Arc::from(folder.as_os_str()), entries.as_ref());
        entries
    }

    /// Keeps what was listed in a folder.
    pub(crate) fn keep(&self, folder: &Arc<OsStr>, entries: Option<&Arc<[Entry]>>) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(Arc::clone(folder), entries.cloned());
    }
}

/// What a folder holds.
pub(crate) struct Listed {
    /// The names that are text, sorted.
    pub(crate) entries: Arc<[Entry]>,
    /// The others.
    pub(crate) odd: Vec<(OsString, EntryKind)>,
}

/// Lists `folder`.
pub(crate) fn list(folder: &Path) -> io::Result<Listed> {
    let mut entries = Vec::new();
    let mut odd = Vec::new();
    for entry in fs::read_dir(folder)? {
        let Ok((name, file_type)) =
            entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?)))
        else {
            continue;
        };
        let kind = kind(file_type);
        match name.into_string() {
            Ok(name) => entries.push(Entry { name, kind }),
            Err(name) => odd.push((name, kind)),
        }
    }
    entries.sort_unstable();
    let entries = entries.into();
    Ok(Listed { entries, odd })
}

/// What `name` is in a folder that holds `entries`.
pub(crate) fn find(entries: &[Entry], name: &str) -> Option<EntryKind> {
    let place = entries.binary_search_by(|entry| entry.name.as_str().cmp(name));
    Some(entries.get(place.ok()?)?.kind)
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
