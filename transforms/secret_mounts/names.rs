//! Whether a name and its value say "credential": the rules of `data/names.toml` and `data/tokens.toml`.

use super::values::{self, Shape};
use crate::table::table;
use rustc_hash::FxHashSet;
use serde::Deserialize;
use std::borrow::Cow;
use std::sync::LazyLock;

/// What a name with its value stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// A credential; the id of the rule that says so.
    Secret(&'static str),
    /// It looks like a credential and is none.
    Trap(&'static Trap),
    /// Nothing of the kind.
    Plain,
}

/// A name that the word rule catches although nothing secret is in it.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Trap {
    /// Its name in ledgers.
    pub(super) id: String,
    names: Vec<String>,
    value: Option<Shape>,
    /// The rule whose catch it can be; every rule's where it names none.
    rule: Option<String>,
    /// Why it is no secret, in one clause.
    pub(super) why: String,
    #[allow(dead_code, reason = "a test asks for it")]
    example: String,
    #[allow(dead_code, reason = "a test asks for it")]
    source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    words: Words,
    also: Vec<Also>,
    trap: Vec<Trap>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    secret: Vec<String>,
    harmless: Vec<String>,
    #[allow(dead_code, reason = "a test asks for it")]
    source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Also {
    id: String,
    names: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    value: Option<Shape>,
    #[allow(dead_code, reason = "a test asks for it")]
    example: String,
    #[allow(dead_code, reason = "a test asks for it")]
    source: String,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| table(tables::text!("secret_mounts/data/names")));

/// The last three bytes of every name in an `also` rule: most names end in none of them.
static ENDS: LazyLock<FxHashSet<&[u8; 3]>> = LazyLock::new(|| {
    let names = RULES.also.iter().flat_map(|also| &also.names);
    names
        .filter_map(|name| name.as_bytes().last_chunk())
        .collect()
});

/// What `name` stands for when it is set to `value`, as written and without quotes; `None` when it has no value here.
pub(super) fn judge(name: &str, value: Option<&str>) -> Naming {
    if value.is_some_and(values::is_token) {
        return Naming::Secret("token-shape");
    }
    if value.is_some_and(|value| Shape::Userinfo.fits(value)) {
        return Naming::Secret("password-in-url");
    }
    let name = match name.bytes().any(|letter| letter.is_ascii_lowercase()) {
        true => Cow::Owned(name.to_ascii_uppercase()),
        false => Cow::Borrowed(name),
    };
    let Some(rule) = rule(&name, value) else {
        return Naming::Plain;
    };
    match RULES
        .trap
        .iter()
        .find(|trap| trap.catches(&name, value, rule))
    {
        Some(trap) => Naming::Trap(trap),
        None => Naming::Secret(rule),
    }
}

/// The rule that calls the upper-case `name` a credential's.
fn rule(name: &str, value: Option<&str>) -> Option<&'static str> {
    let has = |words: &[String]| {
        let mut parts = name.as_bytes().split(|byte| *byte == b'_');
        parts.any(|part| words.iter().any(|known| known.as_bytes() == part))
    };
    if has(&RULES.words.secret) && !has(&RULES.words.harmless) {
        return Some("name");
    }
    let may_be_also = name
        .as_bytes()
        .last_chunk()
        .is_some_and(|end| ENDS.contains(end));
    let mut also = RULES.also.iter().filter(|_| may_be_also);
    let also = also.find(|also| {
        matches_any(&also.names, name)
            && !matches_any(&also.except, name)
            && also
                .value
                .is_none_or(|shape| value.is_none_or(|value| shape.fits(value)))
    });
    also.map(|also| also.id.as_str())
}

impl Trap {
    fn catches(&self, name: &str, value: Option<&str>, rule: &str) -> bool {
        self.rule.as_deref().is_none_or(|wanted| wanted == rule)
            && matches_any(&self.names, name)
            && self
                .value
                .is_none_or(|shape| value.is_some_and(|value| shape.fits(value)))
    }
}

/// Whether one of `patterns` (a name with at most a `*` at either end) is `name`, in capitals or not.
pub(super) fn matches_any(patterns: &[String], name: &str) -> bool {
    let name = name.as_bytes();
    let is = |part: &[u8], wanted: &[u8]| part.eq_ignore_ascii_case(wanted);
    patterns.iter().any(|pattern| match pattern.as_bytes() {
        [b'*', middle @ .., b'*'] => {
            middle.is_empty() || name.windows(middle.len()).any(|part| is(part, middle))
        }
        [b'*', end @ ..] => {
            let start = name.len().checked_sub(end.len());
            start.is_some_and(|start| is(name.get(start..).unwrap_or_default(), end))
        }
        [start @ .., b'*'] => is(name.get(..start.len()).unwrap_or_default(), start),
        whole => is(name, whole),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trap(name: &str, value: Option<&str>) -> String {
        match judge(name, value) {
            Naming::Trap(trap) => trap.id.clone(),
            Naming::Secret(rule) => format!("secret by {rule}"),
            Naming::Plain => "plain".to_owned(),
        }
    }

    #[test]
    fn every_rule_has_a_source_and_an_example_that_it_catches() {
        assert!(!RULES.words.source.is_empty());
        for also in &RULES.also {
            assert!(also.source.starts_with("https://"), "{}", also.id);
            assert_eq!(
                judge(&also.example, None),
                Naming::Secret(&also.id),
                "{}",
                also.id
            );
        }
        for trap in &RULES.trap {
            assert!(trap.source.starts_with("https://"), "{}", trap.id);
            assert!(matches_any(&trap.names, &trap.example), "{}", trap.id);
        }
    }

    #[test]
    fn every_name_of_an_also_rule_is_caught_by_its_end() {
        let address = Some("https://jo:pw@example.com");
        for name in RULES.also.iter().flat_map(|also| &also.names) {
            let end = name.trim_start_matches('*');
            assert!(end.len() >= 3 && !end.contains('*'), "{name}");
            let name = name.replace('*', "A").to_ascii_uppercase();
            assert!(rule(&name, address).is_some(), "{name}");
        }
    }

    #[test]
    fn words_between_underscores_decide() {
        assert_eq!(judge("NPM_TOKEN", None), Naming::Secret("name"));
        assert_eq!(judge("db_password", Some("x1")), Naming::Secret("name"));
        for name in [
            "TOKENIZERS_PARALLELISM",
            "KEYBOARD_LAYOUT",
            "AUTHOR",
            "PUBLIC_KEY",
            "KEY_FILE",
            "PATH",
        ] {
            assert_eq!(judge(name, None), Naming::Plain, "{name}");
        }
    }

    #[test]
    fn traps_are_told_by_name_and_value() {
        assert_eq!(
            trap("GPG_KEY", Some("A035C8C19219BA821ECEA86B64E628F8D684696D")),
            "public-key-fingerprint"
        );
        assert_eq!(
            trap(
                "OPENSSL_PGP_KEY_IDS",
                Some("0xBA5473A2B0587B07FB27CF2D216094DFD0CB81EF")
            ),
            "public-key-fingerprint"
        );
        assert_eq!(
            trap("AUTH_URL", Some("https://login.example.com")),
            "setting-about-a-secret"
        );
        assert_eq!(trap("VITE_API_KEY", None), "public-bundle");
        assert_eq!(
            trap("SSL_KEY", Some("/etc/ssl/private/server.key")),
            "path-of-a-secret"
        );
        assert_eq!(trap("HTPASSWD", Some("data/.htpasswd")), "path-of-a-secret");
        assert_eq!(
            trap(
                "AWS_SECRET_ACCESS_KEY",
                Some("wJalrXUtnFEMI/K7MDENG/bPxRfiCY")
            ),
            "secret by name"
        );
        assert_eq!(
            trap("GLIBC_KEY", Some("https://keys.example.com/jo.rsa.pub")),
            "address-of-a-key"
        );
        assert_eq!(
            trap("TOKEN_EXPIRATION_TIME", Some("86400000")),
            "setting-about-a-secret"
        );
        assert_eq!(trap("SLACK_TOKEN", Some("NULL")), "empty-value");
        assert_eq!(trap("MYSQL_ALLOW_EMPTY_PASSWORD", Some("yes")), "switch");
        assert_eq!(trap("DB_PASSWORD", Some("")), "empty-value");
        assert_eq!(trap("DB_PASSWORD", Some("123123")), "secret by name");
        assert_eq!(
            trap("API_KEY", Some("0123456789abcdef0123456789abcdef01234567")),
            "secret by name"
        );
    }

    #[test]
    fn values_decide_under_any_name() {
        assert_eq!(
            trap("REPOSITORY", Some("https://bot:hunter22@git.example.com/x")),
            "secret by password-in-url"
        );
        assert_eq!(trap("DATABASE_URL", Some("sqlite:///app.db")), "plain");
        assert_eq!(
            trap("DATABASE_URL", Some("postgres://app:pw@db/app")),
            "secret by password-in-url"
        );
        assert_eq!(
            trap("DATABASE_URL", Some("$DATABASE_URL")),
            "secret by connection-string"
        );
    }
}
