//! Where the build itself may need the value of a setting.

use super::table::PROGRAMS;
use crate::{Target, run_script};
use dockerfile::{Instruction, Kind, Stage};

/// The first `RUN` or other instruction behind `setting` that may depend on the value of `name`, in any stage that has it.
pub(super) fn in_build(
    target: &Target<'_>,
    stage: &Stage,
    setting: usize,
    name: &str,
) -> Option<usize> {
    if !stage.instructions.contains(&setting) {
        // It comes from a stage below, on which others may stand.
        return Some(setting);
    }
    stage
        .instructions
        .clone()
        .filter(|position| *position > setting)
        .find(|position| {
            target
                .document
                .instructions
                .get(*position)
                .is_some_and(|instruction| depends(instruction, name))
        })
}

/// The last instruction of `stage` that may depend on the value of `name`; a new value goes behind it.
pub(super) fn last_in_build(
    target: &Target<'_>,
    stage: &Stage,
    setting: usize,
    name: &str,
) -> usize {
    let last = stage.instructions.clone().rev().find(|position| {
        *position == setting
            || target
                .document
                .instructions
                .get(*position)
                .is_some_and(|instruction| depends(instruction, name))
    });
    last.unwrap_or(stage.from)
}

fn depends(instruction: &Instruction, name: &str) -> bool {
    let names = instruction.logical.text.contains(name);
    match &instruction.kind {
        Kind::Run(_) => names || !is_quiet(instruction),
        // The name of a variable that is set is no use of it.
        Kind::Env(pairs) | Kind::Arg(pairs) | Kind::Label(pairs) => pairs.iter().any(|pair| {
            let value = pair.value.as_ref();
            value.is_some_and(|value| value.raw().contains('$') && value.raw().contains(name))
        }),
        Kind::Copy(_)
        | Kind::Add(_)
        | Kind::User(_)
        | Kind::Workdir(_)
        | Kind::Expose(_)
        | Kind::Volume(_)
        | Kind::Stopsignal(_) => names,
        // These are run by the container, not by the build.
        Kind::Cmd(_) | Kind::Entrypoint(_) | Kind::Healthcheck(_) | Kind::Shell(_) => false,
        Kind::Onbuild(_) | Kind::From(_) | Kind::Maintainer(_) | Kind::Unknown => false,
    }
}

/// Whether a `RUN` calls only programs that no setting changes.
fn is_quiet(instruction: &Instruction) -> bool {
    let Some(script) = run_script::script(instruction) else {
        return false;
    };
    script.commands.iter().all(|command| {
        let is_assignment = command.words.is_empty();
        is_assignment
            || command
                .program()
                .is_some_and(|program| PROGRAMS.quiet.iter().any(|quiet| quiet == program))
    })
}
