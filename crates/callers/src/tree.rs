//! The files that callers are looked for in: a listing, and texts on demand.

use std::collections::BTreeMap;
use std::sync::Arc;

/// A tree of files. Paths have `/` between parts and no `./` in front.
pub trait Tree: Sync {
    /// All files, sorted.
    fn files(&self) -> Vec<String>;

    /// The text of `file`; `None` when it is not there, too large, or not UTF-8.
    fn read(&self, file: &str) -> Option<String>;

    /// The files that lie directly in `folder`, sorted; `""` is the root.
    fn files_in(&self, folder: &str) -> Vec<String> {
        let mut files = self.files();
        files.retain(|file| crate::folder(file) == folder);
        files
    }

    /// The files whose text holds one of `words`, sorted; those that can start nothing may be left out.
    fn files_with(&self, words: &[&'static str]) -> Vec<String> {
        let mut files = self.files();
        files.retain(|file| self.read(file).is_some_and(|text| holds(&text, words)));
        files
    }

    /// The files that `is_wanted` by their paths, sorted.
    fn files_named(&self, is_wanted: fn(&str) -> bool) -> Vec<String> {
        let mut files = self.files();
        files.retain(|file| is_wanted(file));
        files
    }

    /// The files that [`keep`](Self::keep) was given for `key`. A tree that may change keeps none.
    fn recall(&self, _key: &str) -> Option<Arc<[String]>> {
        None
    }

    /// Keeps what was found in this tree for [`recall`](Self::recall), if it can.
    fn keep(&self, _key: &str, _files: &Arc<[String]>) {}

    /// Whether there is such a file.
    fn has(&self, file: &str) -> bool {
        self.read(file).is_some()
    }

    /// Does `work` for each number below `count`, each once, in any order: in turn, where the tree has no more hands.
    fn spread(&self, count: usize, work: &(dyn Fn(usize) + Sync)) {
        (0..count).for_each(work);
    }
}

/// Whether `text` holds one of `words`.
#[must_use]
pub fn holds(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// A tree held in memory: text by path.
pub type Memory = BTreeMap<String, String>;

impl Tree for Memory {
    fn files(&self) -> Vec<String> {
        self.keys().cloned().collect()
    }

    fn read(&self, file: &str) -> Option<String> {
        self.get(file).cloned()
    }

    fn has(&self, file: &str) -> bool {
        self.contains_key(file)
    }
}

/// A tree in which some files already have their planned text.
#[derive(Clone)]
pub struct Overlay<'a> {
    /// The tree as it is.
    pub below: &'a dyn Tree,
    /// The planned texts, by path.
    pub files: BTreeMap<String, String>,
}

impl Tree for Overlay<'_> {
    fn files(&self) -> Vec<String> {
        let planned = self.files.keys().cloned();
        merged(self.below.files(), planned)
    }

    fn files_in(&self, folder: &str) -> Vec<String> {
        let planned = self.files.keys();
        let planned = planned.filter(|file| crate::folder(file) == folder);
        merged(self.below.files_in(folder), planned.cloned())
    }

    fn files_with(&self, words: &[&'static str]) -> Vec<String> {
        let mut below = self.below.files_with(words);
        below.retain(|file| !self.files.contains_key(file));
        let planned = self.files.iter().filter(|(_, text)| holds(text, words));
        merged(below, planned.map(|(file, _)| file.clone()))
    }

    fn read(&self, file: &str) -> Option<String> {
        let planned = self.files.get(file).cloned();
        planned.or_else(|| self.below.read(file))
    }

    fn has(&self, file: &str) -> bool {
        self.files.contains_key(file) || self.below.has(file)
    }

    fn recall(&self, key: &str) -> Option<Arc<[String]>> {
        let is_as_below = self.files.is_empty();
        is_as_below.then(|| self.below.recall(key)).flatten()
    }

    fn keep(&self, key: &str, files: &Arc<[String]>) {
        if self.files.is_empty() {
            self.below.keep(key, files);
        }
    }
}

/// `files` with `others`, sorted, each once.
fn merged(mut files: Vec<String>, others: impl Iterator<Item = String>) -> Vec<String> {
    let count = files.len();
    files.extend(others);
    if files.len() > count {
        files.sort();
        files.dedup();
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planned_files_are_seen_among_the_others() {
        let below = Memory::from([("b".to_owned(), "old".to_owned())]);
        let planned = ["a", "b"].map(|file| (file.to_owned(), "new".to_owned()));
        let tree = Overlay {
            below: &below,
            files: BTreeMap::from(planned),
        };
        assert_eq!(tree.files(), ["a", "b"]);
        assert_eq!(tree.read("b").as_deref(), Some("new"));
        assert!(tree.has("a") && !tree.has("c"));
        assert_eq!(tree.files_with(&["ne", "other"]), ["a", "b"]);
        assert!(tree.files_with(&["old"]).is_empty());
    }

    #[test]
    fn files_are_found_by_their_folder() {
        let below =
            Memory::from(["a/b", "a/c/d", "e"].map(|file| (file.to_owned(), String::new())));
        let planned = ["a/n", "a/b"].map(|file| (file.to_owned(), String::new()));
        let tree = Overlay {
            below: &below,
            files: BTreeMap::from(planned),
        };
        assert_eq!(tree.files_in("a"), ["a/b", "a/n"]);
        assert_eq!(tree.files_in(""), ["e"]);
    }
}
