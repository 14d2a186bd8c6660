//! A credential that one `RUN` leaves behind for the next ones: a file that is written, read and removed again, or a
//! setting that a program keeps. Each `RUN` that reads it gets it for itself, and none leaves it.

use super::leaves::{self, Left};
use super::uses::Uses;
use super::{chain, kept_setting, line, passing_file};
use crate::{Target, run_script};
use dockerfile::{Editor, Kind, Span};
use shell::{Command, Operator, Script};
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of the value that a `RUN` leaves in its layer.
pub(super) enum Fate {
    /// None leaves it.
    Nothing,
    /// Each `RUN` gets it for itself.
    Carried(Carried),
    /// It stays, for the reason that the clause gives.
    Stays(String),
}

/// How each `RUN` that reads a credential gets it for itself.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// The `RUN`s that go.
    pub(super) gone: BTreeSet<usize>,
    /// Commands that go, by `RUN`.
    pub(super) cuts: BTreeMap<usize, Vec<usize>>,
    /// Texts that are replaced.
    pub(super) replaced: Vec<(Span, String)>,
    /// The `RUN`s that get the secret, and what stands before their commands.
    pub(super) before: BTreeMap<usize, String>,
    /// What stands behind the commands of a `RUN`, by its place.
    pub(super) after: Vec<(Span, String)>,
}

/// What becomes of `name`, which the `RUN`s of `uses` may leave behind.
pub(super) fn fate(target: &Target<'_>, uses: &Uses, name: &str) -> Fate {
    let left = leaves::in_layer(target, &uses.runs, name);
    let Some(first) = left.first() else {
        return Fate::Nothing;
    };
    let stays = || leaves::clause(target, first);
    if left.iter().any(|other| other.run != first.run) {
        return Fate::Stays(stays());
    }
    let carried = if left.iter().all(|left| left.keeper.is_none()) {
        passing_file::carried(target, &left)
    } else {
        kept_setting::carried(target, &left)
    };
    match carried {
        Ok(carried) => Fate::Carried(carried),
        Err(None) => Fate::Stays(stays()),
        Err(Some(why)) => Fate::Stays(format!("{}: {why}", stays())),
    }
}

/// Why a credential cannot be carried; `None` when there is nothing to add to where it stays.
pub(super) type Refusal = Option<String>;

impl Carried {
    /// Makes the edits that need no mount.
    pub(super) fn edit(&self, editor: &mut Editor<'_>, target: &Target<'_>) -> Result<(), String> {
        for run in &self.gone {
            editor.remove(*run);
        }
        for (run, gone) in &self.cuts {
            let instruction = target.document.instructions.get(*run);
            let script = instruction.and_then(run_script::script);
            let script = script.ok_or_else(|| "a `RUN` could not be read whole".to_owned())?;
            chain::remove(editor, target.document, *run, &script, gone)?;
        }
        for (span, text) in self.replaced.iter().chain(&self.after) {
            editor.replace_span(*span, text);
        }
        Ok(())
    }
}

/// The script of the `RUN` at `run`, in shell form and without heredocs, whose commands follow each other plainly.
pub(super) fn plain_script(target: &Target<'_>, run: usize) -> Result<Script, Refusal> {
    let tangled = || tangled(target, run);
    let instruction = target.document.instructions.get(run).ok_or_else(tangled)?;
    let is_shell = matches!(
        &instruction.kind,
        Kind::Run(run) if matches!(run.command, dockerfile::Command::Shell(_))
    );
    let script = run_script::script(instruction).ok_or_else(tangled)?;
    let is_plain = is_shell
        && instruction.heredocs.is_empty()
        && script.commands.iter().all(|command| {
            command.parent.is_some()
                || (command.places.is_empty()
                    && command.is_exact
                    && !command.is_background
                    && !command.is_negated
                    && command.operator != Operator::Or)
        });
    if is_plain { Ok(script) } else { Err(tangled()) }
}

/// The place just behind the last command of a `RUN`.
pub(super) fn end(target: &Target<'_>, run: usize, script: &Script) -> Result<Span, Refusal> {
    let last = script.commands.iter().map(|command| command.span.end).max();
    let instruction = target.document.instructions.get(run);
    let end = last.zip(instruction).and_then(|(last, instruction)| {
        // A `;` at the end, or a comment, would stand before what is added.
        let Kind::Run(run) = &instruction.kind else {
            return None;
        };
        let text = match &run.command {
            dockerfile::Command::Shell(word) => word.raw(),
            dockerfile::Command::Exec(_) => return None,
        };
        let is_last = text.get(last..)?.trim().is_empty();
        is_last.then(|| run_script::source(instruction, shell::Span::new(last, last)))?
    });
    end.ok_or_else(|| tangled(target, run))
}

fn tangled(target: &Target<'_>, run: usize) -> Refusal {
    let line = line(target, run);
    Some(format!("the `RUN` on line {line} cannot be added to"))
}

/// Whether nobody knows what the command runs.
pub(super) fn is_opaque(command: &Command) -> bool {
    const RUNNERS: [&str; 17] = [
        "sh", "bash", "ash", "dash", "zsh", "make", "just", "task", "python", "python3", "node",
        "ruby", "perl", "php", "source", ".", "eval",
    ];
    let is_file = |name: &str| name.starts_with("./") || name.ends_with(".sh");
    let is_script = command.name().is_some_and(is_file);
    let program = command.program();
    let is_assignment = command.words.is_empty();
    is_script
        || (program.is_none() && !is_assignment)
        || program.is_some_and(|program| RUNNERS.contains(&program))
}

/// The `RUN` that leaves it.
pub(super) fn writer(left: &[Left]) -> Option<usize> {
    left.first().map(|left| left.run)
}
