//! Checks that edits did no more than they say.

use crate::{Document, Edit, Problem, Span, apply};

/// What edits broke.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Breach {
    /// The edits overlap, are not in order, or do not fit the text.
    #[error("the edits do not fit the text")]
    Edits,
    /// Docker would refuse the file for a reason that it did not have before.
    #[error("line {}: {}", .0.line, .0.message)]
    Problem(Problem),
    /// A parser directive came or went without an edit that wrote it.
    #[error("line {line}: a parser directive changed")]
    Directive {
        /// Its line, before or after the edits.
        line: usize,
    },
    /// An instruction that no edit touches is not the same as before.
    #[error("line {line}: an instruction changed that no edit touches")]
    Instruction {
        /// Its line, before or after the edits.
        line: usize,
    },
    /// A comment that no edit touches is no comment any more.
    #[error("line {line}: a comment changed that no edit touches")]
    Comment {
        /// Its line before the edits.
        line: usize,
    },
}

/// Does `edits` and looks at the result: no new problem, and every directive, instruction and comment that no edit
/// touches is there as before. Gives the document after the edits.
///
/// ```
/// use dockerfile::{Document, Editor, verify};
///
/// let document = Document::parse("FROM alpine:3\nCMD top\n");
/// let mut editor = Editor::new(&document);
/// editor.remove(1);
/// let after = verify(&document, &editor.finish()?).expect("removing a line is sound");
/// assert_eq!(after.text, "FROM alpine:3\n");
/// # Ok::<(), dockerfile::EditError>(())
/// ```
///
/// # Errors
/// The first thing that is not so.
pub fn verify(before: &Document, edits: &[Edit]) -> Result<Document, Breach> {
    let shift = Shift::of(&before.text, edits).ok_or(Breach::Edits)?;
    let after = Document::parse(apply(&before.text, edits));
    let mut known = before
        .problems
        .iter()
        .map(|problem| &problem.message)
        .collect::<Vec<_>>();
    for problem in &after.problems {
        match known
            .iter()
            .position(|message| **message == problem.message)
        {
            Some(at) => {
                known.swap_remove(at);
            }
            None => return Err(Breach::Problem(problem.clone())),
        }
    }
    directives(before, &after, &shift)?;
    instructions(before, &after, &shift)?;
    let comments: Vec<Span> = after.comments.iter().map(|comment| comment.span).collect();
    for comment in &before.comments {
        if let Some(span) = shift.kept(&before.text, comment.span)
            && comments.binary_search(&span).is_err()
        {
            let line = comment.line;
            return Err(Breach::Comment { line });
        }
    }
    Ok(after)
}

fn directives(before: &Document, after: &Document, shift: &Shift<'_>) -> Result<(), Breach> {
    let mut kept = Vec::new();
    for directive in &before.directives {
        if let Some(span) = shift.kept(&before.text, directive.span) {
            if !after.directives.iter().any(|other| other.span == span) {
                let line = directive.line;
                return Err(Breach::Directive { line });
            }
            kept.push(span);
        }
    }
    for directive in &after.directives {
        let holds_new_text = |written: &Span| {
            written.start < directive.span.end && directive.span.start < written.end
        };
        if !kept.contains(&directive.span) && !shift.written.iter().any(holds_new_text) {
            let line = directive.line;
            return Err(Breach::Directive { line });
        }
    }
    Ok(())
}

fn instructions(before: &Document, after: &Document, shift: &Shift<'_>) -> Result<(), Breach> {
    let mut rest = after.instructions.iter().peekable();
    let written_until = |rest: &mut std::iter::Peekable<std::slice::Iter<'_, _>>, start: usize| {
        while let Some(new) = rest.next_if(|new: &&crate::Instruction| new.span.start < start) {
            if !shift.is_written(new.span) {
                return Err(Breach::Instruction {
                    line: new.lines.first,
                });
            }
        }
        Ok(())
    };
    for old in &before.instructions {
        let Some(span) = shift.kept(&before.text, old.span) else {
            continue;
        };
        written_until(&mut rest, span.start)?;
        let is_same =
            |new: &crate::Instruction| new.span == span && new.logical.text == old.logical.text;
        if rest.next_if(|new| is_same(new)).is_none() {
            let line = old.lines.first;
            return Err(Breach::Instruction { line });
        }
    }
    written_until(&mut rest, usize::MAX)
}

/// How edits move what they do not touch.
struct Shift<'e> {
    edits: &'e [Edit],
    /// Where the text of each edit stands afterwards.
    written: Vec<Span>,
}

impl<'e> Shift<'e> {
    fn of(text: &str, edits: &'e [Edit]) -> Option<Self> {
        let mut written = Vec::new();
        let mut at = 0;
        let mut length = 0;
        for edit in edits {
            length += text.get(at..edit.span.start)?.len();
            text.get(edit.span.range())?;
            at = edit.span.end;
            written.push(Span::new(length, length + edit.text.len()));
            length += edit.text.len();
        }
        Some(Self { edits, written })
    }

    /// Where a span stands afterwards; `None` if an edit touches it. Lines put before or after it do not.
    fn kept(&self, text: &str, span: Span) -> Option<Span> {
        let mut moved = span;
        for (edit, written) in self.edits.iter().zip(&self.written) {
            let is_above = edit.span.end <= span.start && {
                // Text that runs into the span from above belongs to it, unless it ends a line.
                edit.text.is_empty() && !edit.span.is_empty()
                    || edit.span.end < span.start
                    || edit.text.ends_with('\n')
            };
            let is_below = edit.span.start >= span.end
                && (edit.span.start > span.end || begins_line(text, edit));
            if is_above {
                let end = written.end;
                moved = Span::new(
                    end + (span.start - edit.span.end),
                    end + (span.end - edit.span.end),
                );
            } else if !is_below {
                return None;
            }
        }
        Some(moved)
    }

    /// Whether some edit wrote in a span of the text afterwards, or took something out of it.
    fn is_written(&self, span: Span) -> bool {
        self.written
            .iter()
            .any(|written| written.start <= span.end && span.start <= written.end)
    }
}

/// Whether what follows the place of `edit` afterwards is on another line.
fn begins_line(text: &str, edit: &Edit) -> bool {
    let is_newline = |text: &str| text.starts_with('\n') || text.starts_with("\r\n");
    if edit.text.is_empty() {
        let rest = text.get(edit.span.end..).unwrap_or_default();
        return rest.is_empty() || is_newline(rest);
    }
    is_newline(&edit.text)
}
