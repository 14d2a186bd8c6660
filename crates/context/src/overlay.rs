//! A context as it will be once some files have changed.

use crate::{Context, Entry, EntryKind, Listing};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A context in which some files already have their planned text.
#[derive(Clone)]
pub struct Overlay<'a> {
    /// The context as it is.
    pub below: &'a dyn Context,
    /// The planned texts, by path.
    pub files: BTreeMap<String, String>,
}

impl<'a> Overlay<'a> {
    /// `below`, with nothing changed yet.
    #[must_use]
    pub fn new(below: &'a dyn Context) -> Self {
        Overlay {
            below,
            files: BTreeMap::new(),
        }
    }
}

impl std::fmt::Debug for Overlay<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Overlay")
            .field("files", &self.files.keys())
            .finish_non_exhaustive()
    }
}

impl Context for Overlay<'_> {
    fn entries(&self, folder: &str) -> Option<Arc<[Entry]>> {
        if self.files.is_empty() {
            return self.below.entries(folder);
        }
        let prefix = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let added = self
            .files
            .keys()
            .filter_map(|path| path.strip_prefix(&prefix))
            .map(|path| match path.split_once('/') {
                Some((name, _)) => Entry {
                    name: name.to_owned(),
                    kind: EntryKind::Folder,
                },
                None => Entry {
                    name: path.to_owned(),
                    kind: EntryKind::File,
                },
            });
        let mut added = added.peekable();
        let mut entries = match self.below.entries(folder) {
            Some(entries) if added.peek().is_none() => return Some(entries),
            Some(entries) => entries.to_vec(),
            None if added.peek().is_some() => Vec::new(),
            None => return None,
        };
        for entry in added {
            if entries.iter().all(|known| known.name != entry.name) {
                entries.push(entry);
            }
        }
        entries.sort();
        Some(entries.into())
    }

    fn read(&self, file: &str) -> Option<String> {
        self.files
            .get(file)
            .cloned()
            .or_else(|| self.below.read(file))
    }
    fn kind(&self, path: &str) -> Option<EntryKind> {
        self.below.kind(path).or_else(|| self.planned(path))
    }

    fn recall(&self, key: &str) -> Option<Listing> {
        self.below.recall(&self.key(key))
    }

    fn keep(&self, key: &str, listing: &Listing) {
        self.below.keep(&self.key(key), listing);
    }
}

impl Overlay<'_> {
    /// What lies at `path` by the planned files alone.
    fn planned(&self, path: &str) -> Option<EntryKind> {
        if self.files.contains_key(path) {
            return Some(EntryKind::File);
        }
        let is_below = |file: &String| {
            let rest = file.strip_prefix(path);
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        self.files.keys().any(is_below).then_some(EntryKind::Folder)
    }

    /// A key of the context below for listings that hold the planned files too.
    fn key(&self, key: &str) -> String {
        let paths = self.files.keys();
        let new = paths.filter(|path| self.below.kind(path).is_none());
        new.fold(key.to_owned(), |key, path| key + "\0" + path)
    }
}
