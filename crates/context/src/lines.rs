//! The patterns of an ignore file, as Docker reads them from its lines.

use crate::clean;

/// A line of an ignore file that holds a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, counted from 1.
    pub number: usize,
    /// The pattern after cleaning, with its `!`.
    pub pattern: String,
}

/// The lines of `text` that hold a pattern, in order.
///
/// The rules are those of Docker's [`ignorefile`](https://pkg.go.dev/github.com/moby/patternmatcher/ignorefile):
/// a byte-order mark is dropped, a line whose first byte is `#` is a comment, blanks around a pattern do not count,
/// and the pattern is cleaned as a path, without its leading slash.
#[must_use]
pub fn ignore_lines(text: &str) -> Vec<Line> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.split('\n').zip(1..);
    lines
        .filter(|(line, _)| !line.starts_with('#'))
        .filter_map(|(line, number)| {
            let pattern = cleaned(line.trim())?;
            Some(Line { number, pattern })
        })
        .collect()
}

fn cleaned(pattern: &str) -> Option<String> {
    if pattern.is_empty() {
        return None;
    }
    let (mark, rest) = match pattern.strip_prefix('!') {
        Some(rest) => ("!", rest.trim()),
        None => ("", pattern),
    };
    if rest.is_empty() {
        return Some(mark.to_owned());
    }
    let rest = clean(rest);
    let rest = match rest.strip_prefix('/') {
        Some(below) if !below.is_empty() => below,
        Some(_) | None => &rest,
    };
    Some([mark, rest].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn patterns(text: &str) -> Vec<String> {
        ignore_lines(text)
            .into_iter()
            .map(|line| line.pattern)
            .collect()
    }

    #[test]
    fn a_line_is_a_pattern_unless_it_is_blank_or_starts_with_a_hash() {
        let text = "\u{feff}# comment\r\n /a//b/ \r\n\r\n #c\n! ./d\n!\n/\n";
        assert_eq!(patterns(text), ["a/b", "#c", "!d", "!", "/"]);
    }

    #[test]
    fn a_line_knows_its_number() {
        let lines = ignore_lines("#\n\na\n");
        assert_eq!(
            lines,
            [Line {
                number: 3,
                pattern: "a".to_owned()
            }]
        );
    }

    proptest! {
        #[test]
        fn reading_the_patterns_again_gives_the_same(text in "(!? ?[ab*.]{1,3}(/[ab*.]{1,3}){0,3}/?\r?\n){0,6}") {
            let once = patterns(&text);
            prop_assert_eq!(patterns(&once.join("\n")), once);
        }

        #[test]
        fn any_text_is_read(text in any::<String>()) {
            prop_assert!(ignore_lines(&text).len() <= text.split('\n').count());
        }
    }
}
