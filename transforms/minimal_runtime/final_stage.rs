//! What a final stage does: whether it only copies and runs.

use super::Held;
use super::names::{self, Names};
use crate::image_path::name;
use crate::provenance::{Provenance, base_workdir, provenance, stage_called};
use crate::runs::{Follower, Started, is_script_name};
use crate::{Reason, Target};
use dockerfile::{Command, Editor, Healthcheck, Kind, Stage, Word};
use shell::Action;

/// Packages that images without a shell bring, too.
const BROUGHT: &[&str] = &["ca-certificates", "tzdata"];

/// Programs that are a shell, or need one.
const SHELLS: &[&str] = &["sh", "bash", "dash", "ash", "zsh", "busybox"];

/// What changes in a stage that moves.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Leaving<'t> {
    /// The `RUN`s that are not needed any more, by position.
    pub(super) runs: Vec<usize>,
    /// Accounts that are named, and their numbers.
    named: Vec<(&'t Word, String)>,
    /// What was read of them.
    pub(super) evidence: Vec<String>,
    /// What is taken for granted of them.
    assumptions: Vec<&'static str>,
}

impl<'t> Leaving<'t> {
    /// Makes the changes.
    pub(super) fn edit(&self, editor: &mut Editor<'_>) {
        for run in &self.runs {
            editor.remove(*run);
        }
        for (word, numbers) in &self.named {
            editor.replace(word, numbers);
        }
    }

    /// An assumption with those about accounts.
    pub(super) fn assumption(&self, other: &str) -> String {
        let all: Vec<&str> = [other]
            .into_iter()
            .chain(self.assumptions.clone())
            .collect();
        all.join(", and ")
    }

    /// Takes in an account that is named.
    fn name(
        &mut self,
        word: &'t Word,
        is_user: bool,
        line: usize,
        names: &Names,
    ) -> Result<(), Held> {
        let Some(numbers) = names.numbers(word, is_user, line)? else {
            return Ok(());
        };
        let found = format!("`{}` on line {line} is {}", word.value, numbers.text);
        self.evidence.push(found);
        let mut assume = |assumption| {
            if !self.assumptions.contains(&assumption) {
                self.assumptions.push(assumption);
            }
        };
        if numbers.is_new {
            assume("no volume holds files of the account, whose number was left open");
        }
        if is_user && !names.are_copied {
            assume("it needs neither a home nor a name for its account");
        }
        self.named.push((word, numbers.text));
        Ok(())
    }
}

/// A compiled program in a final stage.
pub(super) struct Compiled<'t> {
    /// The stage that the program is copied from.
    pub(super) builder: &'t Stage,
    /// The program, as the file calls it.
    pub(super) program: String,
}

/// Whether the final stage only copies and runs; an error says what needs a shell, or could not be read.
///
/// `interpreters` are programs that the smaller image has, wherever that is.
pub(super) fn only_copies<'t>(
    target: &Target<'t>,
    stage: &Stage,
    interpreters: &[&str],
) -> Result<Leaving<'t>, Held> {
    let mut leaving = Leaving::default();
    let names = Names::of(target, stage);
    let follower = Follower::new(target);
    for position in stage.instructions.clone() {
        let Some(instruction) = target.document.instructions.get(position) else {
            continue;
        };
        let line = instruction.lines.first;
        let needs_shell = |what: &str| {
            Err((
                Reason::NeedsShell,
                format!("{what} on line {line} needs a shell"),
            ))
        };
        match &instruction.kind {
            Kind::Run(run) => {
                let found = follower.build_step(stage, &run.command, position);
                let is_brought = instruction.heredocs.is_empty()
                    && found.unread.is_empty()
                    && found.commands.iter().all(only_brings);
                if !is_brought {
                    return needs_shell("`RUN`");
                }
                leaving.runs.push(position);
            }
            Kind::Shell(_) => return needs_shell("`SHELL`"),
            Kind::Onbuild(_) => return needs_shell("`ONBUILD`"),
            // The account of the new image cannot write there, and nothing can make the folder its own.
            Kind::Volume(_) if stage.user.is_none() => {
                let detail = format!(
                    "`VOLUME` on line {line} is root's, and giving it to the account of the new image takes a shell"
                );
                return Err((Reason::NeedsShell, detail));
            }
            Kind::User(word) => leaving.name(word, true, line, &names)?,
            Kind::Copy(_) | Kind::Add(_) => {
                if let Some(word) = names::owner(instruction) {
                    leaving.name(word, false, line, &names)?;
                }
            }
            Kind::From(_)
            | Kind::Arg(_)
            | Kind::Env(_)
            | Kind::Label(_)
            | Kind::Cmd(_)
            | Kind::Entrypoint(_)
            | Kind::Healthcheck(_)
            | Kind::Workdir(_)
            | Kind::Expose(_)
            | Kind::Volume(_)
            | Kind::Stopsignal(_)
            | Kind::Maintainer(_)
            | Kind::Unknown => {}
        }
    }
    health(stage, interpreters)?;
    probes(target)?;
    Ok(leaving)
}

/// Commands that compose files and clusters start in a container of the image have to be in it.
pub(super) fn probes(target: &Target<'_>) -> Result<(), Held> {
    let containers = target
        .surroundings
        .map_or(&[][..], |around| around.containers);
    for container in containers {
        let mut programs = container.probes.iter().filter_map(|words| words.first());
        let is_missing = |program: &&String| !program.starts_with('/') || is_tool(program);
        if let Some(program) = programs.find(is_missing) {
            let place = &container.place;
            let detail = format!(
                "`{}:{}` starts `{program}` in the container of `{}`",
                place.file, place.line, container.name
            );
            return Err((Reason::ProbeNeedsShell, detail));
        }
    }
    Ok(())
}

/// The program that starts, and the stage that it is copied from.
pub(super) fn compiled<'t>(target: &Target<'t>, stage: &Stage) -> Result<Compiled<'t>, Held> {
    let program = program(target, stage)?;
    let builder = builder(target, stage, &program)?;
    Ok(Compiled { builder, program })
}

/// Whether a command installs nothing but what is there anyway, tidies up after that, or creates an account, whose
/// number is all that is needed of it.
fn only_brings(started: &Started) -> bool {
    if names::creates(&started.words()) {
        return true;
    }
    if ["rm", "update-ca-certificates"].contains(&started.program()) {
        return started.program() != "rm"
            || started.words().iter().any(|word| word.starts_with("/var/"));
    }
    started.command.package_call().is_some_and(|call| {
        let is_known = call
            .packages
            .iter()
            .all(|package| BROUGHT.contains(&package.name.as_str()));
        call.manager.is_of_system()
            && match call.action {
                Action::Install => is_known,
                Action::Update | Action::Upgrade | Action::Clean => true,
                Action::InstallProject
                | Action::Remove
                | Action::Download
                | Action::Build
                | Action::Run
                | Action::Other => false,
            }
    })
}

/// Whether the health check needs neither a shell nor a tool.
pub(super) fn health(stage: &Stage, interpreters: &[&str]) -> Result<(), Held> {
    let Some(setting) = &stage.healthcheck else {
        return Ok(());
    };
    let Healthcheck::Cmd(command) = &setting.value else {
        return Ok(());
    };
    match command {
        Command::Exec(words)
            if words.first().is_some_and(|word| {
                interpreters.contains(&name(&word.value))
                    || (word.value.starts_with('/') && !is_tool(&word.value))
            }) =>
        {
            Ok(())
        }
        Command::Exec(_) | Command::Shell(_) => {
            let detail =
                "`HEALTHCHECK` calls a shell or a tool: let the program check itself".to_owned();
            Err((Reason::HealthcheckNeedsShell, detail))
        }
    }
}

fn is_tool(path: &str) -> bool {
    ["/bin/", "/usr/bin/", "/sbin/", "/usr/sbin/"]
        .iter()
        .any(|folder| path.starts_with(folder))
}

/// The program that starts, in exec form.
fn program(target: &Target<'_>, stage: &Stage) -> Result<String, Held> {
    let starts = stage.entrypoint.as_ref().or(stage.cmd.as_ref());
    let Some(setting) = starts else {
        return Err((
            Reason::UnknownProgram,
            "neither `ENTRYPOINT` nor `CMD` names a program".to_owned(),
        ));
    };
    let line = target
        .document
        .instructions
        .get(setting.instruction)
        .map_or(0, |at| at.lines.first);
    let words = match &setting.value {
        Command::Exec(words) => words,
        Command::Shell(_) => {
            let detail = format!("the command on line {line} is in shell form");
            return Err((Reason::NeedsShell, detail));
        }
    };
    let program = words
        .first()
        .map(|word| word.value.clone())
        .unwrap_or_default();
    let name = program.rsplit('/').next().unwrap_or_default();
    if SHELLS.contains(&name) || is_script_name(&program) {
        return Err((
            Reason::NeedsShell,
            format!("`{program}` on line {line} is or needs a shell"),
        ));
    }
    Ok(program)
}

/// The stage that `program` is copied from.
fn builder<'t>(target: &Target<'t>, stage: &Stage, program: &str) -> Result<&'t Stage, Held> {
    let unknown = || {
        (
            Reason::UnknownProgram,
            format!("where `{program}` comes from could not be read"),
        )
    };
    let workdir = crate::expand::final_workdir(stage, "/").unwrap_or_else(|| "/".to_owned());
    let places = if program.contains('/') {
        vec![crate::image_path::absolute(&workdir, program)]
    } else {
        [
            "/usr/local/bin",
            "/usr/bin",
            "/bin",
            "/usr/local/sbin",
            "/usr/sbin",
            "/sbin",
        ]
        .map(|folder| format!("{folder}/{program}"))
        .to_vec()
    };
    let instruction = places
        .iter()
        .find_map(|path| match provenance(target, stage, path) {
            Provenance::Elsewhere { instruction } => Some(instruction),
            Provenance::Context { .. } | Provenance::Heredoc { .. } | Provenance::NotCopied => None,
        });
    let copy = instruction
        .and_then(|at| target.document.instructions.get(at))
        .ok_or_else(unknown)?;
    let from = copy
        .flag("from")
        .and_then(|flag| flag.value.as_ref())
        .ok_or_else(unknown)?;
    stage_called(target, stage, &from.value).ok_or_else(unknown)
}

/// The working directory that a relative path in the stage, or one of `words` of its command, takes from the base.
pub(super) fn needed_workdir(target: &Target<'_>, stage: &Stage, words: &[&str]) -> Option<String> {
    let base = base_workdir(target, stage).into_owned();
    match &stage.workdir {
        Some(setting) if setting.unknown.iter().any(|name| name == "WORKDIR") => return Some(base),
        Some(_) => return None,
        None => {}
    }
    let is_relative = |path: &str| !path.starts_with('/');
    let mut copies = stage
        .instructions
        .clone()
        .filter_map(|at| target.document.instructions.get(at));
    let is_copied = copies.any(|instruction| {
        let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
            return false;
        };
        is_relative(&transfer.destination.value)
    });
    (is_copied || words.iter().any(|word| is_relative(word))).then_some(base)
}
