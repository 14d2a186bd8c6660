//! The leading `--name[=value]` words of an instruction.

use crate::line::Line;
use crate::mount;
use crate::{Flag, Span};

/// Reads the flags at the start of `rest`; also gives what follows them, trimmed.
pub(crate) fn read(line: Line<'_>, rest: Span) -> (Vec<Flag>, Span) {
    let mut flags = Vec::new();
    let mut rest = skip_blanks(line, rest);
    while line.text(rest).starts_with("--") {
        let flag = Quoted::read(line, rest);
        let after = line.text(Span::new(flag.span.end, rest.end));
        let after = after.strip_prefix(ends_flag).unwrap_or(after);
        rest = skip_blanks(line, Span::new(rest.end - after.len(), rest.end));
        if flag.text == "--" {
            break;
        }
        flags.push(flag.into_flag(line));
    }
    (flags, line.trim(rest))
}

fn skip_blanks(line: Line<'_>, part: Span) -> Span {
    let rest = line
        .text(part)
        .trim_start_matches(|next: char| next.is_ascii() && ends_flag(next));
    Span::new(part.end - rest.len(), part.end)
}

/// Whether Docker ends a flag at this character. It looks at bytes where it means characters, so that a no-break space
/// between two flags hides the second one, and an `à` cuts a value:
/// <https://github.com/moby/buildkit/blob/master/frontend/dockerfile/parser/split_command.go>.
fn ends_flag(next: char) -> bool {
    match next.is_ascii() {
        true => next.is_whitespace(),
        false => next
            .encode_utf8(&mut [0; 4])
            .bytes()
            .any(|byte| matches!(byte, 0x85 | 0xa0)),
    }
}

/// A flag without its quotes and escapes, and where each byte of it came from.
struct Quoted {
    span: Span,
    text: String,
    origins: Vec<usize>,
}

impl Quoted {
    /// Reads one word. Escapes work in both kinds of quotes here, unlike everywhere else in a Dockerfile.
    fn read(line: Line<'_>, rest: Span) -> Self {
        let escape = line.escape.char();
        let mut text = String::new();
        let mut origins = Vec::new();
        let mut quote = None;
        let mut end = rest.end;
        let mut chars = line.text(rest).char_indices();
        while let Some((offset, next)) = chars.next() {
            if quote.is_none() && ends_flag(next) {
                end = rest.start + offset;
                break;
            }
            if quote == Some(next) {
                quote = None;
            } else if quote.is_none() && matches!(next, '\'' | '"') {
                quote = Some(next);
            } else {
                let kept = if next == escape {
                    chars.next()
                } else {
                    Some((offset, next))
                };
                let Some((offset, kept)) = kept else { break };
                text.push(kept);
                origins.extend((0..kept.len_utf8()).map(|byte| rest.start + offset + byte));
            }
        }
        let span = Span::new(rest.start, end);
        Self {
            span,
            text,
            origins,
        }
    }

    fn into_flag(self, line: Line<'_>) -> Flag {
        let (name, value) = match self.text.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (self.text.as_str(), None),
        };
        let name = name.strip_prefix("--").unwrap_or(name).to_owned();
        let value_at = self.text.len() - value.map_or(0, str::len);
        let origins = self.origins.get(value_at..).unwrap_or_default();
        let value_span = Span::new(self.after_equals(value_at), self.span.end);
        let options = match value {
            Some(value) if name == "mount" => mount::options(line, value, origins),
            Some(_) | None => Vec::new(),
        };
        Flag {
            word: line.word(self.span, self.text.as_str()),
            name,
            value: value.map(|value| line.word(value_span, value)),
            options,
        }
    }

    /// Just past the `=` before the value, quotes of the value not skipped.
    fn after_equals(&self, value_at: usize) -> usize {
        let equals = value_at.checked_sub(1).and_then(|at| self.origins.get(at));
        equals.map_or(self.span.end, |at| at + 1)
    }
}
