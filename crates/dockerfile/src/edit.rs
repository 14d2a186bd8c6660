//! One change to the text of a document.

use crate::Span;

/// A range of the source and the text that replaces it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// `text` with `edits` done. They are sorted and do not overlap, as [`Editor::finish`](crate::Editor::finish) gives
/// them; one that does not fit into the text is left out.
///
/// ```
/// use dockerfile::{Edit, Span, apply};
///
/// let edit = Edit { span: Span::new(5, 8), text: "new".to_owned() };
/// assert_eq!(apply("FROM old\n", &[edit]), "FROM new\n");
/// ```
#[must_use]
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut applied = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let Some(before) = text.get(at..edit.span.start) else {
            continue;
        };
        if !text.is_char_boundary(edit.span.end) || edit.span.end < edit.span.start {
            continue;
        }
        applied.push_str(before);
        applied.push_str(&edit.text);
        at = edit.span.end;
    }
    applied.push_str(text.get(at..).unwrap_or_default());
    applied
}
