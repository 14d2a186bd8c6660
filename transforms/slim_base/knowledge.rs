//! The tables of `data/`: commands, and packages of PyPI and npm.

use crate::table::table;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// `commands.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Commands {
    slim: Slim,
    language: BTreeMap<String, Vec<String>>,
    brings: BTreeMap<String, Vec<String>>,
    builds: Builds,
    compile: Compile,
    left_out: LeftOut,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Slim {
    has: Vec<String>,
    #[allow(dead_code, reason = "the file must name its source")]
    source: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Builds {
    commands: Vec<String>,
    #[allow(dead_code, reason = "the file must name its source")]
    source: String,
}

/// What is needed to compile, and not to run.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Compile {
    pub(super) tools: Vec<String>,
    /// What takes the place of a package when the program runs.
    pub(super) run_time: BTreeMap<String, Vec<String>>,
    #[allow(dead_code, reason = "the file must name its source")]
    source: String,
}

/// What Debian's slim images leave out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LeftOut {
    pub(super) folders: Vec<String>,
    pub(super) packages: Vec<String>,
    #[allow(dead_code, reason = "the file must name its source")]
    source: String,
}

/// `python.toml` and `node.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Index {
    pub(super) pure: Pure,
    needs: Vec<Needing>,
    heavy: Vec<Heavy>,
    harmless: Harmless,
    pub(super) programs: BTreeMap<String, String>,
    reach: Reach,
}

/// Packages that need nothing, with those that they bring.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Pure {
    pub(super) brings: BTreeMap<String, Vec<String>>,
    #[allow(dead_code, reason = "it says which of the others have a part in C")]
    optional: Vec<String>,
    #[allow(dead_code, reason = "the file must name its source")]
    source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Needing {
    names: Vec<String>,
    packages: Vec<String>,
    #[allow(dead_code, reason = "the file must name its source")]
    source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Heavy {
    names: Vec<String>,
    #[allow(dead_code, reason = "the file must name its source")]
    source: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Harmless {
    names: Vec<String>,
    #[allow(dead_code, reason = "the file must name its source")]
    source: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Reach {
    words: Vec<String>,
    #[allow(dead_code, reason = "the file must name its source")]
    source: String,
}

/// What a package of a language needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need<'k> {
    /// These packages of Debian.
    Packages(&'k [String]),
    /// Something that cannot be listed.
    Heavy,
    /// Nothing.
    Nothing,
    /// It is not in the tables.
    Unknown,
}

impl Index {
    /// What the package `name` needs.
    pub(super) fn need(&self, name: &str) -> Need<'_> {
        let is_named = |names: &[String]| names.iter().any(|own| own == name);
        if let Some(needing) = self.needs.iter().find(|needing| is_named(&needing.names)) {
            return Need::Packages(&needing.packages);
        }
        if self.heavy.iter().any(|heavy| is_named(&heavy.names)) {
            return Need::Heavy;
        }
        if is_named(&self.harmless.names) || self.pure.brings.contains_key(name) {
            return Need::Nothing;
        }
        Need::Unknown
    }

    /// The first word of `text` that says that a program starts commands or loads libraries.
    pub(super) fn reach(&self, text: &str) -> Option<&str> {
        let words = self.reach.words.iter();
        words.map(String::as_str).find(|word| text.contains(word))
    }
}

static COMMANDS: LazyLock<Commands> =
    LazyLock::new(|| table(tables::text!("slim_base/data/commands")));
static PYTHON: LazyLock<Index> = LazyLock::new(|| table(tables::text!("slim_base/data/python")));
static NODE: LazyLock<Index> = LazyLock::new(|| table(tables::text!("slim_base/data/node")));
static RUBY: LazyLock<Index> = LazyLock::new(|| table(tables::text!("slim_base/data/ruby")));

/// The packages of PyPI.
pub(super) fn python() -> &'static Index {
    &PYTHON
}

/// The packages of npm.
pub(super) fn node() -> &'static Index {
    &NODE
}

/// The gems of Ruby, with what they need when they run.
pub(super) fn ruby() -> &'static Index {
    &RUBY
}

/// What is needed to compile, and not to run.
pub(super) fn compile() -> &'static Compile {
    &COMMANDS.compile
}

/// What Debian's slim images leave out.
pub(super) fn left_out() -> &'static LeftOut {
    &COMMANDS.left_out
}

/// Whether every slim image has `command`, or the images of `language` do.
pub(super) fn slim_has(language: &str, command: &str) -> bool {
    let own = COMMANDS.language.get(language);
    let is_own = own.is_some_and(|commands| commands.iter().any(|own| own == command));
    is_own || COMMANDS.slim.has.iter().any(|own| own == command)
}

/// Whether `command` builds whatever its files say.
pub(super) fn builds(command: &str) -> bool {
    COMMANDS.builds.commands.iter().any(|own| own == command)
}

/// The packages that `package` brings along.
pub(super) fn brings(package: &str) -> &'static [String] {
    COMMANDS
        .brings
        .get(package)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_can_be_read() {
        serde_json::from_str::<Commands>(tables::text!("slim_base/data/commands")).unwrap();
        serde_json::from_str::<Index>(tables::text!("slim_base/data/python")).unwrap();
        serde_json::from_str::<Index>(tables::text!("slim_base/data/node")).unwrap();
        serde_json::from_str::<Index>(tables::text!("slim_base/data/ruby")).unwrap();
    }

    #[test]
    fn what_pure_packages_bring_is_listed_too() {
        let pure = &python().pure.brings;
        for (name, brought) in pure {
            for other in brought {
                assert!(pure.contains_key(other), "{name} brings {other}");
            }
        }
    }

    #[test]
    fn nothing_is_said_twice_about_a_package() {
        for name in python().pure.brings.keys() {
            assert_eq!(python().need(name), Need::Nothing, "{name}");
        }
    }
}
