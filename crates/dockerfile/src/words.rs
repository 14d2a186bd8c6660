//! The two ways Docker cuts arguments into words.

use crate::Span;

/// The blanks between a keyword and its arguments, and between plain words: not all that Unicode knows.
pub(crate) fn is_blank(next: char) -> bool {
    matches!(next, '\t' | '\u{b}' | '\u{c}' | '\r' | ' ')
}

/// The words of `text` between blanks, quotes being nothing special; `at` is where `text` starts.
pub(crate) fn between_blanks(text: &str, at: usize) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = at;
    for word in text.split(is_blank) {
        if !word.is_empty() {
            spans.push(Span::new(start, start + word.len()));
        }
        start += word.len() + 1;
    }
    spans
}

/// Splits at the first run of blanks; nothing when there is none.
pub(crate) fn at_first_blanks(part: Span, text: &str) -> Option<(Span, Span)> {
    let (first, rest) = text.split_once(is_blank)?;
    let second = rest.trim_start_matches(is_blank);
    Some((
        Span::new(part.start, part.start + first.len()),
        Span::new(part.end - second.len(), part.end),
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
