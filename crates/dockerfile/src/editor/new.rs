//! A new instruction, and where it goes.

use super::layout::Layout;
use super::lines::Lines;
use crate::{Document, Edit, Instruction, Span};

/// A new instruction, by intent; the editor lays it out in the file's habits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// The keyword in upper case.
    pub keyword: &'static str,
    /// The arguments: for `RUN`, commands, which are chained by `&&`, one on each line; for others, words.
    pub arguments: Vec<String>,
    /// A comment above it, without `#`.
    pub comment: Option<String>,
    /// Whether a blank line should stand above it.
    pub blank_line_before: bool,
}

impl New {
    /// An instruction without comment and blank line.
    #[must_use]
    pub fn instruction<A: Into<String>>(
        keyword: &'static str,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        Self {
            keyword,
            arguments: arguments.into_iter().map(Into::into).collect(),
            comment: None,
            blank_line_before: false,
        }
    }
}

/// Puts `text` above the instruction at `at` and the comments that belong to it.
pub(super) fn before(
    document: &Document,
    lines: &Lines<'_>,
    layout: &Layout<'_>,
    at: usize,
    new: &New,
    text: &str,
) -> Vec<Edit> {
    let Some(instruction) = document.instructions.get(at) else {
        return Vec::new();
    };
    let mut start = lines.without_mark(instruction.span).start;
    while let Some(above) = lines.previous(start) {
        let is_comment = document
            .comments
            .iter()
            .any(|comment| comment.inside.is_none() && lines.start(comment.span.start) == above);
        if !is_comment {
            break;
        }
        start = above;
    }
    let is_apart = lines
        .previous(start)
        .is_none_or(|above| lines.is_blank(above));
    let blank = if new.blank_line_before && !is_apart {
        layout.newline
    } else {
        ""
    };
    vec![Edit {
        span: Span::at(start),
        text: [blank, text, layout.newline].concat(),
    }]
}

/// Puts `text` under the instruction at `at`.
pub(super) fn after(
    document: &Document,
    lines: &Lines<'_>,
    layout: &Layout<'_>,
    at: usize,
    new: &New,
    text: &str,
) -> Vec<Edit> {
    let Some(instruction) = document.instructions.get(at) else {
        return Vec::new();
    };
    let blank = if new.blank_line_before {
        layout.newline
    } else {
        ""
    };
    let mut edits = vec![Edit {
        span: Span::at(instruction.span.end),
        text: [layout.newline, blank, text].concat(),
    }];
    // Continuations that the end of the file cuts off would swallow what comes after them: the one behind the last
    // word, and those of lines after it that hold nothing else.
    if instruction.heredocs.is_empty() {
        for piece in instruction.logical.pieces.iter().rev() {
            let end = piece.source + piece.len;
            let continuation = Span::new(end, lines.end(end));
            if !lines.slice(continuation).trim().is_empty() {
                edits.push(Edit {
                    span: continuation,
                    text: String::new(),
                });
            }
            if !lines.slice(Span::new(piece.source, end)).trim().is_empty() {
                break;
            }
        }
    }
    edits
}

/// Whether an instruction that the end of the file cuts off would still be continued without its last escape character.
pub(super) fn stays_continued(instruction: &Instruction, escape: char, lines: &Lines<'_>) -> bool {
    let Some(piece) = instruction.logical.pieces.last() else {
        return false;
    };
    let end = piece.source + piece.len;
    let is_cut_off = !lines
        .slice(Span::new(end, lines.end(end)))
        .trim()
        .is_empty();
    let text = lines.slice(Span::new(piece.source, end));
    is_cut_off && text.trim_end_matches([' ', '\t']).ends_with(escape)
}
