//! The leading `--name[=value]` words of an instruction.

use crate::line::Line;
use crate::{Flag, Logical, Span, mount};

/// Reads the flags at the start of `part`, behind which no blanks stand; also gives what follows them, trimmed.
pub(crate) fn read(line: Line<'_>, part: Span) -> (Vec<Flag>, Span) {
    // As most arguments start.
    if line.text(part).starts_with(is_no_flag) {
        return (Vec::new(), part);
    }
    read_all(line, part)
}

fn read_all(line: Line<'_>, part: Span) -> (Vec<Flag>, Span) {
    let mut flags = Vec::new();
    let place = |rest: &str| Span::new(part.end - rest.len(), part.end);
    let mut rest = skip_blanks(line.text(part));
    while rest.starts_with("--") {
        let flag = Quoted::read(line, place(rest));
        let after = rest.get(flag.span.len()..).unwrap_or_default();
        rest = skip_blanks(after.strip_prefix(ends_flag).unwrap_or(after));
        if flag.bare.text == "--" {
            break;
        }
        flags.push(flag.into_flag(line));
    }
    (flags, place(rest.trim_start()))
}

/// Whether neither a flag nor blanks before one can start with this character.
fn is_no_flag(first: char) -> bool {
    first.is_ascii_graphic() && first != '-'
}

fn skip_blanks(rest: &str) -> &str {
    rest.trim_start_matches(|next: char| next.is_ascii() && ends_flag(next))
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

/// A flag without its quotes and escapes.
struct Quoted {
    span: Span,
    /// Its text, and the way from it back to the joined line.
    bare: Logical,
}

impl Quoted {
    /// Reads one word. Escapes work in both kinds of quotes here, unlike everywhere else in a Dockerfile.
    fn read(line: Line<'_>, rest: Span) -> Self {
        let escape = line.escape.char();
        let text = line.text(rest);
        let mut bare = Logical::default();
        let mut keep = |from: usize, end: usize| {
            bare.join(text.get(from..end).unwrap_or_default(), rest.start + from);
        };
        let mut quote = None;
        let mut kept_from = 0;
        let mut end = text.len();
        let mut chars = text.char_indices();
        while let Some((offset, next)) = chars.next() {
            if quote.is_none() && ends_flag(next) {
                end = offset;
                break;
            }
            if quote == Some(next) {
                quote = None;
            } else if quote.is_none() && matches!(next, '\'' | '"') {
                quote = Some(next);
            } else if next == escape {
                chars.next();
            } else {
                continue;
            }
            keep(kept_from, offset);
            kept_from = offset + next.len_utf8();
        }
        keep(kept_from, end);
        let span = Span::new(rest.start, rest.start + end);
        Self { span, bare }
    }

    fn into_flag(self, line: Line<'_>) -> Flag {
        let text = self.bare.text.as_str();
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (text, None),
        };
        let value_at = text.len() - value.map_or(0, str::len);
        let name = name.strip_prefix("--").unwrap_or(name).to_owned();
        let options = match value {
            Some(value) if name == "mount" => {
                mount::options(line, value, |byte| self.origin(value_at + byte))
            }
            Some(_) | None => Vec::new(),
        };
        Flag {
            word: line.word(self.span, text),
            name,
            value: value.map(|value| line.word(self.value_span(value_at), value)),
            options,
        }
    }

    /// Where a byte of the text stands in the joined line.
    fn origin(&self, byte: usize) -> Option<usize> {
        let place = self.bare.source_range(Span::new(byte, byte + 1));
        place.map(|place| place.start)
    }

    /// From just past the `=` before the value, quotes of the value not skipped.
    fn value_span(&self, value_at: usize) -> Span {
        let equals = value_at.checked_sub(1).and_then(|at| self.origin(at));
        Span::new(equals.map_or(self.span.end, |at| at + 1), self.span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Escape;

    #[test]
    fn a_first_character_tells_that_no_flag_follows() {
        let firsts = (0..=0x3001).filter_map(char::from_u32);
        for (first, rest) in
            firsts.flat_map(|first| ["", "a", "-a b", "--a=b c"].map(|it| (first, it)))
        {
            let logical = Logical::of(&format!("{first}{rest}"), 0);
            let escape = Escape::Backslash;
            let line = Line {
                logical: &logical,
                escape,
            };
            let part = Span::new(0, logical.text.len());
            assert_eq!(read(line, part), read_all(line, part), "{}", logical.text);
        }
    }
}
