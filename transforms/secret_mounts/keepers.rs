//! Programs that keep a credential which they are given: `data/keepers.toml`.

use crate::table::table;
use serde::Deserialize;
use shell::Command;
use std::sync::LazyLock;

#[derive(Debug, Deserialize)]
struct Table {
    keeper: Vec<Keeper>,
}

/// A program that writes a credential from its command line into a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Keeper {
    programs: Vec<String>,
    words: Vec<Vec<String>>,
    /// Where it may write, the usual place first.
    pub(super) files: Vec<String>,
    /// What it writes besides.
    #[serde(default)]
    pub(super) also: Vec<String>,
    undone: Vec<Vec<String>>,
    #[allow(
        dead_code,
        reason = "says where the row comes from; a test asks for it"
    )]
    source: String,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| table(tables::text!("secret_mounts/data/keepers")));

/// The row for the program of `command`, when it is called to keep something.
pub(super) fn keeper(command: &Command) -> Option<&'static Keeper> {
    let program = command.program()?;
    let is_kept = |keeper: &&Keeper| {
        keeper.programs.iter().any(|known| known == program)
            && keeper.words.iter().any(|words| starts(command, words))
    };
    TABLE.keeper.iter().find(is_kept)
}

/// Whether the words after the program begin with `words`; other options in between do not count.
fn starts(command: &Command, words: &[String]) -> bool {
    let mut own = command.arguments().iter().map(|word| word.value());
    words.iter().all(|wanted| {
        let next = own
            .by_ref()
            .find(|word| !word.starts_with('-') || word == wanted);
        match wanted.strip_suffix('*') {
            Some(start) => next.is_some_and(|word| word.starts_with(start)),
            None => next == Some(wanted),
        }
    })
}

/// Whether the command takes out again what `keeper` keeps.
pub(super) fn undoes(command: &Command, keeper: Option<&Keeper>) -> bool {
    keeper.is_some_and(|keeper| {
        command
            .program()
            .is_some_and(|program| keeper.programs.iter().any(|known| known == program))
            && keeper.undone.iter().any(|words| starts(command, words))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use shell::Script;

    #[test]
    fn an_address_and_a_login_of_composer_are_kept_in_two_files() {
        let file = |text: &str| {
            let script = Script::parse(text);
            keeper(&script.commands[0]).map(|keeper| keeper.files[0].as_str())
        };
        let address = "composer config -g repositories.shop composer https://jo:$P@shop.example";
        assert_eq!(file(address), Some("composer.json"));
        let login = "composer config -g http-basic.shop.example jo $P";
        assert_eq!(file(login), Some("auth.json"));
    }

    #[test]
    fn every_keeper_has_a_source() {
        for keeper in &TABLE.keeper {
            assert!(
                keeper.source.starts_with("https://"),
                "{:?}",
                keeper.programs
            );
            assert!(!keeper.words.is_empty(), "{:?}", keeper.programs);
            assert!(!keeper.files.is_empty(), "{:?}", keeper.programs);
        }
    }
}
