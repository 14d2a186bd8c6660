//! Braces that the scanner of `tree-sitter-bash` does not survive.

use crate::Span;

/// The first `{` that a character beyond Latin-1 follows, with nothing but digits and dots between, and that character.
///
/// Where a brace may start a range (`{1..3}`), the scanner (0.25.1) asks `isdigit` of C for the characters behind it, whose
/// table ends with Latin-1: further characters are looked up in whatever lies behind it, and those far out, like U+10FFFD,
/// end the process.
pub(crate) fn deadly(text: &str) -> Option<Span> {
    text.match_indices('{').find_map(|(at, brace)| {
        let inside = text.get(at + brace.len()..)?;
        let rest = inside.trim_start_matches(|next: char| next.is_ascii_digit() || next == '.');
        let next = rest.chars().next().filter(|next| *next > '\u{ff}')?;
        let end = text.len() - rest.len() + next.len_utf8();
        Some(Span::new(at, end))
    })
}

#[cfg(test)]
mod tests {
    use super::deadly;
    use crate::Script;

    #[test]
    fn a_character_that_ends_the_scanner_is_not_shown_to_it() {
        for brace in ["{X", "{X..2}", "{1X", "a{1..X}", "{..X", "{12..34X}"] {
            for character in ['\u{100}', '中', '\u{1f600}', '\u{f0000}', '\u{10fffd}'] {
                let text = format!("echo {brace}").replace('X', &character.to_string());
                assert!(deadly(&text).is_some(), "{text}");
                assert!(!Script::parse(&text).is_understood, "{text}");
            }
        }
    }

    #[test]
    fn other_braces_are_shown() {
        for text in [
            "echo {1..3} ü{ü}",
            "echo 中 { 中; }",
            "echo {a中} {1}中",
            "echo {",
        ] {
            assert_eq!(deadly(text), None, "{text}");
        }
    }
}
