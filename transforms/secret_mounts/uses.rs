//! Where a variable is used: the `RUN`s that name it, those that may read it unseen, and all other instructions.

use super::readers;
use crate::Target;
use dockerfile::{Base, Command, Instruction, Kind, Stage};

/// Where a variable is used after its declaration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Uses {
    /// The `RUN`s that name it, in their text or in a file of the context that they read, and those whose program takes
    /// it from its environment.
    pub(super) runs: Vec<usize>,
    /// The `RUN`s that start something of which nothing could be read.
    pub(super) unread: Vec<usize>,
    /// Other instructions whose text expands it, by position. `CMD`, `ENTRYPOINT` and `HEALTHCHECK` are not among them.
    pub(super) others: Vec<usize>,
    /// Whether the command, the entrypoint or the health check names it.
    pub(super) is_in_command: bool,
}

impl Uses {
    /// The `RUN`s that get the variable: those that read it, or, where none does, those of which nobody knows.
    pub(super) fn readers(&self) -> &[usize] {
        if self.runs.is_empty() {
            &self.unread
        } else {
            &self.runs
        }
    }
}

/// The uses of `name` in `stages` (numbers), after the instruction `from`.
pub(super) fn of(target: &Target<'_>, name: &str, stages: &[usize], from: usize) -> Uses {
    let mut uses = Uses::default();
    for (position, instruction) in target
        .document
        .instructions
        .iter()
        .enumerate()
        .skip(from + 1)
    {
        let in_scope = target
            .stages
            .iter()
            .any(|stage| stage.instructions.contains(&position) && stages.contains(&stage.index));
        if in_scope {
            note(&mut uses, target, name, position, instruction);
        }
    }
    uses
}

fn note(
    uses: &mut Uses,
    target: &Target<'_>,
    name: &str,
    position: usize,
    instruction: &Instruction,
) {
    match &instruction.kind {
        Kind::Run(_) => match readers::reads(target, instruction, name) {
            readers::Reading::Yes => uses.runs.push(position),
            readers::Reading::Unknown => uses.unread.push(position),
            readers::Reading::No => {}
        },
        Kind::Cmd(command) | Kind::Entrypoint(command) => {
            uses.is_in_command |= names_in_command(command, name)
        }
        Kind::Healthcheck(_) => uses.is_in_command |= mentions(&instruction.logical.text, name),
        Kind::Arg(pairs) | Kind::Env(pairs) => {
            let elsewhere = pairs.iter().any(|pair| {
                pair.key.value != name
                    && pair
                        .value
                        .as_ref()
                        .is_some_and(|value| expands(value.raw(), name))
            });
            if elsewhere {
                uses.others.push(position);
            }
        }
        Kind::From(_)
        | Kind::Label(_)
        | Kind::Copy(_)
        | Kind::Add(_)
        | Kind::Shell(_)
        | Kind::User(_)
        | Kind::Workdir(_)
        | Kind::Expose(_)
        | Kind::Volume(_)
        | Kind::Stopsignal(_)
        | Kind::Onbuild(_)
        | Kind::Maintainer(_)
        | Kind::Unknown => {
            if expands(&instruction.logical.text, name) {
                uses.others.push(position);
            }
        }
    }
}

fn names_in_command(command: &Command, name: &str) -> bool {
    match command {
        Command::Exec(words) => words.iter().any(|word| mentions(&word.value, name)),
        Command::Shell(word) => mentions(word.raw(), name),
    }
}

/// `stage` and all stages that are built on it, by number: variables pass along `FROM`.
pub(super) fn heirs(stages: &[Stage], stage: usize) -> Vec<usize> {
    let mut heirs = vec![stage];
    for later in stages.iter().skip(stage + 1) {
        if matches!(&later.base, Base::Stage(base) if heirs.contains(base)) {
            heirs.push(later.index);
        }
    }
    heirs
}

/// Whether `text` expands the variable: `$name`, `${name}`, `${name:-…}`.
pub(super) fn expands(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(start, _)| {
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(start + name.len()..).unwrap_or_default();
        (before.ends_with('$') || before.ends_with("${")) && !continues_name(after)
    })
}

/// Whether `text` holds `name` as a word of its own, expanded or not.
pub(super) fn mentions(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(start, _)| {
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(start + name.len()..).unwrap_or_default();
        !before.chars().next_back().is_some_and(is_name) && !continues_name(after)
    })
}

fn continues_name(after: &str) -> bool {
    after.chars().next().is_some_and(is_name)
}

fn is_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_a_whole_word_only() {
        assert!(expands("echo $TOKEN", "TOKEN") && expands("${TOKEN:-x}", "TOKEN"));
        assert!(!expands("$TOKEN_URL ${MY_TOKEN} TOKEN", "TOKEN"));
        assert!(mentions("os.environ['TOKEN']", "TOKEN") && !mentions("NPM_TOKEN", "TOKEN"));
    }
}
