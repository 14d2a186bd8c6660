//! The joined text of an instruction, and the way from it back to the source.

use crate::Span;

/// The text of an instruction after Docker joined its continuation lines and dropped comments between them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Logical {
    /// The joined text.
    pub text: String,
    /// The pieces it was joined from, in order, without gaps in the logical text.
    pub pieces: Vec<Piece>,
}

/// A run of bytes that stands in one physical line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Where it starts in the joined text.
    pub logical: usize,
    /// Where it starts in the source.
    pub source: usize,
    /// How many bytes it has.
    pub len: usize,
}
