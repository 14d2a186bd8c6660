//! How the command line of a package manager is read, as data.

use super::version::Style;
use super::{Action, Manager, compiled, javascript, python, scripting, system};
use crate::Command;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// One package manager.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    pub(crate) manager: Manager,
    /// The programs it is called by, without path.
    pub(crate) programs: &'static [&'static str],
    /// What its verbs do. A verb of two words is written with one blank.
    pub(crate) verbs: &'static [(&'static str, Action)],
    /// The options whose value is the next word.
    pub(crate) valued: &'static [&'static str],
    /// The options among them that name a file with packages.
    pub(crate) files: &'static [&'static str],
    /// How a version is written behind a name.
    pub(crate) style: Style,
    /// What it does without a verb.
    pub(crate) bare: Action,
    /// What it does with a verb that is not in the table.
    pub(crate) unknown: Action,
    /// Whether an install that names nothing installs the project.
    pub(crate) has_project: bool,
    /// Whether several verbs may stand in one call: `mvn clean package`. The weightiest counts.
    pub(crate) has_goals: bool,
    /// Whether short options may be joined: `-qqy`.
    pub(crate) clusters: bool,
}

impl Rule {
    pub(crate) const fn new(manager: Manager, programs: &'static [&'static str]) -> Self {
        Self {
            manager,
            programs,
            verbs: &[],
            valued: &[],
            files: &[],
            style: Style::None,
            bare: Action::Other,
            unknown: Action::Other,
            has_project: false,
            has_goals: false,
            clusters: true,
        }
    }

    /// What `verb` does.
    pub(crate) fn action(&self, verb: &str) -> Option<Action> {
        let known = self.verbs.iter().find(|(name, _)| *name == verb);
        known.map(|(_, action)| *action)
    }

    /// Whether `word` is the first of a verb of two words.
    pub(crate) fn opens_verb(&self, word: &str) -> bool {
        let opens = |verb: &str| {
            verb.strip_prefix(word)
                .is_some_and(|rest| rest.starts_with(' '))
        };
        self.verbs.iter().any(|(verb, _)| opens(verb))
    }
}

const FAMILIES: [&[Rule]; 5] = [
    system::RULES,
    python::RULES,
    javascript::RULES,
    scripting::RULES,
    compiled::RULES,
];

/// The rules by the programs they are for: most commands are no package manager, and a search of all rules would find
/// that out word by word.
static BY_PROGRAM: LazyLock<FxHashMap<&str, &Rule>> = LazyLock::new(|| {
    let rules = FAMILIES.iter().copied().flatten();
    rules
        .flat_map(|rule| rule.programs.iter().map(move |&program| (program, rule)))
        .collect()
});

/// The rule for `command`, and the number of the word that is the manager.
pub(crate) fn find(command: &Command) -> Option<(&'static Rule, usize)> {
    let program = command.program()?;
    let word = |index: usize| command.words.get(index).map(crate::Word::value);
    let (program, start) = match (program, word(1)) {
        (python, Some("-m")) if unversioned(python) == "python" => (word(2)?, 2),
        ("corepack", Some("yarn" | "pnpm")) => (word(1)?, 1),
        (program, _) => (program, 0),
    };
    let rules = &*BY_PROGRAM;
    let rule = rules.get(program);
    let rule = rule.or_else(|| rules.get(unversioned(program)))?;
    Some((*rule, start))
}

/// `pip` for `pip3.11`.
fn unversioned(program: &str) -> &str {
    program.trim_end_matches(|character: char| {
        character.is_ascii_digit() || matches!(character, '.' | '-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_program_has_one_rule() {
        let rules = FAMILIES.iter().copied().flatten();
        let programs: Vec<_> = rules.flat_map(|rule| rule.programs).collect();
        assert_eq!(BY_PROGRAM.len(), programs.len(), "{programs:?}");
    }
}
