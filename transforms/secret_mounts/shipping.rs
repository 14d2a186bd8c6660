//! Whether a file that a `RUN` leaves behind is in the image that ships.

use crate::image_path::absolute;
use crate::{Target, provenance};
use dockerfile::{Instruction, Kind, Stage};

/// Whether a file that the `RUN` leaves in `stage` is in the image that ships.
pub(super) fn ships(target: &Target<'_>, stage: &Stage, run: usize, file: &str) -> bool {
    let last = target.stages.last().map(|stage| stage.index);
    let is_below_last =
        last.is_some_and(|last| super::uses::heirs(target.stages, stage.index).contains(&last));
    if is_below_last {
        return true;
    }
    let folder = provenance::workdir(target, stage, run).unwrap_or_else(|| "/".to_owned());
    let path = absolute(&folder, &home(file).replace("~/", "/root/"));
    let heirs = super::uses::heirs(target.stages, stage.index);
    target.document.instructions.iter().any(|instruction| {
        copies_from(target, &heirs, instruction).is_some_and(|sources| {
            sources.iter().any(|source| {
                let source = absolute("/", source);
                source.contains(['$', '*'])
                    || source == "/"
                    || path == source
                    || path.starts_with(&format!("{source}/"))
            })
        })
    })
}

/// The sources of a `COPY --from` one of the stages.
fn copies_from(
    target: &Target<'_>,
    stages: &[usize],
    instruction: &Instruction,
) -> Option<Vec<String>> {
    let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
        return None;
    };
    let from = instruction.flag("from")?.value.as_ref()?;
    let is_from = stages.iter().any(|&index| {
        let stage = target.stages.get(index);
        from.value == index.to_string()
            || stage.is_some_and(|stage| {
                stage.name.as_deref() == Some(from.value.to_lowercase().as_str())
            })
    });
    is_from.then(|| {
        let sources = transfer.sources.iter();
        sources
            .map(|word| word.value.trim_end_matches("/.").to_owned())
            .collect()
    })
}

/// A path below the home folder in one spelling.
pub(super) fn home(path: &str) -> String {
    let path = path.trim_end_matches('/');
    let rest = ["~/", "$HOME/", "${HOME}/", "/root/"]
        .iter()
        .find_map(|start| path.strip_prefix(start));
    rest.map_or_else(
        || path.trim_start_matches("./").to_owned(),
        |rest| format!("~/{rest}"),
    )
}
