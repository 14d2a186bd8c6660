//! A credential file that one `RUN` writes and a later one removes: each `RUN` between them that reads it writes and
//! removes it for itself.

use super::carried::{Carried, Refusal, end, is_opaque, plain_script, writer};
use super::leaves::{self, Left};
use super::{files, line};
use crate::{Target, run_script};
use dockerfile::{Command as Words, Kind};
use shell::{Command, RedirectionKind, Script};

/// How the `RUN`s that read the file get it.
pub(super) fn carried(target: &Target<'_>, left: &[Left]) -> Result<Carried, Refusal> {
    let first = left.first().ok_or(None)?;
    if left.iter().any(|other| other.file != first.file) {
        return Err(None);
    }
    let run = writer(left).ok_or(None)?;
    let file = first.file.as_str();
    let remover = remover(target, run, file).ok_or(None)?;
    let script = plain_script(target, run)?;
    let own = script.commands.iter().enumerate();
    let is_other = own.clone().any(|(index, command)| {
        command.parent.is_none() && !left.iter().any(|left| left.command == index)
    });
    if is_other {
        return Err(Some("the same `RUN` does something else, too".to_owned()));
    }
    let written = text(target, run, &script).ok_or(None)?;
    let readers = readers(target, run, remover, file)?;
    let is_appended = script
        .commands
        .first()
        .is_some_and(|command| appends(command));
    if is_appended && readers.len() > 1 {
        return Err(Some("it is added to a file that may hold more".to_owned()));
    }
    let mut carried = Carried::default();
    carried.gone.insert(run);
    remove(target, &mut carried, remover, file)?;
    for reader in readers {
        let script = plain_script(target, reader)?;
        let end = end(target, reader, &script)?;
        carried.before.insert(reader, format!("{written} && "));
        carried.after.push((end, format!(" && rm -f {file}")));
    }
    Ok(carried)
}

/// The commands of a `RUN` on one line, as they are written.
fn text(target: &Target<'_>, run: usize, script: &Script) -> Option<String> {
    let instruction = target.document.instructions.get(run)?;
    let Kind::Run(run) = &instruction.kind else {
        return None;
    };
    let Words::Shell(word) = &run.command else {
        return None;
    };
    let last = script
        .commands
        .iter()
        .map(|command| command.span.end)
        .max()?;
    let first = script.commands.first()?.span.start;
    let text = word.raw().get(first..last)?;
    let is_one_line = !text.contains('\n') && !text.contains('#');
    is_one_line.then(|| text.to_owned())
}

/// Whether the command adds to what the file holds.
fn appends(command: &Command) -> bool {
    command.redirections.iter().any(|redirection| {
        matches!(
            redirection.kind,
            RedirectionKind::Append | RedirectionKind::AppendBoth
        )
    })
}

/// The first `RUN` of the same stage behind `run` that removes the file.
fn remover(target: &Target<'_>, run: usize, file: &str) -> Option<usize> {
    let stage = target
        .stages
        .iter()
        .find(|stage| stage.instructions.contains(&run))?;
    stage
        .instructions
        .clone()
        .filter(|position| *position > run)
        .find(|position| {
            let instruction = target.document.instructions.get(*position);
            let script = instruction.and_then(run_script::script);
            script.is_some_and(|script| {
                let mut commands = script.commands.iter();
                commands.any(|command| leaves::removes(command, file))
            })
        })
}

/// Takes the `rm` out of the `RUN` at `remover`: it has to come first there, or be all there is.
fn remove(
    target: &Target<'_>,
    carried: &mut Carried,
    remover: usize,
    file: &str,
) -> Result<(), Refusal> {
    let late = || {
        let line = line(target, remover);
        Some(format!(
            "the `RUN` on line {line} removes it after other commands"
        ))
    };
    let script = plain_script(target, remover)?;
    let first = script.commands.first().ok_or(None)?;
    let names_one = first
        .arguments()
        .iter()
        .filter(|word| !word.raw.starts_with('-'))
        .count()
        == 1;
    if !leaves::removes(first, file) || !names_one {
        return Err(late());
    }
    if script.commands.len() == 1 {
        carried.gone.insert(remover);
    } else {
        carried.cuts.insert(remover, vec![0]);
    }
    Ok(())
}

/// The `RUN`s between `run` and `remover` that read the file.
fn readers(
    target: &Target<'_>,
    run: usize,
    remover: usize,
    file: &str,
) -> Result<Vec<usize>, Refusal> {
    let mut between = Vec::new();
    for position in run + 1..remover {
        let Some(instruction) = target.document.instructions.get(position) else {
            continue;
        };
        match &instruction.kind {
            Kind::Run(_) => between.push(position),
            Kind::Label(_)
            | Kind::Expose(_)
            | Kind::Cmd(_)
            | Kind::Entrypoint(_)
            | Kind::Stopsignal(_)
            | Kind::Healthcheck(_) => {}
            Kind::From(_)
            | Kind::Arg(_)
            | Kind::Env(_)
            | Kind::Copy(_)
            | Kind::Add(_)
            | Kind::Shell(_)
            | Kind::User(_)
            | Kind::Workdir(_)
            | Kind::Volume(_)
            | Kind::Onbuild(_)
            | Kind::Maintainer(_)
            | Kind::Unknown => {
                let line = line(target, position);
                return Err(Some(format!(
                    "line {line} may change what the next `RUN`s find"
                )));
            }
        }
    }
    if let [only] = between.as_slice() {
        return Ok(vec![*only]);
    }
    let known = files::readers(file);
    let mut readers = Vec::new();
    for position in between {
        let instruction = target.document.instructions.get(position).ok_or(None)?;
        let script = run_script::script(instruction).ok_or(None)?;
        let names_it = instruction.logical.text.contains(file);
        let reads = |command: &Command| {
            let program = command.program();
            known.is_none_or(|known| {
                program.is_some_and(|program| known.iter().any(|known| known == program))
            })
        };
        if names_it || script.commands.iter().any(|command| reads(command)) {
            readers.push(position);
        } else if script.commands.iter().any(|command| is_opaque(command)) {
            let line = line(target, position);
            return Err(Some(format!(
                "nobody knows whether the `RUN` on line {line} reads it"
            )));
        }
    }
    if readers.is_empty() {
        Err(None)
    } else {
        Ok(readers)
    }
}
