//! Secret values in plain text: in a word, a comment, a file of settings.

use super::names::{self, Naming};
use super::values;
use crate::Secret;

/// The secret values in words of any text: `NAME=value`, passwords in URLs, tokens.
pub(super) fn in_text(text: &str) -> Vec<Secret> {
    if !may_hold(text) {
        return Vec::new();
    }
    let mut found: Vec<String> = values::passwords(text).collect();
    for word in text.split_whitespace() {
        if !word.contains('=') && !values::may_be_token(word) {
            continue;
        }
        let word = word.trim_matches(['"', '\'', ',', ';', '`']);
        found.extend(assigned(word).map(|value| value.trim_matches(['"', '\'']).to_owned()));
        let bare = word.rsplit(['=', ':']).next().unwrap_or(word);
        found.extend(values::is_token(bare).then(|| bare.to_owned()));
    }
    found.retain(|value| !values::is_placeholder(value));
    found.sort();
    found.dedup();
    found.into_iter().map(Secret::new).collect()
}

/// Whether a text has any of the signs of a secret: an assignment, an address, a word as long as a token.
fn may_hold(text: &str) -> bool {
    text.contains('=') || text.contains("://") || values::may_hold_token(text)
}

/// The private keys in any text, each from its first line to its last.
///
/// <https://www.rfc-editor.org/rfc/rfc7468#section-10>, 2026-11-26
pub(super) fn private_keys(text: &str) -> Vec<Secret> {
    const START: &str = "-----BEGIN ";
    let starts = text.match_indices(START).filter_map(|(start, _)| {
        let rest = text.get(start..)?;
        let label = rest.get(START.len()..)?.split("-----").next()?;
        let is_key = label.ends_with("PRIVATE KEY") || label.ends_with("PRIVATE KEY BLOCK");
        let last = format!("-----END {label}-----");
        let end = rest.find(&last).map_or(rest.len(), |end| end + last.len());
        is_key.then(|| Secret::new(rest.get(..end).unwrap_or(rest).trim_end()))
    });
    starts.collect()
}

/// The secret values in a file of settings, such as a compose file: those of any text, and those of `NAME: value`.
///
/// In HCL a word without quotes is the name of a variable.
pub(super) fn in_settings(text: &str, is_hcl: bool) -> Vec<Secret> {
    let lines = text.lines().filter_map(|line| {
        let line = line.trim().trim_start_matches("- ");
        let (name, value) = line.split_once(": ").or_else(|| line.split_once('='))?;
        let name = name.trim().trim_matches(['"', '\'']);
        let value = value.trim();
        let is_quoted = value.starts_with(['"', '\'']);
        let value = value.split(" #").next().unwrap_or_default().trim();
        let value = value.trim_matches(['"', '\'', ',']);
        let is_literal = !value.is_empty() && !value.contains("${") && !value.starts_with('$');
        let is_value = is_literal && (is_quoted || !is_hcl);
        (is_value && is_secret(name, value)).then(|| Secret::new(value))
    });
    let in_text = if is_hcl { Vec::new() } else { in_text(text) };
    let mut secrets: Vec<Secret> = lines.chain(in_text).collect();
    secrets.sort();
    secrets.dedup();
    secrets
}

/// The credential of a header: `Authorization: Bearer …`, `X-Api-Key: …`.
pub(super) fn header(word: &str) -> Option<&str> {
    let (name, value) = word.split_once(':')?;
    // The option may stand in the same word: `-HAuthorization: …`, `--header=Authorization: …`.
    let bare = name.strip_prefix("--header=").or(name.strip_prefix("-H"));
    let name = bare.unwrap_or(name).trim();
    let is_header = [
        "authorization",
        "private-token",
        "x-api-key",
        "x-auth-token",
        "job-token",
    ]
    .iter()
    .any(|header| name.eq_ignore_ascii_case(header));
    let credential = value.trim().rsplit(' ').next()?;
    (is_header && !credential.is_empty() && !credential.contains('$')).then_some(credential)
}

/// The value of `NAME=value` and of npm's `//host/:_authToken=value`, when the name says that it is a secret.
pub(super) fn assigned(word: &str) -> Option<&str> {
    let (name, value) = word.split_once('=')?;
    let name = name.trim_start_matches('-');
    let is_npm = [":_authToken", ":_auth", ":_password"]
        .iter()
        .any(|end| name.ends_with(end));
    let is_name = name
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || character == '_');
    let is_plain = !value.is_empty() && !value.contains(['$', '/', '(', ' ']);
    (is_plain && (is_npm || (is_name && is_secret(name, value)))).then_some(value)
}

/// The passwords among answers for the questions of Debian's packages: `package question password VALUE`, one a line.
///
/// <https://manpages.ubuntu.com/manpages/noble/man1/debconf-set-selections.1.html>, 2026-11-26
pub(super) fn answers(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .flat_map(|line| line.split("\\n"))
        .filter_map(answer)
}

fn answer(line: &str) -> Option<&str> {
    let (_, rest) = line.trim().split_once([' ', '\t'])?;
    let (question, rest) = rest.trim_start().split_once([' ', '\t'])?;
    let (kind, value) = rest.trim_start().split_once([' ', '\t'])?;
    let value = value.trim();
    let is_literal = !value.is_empty() && !value.contains('$');
    (question.contains('/') && kind == "password" && is_literal && !values::is_placeholder(value))
        .then_some(value)
}

pub(super) fn is_secret(name: &str, value: &str) -> bool {
    // A bare `key=…` names a key of some table more often than a secret.
    !value.contains('$')
        && !matches!(name.to_ascii_lowercase().as_str(), "key" | "auth")
        && !values::is_placeholder(value)
        && matches!(names::judge(name, Some(value)), Naming::Secret(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_key_is_found_whole_and_a_certificate_is_none() {
        let found = |text: &str| -> Vec<String> {
            let keys = private_keys(text);
            keys.iter().map(|key| key.reveal().to_owned()).collect()
        };
        let key = "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----";
        assert_eq!(found(&format!("a\n{key}\nb\n")), [key]);
        assert_eq!(
            found("# -----BEGIN PRIVATE KEY-----"),
            ["-----BEGIN PRIVATE KEY-----"]
        );
        assert_eq!(
            found(&key.replace("OPENSSH PRIVATE KEY", "CERTIFICATE")),
            [""; 0]
        );
        assert_eq!(found("grep -- -----BEGIN file"), [""; 0]);
    }

    #[test]
    fn a_text_without_signs_is_passed_over_and_holds_no_secret() {
        let token = format!("ghp_{}", "a".repeat(36));
        for (text, secret) in [
            ("see a://b:c@d", Some("c")),
            ("API_TOKEN=abc123", Some("abc123")),
            (&token, Some(&token)),
            ("https://x.example/", None),
            ("a@b: c", None),
            ("a b c", None),
        ] {
            let found = in_text(text);
            let values: Vec<&str> = found.iter().map(|secret| secret.reveal()).collect();
            assert_eq!(values, Vec::from_iter(secret), "{text}");
            // The sign that stands for nothing lets any text be looked at.
            assert_eq!(found, in_text(&format!("{text} =")), "{text}");
        }
    }

    #[test]
    fn values_in_settings_are_found() {
        let found = |text: &str, is_hcl| -> Vec<String> {
            let secrets = in_settings(text, is_hcl);
            secrets
                .iter()
                .map(|secret| secret.reveal().to_owned())
                .collect()
        };
        assert_eq!(
            found("  DB_PASSWORD: 'a b1' # x\n  TOKEN: ${TOKEN}\n", false),
            ["a b1"]
        );
        assert_eq!(found("- API_TOKEN=abc123\n", false), ["abc123"]);
        assert_eq!(
            found("  TOKEN = TOKEN # x\n  API_TOKEN = \"abc\"\n", true),
            ["abc"]
        );
    }
}
