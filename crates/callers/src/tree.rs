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
