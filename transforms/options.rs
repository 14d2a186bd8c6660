//! The configuration of one transform: which keys it has, and their values for one target.

use std::collections::BTreeMap;

/// One key of a transform's configuration table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OptionSpec {
    /// The key as written in `harden.toml`.
    pub key: &'static str,
    /// What it takes.
    pub kind: OptionKind,
    /// Its default, written as in TOML.
    pub default: &'static str,
    /// What it does, in one sentence.
    pub summary: &'static str,
}

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionKind {
    /// A whole number from the first to the second, both included.
    Number(i64, i64),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Any text.
    Text,
    /// `true` or `false`.
    Flag,
    /// A list of texts.
    List,
}

/// A value from the configuration, checked against its [`OptionSpec`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OptionValue {
    /// For [`OptionKind::Number`].
    Number(i64),
    /// For [`OptionKind::Choice`] and [`OptionKind::Text`].
    Text(String),
    /// For [`OptionKind::Flag`].
    Flag(bool),
    /// For [`OptionKind::List`].
    List(Vec<String>),
}

/// What the configuration says for one target: transform, key, value; only what was set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// By transform and key.
    pub values: BTreeMap<(String, String), OptionValue>,
}

impl Options {
    /// The number set for `key` of `transform`, else `default`.
    #[must_use]
    pub fn number(&self, transform: &str, key: &str, default: i64) -> i64 {
        match self.get(transform, key) {
            Some(OptionValue::Number(number)) => *number,
            Some(OptionValue::Text(_) | OptionValue::Flag(_) | OptionValue::List(_)) | None => {
                default
            }
        }
    }

    /// The text or choice set for `key` of `transform`, else `default`.
    #[must_use]
    pub fn text<'a>(&'a self, transform: &str, key: &str, default: &'a str) -> &'a str {
        match self.get(transform, key) {
            Some(OptionValue::Text(text)) => text,
            Some(OptionValue::Number(_) | OptionValue::Flag(_) | OptionValue::List(_)) | None => {
                default
            }
        }
    }

    /// Whether `key` of `transform` is set to true, else `default`.
    #[must_use]
    pub fn flag(&self, transform: &str, key: &str, default: bool) -> bool {
        match self.get(transform, key) {
            Some(OptionValue::Flag(flag)) => *flag,
            Some(OptionValue::Number(_) | OptionValue::Text(_) | OptionValue::List(_)) | None => {
                default
            }
        }
    }

    /// The list set for `key` of `transform`; empty when it is not set.
    #[must_use]
    pub fn list(&self, transform: &str, key: &str) -> &[String] {
        match self.get(transform, key) {
            Some(OptionValue::List(list)) => list,
            Some(OptionValue::Number(_) | OptionValue::Text(_) | OptionValue::Flag(_)) | None => {
                &[]
            }
        }
    }

    fn get(&self, transform: &str, key: &str) -> Option<&OptionValue> {
        // Most targets have none.
        if self.values.is_empty() {
            return None;
        }
        self.values.get(&(transform.to_owned(), key.to_owned()))
    }
}
