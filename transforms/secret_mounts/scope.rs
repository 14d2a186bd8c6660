//! How far a variable reaches: the stages that see it, whether it ships, and what the base image does with it.

use super::callers;
use super::names::{self, Naming};
use super::uses::{expands, heirs, mentions};
use super::variable::Variable;
use crate::Target;
use dockerfile::{Base, Kind, Pair, Stage};

/// The numbers of the stages that see the variable.
pub(super) fn stages(target: &Target<'_>, variable: &Variable) -> Vec<usize> {
    let stages = variable.stages.iter();
    let mut stages: Vec<usize> = stages
        .flat_map(|stage| heirs(target.stages, *stage))
        .collect();
    stages.sort_unstable();
    stages.dedup();
    stages
}

/// Whether the variable reaches the environment of the image that ships.
pub(super) fn ships(target: &Target<'_>, variable: &Variable) -> bool {
    let last = target.stages.last().map(|stage| stage.index);
    last.is_some_and(|last| stages(target, variable).contains(&last))
}

/// The first `FROM` that is made from the variable.
pub(super) fn feeds_from(target: &Target<'_>, name: &str) -> Option<usize> {
    target.document.instructions.iter().position(|instruction| {
        matches!(instruction.kind, Kind::From(_)) && expands(&instruction.logical.text, name)
    })
}

/// Why the argument that the variable is a copy of cannot become its secret: some build passes the copy by itself, or
/// something else is made from the argument, which no other finding is about.
pub(super) fn is_split(target: &Target<'_>, variable: &Variable) -> Option<String> {
    let (name, id) = (&variable.name, variable.id());
    if name == id {
        return None;
    }
    if callers::is_passed(target, name) {
        return Some(format!(
            "it is made from `{id}`, and some build passes it by itself"
        ));
    }
    // A secret is looked at for itself, but for what a harmless name takes from it.
    let is_secret = matches!(names::judge(id, None), Naming::Secret(_));
    let makes = |pair: &Pair| {
        let is_plain = names::judge(&pair.key.value, None) == Naming::Plain;
        let value = pair.value.as_ref();
        is_plain && value.is_some_and(|value| expands(value.raw(), id))
    };
    let own = |at: &usize| {
        let mut declarations = variable.declarations.iter();
        declarations.any(|declaration| declaration.instruction == *at)
    };
    let instructions = target.document.instructions.iter().enumerate();
    let mut others = instructions.filter(|(at, instruction)| {
        let declares = |pair: &Pair| pair.key.value == id;
        let is_declared =
            matches!(&instruction.kind, Kind::Arg(pairs) if pairs.iter().all(declares));
        let is_own = is_declared || own(at);
        let bodies = || instruction.heredocs.iter().map(|heredoc| &heredoc.body);
        let text = &instruction.logical.text;
        let is_used = || mentions(text, id) || bodies().any(|body| mentions(body, id));
        let is_taken = || matches!(&instruction.kind, Kind::Arg(pairs) | Kind::Env(pairs) if pairs.iter().any(makes));
        !is_own && if is_secret { is_taken() } else { is_used() }
    });
    let (_, other) = others.next()?;
    Some(format!(
        "it is made from `{id}`, which line {} uses, too",
        other.lines.first
    ))
}

/// The first of the `RUN`s that stands in a Windows image, whose default builder is not BuildKit and knows no mounts.
///
/// <https://docs.docker.com/build/buildkit/#buildkit-on-windows>
pub(super) fn in_windows(target: &Target<'_>, runs: &[usize]) -> Option<usize> {
    let is_in_windows = |run: &&usize| {
        let mut stages = target.stages.iter();
        let stage = stages.find(|stage| stage.instructions.contains(run));
        stage.is_some_and(|stage| is_windows(target, stage))
    };
    runs.iter().find(is_in_windows).copied()
}

fn is_windows(target: &Target<'_>, stage: &Stage) -> bool {
    let is_image = match stage.root(target.stages) {
        Base::Image(image) => ["windows", "nanoserver", "servercore"]
            .iter()
            .any(|word| image.text.contains(word)),
        Base::Scratch | Base::Stage(_) | Base::Unresolved(_) => false,
    };
    let platform = stage.platform.as_deref().unwrap_or_default();
    let mut shell = stage.shell.iter().flat_map(|shell| &shell.value);
    let is_shell = shell.next().is_some_and(|program| {
        let program = program.to_ascii_lowercase();
        program.trim_end_matches(".exe") == "cmd" || program.contains("powershell")
    });
    is_image || platform.starts_with("windows") || is_shell
}
