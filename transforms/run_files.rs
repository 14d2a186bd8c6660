//! Files of the build context, as a `RUN` of the image sees them.

use crate::image_path::{absolute, in_context};
use crate::provenance::{Provenance, base_workdir, provenance_before, workdir};
use crate::{Target, expand};
use dockerfile::Stage;

/// The text of the file that a `RUN` at `position` reads as `name`.
pub(crate) fn text(
    target: &Target<'_>,
    stage: &Stage,
    position: usize,
    name: &str,
) -> Option<String> {
    let context = target.context?;
    let workdir = workdir(target, stage, position)?;
    let path = absolute(&workdir, name);
    if let Some(source) = mounted(target, position, &workdir, &path) {
        return context.read(&source);
    }
    match provenance_before(target, stage, position, &path) {
        Provenance::Context { path, .. } => context.read(&path),
        Provenance::Heredoc { body, .. } => Some(body),
        Provenance::Elsewhere { .. } | Provenance::NotCopied => None,
    }
}

/// Whether nothing puts a file where a `RUN` at `position` reads `name`.
pub(crate) fn is_absent(target: &Target<'_>, stage: &Stage, position: usize, name: &str) -> bool {
    let Some(workdir) = workdir(target, stage, position) else {
        return false;
    };
    let path = absolute(&workdir, name);
    match provenance_before(target, stage, position, &path) {
        Provenance::NotCopied => mounted(target, position, &workdir, &path).is_none(),
        Provenance::Context { path, .. } => target
            .context
            .is_some_and(|context| context.kind(&path).is_none()),
        Provenance::Heredoc { .. } | Provenance::Elsewhere { .. } => false,
    }
}

/// The way from where a `RUN` at `position` works up to the nearest folder for which `is_root` holds: `../`, `../../`.
pub(crate) fn way_up(
    stage: &Stage,
    position: usize,
    base_workdir: &str,
    is_root: impl Fn(&str) -> bool,
) -> Option<String> {
    let workdir = expand::workdir(stage, position, base_workdir)?;
    let depth = workdir.split('/').filter(|part| !part.is_empty()).count();
    let mut ways = (1..=depth).map(|steps| "../".repeat(steps));
    ways.find(|way| is_root(way))
}

/// The text of a lock file that a `RUN` at `position` reads as `name`, with that name: its own, or that of the
/// workspace around it, which the file `manifest` of a folder above says with `mark`.
pub(crate) fn lock(
    target: &Target<'_>,
    stage: &Stage,
    position: usize,
    name: &str,
    (manifest, mark): (&str, &str),
) -> Option<(String, String)> {
    if let Some(own) = text(target, stage, position, name) {
        return Some((name.to_owned(), own));
    }
    let base = base_workdir(target, stage);
    let way = way_up(stage, position, &base, |way| {
        let manifest = text(target, stage, position, &format!("{way}{manifest}"));
        manifest.is_some_and(|text| text.contains(mark))
    })?;
    let name = format!("{way}{name}");
    let found = text(target, stage, position, &name)?;
    Some((name, found))
}

/// The file of the context that a bind mount puts at `path`.
fn mounted(target: &Target<'_>, position: usize, workdir: &str, path: &str) -> Option<String> {
    let instruction = target.document.instructions.get(position)?;
    instruction.flags.iter().find_map(|flag| {
        let is_bind = flag.option(&["type"]).is_none_or(|kind| kind == "bind");
        let is_of_context = is_bind && flag.option(&["from"]).is_none();
        let to = flag.option(&["target", "dst", "destination"])?;
        let to = absolute(workdir, to);
        let source = flag.option(&["source", "src"]).unwrap_or_default();
        let rest = crate::image_path::below(&to, path)?;
        is_of_context.then(|| in_context(&absolute("/", source), rest))
    })
}
