//! A heredoc: a word that opens it, a body of raw lines, a terminator.

use crate::{Span, Word};

/// One heredoc of a `RUN`, `COPY` or `ADD`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heredoc {
    /// The word that opens it, such as `<<-"EOF"`.
    pub opener: Word,
    /// The name that ends it.
    pub name: String,
    /// The body as Docker reads it (tabs removed when `is_chomped`), each line with its ending.
    pub body: String,
    /// The body in the source, up to the terminator's line.
    pub span: Span,
    /// Whether variables in the body are expanded: the name was not quoted.
    pub is_expanded: bool,
    /// Whether leading tabs are removed: `<<-`.
    pub is_chomped: bool,
    /// The file descriptor before `<<`, 0 unless written.
    pub descriptor: u32,
}
