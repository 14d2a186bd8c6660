//! The data of this transform: what no image needs, and who reads what is left out.

use super::pattern::Pattern;
use super::word::Word;
use crate::image_path::name;
use crate::table::table;
use context::{Glob, IgnoreError};
use rustc_hash::FxHashSet;
use serde::Deserialize;
use std::sync::LazyLock;

/// Everything in `rules.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Rules {
    /// What a script of the context holds when it reads the history.
    pub(super) history_words: Vec<Word>,
    /// What a `RUN` holds when a tool that it calls reads the history.
    pub(super) history_commands: Vec<Word>,
    /// The files that say which scripts a tool runs.
    pub(super) script_callers: Globs,
    #[serde(rename = "rule")]
    pub(super) rules: Vec<Rule>,
    /// Who reads the history in `.git`.
    #[serde(rename = "reader")]
    pub(super) history_readers: Vec<Reader>,
    /// Who reads `.env`.
    #[serde(rename = "env-reader")]
    pub(super) env_readers: Vec<Reader>,
    /// Whose programs read `.env` when they start.
    #[serde(rename = "env-loader")]
    pub(super) env_loaders: Vec<Reader>,
}

/// One kind of thing that no image needs. The fields are explained at the top of `rules.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Rule {
    pub(super) group: String,
    pub(super) class: Class,
    pub(super) patterns: Vec<Pattern>,
    pub(super) narrower: Option<String>,
    #[serde(default)]
    pub(super) exact: bool,
    pub(super) kind: Option<Sort>,
    #[serde(default)]
    pub(super) customary: bool,
    #[serde(default)]
    pub(super) core: bool,
    #[serde(default)]
    pub(super) evidence: Globs,
    pub(super) condition: Option<Condition>,
    #[serde(default)]
    pub(super) programs: Vec<String>,
    #[serde(default)]
    pub(super) actions: Vec<String>,
    #[serde(default)]
    pub(super) mentions: Vec<Word>,
    #[serde(default)]
    pub(super) markers: Vec<String>,
    #[serde(default)]
    pub(super) content: Vec<String>,
    #[serde(default)]
    pub(super) except: Globs,
    pub(super) source: String,
}

/// Why a thing is better left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Class {
    /// Nothing reads it in an image.
    Clutter,
    /// A build makes it.
    Output,
    /// Nobody but its owner may read it.
    Secret,
}

/// What a match has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Sort {
    Folder,
    File,
}

/// What has to be proven of the build before a line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Condition {
    /// Nothing reads the history in `.git`.
    GitHistory,
    /// Nothing reads `.env` while the image is built.
    EnvFile,
    /// A `RUN` gets the file as a secret, and needs no copy of it.
    Mounted,
    /// None of `programs` runs, which would read the file.
    NoInstall,
    /// The stages that copy it install the packages themselves.
    NodeInstall,
    /// Nothing uses the copied virtual environment.
    VirtualEnvironment,
    /// The stages that copy it run one of `programs`, which makes it again.
    BuiltInside,
}

/// A file that, by a word in it, says that something is read during the build.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Reader {
    pub(super) files: Globs,
    /// With none, the file's being there is enough.
    pub(super) words: Vec<Word>,
    /// Counts only when the build runs one of these; with none, always.
    #[serde(default)]
    pub(super) programs: Vec<String>,
    /// Counts only when a `RUN` holds one of these; with none, always.
    #[serde(default)]
    pub(super) commands: Vec<Word>,
    /// Counts only when a command of the Dockerfile names the file.
    #[serde(default)]
    pub(super) mentioned: bool,
    pub(super) source: String,
}

/// The rules, in the order in which a new file lists them.
pub(super) static RULES: LazyLock<Rules> =
    LazyLock::new(|| table(tables::text!("dockerignore/data/rules")));

/// Patterns for the names of files.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub(super) struct Globs {
    /// Those that are names as they stand: most are.
    names: FxHashSet<String>,
    wild: Vec<Glob>,
}

impl TryFrom<Vec<String>> for Globs {
    type Error = IgnoreError;

    fn try_from(globs: Vec<String>) -> Result<Globs, IgnoreError> {
        let is_wild = |glob: &String| glob.contains(['*', '?', '[', '\\']);
        let (wild, names): (Vec<String>, Vec<String>) = globs.into_iter().partition(is_wild);
        let wild = wild.iter().map(|glob| Glob::parse(glob));
        Ok(Globs {
            wild: wild.collect::<Result<_, _>>()?,
            names: names.into_iter().collect(),
        })
    }
}

impl Globs {
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty() && self.wild.is_empty()
    }

    /// Whether the last part of `path` matches one of them.
    pub(super) fn match_name(&self, path: &str) -> bool {
        let name = name(path);
        self.names.contains(name) || self.wild.iter().any(|glob| glob.matches(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use context::Ignore;
    use std::collections::BTreeSet;

    #[test]
    fn every_rule_has_patterns_that_docker_takes_and_a_source() {
        for rule in &RULES.rules {
            assert!(rule.source.starts_with("https://"), "{rule:?}");
            let patterns = rule.patterns.iter().map(|pattern| &pattern.text);
            let lines = patterns.chain(&rule.narrower);
            for pattern in lines {
                assert_eq!(
                    Ignore::parse(pattern).map(|ignore| ignore.len()),
                    Ok(1),
                    "{pattern}"
                );
            }
        }
        let readers = RULES.history_readers.iter().chain(&RULES.env_readers);
        for reader in readers.chain(&RULES.env_loaders) {
            assert!(reader.source.starts_with("https://"), "{reader:?}");
            assert!(!reader.files.is_empty(), "{reader:?}");
        }
    }

    #[test]
    fn the_rules_of_a_group_stand_together() {
        let mut seen = BTreeSet::new();
        let mut last = "";
        for rule in &RULES.rules {
            assert!(
                rule.group == last || seen.insert(rule.group.as_str()),
                "{} comes twice",
                rule.group
            );
            last = &rule.group;
        }
    }
}
