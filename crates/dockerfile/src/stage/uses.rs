//! Which stages use which.

use super::{Base, Stage};
use crate::{Document, Instruction, Kind};

/// One use of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    /// The stage that is used, by its number.
    pub of: usize,
    /// The stage that uses it.
    pub by: usize,
    /// The position of the instruction that does.
    pub instruction: usize,
    /// How.
    pub kind: UseKind,
}

/// How a stage is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UseKind {
    /// `FROM stage`.
    From,
    /// `COPY --from=stage`, by name or number.
    Copy,
    /// `RUN --mount=from=stage`, by name.
    Mount,
}

/// Every use of a stage of `document`, in the order of the instructions. Those inside `ONBUILD` count where they stand.
#[must_use]
pub fn uses(document: &Document, stages: &[Stage]) -> Vec<Use> {
    let mut uses = Vec::new();
    for stage in stages {
        let mut add = |of, instruction, kind| {
            uses.push(Use {
                of,
                by: stage.index,
                instruction,
                kind,
            });
        };
        if let Base::Stage(of) = stage.base {
            add(of, stage.from, UseKind::From);
        }
        let own = document.instructions.iter().enumerate();
        for (at, instruction) in own
            .take(stage.instructions.end)
            .skip(stage.instructions.start)
        {
            for (of, kind) in used(instruction, stages) {
                add(of, at, kind);
            }
        }
    }
    uses
}

fn used(instruction: &Instruction, stages: &[Stage]) -> Vec<(usize, UseKind)> {
    match &instruction.kind {
        Kind::Copy(_) => {
            let from = instruction.flags.iter().find(|flag| flag.name == "from");
            let from = from.and_then(|flag| flag.value.as_ref());
            from.and_then(|from| {
                numbered(stages, &from.value).or_else(|| named(stages, &from.value))
            })
            .map(|of| (of, UseKind::Copy))
            .into_iter()
            .collect()
        }
        Kind::Run(_) => instruction
            .flags
            .iter()
            .flat_map(|flag| &flag.options)
            .filter(|option| option.key == "from")
            .filter_map(|option| named(stages, option.value.as_deref()?))
            .map(|of| (of, UseKind::Mount))
            .collect(),
        Kind::Onbuild(trigger) => used(trigger, stages),
        Kind::From(_)
        | Kind::Arg(_)
        | Kind::Env(_)
        | Kind::Label(_)
        | Kind::Add(_)
        | Kind::Cmd(_)
        | Kind::Entrypoint(_)
        | Kind::Healthcheck(_)
        | Kind::Shell(_)
        | Kind::User(_)
        | Kind::Workdir(_)
        | Kind::Expose(_)
        | Kind::Volume(_)
        | Kind::Stopsignal(_)
        | Kind::Maintainer(_)
        | Kind::Unknown => Vec::new(),
    }
}

fn numbered(stages: &[Stage], number: &str) -> Option<usize> {
    let number: usize = number.parse().ok()?;
    stages.get(number).map(|stage| stage.index)
}

fn named(stages: &[Stage], name: &str) -> Option<usize> {
    super::target_stage(stages, name).map(|stage| stage.index)
}
