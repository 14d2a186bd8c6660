//! The files that callers are looked for in: a listing, and texts on demand.

use std::collections::BTreeMap;

/// A tree of files. Paths have `/` between parts and no `./` in front.
pub trait Tree: Sync {
    /// All files, sorted.
    fn files(&self) -> Vec<String>;

    /// The text of `file`; `None` when it is not there, too large, or not UTF-8.
    fn read(&self, file: &str) -> Option<String>;

    /// Whether there is such a file.
    fn has(&self, file: &str) -> bool {
        self.read(file).is_some()
    }
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
        let mut files = self.below.files();
        let is_new = |file: &&String| files.binary_search(file).is_err();
        let new: Vec<String> = self.files.keys().filter(is_new).cloned().collect();
        files.extend(new);
        files.sort();
        files
    }

    fn read(&self, file: &str) -> Option<String> {
        let planned = self.files.get(file).cloned();
        planned.or_else(|| self.below.read(file))
    }

    fn has(&self, file: &str) -> bool {
        self.files.contains_key(file) || self.below.has(file)
    }
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
    }
}
