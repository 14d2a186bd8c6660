//! The bodies of heredocs, which follow the line that opens them.

use crate::line::Line;
use crate::opener::{self, Opener};
use crate::physical::PhysicalLines;
use crate::problem::Refusal;
use crate::{Heredoc, Span};

/// The heredocs of one instruction.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) heredocs: Vec<Heredoc>,
    /// The end of the last line that belongs to them.
    pub(crate) end: Option<usize>,
    pub(crate) refusal: Option<Refusal>,
}

/// Reads the bodies for `line`, the first of which starts at `start`. The lines they cover are taken from `lines`.
pub(crate) fn read(line: Line<'_>, lines: &mut PhysicalLines<'_>, start: usize) -> Found {
    let mut found = Found::default();
    let Ok(openers) = opener::find(&line.logical.text) else {
        found.refusal = Some(Refusal::syntax("the name of a heredoc cannot be read"));
        return found;
    };
    let mut start = start;
    for (opener, place) in openers {
        let word = line.plain(place);
        let mut body = Body::new(start, opener.is_chomped);
        let is_closed = body.read(lines, &opener, &mut found.end);
        if !is_closed && found.refusal.is_none() {
            found.refusal = Some(unclosed(word.raw(), &opener));
        }
        start = body.next;
        found.heredocs.push(Heredoc {
            opener: word,
            name: opener.name,
            body: body.text,
            span: body.span,
            is_expanded: opener.is_expanded,
            is_chomped: opener.is_chomped,
            descriptor: opener.descriptor,
        });
    }
    found
}

struct Body {
    text: String,
    span: Span,
    is_chomped: bool,
    /// Where the next body starts.
    next: usize,
}

impl Body {
    fn new(start: usize, is_chomped: bool) -> Self {
        Self {
            text: String::new(),
            span: Span::at(start),
            is_chomped,
            next: start,
        }
    }

    /// Reads up to the terminator; false when the file ends first. Puts the end of the last line read into `end`.
    fn read(
        &mut self,
        lines: &mut PhysicalLines<'_>,
        opener: &Opener,
        end: &mut Option<usize>,
    ) -> bool {
        while let Some((line, raw)) = lines.next_with_ending() {
            *end = Some(line.span.end);
            self.next = line.next;
            let text = if self.is_chomped {
                line.text.trim_start_matches('\t')
            } else {
                line.text
            };
            if text == opener.name {
                return true;
            }
            self.span.end = line.next;
            self.text.push_str(if self.is_chomped {
                raw.trim_start_matches('\t')
            } else {
                raw
            });
        }
        false
    }
}

fn unclosed(opener: &str, Opener { name, .. }: &Opener) -> Refusal {
    Refusal::syntax(format!("the heredoc opened by `{opener}` is never closed"))
        .help(format!("end it with a line that holds only `{name}`"))
}
