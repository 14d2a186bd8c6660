//! Follows the commands of a Dockerfile: what a container starts, its health check, and the steps of the build.

use super::Runs;
use super::follow::Reader;
use super::programs::{Copied, Programs};
use crate::Target;
use crate::provenance::Copies;
use dockerfile::{Command, Healthcheck, Stage};
use std::cell::OnceCell;

/// Follows commands to the scripts that they name. Where the files of a stage come from is found once for all commands
/// that one follower is asked about.
pub struct Follower<'t> {
    pub(super) target: &'t Target<'t>,
    pub(super) copies: Copies<'t>,
    /// For each stage its programs, once a command is followed there.
    programs: Vec<OnceCell<Programs>>,
}

impl<'t> Follower<'t> {
    /// One for `target`.
    #[must_use]
    pub fn new(target: &'t Target<'t>) -> Self {
        Self {
            target,
            copies: Copies::new(target),
            programs: target.stages.iter().map(|_| OnceCell::new()).collect(),
        }
    }

    /// What a container of `stage` runs when it starts without arguments.
    #[must_use]
    pub fn runs(&self, stage: &'t Stage) -> Runs {
        let mut reader = Reader::new(self, stage);
        let entrypoint = stage
            .entrypoint
            .as_ref()
            .filter(|setting| !is_empty(&setting.value));
        let cmd = stage
            .cmd
            .as_ref()
            .filter(|setting| !is_empty(&setting.value));
        if let Some(entrypoint) = entrypoint {
            reader.found.said_by = Some(entrypoint.instruction);
            match words(&entrypoint.value) {
                Some(mut all) => {
                    let arguments = cmd.map_or_else(Vec::new, |cmd| arguments(&cmd.value));
                    all.extend(arguments);
                    reader.exec(&all, entrypoint.instruction);
                    // A script that ends with `exec "$@"` runs the command.
                    if let Some(cmd) = cmd.filter(|_| reader.passes_arguments_on) {
                        reader.command(&cmd.value, cmd.instruction);
                    }
                }
                // The shell form takes no arguments.
                None => reader.command(&entrypoint.value, entrypoint.instruction),
            }
        } else if let Some(cmd) = cmd {
            reader.found.said_by = Some(cmd.instruction);
            reader.command(&cmd.value, cmd.instruction);
        }
        reader.found
    }

    /// What `command` of the `RUN` at `position` of `stage` runs, through the scripts that it names.
    #[must_use]
    pub fn build_step(&self, stage: &'t Stage, command: &Command, position: usize) -> Runs {
        let mut reader = Reader::at(self, stage, position);
        reader.found.said_by = Some(position);
        reader.command(command, position);
        reader.found
    }

    /// What the health check of `stage` runs; nothing when there is none.
    #[must_use]
    pub fn health(&self, stage: &'t Stage) -> Runs {
        let Some(setting) = &stage.healthcheck else {
            return Runs::default();
        };
        let Healthcheck::Cmd(command) = &setting.value else {
            return Runs::default();
        };
        let mut reader = Reader::new(self, stage);
        reader.found.said_by = Some(setting.instruction);
        reader.command(command, setting.instruction);
        reader.found
    }

    /// What is copied into the stages, for those who ask for more than commands.
    #[must_use]
    pub fn into_copies(self) -> Copies<'t> {
        self.copies
    }

    /// Where a `COPY` or `ADD` has put `program`, which is named without a path.
    pub(super) fn program(&self, stage: &'t Stage, program: &str) -> Option<Copied> {
        let programs = self.programs.get(stage.index)?;
        let programs = programs.get_or_init(|| Programs::of(&self.copies, stage));
        programs.find(&self.copies, stage, program)
    }
}

fn is_empty(command: &Command) -> bool {
    match command {
        Command::Exec(words) => words.iter().all(|word| word.value.is_empty()),
        Command::Shell(word) => word.value.trim().is_empty(),
    }
}

/// The words of a command in exec form.
fn words(command: &Command) -> Option<Vec<String>> {
    match command {
        Command::Exec(words) => Some(words.iter().map(|word| word.value.clone()).collect()),
        Command::Shell(_) => None,
    }
}

/// The command as arguments of an entrypoint in exec form: the shell form becomes a call of the shell.
fn arguments(command: &Command) -> Vec<String> {
    match command {
        Command::Exec(words) => words.iter().map(|word| word.value.clone()).collect(),
        Command::Shell(word) => vec!["/bin/sh".to_owned(), "-c".to_owned(), word.raw().to_owned()],
    }
}
