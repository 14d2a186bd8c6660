//! The value of `--mount`: options between commas, quoted as in CSV.

use crate::line::Line;
use crate::{FlagOption, Span};

/// The options of a mount; none when the value is not well quoted.
///
/// `origin` says of a byte of `value` where it stands in the joined line.
pub(crate) fn options(
    line: Line<'_>,
    value: &str,
    origin: impl Fn(usize) -> Option<usize>,
) -> Vec<FlagOption> {
    let Some(fields) = fields(value) else {
        return Vec::new();
    };
    let place = |at: Span| {
        let start = origin(at.start)?;
        let last = origin(at.end.checked_sub(1)?)?;
        Some(Span::new(start, last + 1))
    };
    let option = |(text, at): (String, Span)| {
        let word = line.word(place(at)?, text.as_str());
        let (key, value) = match text.split_once('=') {
            Some((key, value)) => (key, Some(value.to_owned())),
            None => (text.as_str(), None),
        };
        Some(FlagOption {
            key: key.to_lowercase(),
            value,
            word,
        })
    };
    fields.into_iter().filter_map(option).collect()
}

/// Whether Docker can split the value at its commas.
pub(crate) fn is_well_quoted(value: &str) -> bool {
    !value.is_empty() && fields(value).is_some()
}

/// The fields of one line of CSV, each with its place in the line.
fn fields(line: &str) -> Option<Vec<(String, Span)>> {
    let mut fields = Vec::new();
    let mut start = 0;
    loop {
        let rest = line.get(start..)?;
        let (text, len) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let (text, len) = quoted_field(quoted)?;
                (text, len + 1)
            }
            None => {
                let text = rest.split(',').next()?;
                if text.contains('"') {
                    return None;
                }
                (text.to_owned(), text.len())
            }
        };
        fields.push((text, Span::new(start, start + len)));
        start += len;
        match line.get(start..)?.chars().next() {
            None => return Some(fields),
            Some(',') => start += 1,
            Some(_) => return None,
        }
    }
}

/// A field after its opening quote: the text with `""` read as `"`, and its length with the closing quote.
fn quoted_field(rest: &str) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut chars = rest.char_indices().peekable();
    while let Some((offset, next)) = chars.next() {
        if next != '"' {
            text.push(next);
        } else if chars.next_if(|&(_, next)| next == '"').is_some() {
            text.push('"');
        } else {
            return Some((text, offset + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Option<Vec<String>> {
        Some(fields(line)?.into_iter().map(|(text, _)| text).collect())
    }

    #[test]
    fn quotes_keep_commas() {
        assert_eq!(
            texts(r#"type=bind,"source=a,b",ro"#).unwrap(),
            ["type=bind", "source=a,b", "ro"]
        );
        assert_eq!(texts(r#""a""b""#).unwrap(), [r#"a"b"#]);
    }

    #[test]
    fn odd_quotes_are_refused() {
        for line in [r#"a"b"#, r#""a"#, r#""a"b"#] {
            assert_eq!(texts(line), None, "{line}");
        }
    }
}
