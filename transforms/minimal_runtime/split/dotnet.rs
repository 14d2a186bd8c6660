//! The second stage for a program of .NET: the run-time of the same version on the same release.

use super::super::{Held, dotnet};
use super::{Second, Whole, unknown};
use crate::image_path::{absolute, below};
use crate::runs::{self, Follower};
use crate::{Reason, Target, expand};
use dockerfile::Kind;

pub(super) fn second(target: &Target<'_>, whole: &Whole<'_>) -> Result<Second, Held> {
    let found = runs::runs(target, whole.stage);
    let program = match found.commands.as_slice() {
        [started] if found.unread.is_empty() && started.program() == "dotnet" => started
            .words()
            .get(1)
            .filter(|word| word.ends_with(".dll"))
            .map(|word| absolute(&whole.workdir, word)),
        _ => None,
    };
    let program = program
        .ok_or_else(|| unknown("the container starts something else than `dotnet` with a file"))?;
    let folder = published(target, whole)
        .into_iter()
        .find(|folder| below(folder, &program).is_some())
        .ok_or_else(|| {
            unknown(format!(
                "no `dotnet publish -o` was found that writes `{program}`"
            ))
        })?;
    let image =
        dotnet::run_time(target, whole.reference, whole.without_shell).ok_or_else(|| {
            let detail = format!(
                "no run-time image is known for `{}` on the same release",
                whole.reference.text
            );
            (Reason::NoSlimTwin, detail)
        })?;
    Ok(Second {
        evidence: vec![
            format!("`dotnet publish` writes `{folder}`, and `dotnet` runs it"),
            format!("`{image}` has the same version of .NET"),
        ],
        image,
        copies: vec![(folder.clone(), folder)],
        again: Vec::new(),
        env: Vec::new(),
        assumption: "the program reads no file of the build but what was published, and calls no tool of the \
                     development kit"
            .to_owned(),
    })
}

/// The folders that `dotnet publish` writes.
fn published(target: &Target<'_>, whole: &Whole<'_>) -> Vec<String> {
    let follower = Follower::new(target);
    let mut folders = Vec::new();
    for position in whole.stage.instructions.clone() {
        let instruction = target.document.instructions.get(position);
        let Some(Kind::Run(run)) = instruction.map(|instruction| &instruction.kind) else {
            continue;
        };
        let Some(workdir) = expand::workdir(whole.stage, position, "/") else {
            continue;
        };
        for started in follower
            .build_step(whole.stage, &run.command, position)
            .commands
        {
            let words = started.words();
            if !words.starts_with(&["dotnet", "publish"]) {
                continue;
            }
            let mut rest = words
                .iter()
                .skip_while(|word| **word != "-o" && **word != "--output");
            let folder = rest.nth(1).filter(|folder| !folder.contains('$'));
            folders.extend(folder.map(|folder| absolute(&workdir, folder)));
        }
    }
    folders
}
