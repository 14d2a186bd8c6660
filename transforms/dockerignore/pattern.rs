//! A pattern of `rules.toml`, compiled once.

use context::{Ignore, IgnoreError};
use rustc_hash::FxHashSet;
use serde::Deserialize;

/// A line that could be written, and what it matches.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Pattern {
    /// The line.
    pub(super) text: String,
    /// What the line leaves out.
    pub(super) ignore: Ignore,
    /// The name that all it matches has, where there is one.
    name: Option<String>,
}

impl TryFrom<String> for Pattern {
    type Error = IgnoreError;

    fn try_from(text: String) -> Result<Pattern, IgnoreError> {
        let ignore = Ignore::parse(&text)?;
        let name = text.rsplit('/').next().unwrap_or(&text);
        let is_plain = !name.contains(['*', '?', '[', '\\']);
        let name = is_plain.then(|| name.to_owned());
        Ok(Pattern { text, ignore, name })
    }
}

impl Pattern {
    /// Whether it matches something that has one of `names`.
    pub(super) fn may_match(&self, names: &FxHashSet<&str>) -> bool {
        let name = self.name.as_deref();
        name.is_none_or(|name| names.contains(name))
    }

    /// Whether what it matches may have this name.
    pub(super) fn may_be_called(&self, name: &str) -> bool {
        self.name.as_deref().is_none_or(|own| own == name)
    }

    /// Whether it matches `path` itself, whatever the folders above it.
    pub(super) fn matches(&self, path: &str) -> bool {
        self.ignore.matches(path)
    }
}
