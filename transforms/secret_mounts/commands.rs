//! The credentials that a command is given as words: the values of its options, and what it is told to keep. The rules
//! are in `data/commands.toml`.

use super::names::matches_any;
use super::values;
use crate::table::table;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use shell::{Command, Word};
use std::sync::LazyLock;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    option: Vec<OptionRule>,
    setting: Vec<SettingRule>,
    #[allow(
        dead_code,
        reason = "rows for those who read the table; a test asks for them"
    )]
    address: Vec<AddressRule>,
}

/// Options of a program whose value is a credential.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OptionRule {
    programs: Vec<String>,
    /// Words that stand before the option.
    #[serde(default)]
    words: Vec<String>,
    /// Its options with one dash.
    #[serde(default)]
    short: Vec<String>,
    /// Its options with two.
    #[serde(default)]
    long: Vec<String>,
    /// Whether the value is `user:password`, and no credential without the colon.
    #[serde(default)]
    is_pair: bool,
    /// Whether the value only ever follows the short option without a blank.
    #[serde(default)]
    is_joined: bool,
    /// Letters of options without a value that may stand before the short one in its word.
    #[serde(default)]
    beside: String,
    #[allow(dead_code, reason = "a test asks for it")]
    example: String,
    #[allow(dead_code, reason = "a test asks for it")]
    source: String,
}

/// A call that tells a program to keep a credential.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingRule {
    programs: Vec<String>,
    words: Vec<String>,
    /// What the word behind `words` is.
    keys: Vec<String>,
    /// Whether the credential is the last word, not the one behind the key.
    #[serde(default)]
    is_last: bool,
    #[serde(default)]
    is_pair: bool,
    #[allow(dead_code, reason = "a test asks for it")]
    example: String,
    #[allow(dead_code, reason = "a test asks for it")]
    source: String,
}

/// A call that shows a password in an address, which is one whatever the program.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "a test asks for them")]
struct AddressRule {
    example: String,
    source: String,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| table(tables::text!("secret_mounts/data/commands")));

static OPTIONS: LazyLock<ByProgram<OptionRule>> =
    LazyLock::new(|| ByProgram::new(&TABLE.option, |rule| &rule.programs));
static SETTINGS: LazyLock<ByProgram<SettingRule>> =
    LazyLock::new(|| ByProgram::new(&TABLE.setting, |rule| &rule.programs));

/// Rules by the programs that they are about.
struct ByProgram<R: 'static> {
    /// For each program that a rule names: those rules, then those for any program.
    own: FxHashMap<&'static str, Vec<&'static R>>,
    /// Those for any program, which the table calls `*`.
    any: Vec<&'static R>,
}

impl<R> ByProgram<R> {
    fn new(rules: &'static [R], programs: fn(&R) -> &[String]) -> Self {
        let mut own: FxHashMap<&str, Vec<&R>> = FxHashMap::default();
        for rule in rules {
            for program in programs(rule) {
                own.entry(program).or_default().push(rule);
            }
        }
        let any = own.remove("*").unwrap_or_default();
        for rules in own.values_mut() {
            rules.extend(&any);
        }
        Self { own, any }
    }

    fn of(&self, program: &str) -> &[&'static R] {
        self.own.get(program).unwrap_or(&self.any)
    }
}

/// The credentials that stand in the words of `command` by a rule of the table, those that only a variable knows left
/// out.
pub(super) fn credentials(command: &Command) -> Vec<&str> {
    let Some(program) = command.program() else {
        return Vec::new();
    };
    let words = command.arguments();
    let mut found = Vec::new();
    // Most commands have no option that any rule knows.
    if words.iter().any(|word| word.text().starts_with('-')) {
        for rule in OPTIONS.of(program) {
            found.extend(rule.values(words));
        }
    }
    for rule in SETTINGS.of(program) {
        found.extend(rule.value(words));
    }
    found.sort_unstable();
    found.dedup();
    found
}

impl OptionRule {
    fn values<'w>(&self, words: &'w [Word]) -> impl Iterator<Item = &'w str> {
        words.iter().enumerate().filter_map(move |(at, word)| {
            let word = word.literal().filter(|word| word.starts_with('-'))?;
            let joined = self.joined(word)?;
            let before = words.get(..at).unwrap_or_default();
            let has = |wanted: &String| before.iter().any(|word| word.is(wanted));
            if !self.words.iter().all(has) {
                return None;
            }
            let value = match joined {
                "" if self.is_joined => return None,
                // The value may be known to a variable only.
                "" => words.get(at + 1)?.literal()?,
                joined => joined,
            };
            credential(value, self.is_pair)
        })
    }

    /// What follows one of the options in its own word, nothing where the value is the next word.
    fn joined<'w>(&self, word: &'w str) -> Option<&'w str> {
        if word.starts_with("--") {
            return self.joined_to_long(word);
        }
        self.short.iter().find_map(|option| {
            if let Some(rest) = word.strip_prefix(option.as_str()) {
                return match rest.strip_prefix('=') {
                    Some("") => None,
                    Some(value) => Some(value),
                    None => Some(rest),
                };
            }
            let letter = option.strip_prefix('-').filter(|rest| rest.len() == 1)?;
            let (before, rest) = word.strip_prefix('-')?.split_once(letter)?;
            let is_beside = |other: char| self.beside.contains(other);
            (!before.is_empty() && before.chars().all(is_beside)).then_some(rest)
        })
    }

    /// The same for a word with two dashes: `--option=VALUE`, or the option alone.
    fn joined_to_long<'w>(&self, word: &'w str) -> Option<&'w str> {
        let is_known = |name: &str| self.long.iter().any(|option| option == name);
        match word.split_once('=') {
            Some((_, "")) => None,
            Some((name, value)) => is_known(name).then_some(value),
            None => is_known(word).then_some(""),
        }
    }
}

impl SettingRule {
    fn value<'w>(&self, words: &'w [Word]) -> Option<&'w str> {
        // An option without a value is left out; what follows one that has a value is not told apart from other words.
        let mut own = words.iter().filter(|word| !word.raw.starts_with('-'));
        for wanted in &self.words {
            if !own.next()?.is(wanted) {
                return None;
            }
        }
        let key = own.next()?.literal()?;
        if !matches_any(&self.keys, key) {
            return None;
        }
        let value = if self.is_last {
            own.next_back()
        } else {
            own.next()
        };
        credential(value?.literal()?, self.is_pair)
    }
}

/// The credential in a value: all of it, or what follows `user:`.
fn credential(value: &str, is_pair: bool) -> Option<&str> {
    let value = match value.split_once(':') {
        // An address is looked at for itself.
        Some(_) if value.contains("://") => return None,
        Some((_, password)) if is_pair => password,
        None if is_pair => return None,
        Some(_) | None => value,
    };
    let is_path = value.starts_with(['/', '.', '~']);
    let is_other = value.starts_with('-') || value.contains('$') || is_path;
    let is_word = matches!(value, "true" | "false" | "yes" | "no");
    (!value.is_empty() && !is_other && !is_word && !values::is_placeholder(value)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shell::Script;

    fn found(text: &str) -> Vec<String> {
        let script = Script::parse(text);
        let commands = script.commands.iter();
        let found = commands.flat_map(|command| {
            let of = credentials(command).into_iter().map(str::to_owned);
            of.collect::<Vec<String>>()
        });
        found.collect()
    }

    #[test]
    fn every_row_has_a_source_and_an_example_that_it_catches() {
        for rule in &TABLE.option {
            let mut short = rule.short.iter();
            let is_short = |option: &String| option.starts_with('-') && !option.starts_with("--");
            assert!(short.all(is_short), "{}", rule.example);
            let mut long = rule.long.iter();
            assert!(
                long.all(|option| option.starts_with("--")),
                "{}",
                rule.example
            );
            let mut options = rule.short.iter().chain(&rule.long);
            assert!(
                !options.any(|option| option.contains('=')),
                "{}",
                rule.example
            );
            assert!(!rule.beside.contains('-'), "{}", rule.example);
            assert!(rule.source.starts_with("https://"), "{}", rule.example);
            assert_eq!(found(&rule.example), ["abc123"], "{}", rule.example);
            let script = Script::parse(&rule.example);
            let own = rule.values(script.commands[0].arguments());
            assert_eq!(own.collect::<Vec<_>>(), ["abc123"], "{}", rule.example);
        }
        for rule in &TABLE.setting {
            assert!(rule.source.starts_with("https://"), "{}", rule.example);
            assert_eq!(found(&rule.example), ["abc123"], "{}", rule.example);
        }
        for rule in &TABLE.address {
            let words = rule.example.split(' ');
            let passwords: Vec<String> = words.flat_map(values::passwords).collect();
            assert!(rule.source.starts_with("https://"), "{}", rule.example);
            assert_eq!(passwords, ["abc123"], "{}", rule.example);
        }
    }

    #[test]
    fn a_value_is_found_in_every_way_to_write_an_option() {
        for text in [
            "curl -u jo:abc123 https://x.example",
            "curl -ujo:abc123 https://x.example",
            "curl -sSfu jo:abc123 https://x.example",
            "curl --user=jo:abc123 https://x.example",
            "curl --user jo:abc123 https://x.example",
            "docker login -u jo -pabc123",
            "docker login -u jo --password=abc123",
            "composer config -g gitlab-token.gitlab.com jo abc123",
            "composer config --global --auth bearer.repo.example.com abc123",
            "poetry config pypi-token.pypi abc123",
            "sentry-cli --auth-token abc123 releases new",
            "curl \"-u\" jo:abc123 https://x.example",
            "curl -u=jo:abc123 https://x.example",
        ] {
            assert_eq!(found(text), ["abc123"], "{text}");
        }
    }

    #[test]
    fn what_is_no_value_is_not_found() {
        for text in [
            "curl -u \"$NAME:$PASSWORD\" https://x.example",
            "curl -u jo https://x.example",
            "curl -fsSLo out.tar https://x.example/u:v",
            "docker login -u jo -p $(cat /run/secrets/p) registry.example.com",
            "docker login -u jo --password-stdin registry.example.com",
            "docker run -p 80:80 app",
            "mysql -u root -p shop",
            "mkdir -p a/b",
            "tool --token /run/secrets/token",
            "tool --password changeme",
            "tool --password= abc123",
            "tool --passwords abc123",
            "docker login -p= abc123",
            "docker login --p=abc123",
            "docker login --up abc123",
            "composer config http-basic.repo.example.com jo \"$PASSWORD\"",
            "composer config repositories.shop vcs https://git.example.com/shop",
            "composer config minimum-stability dev",
            "bundle config build.nokogiri --use-system-libraries",
            "bundle config set --local path vendor",
            "bundle config mirror.https://rubygems.org https://gems.example.com:8080",
            "npm config set registry https://npm.example.com",
            "poetry config virtualenvs.create false",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
