//! What a final stage does: whether it only copies and runs.

use super::Held;
use crate::image_path::name;
use crate::provenance::{Provenance, base_workdir, provenance, stage_called};
use crate::runs::{self, Started};
use crate::{Reason, Target};
use dockerfile::{Command, Healthcheck, Instruction, Kind, Stage};
use shell::{Action, package_call};

/// Packages that images without a shell bring, too.
const BROUGHT: &[&str] = &["ca-certificates", "tzdata"];

/// Programs that are a shell, or need one.
const SHELLS: &[&str] = &["sh", "bash", "dash", "ash", "zsh", "busybox"];

/// Accounts that images without a shell have.
const ACCOUNTS: &[&str] = &["root", "nobody", "nonroot"];

/// The `RUN`s that are not needed any more when the stage moves, by position.
pub(super) type Dropped = Vec<usize>;

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
pub(super) fn only_copies(
    target: &Target<'_>,
    stage: &Stage,
    interpreters: &[&str],
) -> Result<Dropped, Held> {
    let mut dropped = Vec::new();
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
                let found = runs::build_step(target, stage, &run.command, position);
                let is_brought = instruction.heredocs.is_empty()
                    && found.unread.is_empty()
                    && found.commands.iter().all(only_brings);
                if !is_brought {
                    return needs_shell("`RUN`");
                }
                dropped.push(position);
            }
            Kind::Shell(_) => return needs_shell("`SHELL`"),
            Kind::Onbuild(_) => return needs_shell("`ONBUILD`"),
            Kind::User(word) if !is_number(&word.value) => {
                let detail = format!("`USER {}` on line {line} is not a number", word.value);
                return Err((Reason::UserByName, detail));
            }
            Kind::Copy(_) | Kind::Add(_) => owner(instruction)?,
            Kind::User(_)
            | Kind::From(_)
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
    Ok(dropped)
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

/// `--chown` with a name looks that up in the image.
fn owner(instruction: &Instruction) -> Result<(), Held> {
    let Some(owner) = instruction
        .flag("chown")
        .and_then(|flag| flag.value.as_ref())
    else {
        return Ok(());
    };
    let is_there = owner
        .value
        .split(':')
        .all(|part| is_number(part) || ACCOUNTS.contains(&part));
    if is_there {
        return Ok(());
    }
    let line = instruction.lines.first;
    let detail = format!("`--chown={}` on line {line} names an account", owner.value);
    Err((Reason::UserByName, detail))
}

/// The program that starts, and the stage that it is copied from.
pub(super) fn compiled<'t>(target: &Target<'t>, stage: &Stage) -> Result<Compiled<'t>, Held> {
    let program = program(target, stage)?;
    let builder = builder(target, stage, &program)?;
    Ok(Compiled { builder, program })
}

/// Whether a command installs nothing but what is there anyway, or tidies up after that.
fn only_brings(started: &Started) -> bool {
    if ["rm", "update-ca-certificates"].contains(&started.program()) {
        return started.program() != "rm"
            || started.words().iter().any(|word| word.starts_with("/var/"));
    }
    package_call(&started.command).is_some_and(|call| {
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

fn is_number(user: &str) -> bool {
    user.split(':')
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn health(stage: &Stage, interpreters: &[&str]) -> Result<(), Held> {
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
    if SHELLS.contains(&name) || runs::is_script_name(&program) {
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
