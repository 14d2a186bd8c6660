//! Images of the tree: the one that the stage stands on, and those that stand on it.

use super::created::{Created, created_accounts};
use super::subject::Subject;
use super::weighing::Weighing;
use crate::Reason;
use crate::base_image::in_tree;
use crate::surroundings::children;
use dockerfile::Kind;

pub(super) fn look(subject: &Subject<'_>, weighing: &mut Weighing) {
    below(subject, weighing);
    above(subject, weighing);
}

fn below(subject: &Subject<'_>, weighing: &mut Weighing) {
    let Some(base) = in_tree(subject.target, subject.stage) else {
        return;
    };
    weighing.rests_on(format!("base `{}` is built by `{}`", base.image, base.path));
    if let Some(assumption) = &base.assumption {
        weighing.assumes(assumption.clone());
    }
    let fills = base.document.instructions.iter().any(|instruction| {
        matches!(
            instruction.kind,
            Kind::Run(_) | Kind::Copy(_) | Kind::Add(_)
        )
    });
    if fills {
        weighing.assumes(format!(
            "the program writes nothing that `{}` puts into the image",
            base.path
        ));
    }
    let brings_entrypoint = base
        .shipped()
        .is_some_and(|stage| stage.entrypoint.is_some());
    if brings_entrypoint && subject.stage.entrypoint.is_none() {
        weighing.holds_back(
            Reason::InheritedEntrypoint,
            format!(
                "`ENTRYPOINT` of `{}` runs, and whether it needs root is not read from here",
                base.path
            ),
        );
    }
}

/// Who names no user of its own runs as the one of this image, and so do `RUN`s before its `USER`.
fn above(subject: &Subject<'_>, weighing: &mut Weighing) {
    for child in children(subject.target, subject.stage) {
        let stage = child.stages.get(child.stage);
        let Some(stage) = stage.filter(|stage| {
            let instructions = child.document.instructions.get(stage.instructions.clone());
            let mut first = instructions.unwrap_or_default().iter();
            let first =
                first.find(|instruction| matches!(instruction.kind, Kind::Run(_) | Kind::User(_)));
            stage.user.is_none() || first.is_some_and(|first| matches!(first.kind, Kind::Run(_)))
        }) else {
            continue;
        };
        let line = child.document.instructions.get(stage.from);
        let line = line.map_or(1, |instruction| instruction.lines.first);
        weighing.holds_back(
            Reason::BaseOfOthers,
            format!(
                "`{}:{line}` stands on the image, names no user before its first `RUN` or at all, and would lose root",
                child.path
            ),
        );
    }
}

/// The accounts that the Dockerfiles of the bases create, each with the Dockerfile.
pub(super) fn created_below(subject: &Subject<'_>) -> Vec<(String, Created)> {
    let Some(base) = in_tree(subject.target, subject.stage) else {
        return Vec::new();
    };
    let target = base.target(subject.target);
    let Some(stage) = base.shipped() else {
        return Vec::new();
    };
    let below = Subject::new(&target, stage);
    let mut created = created_below(&below);
    let own = created_accounts(&below).into_iter();
    created.extend(own.map(|account| (base.path.clone(), account)));
    created
}
