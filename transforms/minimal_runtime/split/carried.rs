//! What the second stage says again: settings of the file that hold for the running program, too.

use super::super::Held;
use super::{Whole, unknown};
use crate::Target;
use dockerfile::{Instruction, Kind, New, Pair, Stage};

/// Beginnings of variables that only the build reads.
const OF_BUILD: &[&str] = &["GO", "CGO_", "CARGO_", "MAVEN_", "GRADLE_", "NUGET_"];

/// Whether every instruction before `end` is a step of the build, or can be said again.
pub(super) fn all_have_a_place(target: &Target<'_>, stage: &Stage, end: usize) -> Result<(), Held> {
    for at in stage.from + 1..end {
        let Some(instruction) = target.document.instructions.get(at) else {
            continue;
        };
        let is_placed = match &instruction.kind {
            Kind::Run(_)
            | Kind::Copy(_)
            | Kind::Add(_)
            | Kind::Arg(_)
            | Kind::Env(_)
            | Kind::Label(_)
            | Kind::Expose(_)
            | Kind::Stopsignal(_)
            | Kind::Maintainer(_)
            | Kind::Workdir(_) => true,
            // Nothing else is said of the account before the tail, where the second stage starts as root.
            Kind::User(user) => matches!(user.value.as_str(), "root" | "0"),
            Kind::From(_)
            | Kind::Cmd(_)
            | Kind::Entrypoint(_)
            | Kind::Healthcheck(_)
            | Kind::Shell(_)
            | Kind::Volume(_)
            | Kind::Onbuild(_)
            | Kind::Unknown => false,
        };
        if !is_placed {
            let keyword = instruction.keyword().to_ascii_uppercase();
            let line = instruction.lines.first;
            return Err(unknown(format!(
                "`{keyword}` on line {line} stands among the steps of the build"
            )));
        }
    }
    Ok(())
}

/// The settings before the tail, in their order, and the working directory.
pub(super) fn instructions(target: &Target<'_>, whole: &Whole<'_>) -> Vec<New> {
    let of = |range: std::ops::Range<usize>| -> Vec<&Instruction> {
        range
            .filter_map(|at| target.document.instructions.get(at))
            .collect()
    };
    let settings = of(whole.stage.from + 1..whole.tail.start);
    let tail = of(whole.tail.clone());
    let mut all: Vec<New> = settings
        .iter()
        .enumerate()
        .filter_map(|(at, instruction)| {
            let later = settings.get(at + 1..).unwrap_or_default();
            let later: Vec<&Instruction> = later.iter().chain(&tail).copied().collect();
            again(instruction, &later)
        })
        .collect();
    let is_relative = tail.iter().any(|instruction| {
        matches!(&instruction.kind, Kind::Workdir(word) if !word.value.starts_with('/'))
    });
    // A relative one in the tail starts where the base does, which the new base may not.
    let is_needed = is_relative
        || settings
            .iter()
            .any(|instruction| matches!(instruction.kind, Kind::Workdir(_)));
    let is_set_again = tail.iter().any(|instruction| {
        matches!(&instruction.kind, Kind::Workdir(word) if word.value.starts_with('/'))
    });
    let workdir = crate::provenance::workdir(target, whole.stage, whole.tail.start);
    if is_needed && !is_set_again {
        let workdir = workdir.unwrap_or_else(|| whole.workdir.clone());
        all.push(New::instruction("WORKDIR", [workdir]));
    }
    all
}

/// The instruction as it is said again.
fn again(instruction: &Instruction, later: &[&Instruction]) -> Option<New> {
    match &instruction.kind {
        Kind::Env(pairs) => {
            let kept: Vec<String> = pairs
                .iter()
                .filter(|pair| is_kept(pair))
                .map(text)
                .collect();
            (!kept.is_empty()).then(|| New::instruction("ENV", kept))
        }
        Kind::Label(pairs) => Some(New::instruction("LABEL", pairs.iter().map(text))),
        Kind::Arg(pairs) => {
            let kept: Vec<String> = pairs
                .iter()
                .filter(|pair| later.iter().any(|other| uses(other, &pair.key.value)))
                .map(text)
                .collect();
            (!kept.is_empty()).then(|| New::instruction("ARG", kept))
        }
        Kind::Expose(ports) => Some(New::instruction(
            "EXPOSE",
            ports.iter().map(|port| port.raw().to_owned()),
        )),
        Kind::Maintainer(name) => Some(New::instruction("MAINTAINER", [name.raw().to_owned()])),
        Kind::Stopsignal(signal) => Some(New::instruction("STOPSIGNAL", [signal.raw().to_owned()])),
        Kind::Run(_)
        | Kind::Copy(_)
        | Kind::Add(_)
        | Kind::Workdir(_)
        | Kind::From(_)
        | Kind::Cmd(_)
        | Kind::Entrypoint(_)
        | Kind::Healthcheck(_)
        | Kind::Shell(_)
        | Kind::User(_)
        | Kind::Volume(_)
        | Kind::Onbuild(_)
        | Kind::Unknown => None,
    }
}

fn is_kept(pair: &Pair) -> bool {
    let name = pair.key.value.as_str();
    !OF_BUILD.iter().any(|start| name.starts_with(start))
}

/// Whether a setting that is said again takes a value from the build argument `name`.
fn uses(instruction: &Instruction, name: &str) -> bool {
    let is_setting = matches!(
        instruction.kind,
        Kind::Env(_) | Kind::Label(_) | Kind::Expose(_) | Kind::Stopsignal(_) | Kind::Arg(_)
    );
    let text = &instruction.logical.text;
    is_setting && (text.contains(&format!("${name}")) || text.contains(&format!("${{{name}")))
}

fn text(pair: &Pair) -> String {
    let key = pair.key.raw();
    match &pair.value {
        Some(value) if pair.is_legacy && value.raw().contains(char::is_whitespace) => {
            format!("{key} {}", value.raw())
        }
        Some(value) => format!("{key}={}", value.raw()),
        None => key.to_owned(),
    }
}
