//! The joined text of an instruction, and the way from it back to the source.

use crate::{Span, Word};

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

impl Logical {
    /// The joined text between two logical offsets; empty when `logical` lies outside.
    #[must_use]
    pub fn slice(&self, logical: Span) -> &str {
        self.text.get(logical.range()).unwrap_or_default()
    }

    /// A part of the joined text that Docker takes as it stands.
    #[must_use]
    pub fn word(&self, part: Span) -> Word {
        self.placed(part, None, self.slice(part).to_owned())
    }

    /// A part of the joined text as a word with this `value`; `raw` is the part itself, where it is not the same.
    pub(crate) fn placed(&self, part: Span, raw: Option<Box<str>>, value: String) -> Word {
        let span = self.source_range(part).unwrap_or_default();
        Word {
            raw,
            value,
            logical: part,
            span,
            is_contiguous: span.len() == part.len(),
        }
    }

    /// Where a part of the joined text stands in the source; `None` when a line break lies inside, or when the part
    /// lies outside the text.
    #[must_use]
    pub fn source(&self, logical: Span) -> Option<Span> {
        let range = self.source_range(logical)?;
        (range.len() == logical.len()).then_some(range)
    }

    /// The source from the first to the last byte of a part of the joined text, line breaks and comments between
    /// them included; `None` when the part lies outside the text.
    ///
    /// An empty part at a line break stands at the end of the line before it.
    #[must_use]
    pub fn source_range(&self, logical: Span) -> Option<Span> {
        if logical.start > logical.end || logical.end > self.text.len() {
            return None;
        }
        if logical.is_empty() {
            return self.end(logical.end).map(Span::at);
        }
        Some(Span::new(
            self.start(logical.start)?,
            self.end(logical.end)?,
        ))
    }

    /// The source offset of the byte that starts at `offset`.
    fn start(&self, offset: usize) -> Option<usize> {
        self.place(offset, |piece| piece.logical <= offset)
    }

    /// The source offset just past the byte that ends at `offset`.
    fn end(&self, offset: usize) -> Option<usize> {
        self.place(offset, |piece| piece.logical < offset)
    }

    /// The source offset of `offset` in the last piece that starts before it, or else in the first.
    fn place(&self, offset: usize, starts_before: impl Fn(&Piece) -> bool) -> Option<usize> {
        let piece = match self.pieces.as_slice() {
            // As most instructions are.
            [piece] => piece,
            pieces => pieces.get(pieces.partition_point(starts_before).saturating_sub(1))?,
        };
        Some(piece.source + (offset - piece.logical))
    }

    /// What one line of the source says, which is all of most instructions.
    pub(crate) fn of(text: &str, source: usize) -> Self {
        let (logical, len) = (0, text.len());
        Self {
            text: text.to_owned(),
            pieces: vec![Piece {
                logical,
                source,
                len,
            }],
        }
    }

    /// Joins one more line of the source.
    pub(crate) fn join(&mut self, text: &str, source: usize) {
        if text.is_empty() && !self.pieces.is_empty() {
            return;
        }
        self.pieces.push(Piece {
            logical: self.text.len(),
            source,
            len: text.len(),
        });
        self.text.push_str(text);
    }
}
