//! Files of the context that a program reads when it runs, as far as their names and places say so.

mod called;

use super::super::Held;
use super::{Whole, unknown};
use crate::Target;
use crate::image_path::{absolute, below, in_context, name};
use crate::provenance::{Copies, Provenance, workdir};
use called::{FOLDERS, is_file, is_folder, is_read};
use context::{Context, Ignore};
use dockerfile::{Instruction, Kind, New, Transfer};
use std::collections::BTreeSet;

/// What goes into the second stage besides the program.
#[derive(Debug, Default)]
pub(super) struct RunTime {
    /// `COPY` and `ADD` of the file that the second stage says again, with where they write and what was found.
    repeated: Vec<(String, String, New)>,
    /// Paths that lie in the build stage, with what was found.
    paths: Vec<(String, String)>,
}

impl RunTime {
    /// What is to be said again and copied besides `copied`; what was found is put into `evidence`.
    pub(super) fn beside(
        self,
        copied: &[String],
        evidence: &mut Vec<String>,
    ) -> (Vec<New>, Vec<String>) {
        let is_new = |path: &String| !copied.iter().any(|copied| below(copied, path).is_some());
        let mut again = Vec::new();
        for (path, found, new) in self.repeated {
            if is_new(&path) {
                evidence.push(found);
                again.push(new);
            }
        }
        let mut paths = Vec::new();
        for (path, found) in self.paths {
            if is_new(&path) {
                evidence.push(found);
                paths.push(path);
            }
        }
        (again, paths)
    }
}

/// What the build stage has for the running program. An error when nobody can say.
pub(super) fn of(target: &Target<'_>, whole: &Whole<'_>) -> Result<RunTime, Held> {
    let mut found = RunTime::default();
    let mut repeated = Vec::new();
    for position in whole.stage.from + 1..whole.tail.start {
        let Some(instruction) = target.document.instructions.get(position) else {
            continue;
        };
        let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
            continue;
        };
        if let Some((place, new)) = again(target, whole, position, instruction, transfer)? {
            let line = instruction.lines.first;
            let evidence = format!("line {line} copies what a program reads when it runs");
            found.repeated.push((place, evidence, new));
            repeated.push(position);
        }
    }
    let Some(context) = target.context else {
        return Ok(found);
    };
    // What lies beside the source in the working directory is there when the program runs, too.
    let copies = Copies::new(target);
    for name in names(target, whole, context) {
        let place = absolute(&whole.workdir, &name);
        let found_in = copies.provenance(whole.stage, &place);
        let Provenance::Context { instruction, path } = found_in else {
            continue;
        };
        if !repeated.contains(&instruction) && is_read(context, &path) && is_sent(target, &path) {
            let evidence = format!("`{path}` is called like what programs read when they run");
            found.paths.push((place, evidence));
        }
    }
    Ok(found)
}

/// The names that the working directory may have for what a program reads.
fn names(target: &Target<'_>, whole: &Whole<'_>, context: &dyn Context) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = FOLDERS.iter().map(|name| (*name).to_owned()).collect();
    let instructions = target
        .document
        .instructions
        .get(whole.stage.instructions.clone());
    for instruction in instructions.unwrap_or_default() {
        let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
            continue;
        };
        for source in &transfer.sources {
            let folder = in_context("", &source.value);
            let entries = context.entries(&folder).unwrap_or_default();
            let files = entries.iter().map(|entry| entry.name.clone());
            names.extend(files.filter(|name| is_file(name)));
        }
    }
    names
}

/// Whether the ignore file lets a path of the context through.
pub(super) fn is_sent(target: &Target<'_>, path: &str) -> bool {
    let text = target
        .context
        .zip(target.ignore_file())
        .and_then(|(context, file)| context.read(&file));
    match text.as_deref().map(Ignore::parse) {
        None => true,
        Some(Ok(ignore)) => !ignore.leaves_out(path) && !ignore.leaves_out(&format!("{path}/x")),
        Some(Err(_)) => false,
    }
}

/// A `COPY` or `ADD` as the second stage says it, with what the program may read.
fn again(
    target: &Target<'_>,
    whole: &Whole<'_>,
    position: usize,
    instruction: &Instruction,
    transfer: &Transfer,
) -> Result<Option<(String, New)>, Held> {
    let line = instruction.lines.first;
    let Some(workdir) = workdir(target, whole.stage, position) else {
        return Ok(None);
    };
    let to = transfer.destination.value.as_str();
    let lies = absolute(&workdir, to);
    let is_apart = is_apart(target, whole, &lies, to);
    let is_from_elsewhere = instruction.flags.iter().any(|flag| flag.name == "from");
    if is_from_elsewhere || !instruction.heredocs.is_empty() {
        return match is_apart {
            true => Err(unknown(format!(
                "line {line} puts `{to}` where no step of the build looks for it"
            ))),
            false => Ok(None),
        };
    }
    let named: Vec<&str> = transfer
        .sources
        .iter()
        .map(|source| source.raw())
        .filter(|source| {
            let last = name(source.trim_end_matches('/'));
            is_apart || is_folder(last) || is_file(last)
        })
        .collect();
    if named.is_empty() {
        return Ok(None);
    }
    if !instruction.flags.is_empty() || transfer.is_json {
        return Err(unknown(format!(
            "line {line} copies what the program may read, with options"
        )));
    }
    let named_one = match named.as_slice() {
        [one] => Some(name(one.trim_end_matches('/')).to_owned()),
        _ => None,
    };
    let is_folder_spelled = to.ends_with('/') || to == ".";
    let is_absolute = to.starts_with('/');
    let to = match is_absolute || workdir == whole.workdir {
        true => transfer.destination.raw().to_owned(),
        false if is_folder_spelled => format!("{lies}/"),
        false => lies.clone(),
    };
    let keyword = if matches!(instruction.kind, Kind::Add(_)) {
        "ADD"
    } else {
        "COPY"
    };
    let words = named.into_iter().map(str::to_owned).chain([to]);
    // Into a folder, a file lies under its own name.
    let place = match named_one.as_deref() {
        Some(one) if is_file(one) && (is_folder_spelled || lies == workdir) => absolute(&lies, one),
        _ => lies,
    };
    Ok(Some((place, New::instruction(keyword, words))))
}

/// Whether a place lies outside every folder in which the build works, and no step of the build names it.
fn is_apart(target: &Target<'_>, whole: &Whole<'_>, lies: &str, spelled: &str) -> bool {
    if lies == "/" || spelled.contains('$') || lies.starts_with("/go/") || lies == "/go" {
        return false;
    }
    let runs = (whole.stage.from + 1..whole.tail.start).filter_map(|position| {
        let instruction = target.document.instructions.get(position)?;
        matches!(instruction.kind, Kind::Run(_)).then_some((position, instruction))
    });
    !runs.into_iter().any(|(position, run)| {
        let workdir = workdir(target, whole.stage, position);
        run.logical.text.contains(lies)
            || workdir.is_none_or(|workdir| workdir == "/" || below(&workdir, lies).is_some())
    })
}
