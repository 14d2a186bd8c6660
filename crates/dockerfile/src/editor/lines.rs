//! Where the lines of a text begin and end.

use crate::Span;

/// A text, seen as lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lines<'t>(&'t str);

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self(text)
    }

    /// Where the first line begins: after a byte-order mark.
    pub(super) fn first(self) -> usize {
        if self.0.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        }
    }

    /// The span, less a byte-order mark at its beginning.
    pub(super) fn without_mark(self, span: Span) -> Span {
        Span::new(span.start.max(self.first()).min(span.end), span.end)
    }

    /// Where the line of `offset` begins.
    pub(super) fn start(self, offset: usize) -> usize {
        let before = self.0.get(..offset).unwrap_or_default();
        before
            .rfind('\n')
            .map_or(self.first().min(offset), |newline| newline + 1)
    }

    /// Where the line of `offset` ends, line ending excluded. `offset` is not inside a line ending.
    pub(super) fn end(self, offset: usize) -> usize {
        let rest = self.0.get(offset..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        offset + line.trim_end_matches('\r').len()
    }

    /// Where the line after that of `offset` begins; `None` when the line of `offset` has no ending.
    pub(super) fn next(self, offset: usize) -> Option<usize> {
        let rest = self.0.get(offset..)?;
        rest.find('\n').map(|newline| offset + newline + 1)
    }

    /// Where the line before that of `offset` begins.
    pub(super) fn previous(self, offset: usize) -> Option<usize> {
        let start = self.start(offset);
        (start > self.first()).then(|| self.start(start - 1))
    }

    /// Whether the line that begins at `start` holds nothing.
    pub(super) fn is_blank(self, start: usize) -> bool {
        let rest = self.0.get(start..).unwrap_or_default();
        rest.split('\n')
            .next()
            .unwrap_or_default()
            .trim()
            .is_empty()
    }

    /// Whether the line that begins at `start` could be read as a parser directive.
    pub(super) fn is_like_directive(self, start: usize) -> bool {
        let rest = self.0.get(start..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        line.trim_start().starts_with('#') && line.contains('=')
    }

    /// The number of the line of `offset`, from 1.
    pub(super) fn number(self, offset: usize) -> usize {
        self.0
            .get(..offset)
            .unwrap_or_default()
            .matches('\n')
            .count()
            + 1
    }

    /// The text of a span.
    pub(super) fn slice(self, span: Span) -> &'t str {
        self.0.get(span.range()).unwrap_or_default()
    }
}
