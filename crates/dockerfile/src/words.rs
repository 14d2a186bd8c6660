//! The two ways Docker cuts arguments into words.

use crate::Span;

/// The blanks between a keyword and its arguments, and between plain words: not all that Unicode knows.
fn is_blank(next: &u8) -> bool {
    matches!(next, b'\t' | b'\x0b' | b'\x0c' | b'\r' | b' ')
}

/// The words of `text` between blanks, quotes being nothing special; `at` is where `text` starts.
pub(crate) fn between_blanks(text: &str, at: usize) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = at;
    for word in text.as_bytes().split(is_blank) {
        if !word.is_empty() {
            spans.push(Span::new(start, start + word.len()));
        }
        start += word.len() + 1;
    }
    spans
}

/// Splits at the first run of blanks; nothing when there is none.
pub(crate) fn at_first_blanks(part: Span, text: &str) -> Option<(Span, Span)> {
    let bytes = text.as_bytes();
    let first = bytes.iter().position(is_blank)?;
    let behind = bytes.get(first..)?;
    let blanks = behind.iter().position(|next| !is_blank(next));
    Some((
        Span::new(part.start, part.start + first),
        Span::new(
            part.start + first + blanks.unwrap_or(behind.len()),
            part.end,
        ),
    ))
}

/// The words of `text` as `ARG`, `ENV` and `LABEL` see them: quotes and escapes keep blanks together.
///
/// An escape character at the very end belongs to no word, as Docker drops it.
pub(crate) fn quoted(text: &str, at: usize, escape: char) -> impl Iterator<Item = Span> {
    let mut chars = text.char_indices();
    std::iter::from_fn(move || {
        let mut start = None;
        let mut quote = None;
        let until = |start: usize, end: usize| Span::new(at + start, at + end);
        while let Some((offset, next)) = chars.next() {
            if quote.is_none() && next.is_whitespace() {
                match start {
                    Some(start) => return Some(until(start, offset)),
                    None => continue,
                }
            }
            if next == escape && quote != Some('\'') {
                if chars.next().is_none() {
                    return start.map(|start| until(start, offset));
                }
            } else if quote == Some(next) {
                quote = None;
            } else if quote.is_none() && matches!(next, '\'' | '"') {
                quote = Some(next);
            }
            start.get_or_insert(offset);
        }
        start.map(|start| until(start, text.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        quoted(text, 0, '\\')
            .map(|span| text.get(span.range()).unwrap())
            .collect()
    }

    #[test]
    fn blanks_of_unicode_stand_in_words() {
        let text = "a\u{a0}b \t\r\u{b}\u{c} ü\u{3000}\u{1c}c d ";
        let words = between_blanks(text, 0).into_iter();
        let words: Vec<_> = words.map(|word| text.get(word.range()).unwrap()).collect();
        assert_eq!(words, ["a\u{a0}b", "ü\u{3000}\u{1c}c", "d"]);
        let part = Span::new(7, 7 + text.len());
        let (first, rest) = at_first_blanks(part, text).unwrap();
        assert_eq!((first, rest), (Span::new(7, 11), Span::new(17, part.end)));
    }

    #[test]
    fn nothing_may_stand_behind_the_first_blanks() {
        assert_eq!(at_first_blanks(Span::new(3, 4), "a"), None);
        let cut = (Span::new(3, 4), Span::at(6));
        assert_eq!(at_first_blanks(Span::new(3, 6), "a  "), Some(cut));
    }

    #[test]
    fn quotes_and_escapes_keep_blanks_together() {
        assert_eq!(
            cut(r#"A=1 B="2 3" C=4\ 5 D='6 7' E="#),
            ["A=1", r#"B="2 3""#, r"C=4\ 5", "D='6 7'", "E="]
        );
    }

    #[test]
    fn an_escape_at_the_end_belongs_to_no_word() {
        assert_eq!(cut(r"A=b\\\"), [r"A=b\\"]);
        assert_eq!(cut(r#"A="b\"#), [r#"A="b"#]);
    }

    #[test]
    fn an_open_quote_ends_with_the_line() {
        assert_eq!(cut(r#"A="x y"#), [r#"A="x y"#]);
    }
}
