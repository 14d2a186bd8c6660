//! What Docker would refuse, with its place and the reason in our words.

/// A reason for which Docker would not build from this document. A document with a problem is never edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, counted from 1.
    pub line: usize,
    /// What is so, in lower case, literals in backticks.
    pub message: String,
    /// What would mend it, if we know.
    pub help: Option<String>,
}
