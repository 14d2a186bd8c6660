//! What the value of a variable shows: a token's shape, a password in a URL, a placeholder, a path, a switch.

use crate::table::table;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::sync::LazyLock;

/// A shape that rules ask a value for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Shape {
    /// Fingerprints of public keys: 8 to 64 hexadecimal digits each, separated by blanks.
    Fingerprint,
    /// The path of a file.
    Path,
    /// On, off, yes, no, true, false, 0 or 1.
    Switch,
    /// Where a public key or a certificate is fetched from: a URL without a password that ends in its file.
    KeyAddress,
    /// Nothing, or a word for it.
    Empty,
    /// A URL with a user and a password.
    Userinfo,
    /// A URL with a user and a password, or one that only a variable knows.
    Connection,
}

impl Shape {
    /// Whether `value` has the shape.
    pub(super) fn fits(self, value: &str) -> bool {
        let value = value.trim();
        match self {
            Shape::Fingerprint => {
                let mut words = value.split_whitespace().peekable();
                words.peek().is_some() && words.all(is_fingerprint)
            }
            Shape::Path => {
                let is_rooted = ["/", "./", "~/"]
                    .iter()
                    .any(|start| value.starts_with(start));
                // `data/.htpasswd`: what base64 makes has no full stop.
                let file = value.rsplit_once('/').map(|(_, file)| file);
                let is_relative = file
                    .and_then(|file| file.rsplit_once('.'))
                    .is_some_and(|(_, ending)| !ending.is_empty() && ending.len() <= 10);
                (is_rooted || is_relative)
                    && value.len() > 1
                    && value.chars().all(|character| {
                        character.is_ascii_alphanumeric() || "/._-~${}".contains(character)
                    })
            }
            Shape::KeyAddress => {
                let is_address = value.starts_with("https://") || value.starts_with("http://");
                let is_file = [".pub", ".asc", ".gpg", ".pem", ".crt", ".cer", ".key"]
                    .iter()
                    .any(|end| value.ends_with(end));
                is_address && is_file && !has_userinfo(value)
            }
            Shape::Switch => ["true", "false", "yes", "no", "on", "off", "0", "1"]
                .contains(&value.to_ascii_lowercase().as_str()),
            Shape::Empty => {
                let words = ["null", "none", "nil", "undefined"];
                value.is_empty() || words.contains(&value.to_ascii_lowercase().as_str())
            }
            Shape::Userinfo => has_userinfo(value),
            Shape::Connection => has_userinfo(value) || value.contains('$'),
        }
    }
}

fn is_fingerprint(word: &str) -> bool {
    let digits = word.trim_start_matches("0x").trim_matches(',');
    (8..=64).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether `text` holds `scheme://user:password@`.
pub(super) fn has_userinfo(text: &str) -> bool {
    userinfo(text).next().is_some()
}

/// The passwords that stand in URLs of `text`, those that only a variable knows left out.
pub(super) fn passwords(text: &str) -> impl Iterator<Item = String> {
    userinfo(text)
        .filter(|password| !password.contains('$'))
        .map(str::to_owned)
}

fn userinfo(text: &str) -> impl Iterator<Item = &str> {
    // Few words hold a colon, and looking for one sign is cheap.
    let parts = text.contains(':').then(|| text.split("://").skip(1));
    parts.into_iter().flatten().filter_map(|rest| {
        let authority = rest.split(['/', '?', '#', ' ', '"', '\'']).next()?;
        let (userinfo, _) = authority.rsplit_once('@')?;
        userinfo
            .split_once(':')
            .map(|(_, password)| password)
            .filter(|password| !password.is_empty())
    })
}

#[derive(Debug, Deserialize)]
struct Tokens {
    shape: Vec<TokenShape>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenShape {
    #[allow(dead_code, reason = "names the row for those who extend the table")]
    service: String,
    prefixes: Vec<String>,
    /// The fewest bytes such a token has.
    length: usize,
    #[allow(dead_code, reason = "a test asks for it")]
    example: String,
    #[allow(dead_code, reason = "a test asks for it")]
    source: String,
}

#[derive(Debug, Deserialize)]
struct Placeholders {
    words: Vec<String>,
    prefixes: Vec<String>,
}

static TOKENS: LazyLock<Tokens> =
    LazyLock::new(|| table(tables::text!("secret_mounts/data/tokens")));
static PLACEHOLDERS: LazyLock<Placeholders> =
    LazyLock::new(|| table(tables::text!("secret_mounts/data/placeholders")));

/// The prefixes of tokens, each with the fewest bytes of its token, by their first byte: most texts begin with that of none.
static PREFIXES: LazyLock<FxHashMap<u8, Vec<(&str, usize)>>> = LazyLock::new(|| {
    let mut prefixes: FxHashMap<u8, Vec<(&str, usize)>> = FxHashMap::default();
    for shape in &TOKENS.shape {
        for prefix in &shape.prefixes {
            let first = prefix.as_bytes().first().copied().unwrap_or_default();
            let same = prefixes.entry(first).or_default();
            same.push((prefix, shape.length));
        }
    }
    prefixes
});

/// The fewest bytes that any token has.
static SHORTEST: LazyLock<usize> = LazyLock::new(|| {
    let lengths = TOKENS.shape.iter().map(|shape| shape.length);
    lengths.min().unwrap_or_default()
});

/// Whether `text` is long enough to hold a token.
pub(super) fn may_be_token(text: &str) -> bool {
    text.len() >= *SHORTEST
}

/// Whether a word of `text` is that long.
pub(super) fn may_hold_token(text: &str) -> bool {
    let mut rest = text.as_bytes();
    // The next word that is long enough starts behind the last blank of so many bytes.
    while let Some(start) = rest.get(..*SHORTEST) {
        match start.iter().rposition(u8::is_ascii_whitespace) {
            Some(blank) => rest = rest.get(blank + 1..).unwrap_or_default(),
            None => return true,
        }
    }
    false
}

/// Whether `value` has the shape of a token that a service hands out.
pub(super) fn is_token(value: &str) -> bool {
    let first = value.as_bytes().first().filter(|_| may_be_token(value));
    let prefixes = first.and_then(|first| PREFIXES.get(first));
    let mut prefixes = prefixes.into_iter().flatten();
    prefixes.any(|(prefix, length)| value.len() >= *length && value.starts_with(prefix))
        && !value.contains('$')
}

/// Whether `value` stands in for a credential and opens nothing.
pub(super) fn is_placeholder(value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    PLACEHOLDERS.words.contains(&value)
        || PLACEHOLDERS
            .prefixes
            .iter()
            .any(|prefix| value.starts_with(prefix.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_has_a_source_and_an_example_that_it_catches() {
        for shape in &TOKENS.shape {
            assert!(shape.source.starts_with("https://"), "{}", shape.service);
            assert!(is_token(&shape.example), "{}", shape.service);
        }
    }

    #[test]
    fn a_token_has_one_of_the_prefixes_and_its_length() {
        for shape in &TOKENS.shape {
            for prefix in &shape.prefixes {
                let token = format!("{prefix:a<0$}", shape.length);
                let mut shorter = token.clone();
                shorter.pop();
                assert!(is_token(&token) && !is_token(&shorter), "{token}");
                for other in [format!("a{token}"), format!("{token}$a")] {
                    assert!(!is_token(&other), "{other}");
                }
            }
        }
    }

    #[test]
    fn a_text_with_a_word_as_long_as_a_token_is_told_from_others() {
        let (short, long) = ("a".repeat(*SHORTEST - 1), "a".repeat(*SHORTEST));
        let words = ["", "a", "\u{e4}", &short, &long];
        for first in words {
            for second in words {
                for text in [
                    format!("{first} {second}"),
                    format!("{second}\n {first}\t"),
                    format!("{first}a b {second} a"),
                ] {
                    let is_any = text.split_ascii_whitespace().any(may_be_token);
                    assert_eq!(may_hold_token(&text), is_any, "{text}");
                }
            }
        }
    }

    #[test]
    fn a_password_in_a_url_is_seen() {
        assert!(has_userinfo("https://user:pw@host/path"));
        assert!(has_userinfo(
            "--extra-index-url https://__token__:${TOKEN}@host/simple"
        ));
        assert!(!has_userinfo("https://user@host/path"));
        assert!(!has_userinfo("https://host:8080/a@b:c"));
        assert!(!has_userinfo("git@github.com:a/b"));
    }

    #[test]
    fn tokens_and_placeholders_are_told_apart() {
        assert!(is_token(&format!("ghp_{}", "a".repeat(36))));
        assert!(!is_token("ghp_short"));
        assert!(
            is_placeholder("ChangeMe")
                && is_placeholder("dummy-password")
                && is_placeholder("**None**")
        );
        assert!(!is_placeholder("s3cr3t"));
    }
}
