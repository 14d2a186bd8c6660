//! Files that the start command names and no copy brings: they are mounted, or a `RUN` fetched them.

use super::grants::Grants;
use super::intent::fills;
use super::ownership::program_files;
use super::program::short;
use super::subject::Subject;
use super::tree::can_be_own;
use super::weighing::Weighing;
use crate::image_path::{below, folder, name};
use crate::provenance::Provenance;
use crate::runs::Started;
use dockerfile::Kind;

/// Endings of code and of settings.
const ENDINGS: &[&str] = &[
    "py", "js", "mjs", "cjs", "ts", "rb", "php", "pl", "exs", "ini", "yml", "yaml", "toml", "conf",
];

/// Folders that a build or an installer fills.
const BUILT: &[&str] = &[
    "node_modules",
    "vendor",
    ".venv",
    "venv",
    "bin",
    "dist",
    "build",
    "out",
    "target",
    "lib",
    "site-packages",
];

pub(super) fn look(subject: &Subject<'_>, grants: &Grants, weighing: &mut Weighing) {
    for file in program_files(subject) {
        let ending = name(file).rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_built = file.split('/').any(|part| BUILT.contains(&part));
        let is_copied =
            || subject.provenance(file) != Provenance::NotCopied || may_be_copied(subject, file);
        let is_path = ENDINGS.contains(&ending) && !file.contains(':');
        if !is_path || is_built || is_copied() || grants.sweeps_over(file) {
            continue;
        }
        match grants.trees.iter().find(|tree| below(tree, file).is_some()) {
            Some(tree) if subject.ran.iter().all(|ran| !fills(ran, tree)) => {
                weighing.assumes(format!(
                    "the account may read and write what is mounted at `{tree}`, since `{file}` is not in the image"
                ));
            }
            None if can_be_own(folder(file)) => weighing.assumes(format!(
                "the program writes nothing beside `{file}`, which root owns"
            )),
            Some(_) | None => {}
        }
    }
    if subject.destinations().next().is_none() {
        for started in subject
            .runs
            .commands
            .iter()
            .filter(|started| runs_package(started))
        {
            weighing.assumes(format!(
                "`{}`, which is installed and not copied, writes only to its home and below `/tmp`",
                short(&started.text())
            ));
        }
    }
}

/// Whether a copy of a folder, or of a file of this name, reaches to `file`, whatever lies in the context.
fn may_be_copied(subject: &Subject<'_>, file: &str) -> bool {
    subject.instructions().any(|(position, instruction)| {
        let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
            return false;
        };
        let to = subject.destination(position, transfer);
        let reaches = to.is_none_or(|to| below(&to.path, file).is_some());
        let may_hold = |source: &str| {
            let last = name(source.trim_end_matches('/'));
            let is_file = last.rsplit_once('.').is_some_and(|(stem, ending)| {
                !stem.is_empty() && ending.chars().all(char::is_alphabetic) && !ending.is_empty()
            });
            !is_file || last == name(file) || last.contains(['*', '?', '[', '$'])
        };
        let mut sources = transfer.sources.iter();
        reaches && sources.any(|source| may_hold(&source.value))
    })
}

/// Whether a command runs the program of a package: `uv run langflow`, `python -m mkdocs`.
fn runs_package(started: &Started) -> bool {
    const RUNNERS: [&str; 8] = [
        "uv", "poetry", "pipenv", "npx", "bunx", "pipx", "conda", "mamba",
    ];
    RUNNERS.contains(&started.program())
        || (started.program().starts_with("python") && started.has("-m"))
}
