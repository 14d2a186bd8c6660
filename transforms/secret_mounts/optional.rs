//! Whether a `RUN` asks first whether it has the variable: then a build without it is one that it knows.

use super::uses::mentions;
use crate::{Target, run_script};
use shell::Command;
use std::sync::Arc;

/// Whether one of the `RUN`s goes on without a value of `name`.
pub(super) fn is_optional(target: &Target<'_>, runs: &[usize], name: &str) -> bool {
    let instructions = runs
        .iter()
        .filter_map(|run| target.document.instructions.get(*run));
    let mut instructions = instructions.map(|instruction| {
        let text = instruction.arguments();
        let script = run_script::script(instruction);
        has_default(text, name) || script.is_some_and(|script| asks(&script.commands, name))
    });
    instructions.any(|is_optional| is_optional)
}

/// `${NAME:-…}`, `${NAME-…}`, `${NAME:+…}` and `${NAME+…}`.
fn has_default(text: &str, name: &str) -> bool {
    ["-", "+", ":-", ":+"]
        .iter()
        .any(|operator| text.contains(&format!("${{{name}{operator}")))
}

/// Whether a test looks at the variable, or nothing but a branch uses it.
fn asks(commands: &[Arc<Command>], name: &str) -> bool {
    let named: Vec<&Command> = commands
        .iter()
        .map(AsRef::as_ref)
        .filter(|command: &&Command| {
            let mut words = command.words.iter().map(|word| &word.raw);
            let is_read = command
                .variables
                .iter()
                .any(|variable| variable.name == name);
            is_read || words.any(|word| mentions(word, name))
        })
        .collect();
    let is_test = |command: &&Command| matches!(command.program(), Some("[" | "[[" | "test"));
    let is_branch = !named.is_empty() && named.iter().all(|command| command.is_conditional);
    named.iter().any(is_test) || is_branch
}
