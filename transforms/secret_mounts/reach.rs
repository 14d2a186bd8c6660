//! Which builds reach a stage: a caller that builds an earlier `target` has no use for what a later stage gets.

use super::callers;
use crate::Target;
use ::callers::Build;
use dockerfile::{Base, Instruction, Stage};
use std::collections::BTreeSet;

/// The builds that some file asks for and that reach one of the stages.
pub(super) fn builds<'t>(
    target: &Target<'t>,
    in_stages: &[usize],
) -> impl Iterator<Item = &'t Build> {
    callers::builds(target).filter(move |build| {
        let reached = reached(target, build);
        reached.is_none_or(|reached| in_stages.iter().any(|stage| reached.contains(stage)))
    })
}

/// The stages in which the instructions stand.
pub(super) fn stages(target: &Target<'_>, instructions: &[usize]) -> Vec<usize> {
    let holds = |stage: &&Stage| {
        instructions
            .iter()
            .any(|at| stage.instructions.contains(at))
    };
    let stages = target.stages.iter().filter(holds);
    stages.map(|stage| stage.index).collect()
}

/// The stages that the build needs; `None` when nobody knows which one it builds.
fn reached(target: &Target<'_>, build: &Build) -> Option<BTreeSet<usize>> {
    let last = match &build.target {
        Some(text) => named(target.stages, text.value()?)?,
        None => target.stages.last()?.index,
    };
    let mut reached = BTreeSet::new();
    let mut waiting = vec![last];
    while let Some(index) = waiting.pop() {
        let (Some(stage), true) = (target.stages.get(index), reached.insert(index)) else {
            continue;
        };
        if let Base::Stage(base) = stage.base {
            waiting.push(base);
        }
        let instructions = stage.instructions.clone();
        let instructions = instructions.filter_map(|at| target.document.instructions.get(at));
        for source in instructions.flat_map(sources) {
            // A name with a variable may be any stage.
            if source.contains('$') {
                return None;
            }
            waiting.extend(named(target.stages, source));
        }
    }
    Some(reached)
}

/// What an instruction takes files from, as written.
fn sources(instruction: &Instruction) -> Vec<&str> {
    let from = instruction
        .flag("from")
        .and_then(|flag| flag.value.as_ref());
    let from = from.map(|word| word.value.as_str());
    let mounts = instruction.flags.iter().filter(|flag| flag.name == "mount");
    let options = mounts.flat_map(|flag| &flag.options);
    let mounted = options.filter(|option| option.key == "from");
    let mounted = mounted.filter_map(|option| option.value.as_deref());
    from.into_iter().chain(mounted).collect()
}

/// The stage of this name or number.
fn named(stages: &[Stage], name: &str) -> Option<usize> {
    let mut by_name = stages.iter().filter(|stage| {
        stage
            .name
            .as_deref()
            .is_some_and(|own| own.eq_ignore_ascii_case(name))
    });
    let by_number = || name.parse().ok().filter(|index| *index < stages.len());
    by_name.next().map(|stage| stage.index).or_else(by_number)
}
