//! The lines of a file as they stand on disk.

use crate::Span;

/// One line of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Physical<'t> {
    /// Its text without line ending: Docker drops all of `\r\n`, and every `\r` before it.
    pub(crate) text: &'t str,
    /// Where `text` stands.
    pub(crate) span: Span,
    /// Where the next line starts.
    pub(crate) next: usize,
    /// Its number, from 1.
    pub(crate) number: usize,
}

impl<'t> Physical<'t> {
    /// The same line without the blanks before it: most lines have none.
    pub(crate) fn trim_start(self) -> Self {
        let text = match self.text.as_bytes().first() {
            Some(first) if first.is_ascii_graphic() => return self,
            Some(_) | None => self.text.trim_start(),
        };
        let span = Span::new(self.span.end - text.len(), self.span.end);
        Self { text, span, ..self }
    }

    /// The text before the escape character that continues the line; `None` when nothing does.
    pub(crate) fn continued(self, escape: char) -> Option<&'t str> {
        continued(self.text, escape)
    }
}

/// The text of a line before the escape character that continues it; `None` when nothing does.
///
/// Blanks may follow the escape character, but the same character before it makes it an ordinary one.
pub(crate) fn continued(line: &str, escape: char) -> Option<&str> {
    let text = line.trim_end_matches([' ', '\t']).strip_suffix(escape)?;
    (!text.ends_with(escape)).then_some(text)
}

/// Reads a text line by line.
#[derive(Debug, Clone)]
pub(crate) struct PhysicalLines<'t> {
    pub(crate) text: &'t str,
    /// Where the next line starts.
    pub(crate) offset: usize,
    /// The number of the last line that was read.
    pub(crate) number: usize,
}

impl<'t> PhysicalLines<'t> {
    /// The lines of `text`, without a byte-order mark at its start.
    pub(crate) fn of(text: &'t str) -> Self {
        let mark = '\u{feff}';
        Self {
            text,
            offset: if text.starts_with(mark) {
                mark.len_utf8()
            } else {
                0
            },
            number: 0,
        }
    }

    /// The next line, and its text with the line ending.
    pub(crate) fn next_with_ending(&mut self) -> Option<(Physical<'t>, &'t str)> {
        let text = self.text;
        let line = self.next()?;
        Some((line, text.get(line.span.start..line.next)?))
    }

    /// The number of the last line that was read.
    pub(crate) fn number(&self) -> usize {
        self.number
    }
}

impl<'t> Iterator for PhysicalLines<'t> {
    type Item = Physical<'t>;

    fn next(&mut self) -> Option<Physical<'t>> {
        let start = self.offset;
        let rest = self.text.as_bytes().get(start..)?;
        if rest.is_empty() {
            return None;
        }
        let feed = memchr::memchr(b'\n', rest);
        let mut end = start + feed.unwrap_or(rest.len());
        self.offset = feed.map_or(end, |_| end + 1);
        while end > start && self.text.as_bytes().get(end - 1) == Some(&b'\r') {
            end -= 1;
        }
        let text = self.text.get(start..end)?;
        self.number += 1;
        Some(Physical {
            text,
            span: Span::new(start, start + text.len()),
            next: self.offset,
            number: self.number,
        })
    }
}
