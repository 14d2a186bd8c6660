//! What a script sets for the commands that follow, where that is simple.

use crate::wrapper::assignment;
use crate::{Assignment, Command, Place, Script};

/// Where a command runs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Directory {
    /// Where the script was started.
    Start,
    /// In this folder, as written in `cd`, joined where it is relative.
    Known(String),
    /// A `cd` before it went somewhere that cannot be read from the text.
    Unknown,
}

impl Script {
    /// Whether a failing command ends the script from the command number `index` on: `set -e` before it.
    #[must_use]
    pub fn exits_on_error_at(&self, index: usize) -> bool {
        let mut exits = false;
        for command in self.top_level_before(index) {
            if command.program() != Some("set") {
                continue;
            }
            for (at, word) in command.arguments().iter().enumerate() {
                let follows_o = |sign| {
                    at > 0
                        && command
                            .arguments()
                            .get(at - 1)
                            .is_some_and(|it| ends_in_o(it.value(), sign))
                };
                match word.value() {
                    "errexit" if follows_o('-') => exits = true,
                    "errexit" if follows_o('+') => exits = false,
                    option if is_cluster(option, '-') && option.contains('e') => exits = true,
                    option if is_cluster(option, '+') && option.contains('e') => exits = false,
                    _ => {}
                }
            }
        }
        exits
    }

    /// Where the command number `index` runs.
    #[must_use]
    pub fn directory_at(&self, index: usize) -> Directory {
        let mut directory = Directory::Start;
        let Some(this) = self.commands.get(index) else {
            return directory;
        };
        for command in self.commands.iter().take(index) {
            if !matches!(command.program(), Some("cd" | "pushd" | "popd")) {
                continue;
            }
            let shares = this.places.starts_with(&command.places);
            let is_subshell = command.places.iter().any(|place| {
                matches!(
                    place,
                    Place::Subshell
                        | Place::Substitution
                        | Place::ProcessSubstitution
                        | Place::PipelinePart
                )
            });
            if is_subshell && !shares || command.pipeline.is_some() {
                continue;
            }
            let is_certain = !command.is_conditional || shares;
            directory = match command.arguments() {
                [folder] if is_certain && !is_subshell && command.program() != Some("popd") => {
                    joined(&directory, folder.literal())
                }
                _ => Directory::Unknown,
            };
        }
        directory
    }

    /// The variables it exports, in order: `export A=b`, and `export A` with an empty value.
    #[must_use]
    pub fn exports(&self) -> Vec<Assignment> {
        let exporting = self
            .commands
            .iter()
            .filter(|command| command.program() == Some("export"));
        let words = exporting.flat_map(|command| command.arguments());
        let words = words.filter(|word| !word.raw.starts_with('-'));
        words
            .map(|word| {
                let bare = Assignment {
                    name: word.raw.clone(),
                    span: word.span,
                    ..Assignment::default()
                };
                assignment(word).unwrap_or(bare)
            })
            .collect()
    }

    /// Whether it gives `name` a value anywhere: by assignment, `export`, `read`, `for`, `local`, `${A:=…}`.
    #[must_use]
    pub fn sets(&self, name: &str) -> bool {
        let by_word = |command: &Command| {
            let declares = matches!(
                command.program(),
                Some(
                    "export"
                        | "declare"
                        | "local"
                        | "readonly"
                        | "typeset"
                        | "read"
                        | "unset"
                        | "getopts"
                )
            );
            let is_it = |raw: &str| raw.split(['=', '+']).next() == Some(name);
            declares && command.arguments().iter().any(|word| is_it(&word.raw))
        };
        self.set_by_syntax.iter().any(|set| set == name)
            || self.commands.iter().any(|command| {
                by_word(command)
                    || command
                        .assignments
                        .iter()
                        .any(|it| it.name == name && command.words.is_empty())
            })
    }

    /// Whether it ends by handing over to the words it was called with: `exec "$@"`, `exec gosu app "$@"`.
    #[must_use]
    pub fn execs_arguments(&self) -> bool {
        self.commands.iter().any(|command| {
            let is_exec = command
                .wrappers
                .iter()
                .any(|wrapper| wrapper.program == "exec");
            let first = command.words.first();
            is_exec
                && first.is_some_and(|word| {
                    word.variables
                        .iter()
                        .any(|it| matches!(it.name.as_str(), "@" | "*" | "1"))
                })
        })
    }

    fn top_level_before(&self, index: usize) -> impl Iterator<Item = &Command> {
        let is_of_script = |command: &&Command| {
            command.wrappers.is_empty() && command.places.iter().all(|place| *place == Place::Group)
        };
        let before = self.commands.iter().take(index).map(AsRef::as_ref);
        before.filter(is_of_script)
    }
}

fn is_cluster(option: &str, sign: char) -> bool {
    let letters = option.strip_prefix(sign).unwrap_or_default();
    !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn ends_in_o(option: &str, sign: char) -> bool {
    is_cluster(option, sign) && option.ends_with('o')
}

fn joined(before: &Directory, folder: Option<&str>) -> Directory {
    match (before, folder) {
        (_, Some(folder)) if folder.starts_with('/') => Directory::Known(folder.to_owned()),
        (Directory::Start, Some(folder)) if folder != "-" => Directory::Known(folder.to_owned()),
        (Directory::Known(start), Some(folder)) if folder != "-" => {
            Directory::Known(format!("{}/{folder}", start.trim_end_matches('/')))
        }
        (Directory::Start | Directory::Known(_) | Directory::Unknown, _) => Directory::Unknown,
    }
}
