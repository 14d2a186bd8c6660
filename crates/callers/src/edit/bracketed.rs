//! Lists and objects in brackets, as JSON, HCL and YAML's flow style write them.

use super::lines;
use dockerfile::{Edit, Span};

/// A list or object in brackets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bracketed<'t> {
    /// The whole text.
    pub(super) text: &'t str,
    /// From the opening to the closing bracket.
    pub(super) span: Span,
    /// What stands in it, in order.
    pub(super) items: &'t [Span],
    /// Whether a line break can stand between items instead of a comma, as in HCL objects.
    pub(super) breaks_separate: bool,
}

impl Bracketed<'_> {
    /// Removes the items at these positions.
    pub(super) fn remove(&self, positions: &[usize]) -> Vec<Edit> {
        let mut edits = Vec::new();
        let is_gone = |at: &usize| positions.contains(at);
        let last_left = (0..self.items.len()).rev().find(|at| !is_gone(at));
        for at in positions {
            let Some(item) = self.items.get(*at) else {
                continue;
            };
            let after = self.after(*item);
            if self.is_alone(*item) {
                edits.push(lines::remove(self.text, Span::new(item.start, after)));
            } else if let Some(next) = self.items.get(at + 1) {
                edits.push(cut(item.start, next.start));
            } else if last_left.is_some() {
                // With the blanks before the ones that go beside it.
                let is_beside = |at: &usize| {
                    let item = self.items.get(*at);
                    is_gone(at) && item.is_some_and(|item| !self.is_alone(*item))
                };
                let first = (0..*at).rev().take_while(is_beside).last().unwrap_or(*at);
                edits.push(cut(self.end_before(first), after));
            } else {
                edits.push(cut(self.end_before(*at).max(item.start), after));
            }
        }
        // The item that is last now may not be followed by a comma where it was not before.
        let had_last = self.items.last();
        let had_comma = had_last.is_some_and(|item| self.comma_after(item.end).is_some());
        if let (Some(last), false) = (last_left, had_comma)
            && last + 1 < self.items.len()
            && let Some(comma) = self
                .items
                .get(last)
                .and_then(|item| self.comma_after(item.end))
            && !edits
                .iter()
                .any(|edit| edit.span.start <= comma && comma < edit.span.end)
        {
            edits.push(cut(comma, comma + 1));
        }
        joined(edits)
    }

    /// Appends an item.
    pub(super) fn append(&self, item: &str) -> Vec<Edit> {
        let Some(last) = self.items.last() else {
            return vec![insert(self.span.start + 1, item.to_owned())];
        };
        let comma = self.comma_after(last.end);
        let after = comma.map_or(last.end, |comma| comma + 1);
        let indent = lines::indent(self.text, last.start);
        let Some(indent) = indent.filter(|_| self.is_line_end(after)) else {
            return vec![match comma {
                Some(comma) => insert(comma + 1, format!(" {item},")),
                None => insert(last.end, format!(", {item}")),
            }];
        };
        // A comment behind the last item stays behind it.
        let line = format!("{}{indent}{item}", lines::ending(self.text));
        let at = lines::end(self.text, after);
        match comma {
            Some(_) => vec![insert(at, format!("{line},"))],
            None if self.breaks_separate => vec![insert(at, line)],
            None if at == last.end => vec![insert(at, format!(",{line}"))],
            None => vec![insert(last.end, ",".into()), insert(at, line)],
        }
    }

    /// Whether the item has its lines for itself.
    fn is_alone(&self, item: Span) -> bool {
        lines::indent(self.text, item.start).is_some() && self.is_line_end(self.after(item))
    }

    /// Where the item ends, its comma included.
    fn after(&self, item: Span) -> usize {
        self.comma_after(item.end)
            .map_or(item.end, |comma| comma + 1)
    }

    /// The end of the item before, or just behind the opening bracket.
    fn end_before(&self, at: usize) -> usize {
        let before = at.checked_sub(1).and_then(|at| self.items.get(at));
        before.map_or(self.span.start + 1, |item| item.end)
    }

    /// The comma that follows `offset`, blanks between.
    fn comma_after(&self, offset: usize) -> Option<usize> {
        let rest = self.text.get(offset..self.span.end)?;
        let blank = rest.len() - rest.trim_start().len();
        rest.trim_start().starts_with(',').then_some(offset + blank)
    }

    /// Whether nothing but blanks and a comment follows on the line.
    fn is_line_end(&self, offset: usize) -> bool {
        let rest = self
            .text
            .get(offset..lines::end(self.text, offset))
            .unwrap_or_default();
        let rest = rest.trim();
        rest.is_empty() || rest.starts_with('#') || rest.starts_with("//")
    }
}

/// Cuts that touch become one.
fn joined(mut cuts: Vec<Edit>) -> Vec<Edit> {
    cuts.sort_by_key(|cut| (cut.span.start, cut.span.end));
    let mut joined: Vec<Edit> = Vec::new();
    for cut in cuts {
        match joined.last_mut() {
            Some(last) if cut.span.start <= last.span.end => {
                last.span.end = last.span.end.max(cut.span.end);
            }
            Some(_) | None => joined.push(cut),
        }
    }
    joined
}

fn cut(start: usize, end: usize) -> Edit {
    Edit {
        span: Span::new(start, end.max(start)),
        text: String::new(),
    }
}

fn insert(at: usize, text: String) -> Edit {
    Edit {
        span: Span::at(at),
        text,
    }
}
