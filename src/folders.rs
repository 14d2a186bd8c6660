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
    known: RwLock<FxHashMap<Arc<OsStr>, Option<Listed>>>,
}

impl Folders {
    /// What is known to lie in `folder`, an absolute path; nothing is known by a path with links.
    pub(crate) fn known(&self, folder: &Path) -> Option<Entries> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let listed = known.get(folder.as_os_str())?;
        Some(listed.as_ref().map(|listed| Arc::clone(&listed.entries)))
    }

    /// What lies in `folder`, an absolute path without links.
    pub(crate) fn entries(&self, folder: &Path) -> Entries {
        if let Some(entries) = self.known(folder) {
            return entries;
        }
        let listed = self.list(&Arc::from(folder.as_os_str())).ok();
        listed.map(|listed| listed.entries)
    }

    /// The same, with the names that are no text.
    ///
    /// # Errors
    ///
    /// When it cannot be listed.
    pub(crate) fn listed(&self, folder: &Arc<OsStr>) -> io::Result<Listed> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(listed) = known.get(folder).cloned().flatten() {
            return Ok(listed);
        }
        drop(known);
        self.list(folder)
    }

    fn list(&self, folder: &Arc<OsStr>) -> io::Result<Listed> {
        let listed = list(Path::new(folder));
        let kept = listed.as_ref().ok().cloned();
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(Arc::clone(folder), kept);
        listed
    }
}

/// What a folder holds.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    /// The names that are text, sorted.
    pub(crate) entries: Arc<[Entry]>,
    /// The others.
    pub(crate) odd: Vec<(OsString, EntryKind)>,
}

fn list(folder: &Path) -> io::Result<Listed> {
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

/// What something is by the system's word.
pub(crate) fn kind(file_type: fs::FileType) -> EntryKind {
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
