//! The word that opens a heredoc, `<<-"EOF"`, and where such words stand in a line.

use crate::Span;
use crate::lexer::{self, Style, Unreadable};

/// What an opening word says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Opener {
    pub(crate) name: String,
    pub(crate) is_expanded: bool,
    pub(crate) is_chomped: bool,
    pub(crate) descriptor: u32,
}

/// The heredocs a line opens, each with its place in the line.
///
/// Docker lexes the whole line with its own lexer, always with `\` as the escape, and finds none if that fails.
pub(crate) fn find(line: &str) -> Result<Vec<(Opener, Span)>, Unreadable> {
    if !line.contains("<<") {
        return Ok(Vec::new());
    }
    let Ok(lexed) = lexer::lex(line, style(true, true)) else {
        return Ok(Vec::new());
    };
    let mut openers = Vec::new();
    for word in lexed.words {
        if let Some(opener) = read(&word.text)? {
            openers.push((opener, word.span));
        }
    }
    Ok(openers)
}

/// Reads `word` as an opener: digits, `<<`, perhaps `-`, and one word without `<`.
pub(crate) fn read(word: &str) -> Result<Option<Opener>, Unreadable> {
    let after_digits = word.trim_start_matches(|next: char| next.is_ascii_digit());
    let Some(rest) = after_digits.strip_prefix("<<") else {
        return Ok(None);
    };
    let (rest, is_chomped) = match rest.strip_prefix('-') {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let rest = rest.trim_start_matches(['\t', '\n', '\u{c}', '\r', ' ']);
    if rest.is_empty() || rest.contains('<') {
        return Ok(None);
    }
    let mut words = lexer::lex(rest, style(false, false))?.words;
    let (Some(name), true) = (words.pop(), words.is_empty()) else {
        return Ok(None);
    };
    let quoted = lexer::lex(rest, style(true, false))?.words;
    let [quoted] = quoted.as_slice() else {
        return Err(Unreadable);
    };
    let digits = word.len() - after_digits.len();
    let descriptor = word.get(..digits).unwrap_or_default();
    Ok(Some(Opener {
        is_expanded: quotes(&name.text) == quotes(&quoted.text),
        name: name.text,
        is_chomped,
        descriptor: match descriptor {
            "" => 0,
            digits => digits.parse().unwrap_or(u32::MAX),
        },
    }))
}

fn quotes(text: &str) -> usize {
    text.matches(['\'', '"']).count()
}

fn style(keeps_quotes: bool, keeps_escapes: bool) -> Style {
    Style {
        escape: '\\',
        keeps_quotes,
        keeps_escapes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> Vec<String> {
        let openers = find(line).unwrap();
        openers.into_iter().map(|(opener, _)| opener.name).collect()
    }

    #[test]
    fn openers_stand_anywhere_in_the_line() {
        assert_eq!(names("RUN cat <<A 3<<-'B c' && << D x"), ["A", "B c", "D"]);
    }

    #[test]
    fn what_looks_like_one_and_is_none() {
        for line in [
            "cat <<< a",
            "echo $((1<<3))",
            "echo '<<A'",
            "x <<'' y",
            "a<<A",
        ] {
            assert_eq!(names(line), [""; 0], "{line}");
        }
    }

    #[test]
    fn a_line_the_lexer_refuses_opens_none() {
        for line in ["echo ${x^^} <<A", "echo it's <<A"] {
            assert_eq!(names(line), [""; 0], "{line}");
        }
    }

    #[test]
    fn quotes_stop_expansion() {
        let opener = |word| read(word).unwrap().unwrap();
        assert!(opener("<<A").is_expanded);
        assert!(!opener("<<-\"A\"").is_expanded);
        assert_eq!(opener("7<<A").descriptor, 7);
    }
}
