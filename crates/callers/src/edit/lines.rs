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

/// The edits in order, where lines that are inserted behind lines that go take the place of those.
pub(super) fn untangled(text: &str, mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut apart: Vec<Edit> = Vec::new();
    for edit in edits {
        let is_broken = apart.last().is_some_and(|gone| {
            let gone = text.get(gone.span.range());
            gone.is_some_and(|gone| gone.ends_with('\n'))
        });
        let gone = apart.last_mut().filter(|gone| {
            let (at, end) = (edit.span.start, gone.span.end);
            edit.span.end == at && gone.span.start < at && (at < end || (at == end && !is_broken))
        });
        match gone {
            Some(gone) => {
                let ending = ending(text);
                let is_last = gone.span.end == text.len() && !text.ends_with('\n');
                let known = match gone.text.strip_suffix(ending) {
                    Some(known) if !is_last => known.to_owned(),
                    Some(_) | None => gone.text.clone(),
                };
                // Each insertion starts with the break of the line before it.
                let new = match known.as_str() {
                    "" => edit.text.strip_prefix(ending).unwrap_or(&edit.text),
                    _ => &edit.text,
                };
                gone.text = format!("{known}{new}{}", if is_broken { ending } else { "" });
            }
            None => apart.push(edit),
        }
    }
    apart
}
