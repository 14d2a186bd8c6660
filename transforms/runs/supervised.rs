//! The files of a supervisor's configuration: the one that it is started with, and those that it includes.

use super::supervisor::{Supervisor, entries};
use crate::Target;
use crate::image_path::{absolute, below, folder, in_context, name};
use crate::provenance::{Provenance, destination, provenance};
use context::{EntryKind, Glob};
use dockerfile::{Base, Instruction, Kind, Stage};

/// The configuration at the first of `places` that can be read, with what it includes; `None` where a part of it cannot.
pub(super) fn read(
    target: &Target<'_>,
    stage: &Stage,
    places: &[String],
) -> Option<Vec<Supervisor>> {
    let (place, main) = places.iter().find_map(|place| {
        let main = match provenance(target, stage, place) {
            Provenance::Context { path, .. } => in_file(target, path, false)?,
            Provenance::Heredoc { body, .. } => Supervisor {
                entries: entries(&body),
                file: place.clone(),
                is_in_context: false,
                is_included: false,
                text: body,
            },
            Provenance::Elsewhere { .. } | Provenance::NotCopied => return None,
        };
        Some((place, main))
    })?;
    let here = folder(place);
    let patterns = main
        .value("include", "files")
        .unwrap_or_default()
        .to_owned();
    let mut all = vec![main];
    for pattern in patterns.split_whitespace() {
        let pattern = absolute(here, &pattern.replace("%(here)s", here));
        for path in included(target, stage, &pattern)? {
            all.push(in_file(target, path, true)?);
        }
    }
    Some(all)
}

fn in_file(target: &Target<'_>, path: String, is_included: bool) -> Option<Supervisor> {
    let text = target.context.and_then(|context| context.read(&path))?;
    Some(Supervisor {
        entries: entries(&text),
        file: path,
        is_in_context: true,
        is_included,
        text,
    })
}

/// The files of the context that lie in the image where `pattern` matches, sorted; `None` where something else than a
/// copy from the context may put files there.
fn included(target: &Target<'_>, stage: &Stage, pattern: &str) -> Option<Vec<String>> {
    let at = folder(pattern);
    let glob = Glob::parse(name(pattern)).ok()?;
    let mut found = Vec::new();
    let mut current = Some(stage);
    while let Some(stage) = current {
        for position in stage.instructions.clone() {
            let instruction = target.document.instructions.get(position)?;
            copied(target, stage, position, instruction, at, &mut found)?;
        }
        current = match stage.base {
            Base::Stage(below) if below < stage.index => target.stages.get(below),
            Base::Stage(_) | Base::Image(_) | Base::Scratch | Base::Unresolved(_) => None,
        };
    }
    found.retain(|path| glob.matches(name(path)));
    found.sort();
    found.dedup();
    Some(found)
}

/// What stands in a `RUN` that puts a file somewhere, or takes one away.
const PUTTING: &[&str] = &[
    ">",
    "cp ",
    "mv ",
    "rm ",
    "ln ",
    "tee ",
    "curl ",
    "wget ",
    "tar ",
    "unzip ",
    "git ",
    "install -",
    "sed ",
];

/// The files that an instruction copies into the folder `at`; `None` where it may put others there.
fn copied(
    target: &Target<'_>,
    stage: &Stage,
    position: usize,
    instruction: &Instruction,
    at: &str,
    found: &mut Vec<String>,
) -> Option<()> {
    if let Kind::Run(_) = &instruction.kind {
        let text = instruction.logical.text.as_str();
        let puts = text.contains(at) && PUTTING.iter().any(|part| text.contains(part));
        return (!puts).then_some(());
    }
    let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
        return Some(());
    };
    let to = destination(target, stage, position, transfer)?;
    if below(at, &to.path).is_none() && below(&to.path, at).is_none() {
        return Some(());
    }
    let is_plain = instruction.heredocs.is_empty() && instruction.flag("from").is_none();
    let context = target.context.filter(|_| is_plain)?;
    for source in &transfer.sources {
        let path = in_context("", &source.value);
        if path.contains(['*', '?', '[', '$', ':']) {
            return None;
        }
        if context.entries(&path).is_none() {
            let place = to.of_file(name(&path));
            if folder(&place) == at {
                found.push(path);
            }
        } else if let Some(rest) = below(&to.path, at) {
            let inner = in_context(&absolute("/", &path), rest);
            let entries = context.entries(&inner).unwrap_or_default();
            let files = entries
                .iter()
                .filter(|entry| entry.kind != EntryKind::Folder);
            found.extend(files.map(|entry| in_context(&absolute("/", &inner), &entry.name)));
        }
    }
    Some(())
}
