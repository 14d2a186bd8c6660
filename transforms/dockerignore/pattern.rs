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
    /// What the paths that it matches end in.
    end: String,
}

impl TryFrom<String> for Pattern {
    type Error = IgnoreError;

    fn try_from(text: String) -> Result<Pattern, IgnoreError> {
        let ignore = Ignore::parse(&text)?;
        let name = text.rsplit('/').next().unwrap_or(&text);
        let wild = ['*', '?', '[', ']', '\\'];
        let end = name.rsplit(wild).next().unwrap_or_default().to_owned();
        let is_plain = !name.contains(wild);
        let name = is_plain.then(|| name.to_owned());
        Ok(Pattern {
            text,
            ignore,
            name,
            end,
        })
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
        path.ends_with(&self.end) && self.ignore.matches(path)
    }
}

#[cfg(test)]
mod tests {
    use super::super::rules::RULES;

    #[test]
    fn a_pattern_matches_what_its_line_does() {
        let patterns = RULES.rules.iter().flat_map(|rule| &rule.patterns);
        for pattern in patterns.clone() {
            // Beside a wildcard Docker reads other letters as signs of an expression.
            let is_letter = |letter: char| letter.is_alphanumeric() || "._-~".contains(letter);
            assert!(pattern.end.chars().all(is_letter), "{}", pattern.text);
            for other in patterns.clone() {
                let path = super::super::proof::sample(&other.text);
                for path in [
                    format!("a/{path}"),
                    format!("{path}/a"),
                    format!("{path}a"),
                    path,
                ] {
                    assert_eq!(
                        pattern.matches(&path),
                        pattern.ignore.matches(&path),
                        "{path}"
                    );
                }
            }
        }
    }
}
