//! Which files and folders belong to the build, and are of no use to the program.

use super::Leftovers;
use crate::Target;
use crate::image_path::{absolute, below};
use crate::minimal_runtime::Held;
use crate::minimal_runtime::split::{Whole, unknown};
use crate::provenance::workdir;
use crate::runs::Started;
use dockerfile::Kind;
use std::collections::BTreeSet;

/// Programs that make or change the files that their words name.
const WRITERS: &[&str] = &[
    "chmod", "chown", "cp", "curl", "dd", "install", "ln", "mkdir", "mv", "openssl", "sed", "tar",
    "tee", "touch", "truncate", "unzip", "wget",
];

/// Places of caches and tools, which no program reads when it runs.
const OF_TOOLS: &[&str] = &[
    "/dev",
    "/etc/apt",
    "/go",
    "/root",
    "/tmp",
    "/usr/local/cargo",
    "/usr/local/go",
    "/usr/local/rustup",
    "/var/cache",
    "/var/lib/apt",
    "/var/tmp",
];

impl Leftovers<'_, '_> {
    /// An error when a command makes something that no later step takes up, and that is not copied.
    pub(super) fn writes(&self, started: &Started, workdir: &str, line: usize) -> Result<(), Held> {
        let written = started
            .command
            .redirections
            .iter()
            .filter(|redirection| redirection.kind != shell::RedirectionKind::Read)
            .filter_map(|redirection| redirection.target.as_ref()?.literal().map(str::to_owned));
        let program = started.program();
        let words = started.words();
        let operands: Vec<String> = match program {
            "cp" | "mv" | "install" => words
                .last()
                .map(|word| (*word).to_owned())
                .into_iter()
                .collect(),
            _ if WRITERS.contains(&program) => words
                .iter()
                .skip(1)
                .map(|word| (*word).to_owned())
                .collect(),
            _ => Vec::new(),
        };
        let makes_folders = ["mkdir", "touch"].contains(&program);
        for word in written.chain(operands) {
            let is_path = !word.starts_with('-') && !word.contains("://") && !word.contains('$');
            if !is_path || !(word.starts_with('/') || makes_folders) {
                continue;
            }
            let path = absolute(workdir, &word);
            if !self.is_of_build(&path, &word, makes_folders) {
                return Err(unknown(format!(
                    "`{program}` on line {line} makes or changes `{word}`, which the program may need"
                )));
            }
        }
        Ok(())
    }

    fn is_of_build(&self, path: &str, spelled: &str, is_made_new: bool) -> bool {
        let is_copied = self
            .made
            .iter()
            .any(|made| below(path, made).is_some() || below(made, path).is_some());
        if is_copied || OF_TOOLS.iter().any(|place| below(place, path).is_some()) {
            return true;
        }
        let leads_to_a_place = self.places.iter().any(|place| below(path, place).is_some());
        if !is_made_new {
            return leads_to_a_place
                || self.places.iter().any(|place| below(place, path).is_some());
        }
        leads_to_a_place || self.is_named_again(spelled.trim_end_matches('/'))
    }

    /// Whether the build says more than once what a step makes.
    fn is_named_again(&self, name: &str) -> bool {
        let before = self.whole.stage.from + 1..self.whole.tail.start;
        let texts = before
            .filter_map(|at| self.target.document.instructions.get(at))
            .filter(|instruction| {
                matches!(
                    instruction.kind,
                    Kind::Run(_) | Kind::Copy(_) | Kind::Add(_)
                )
            })
            .map(|instruction| instruction.logical.text.matches(name).count());
        texts.sum::<usize>() > 1
    }
}

/// The folders that the build works in, and those that it copies to and makes the program in.
pub(super) fn of_build(target: &Target<'_>, whole: &Whole<'_>, made: &[&str]) -> BTreeSet<String> {
    let mut places = BTreeSet::new();
    for position in whole.stage.from + 1..whole.tail.start {
        let Some(instruction) = target.document.instructions.get(position) else {
            continue;
        };
        let workdir = workdir(target, whole.stage, position);
        if matches!(instruction.kind, Kind::Run(_)) {
            places.extend(workdir);
        } else if let Kind::Copy(transfer) | Kind::Add(transfer) = &instruction.kind {
            let to = &transfer.destination.value;
            let place = workdir.map(|workdir| absolute(&workdir, to));
            let is_built_in = |place: &String| made.iter().any(|made| below(place, made).is_some());
            places.extend(place.filter(is_built_in));
        }
    }
    places.remove("/");
    places
}
