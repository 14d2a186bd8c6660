//! The value of a word once its quotes are gone.

/// What a word says to the program.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unquoted {
    /// The value, unless an expansion is in it.
    pub(crate) literal: Option<String>,
    /// Whether unquoted pattern characters are in it.
    pub(crate) is_pattern: bool,
}

/// Removes the quotes of `raw`.
pub(crate) fn unquote(raw: &str) -> Unquoted {
    if raw.bytes().all(is_plain) {
        return Unquoted {
            literal: Some(raw.to_owned()),
            is_pattern: false,
        };
    }
    let mut value = String::with_capacity(raw.len());
    let mut is_literal = !raw.starts_with('~');
    let mut is_pattern = false;
    let mut in_double = false;
    let mut characters = raw.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('\n') => {}
                Some(next) if in_double && !matches!(next, '$' | '`' | '"' | '\\') => {
                    value.push('\\');
                    value.push(next);
                }
                Some(next) => value.push(next),
                None => value.push('\\'),
            },
            '\'' if !in_double => {
                value.extend(characters.by_ref().take_while(|next| *next != '\''));
            }
            '"' => in_double = !in_double,
            '$' => match characters.peek() {
                Some(next) if starts_expansion(*next, in_double) => is_literal = false,
                Some(_) | None => value.push('$'),
            },
            '`' => is_literal = false,
            '*' | '?' | '[' | '{' if !in_double => {
                is_pattern = true;
                value.push(character);
            }
            '<' | '>' if !in_double => is_literal = false,
            _ => value.push(character),
        }
    }
    Unquoted {
        literal: is_literal.then_some(value),
        is_pattern,
    }
}

/// Whether a `$` before this character is an expansion. `$'…'` and `$"…"` count as such: their value depends on the shell.
fn starts_expansion(next: char, in_double: bool) -> bool {
    next.is_ascii_alphanumeric()
        || matches!(
            next,
            '_' | '{' | '(' | '[' | '@' | '*' | '#' | '?' | '-' | '$' | '!'
        )
        || (!in_double && matches!(next, '\'' | '"'))
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'_' | b'.' | b'/' | b'=' | b':' | b',' | b'+' | b'@' | b'%'
        )
}

#[cfg(test)]
mod tests {
    use super::unquote;

    #[test]
    fn quotes_are_removed_as_the_shell_does() {
        for (raw, literal) in [
            ("curl", Some("curl")),
            ("'a b'c", Some("a bc")),
            (r#""a \"b\" \n""#, Some(r#"a "b" \n"#)),
            (r"a\ b\$c", Some("a b$c")),
            ("a\\\nb", Some("ab")),
            ("'$HOME'", Some("$HOME")),
            ("100$", Some("100$")),
            ("$HOME", None),
            ("\"${A}\"", None),
            ("`date`", None),
            ("$'a\\n'", None),
            ("~/bin", None),
            ("a~", Some("a~")),
            ("<(ls)", None),
            ("*.deb", Some("*.deb")),
            ("''", Some("")),
        ] {
            assert_eq!(unquote(raw).literal.as_deref(), literal, "{raw}");
        }
    }

    #[test]
    fn patterns_are_told_from_quoted_ones() {
        for (raw, is_pattern) in [
            ("*.deb", true),
            ("'*.deb'", false),
            ("a\\*", false),
            ("{a,b}", true),
            ("\"[x]\"", false),
        ] {
            assert_eq!(unquote(raw).is_pattern, is_pattern, "{raw}");
        }
    }
}
