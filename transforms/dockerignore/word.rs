//! A word that texts are searched for, made ready by the first search.

use memchr::memmem::Finder;
use serde::Deserialize;
use std::sync::OnceLock;

/// A word of `rules.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "String")]
pub(super) struct Word {
    text: String,
    finder: OnceLock<Finder<'static>>,
}

impl From<String> for Word {
    fn from(text: String) -> Word {
        Word {
            text,
            finder: OnceLock::new(),
        }
    }
}

impl PartialEq for Word {
    fn eq(&self, other: &Word) -> bool {
        self.text == other.text
    }
}

impl Eq for Word {}

impl Word {
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether `text` holds it, and no letter or digit goes on with it: `git-version` is also held by
    /// `com.palantir.git-version` and `git-version-plugin`, as tools name their parts.
    pub(super) fn is_held_by(&self, text: &str) -> bool {
        self.stands_in(text, char::is_alphanumeric)
    }

    /// Whether `text` holds it on its own: not as a part of a longer name.
    pub(super) fn is_named_in(&self, text: &str) -> bool {
        self.stands_in(text, goes_on_with_a_name)
    }

    fn stands_in(&self, text: &str, goes_on: fn(char) -> bool) -> bool {
        let finder = self
            .finder
            .get_or_init(|| Finder::new(&self.text).into_owned());
        let mut starts = finder.find_iter(text.as_bytes());
        starts.any(|start| stands_alone(text, start, &self.text, goes_on))
    }
}

/// Whether `text` holds `name` on its own: not as a part of a longer one.
pub(super) fn is_named(text: &str, name: &str) -> bool {
    let mut starts = memchr::memmem::find_iter(text.as_bytes(), name);
    starts.any(|start| stands_alone(text, start, name, goes_on_with_a_name))
}

fn goes_on_with_a_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-' | '.')
}

/// Whether neither end of `word`, found in `text` at `start`, goes on.
fn stands_alone(text: &str, start: usize, word: &str, goes_on: fn(char) -> bool) -> bool {
    let before = text.get(..start).and_then(|text| text.chars().next_back());
    let after = text
        .get(start + word.len()..)
        .and_then(|text| text.chars().next());
    let begins_earlier = word.starts_with(goes_on) && before.is_some_and(goes_on);
    let ends_later = word.ends_with(goes_on) && after.is_some_and(goes_on);
    !begins_earlier && !ends_later
}

#[cfg(test)]
mod tests {
    use super::{Word, is_named};

    #[test]
    fn a_word_is_held_by_the_longer_names_of_its_parts_and_by_no_longer_word() {
        for (text, word, is_held) in [
            (
                "<artifactId>git-commit-id-maven-plugin<",
                "git-commit-id",
                true,
            ),
            (
                "id 'com.gorylenko.gradle-git-properties'",
                "gradle-git",
                true,
            ),
            ("Include=\"GitVersion.MsBuild\"", "GitVersion", true),
            ("vergen-gitcl = \"1\"", "vergen", true),
            ("libgit2-sys = \"1\"", "git2", false),
            ("rebuilt", "built", false),
        ] {
            let word = Word::from(word.to_owned());
            assert_eq!(word.is_held_by(text), is_held, "{text}");
        }
    }

    #[test]
    fn a_word_is_named_only_where_it_stands_alone() {
        for (text, name, is_in) in [
            ("RUN cat /app/.git/HEAD", ".git", true),
            ("cp .env.example .env", ".env", true),
            ("git clone https://x/y.git", ".git", false),
            ("cp .env.example x", ".env", false),
            ("cat .gitignore", ".git", false),
        ] {
            assert_eq!(is_named(text, name), is_in, "{text}");
            let word = Word::from(name.to_owned());
            assert_eq!(word.is_named_in(text), is_in, "{text}");
        }
    }
}
