//! How far a variable reaches: the stages that see it, whether it ships, and what the base image does with it.

use super::uses::{expands, heirs};
use super::variable::Variable;
use crate::Target;
use dockerfile::{Base, Kind, Stage};

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
