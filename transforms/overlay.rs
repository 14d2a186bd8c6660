//! A build context in which some files already have the text that a plan gives them.

use context::{Context, Entry, EntryKind};
use std::collections::BTreeMap;

/// A context with planned files laid over it.
#[derive(Clone, Copy)]
pub struct Overlay<'a> {
    /// What lies below.
    pub base: &'a dyn Context,
    /// The planned texts, by path in the context.
    pub files: &'a BTreeMap<String, String>,
}

impl Context for Overlay<'_> {
    fn entries(&self, folder: &str) -> Option<Vec<Entry>> {
        let mut entries = self.base.entries(folder)?;
        for path in self.files.keys() {
            let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
            if parent == folder && entries.iter().all(|entry| entry.name != name) {
                entries.push(Entry {
                    name: name.to_owned(),
                    kind: EntryKind::File,
                });
            }
        }
        entries.sort();
        Some(entries)
    }

    fn read(&self, file: &str) -> Option<String> {
        match self.files.get(file) {
            Some(text) => Some(text.clone()),
            None => self.base.read(file),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Bare;

    impl Context for Bare {
        fn entries(&self, folder: &str) -> Option<Vec<Entry>> {
            folder.is_empty().then(|| {
                vec![Entry {
                    name: "b".to_owned(),
                    kind: EntryKind::File,
                }]
            })
        }

        fn read(&self, file: &str) -> Option<String> {
            (file == "b").then(|| "old".to_owned())
        }
    }

    #[test]
    fn planned_files_are_seen_among_the_others() {
        let files = BTreeMap::from(["a", "b"].map(|name| (name.to_owned(), "new".to_owned())));
        let overlay = Overlay {
            base: &Bare,
            files: &files,
        };
        let names = overlay
            .entries("")
            .map(|entries| entries.into_iter().map(|entry| entry.name).collect());
        assert_eq!(names, Some(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(overlay.read("b").as_deref(), Some("new"));
        assert_eq!(overlay.read("c"), None);
    }
}
