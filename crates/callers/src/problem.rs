//! What could not be read or decided, with its place.

use crate::{Place, ReadError};

/// Something that could not be read or decided.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What is so, in one clause.
    pub message: String,
}

impl Problem {
    /// A problem at a line of a file.
    pub(crate) fn new(file: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            place: Place {
                file: file.to_owned(),
                line,
            },
            message: message.into(),
        }
    }

    /// A file that its reader refuses.
    pub(crate) fn unreadable(file: &str, error: &ReadError) -> Self {
        Self::new(file, error.line, format!("cannot be read: {error}"))
    }
}
