//! What can keep a context from being understood.

/// Why an ignore file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IgnoreError {
    /// A line that holds nothing but `!`: Docker refuses the file.
    #[error("illegal exclusion pattern: \"!\"")]
    BareNegation,
    /// A pattern that Docker refuses, such as `[` without its `]`.
    #[error("syntax error in pattern")]
    BadPattern,
    /// A pattern that Docker accepts but reads in another way than it is written (`*` inside brackets, `\d`).
    #[error("unclear pattern: `{0}`")]
    Unclear(String),
}

/// Why a context cannot be listed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WalkError {
    /// A folder that cannot be read.
    #[error("`{0}` cannot be listed")]
    Unreadable(String),
    /// More entries than were allowed.
    #[error("there are more than {0} entries")]
    TooMany(usize),
}
