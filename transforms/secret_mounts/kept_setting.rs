//! A setting that a program keeps in a file of its own becomes a variable for each `RUN` that starts the program.

use super::carried::{Carried, Refusal, is_opaque, plain_script, writer};
use super::leaves::Left;
use super::{line, settings, uses};
use crate::{Target, run_script};
use dockerfile::Kind;
use shell::Command;

/// Programs beside which a command that reads cloud credentials may stand: they read none.
const BESIDE: [&str; 34] = [
    "apt-get", "apt", "apk", "yum", "dnf", "microdnf", "mkdir", "rm", "cp", "mv", "ls", "echo",
    "chmod", "chown", "tar", "unzip", "gzip", "gunzip", "curl", "cd", "test", "true", "set",
    "export", "find", "install", "ln", "cat", "sed", "printf", "chgrp", "groupadd", "useradd",
    "adduser",
];

/// How the `RUN`s that start the program get the setting.
pub(super) fn carried(target: &Target<'_>, left: &[Left]) -> Result<Carried, Refusal> {
    let run = writer(left).ok_or(None)?;
    let script = plain_script(target, run)?;
    let at = |left: &Left| script.commands.get(left.command);
    let program = left
        .first()
        .and_then(at)
        .and_then(|command| command.program());
    let program = program.ok_or(None)?;
    let mut exports: Vec<(usize, String)> = Vec::new();
    for (index, command) in script.commands.iter().enumerate() {
        let is_left = left.iter().any(|left| left.command == index);
        let is_half = program == "aws" && command.program() == Some("aws");
        match settings::export(&script, command) {
            Some(Ok(export)) if is_left || is_half => {
                if !is_alone(command) {
                    return Err(Some(format!("`{program}` stands among other words")));
                }
                exports.push((index, export));
            }
            Some(Err(why)) if is_left => return Err(Some(why)),
            None if is_left => return Err(None),
            Some(_) | None => {}
        }
    }
    if program == "composer" && target.document.text.contains("COMPOSER_AUTH") {
        return Err(Some("`COMPOSER_AUTH` has another value already".to_owned()));
    }
    let is_replaced = |index: usize| exports.iter().any(|(other, _)| *other == index);
    let mut carried = Carried::default();
    let rest: Vec<&Command> = script
        .commands
        .iter()
        .enumerate()
        .filter(|(index, _)| !is_replaced(*index))
        .map(|(_, command)| command.as_ref())
        .collect();
    let mut is_read = reads(program, &rest).map_err(|()| unknown(target, run, program))?;
    if rest.is_empty() {
        carried.gone.insert(run);
    } else {
        let instruction = target.document.instructions.get(run).ok_or(None)?;
        for (index, export) in &exports {
            let command = script.commands.get(*index).ok_or(None)?;
            let span = run_script::source(instruction, command.span).ok_or(None)?;
            carried.replaced.push((span, export.clone()));
        }
        carried.before.insert(run, String::new());
    }
    let texts: Vec<&str> = exports.iter().map(|(_, export)| export.as_str()).collect();
    let before = format!("{} && ", texts.join(" && "));
    for (later, is_own_stage) in runs_after(target, run) {
        let instruction = target.document.instructions.get(later).ok_or(None)?;
        let script = run_script::script(instruction);
        let script = script.ok_or_else(|| unknown(target, later, program))?;
        let commands: Vec<&Command> = script.commands.iter().map(AsRef::as_ref).collect();
        if reads(program, &commands).map_err(|()| unknown(target, later, program))? {
            if !is_own_stage {
                let line = line(target, later);
                return Err(Some(format!("a later stage reads it on line {line}")));
            }
            plain_script(target, later)?;
            carried.before.insert(later, before.clone());
            is_read = true;
        }
    }
    if is_read { Ok(carried) } else { Err(None) }
}

/// Whether nothing but the program and its words is in the command.
fn is_alone(command: &Command) -> bool {
    command.wrappers.is_empty()
        && command.assignments.is_empty()
        && command.redirections.is_empty()
        && command.pipeline.is_none()
}

/// Whether one of the commands starts the program for anything but keeping a setting; an error when nobody knows.
fn reads(program: &str, commands: &[&Command]) -> Result<bool, ()> {
    let is_known = |command: &&Command| {
        let other = command.program().filter(|other| *other != program);
        let is_beside = other.is_none_or(|other| BESIDE.contains(&other));
        !is_opaque(command) && (program != "aws" || is_beside)
    };
    if !commands.iter().all(is_known) {
        return Err(());
    }
    let starts = |command: &&Command| {
        command.program() == Some(program) && !settings::keeps(command, program)
    };
    Ok(commands.iter().any(starts))
}

fn unknown(target: &Target<'_>, run: usize, program: &str) -> Refusal {
    let line = line(target, run);
    Some(format!(
        "nobody knows whether the `RUN` on line {line} needs what `{program}` keeps"
    ))
}

/// The `RUN`s behind `run` that see its files, and whether each is in its own stage.
fn runs_after(target: &Target<'_>, run: usize) -> Vec<(usize, bool)> {
    let own = target
        .stages
        .iter()
        .find(|stage| stage.instructions.contains(&run));
    let Some(own) = own else {
        return Vec::new();
    };
    let heirs = uses::heirs(target.stages, own.index);
    let stages = target
        .stages
        .iter()
        .filter(|stage| heirs.contains(&stage.index));
    let positions = stages.flat_map(|stage| {
        let is_own = stage.index == own.index;
        stage
            .instructions
            .clone()
            .map(move |position| (position, is_own))
    });
    positions
        .filter(|(position, _)| *position > run)
        .filter(|(position, _)| {
            let instruction = target.document.instructions.get(*position);
            instruction.is_some_and(|instruction| matches!(instruction.kind, Kind::Run(_)))
        })
        .collect()
}
