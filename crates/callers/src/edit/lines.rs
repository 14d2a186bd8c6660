//! Lines of a text: where they start and end, how they are indented, how they are broken.

use dockerfile::{Edit, Span};

/// Where the line of `offset` starts.
pub(super) fn start(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default();
    before.rfind('\n').map_or(0, |at| at + 1)
}

/// Where the line of `offset` ends, its break not included.
pub(super) fn end(text: &str, offset: usize) -> usize {
    let after = text.get(offset..).unwrap_or_default();
    let length = after.find('\n').unwrap_or(after.len());
    let line = after.get(..length).unwrap_or_default();
    offset + line.trim_end_matches('\r').len()
}

/// Where the line after that of `offset` starts.
pub(super) fn next(text: &str, offset: usize) -> usize {
    let after = text.get(offset..).unwrap_or_default();
    after.find('\n').map_or(text.len(), |at| offset + at + 1)
}

/// The blanks before `offset` on its line, when there is nothing else.
pub(super) fn indent(text: &str, offset: usize) -> Option<&str> {
    let before = text.get(start(text, offset)..offset)?;
    before.trim().is_empty().then_some(before)
}

/// How the text breaks its lines.
pub(super) fn ending(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Removes all lines that `span` touches.
pub(super) fn remove(text: &str, span: Span) -> Edit {
    Edit {
        span: Span::new(start(text, span.start), next(text, span.end)),
        text: String::new(),
    }
}

/// Inserts whole lines after the line of `offset`.
pub(super) fn insert_after(text: &str, offset: usize, lines: &[String]) -> Edit {
    let ending = ending(text);
    let at = end(text, offset);
    let inserted: String = lines.iter().map(|line| format!("{ending}{line}")).collect();
    Edit {
        span: Span::at(at),
        text: inserted,
    }
}
