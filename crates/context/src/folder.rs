//! The files of a build context, listed one folder at a time and read on demand.

use crate::Listing;
use std::sync::Arc;

/// The files below the root of a build context. Paths have `/` between parts and no `./` in front; the root is `""`.
pub trait Context: Sync {
    /// What lies directly in `folder`, sorted by name; `None` when there is no such folder.
    fn entries(&self, folder: &str) -> Option<Arc<[Entry]>>;

    /// The text of `file`; `None` when it is not there, is larger than 1 MiB, or is not UTF-8.
    fn read(&self, file: &str) -> Option<String>;

    /// What lies at `path`; `None` when nothing does.
    fn kind(&self, path: &str) -> Option<EntryKind> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let entries = self.entries(folder)?;
        let entry = entries.iter().find(|entry| entry.name == name)?;
        Some(entry.kind)
    }

    /// The listing that [`keep`](Self::keep) was given for `key`. A context that may change keeps none.
    fn recall(&self, _key: &str) -> Option<Listing> {
        None
    }

    /// Keeps a listing of this context for [`recall`](Self::recall), if it can.
    fn keep(&self, _key: &str, _listing: &Listing) {}
}

/// A name in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The name, without its folder.
    pub name: String,
    /// What it is.
    pub kind: EntryKind,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A plain file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link; it is not followed.
    Link,
    /// A socket, pipe or device.
    Other,
}
