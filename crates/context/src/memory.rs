//! A context that lives in memory, for tests.

use crate::{Context, Entry, EntryKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Files and their texts; the folders are those that the paths name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MemoryContext {
    /// The text of every file, by path.
    pub files: BTreeMap<String, String>,
    /// Folders that cannot be listed.
    pub unreadable: BTreeSet<String>,
}

impl<const N: usize> From<[(&str, &str); N]> for MemoryContext {
    fn from(files: [(&str, &str); N]) -> Self {
        files.into_iter().collect()
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for MemoryContext {
    fn from_iter<T: IntoIterator<Item = (&'a str, &'a str)>>(files: T) -> Self {
        let files = files
            .into_iter()
            .map(|(path, text)| (path.to_owned(), text.to_owned()));
        MemoryContext {
            files: files.collect(),
            unreadable: BTreeSet::new(),
        }
    }
}

impl Context for MemoryContext {
    fn entries(&self, folder: &str) -> Option<Arc<[Entry]>> {
        if self.unreadable.contains(folder) {
            return None;
        }
        let prefix = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let below = self
            .files
            .keys()
            .filter_map(|path| path.strip_prefix(&prefix));
        let entries: BTreeSet<Entry> = below
            .map(|path| match path.split_once('/') {
                Some((name, _)) => Entry {
                    name: name.to_owned(),
                    kind: EntryKind::Folder,
                },
                None => Entry {
                    name: path.to_owned(),
                    kind: EntryKind::File,
                },
            })
            .collect();
        (folder.is_empty() || !entries.is_empty()).then(|| entries.into_iter().collect())
    }

    fn read(&self, file: &str) -> Option<String> {
        self.files.get(file).cloned()
    }
}
