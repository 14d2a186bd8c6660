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
    let mut value = String::with_capacity(raw.len());
    let mut is_literal = !raw.starts_with('~');
    let mut is_pattern = false;
    let mut in_double = false;
    let mut rest = raw;
    while let Some(at) = rest.bytes().position(means_more) {
        let (plain, behind) = rest.split_at_checked(at).unwrap_or_default();
        value.push_str(plain);
        let mut characters = behind.chars();
        match characters.next().unwrap_or_default() {
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
                let inner = characters.as_str();
                let (quoted, behind) = inner.split_once('\'').unwrap_or((inner, ""));
                value.push_str(quoted);
                characters = behind.chars();
            }
            '"' => in_double = !in_double,
            '$' => match characters.clone().next() {
                Some(next) if starts_expansion(next, in_double) => is_literal = false,
                Some(_) | None => value.push('$'),
            },
            '`' => is_literal = false,
            pattern @ ('*' | '?' | '[' | '{') if !in_double => {
                is_pattern = true;
                value.push(pattern);
            }
            '<' | '>' if !in_double => is_literal = false,
            itself => value.push(itself),
        }
        rest = characters.as_str();
    }
    value.push_str(rest);
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

/// Whether a byte may mean more than itself.
fn means_more(byte: u8) -> bool {
    matches!(
        byte,
        b'\\' | b'\'' | b'"' | b'$' | b'`' | b'*' | b'?' | b'[' | b'{' | b'<' | b'>'
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

    proptest::proptest! {
        #[test]
        fn what_is_quoted_stays_as_it_is(text in "[a-z$`\"\\\\*?\\[{<>~é \n]{0,12}", split in 0..12_usize) {
            let quoted = |text: &str| unquote(text).literal;
            proptest::prop_assert_eq!(quoted(&format!("'{text}'")), Some(text.clone()));
            let halves: Vec<char> = text.chars().collect();
            let (first, second) = halves.split_at(split.min(halves.len()));
            let (first, second) = (first.iter().collect::<String>(), second.iter().collect::<String>());
            let escaped: String = second.chars().flat_map(|next| ['\\', next]).collect();
            let mixed = quoted(&format!("'{first}'{escaped}"));
            proptest::prop_assert_eq!(mixed, Some(first + &second.replace('\n', "")));
        }
    }
}
