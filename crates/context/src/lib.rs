//! What a build context is: which files it holds and what `.dockerignore` leaves out.

mod folder;

pub use folder::{Context, Entry, EntryKind};
