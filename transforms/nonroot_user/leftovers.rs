//! What a `RUN` leaves as root in the program's tree, and whether the program may want to write it.

use super::account::Account;
use super::grants::Grants;
use super::knowledge::is_harmless;
use super::ownership::program_files;
use super::program::short;
use super::subject::{Ran, Subject};
use super::sweep::{Sweep, sweep};
use super::weighing::Weighing;
use crate::image_path::{absolute, below, joined};
use crate::provenance::Provenance;
use std::borrow::Cow;

/// Scripts of npm and its like that only install.
const INSTALLS: &[&str] = &[
    "ci",
    "install",
    "i",
    "add",
    "cache",
    "config",
    "prune",
    "rebuild",
    "global",
    "set",
    "audit",
    "update",
    "uninstall",
    "link",
    "dedupe",
    "import",
    "fetch",
    "store",
];

pub(super) fn look(
    subject: &Subject<'_>,
    account: &Account,
    grants: &mut Grants,
    weighing: &mut Weighing,
) {
    touched(subject, grants, weighing);
    closed(subject, grants, weighing);
    super::modes::look(subject, grants, weighing);
    super::keys::look(subject, grants, weighing);
    let data = data(account, grants);
    if grants.trees.is_empty() && data.is_empty() {
        return;
    }
    let leaving = leaving(subject, account, grants, &data);
    let sweeps: Vec<Sweep> = leaving
        .iter()
        .filter_map(|left| left.sweep.clone())
        .collect();
    let last = leaving.iter().rposition(|left| left.sweep.is_some());
    for (position, left) in leaving.iter().enumerate() {
        let line = subject.line(left.instruction);
        let trees = quoted(&[grants.trees.clone(), left.data.clone()].concat());
        // A later sweep finds what an earlier `RUN` left.
        let is_swept_later = last.is_some_and(|last| position <= last);
        if is_swept_later && (left.sweep.is_some() || !left.is_of_packages) {
            weighing.rests_on(format!(
                "what line {line} leaves in {trees} becomes its own"
            ));
        } else {
            let what = &left.what;
            weighing.assumes(format!(
                "the program does not write to what {what} (line {line}) leaves in {trees}"
            ));
        }
    }
    let is_covered_each = sweeps.len() == leaving.len() && sweeps.len() <= MAX_SWEEPS;
    let skipped = if is_covered_each {
        0
    } else {
        sweeps.len().saturating_sub(1)
    };
    let swept = sweeps.into_iter().enumerate();
    grants.sweeps = swept
        .filter(|(position, sweep)| *position >= skipped || sweep.is_of_packages)
        .map(|(_, sweep)| sweep)
        .collect();
    filled_by_runs(subject, grants, weighing);
}

/// From how many `RUN`s on one sweep behind the last reads better than one behind each.
const MAX_SWEEPS: usize = 2;

/// A `RUN` that may leave files of root in the tree that a server could write.
struct Left {
    instruction: usize,
    what: String,
    /// Folders outside the tree that it may have filled, too.
    data: Vec<String>,
    sweep: Option<Sweep>,
    /// Whether packages are among it, which a later sweep spares.
    is_of_packages: bool,
}

/// Folders outside the tree that are made for what the program writes: a `RUN` may have filled them before.
fn data(account: &Account, grants: &Grants) -> Vec<String> {
    let is_in_tree = |path: &str| grants.trees.iter().any(|tree| below(tree, path).is_some());
    let is_home = |path: &str| account.home.as_deref() == Some(path);
    let mut data = grants.folders.clone();
    data.retain(|folder| {
        !is_in_tree(folder) && !is_home(folder) && below("/run", folder).is_none()
    });
    data
}

fn leaving(
    subject: &Subject<'_>,
    account: &Account,
    grants: &Grants,
    data: &[String],
) -> Vec<Left> {
    // Where the folders are made: before that, nothing can be given away in them.
    let made_at = super::place::account_place(subject, account, grants);
    let mut leaving: Vec<Left> = Vec::new();
    for position in &subject.unread_runs {
        if is_in_tree_after(subject, grants, *position) {
            let what = "a command that could not be read whole".to_owned();
            leaving.push(Left {
                instruction: *position,
                what,
                data: data.to_vec(),
                sweep: None,
                is_of_packages: false,
            });
        }
    }
    for ran in &subject.ran {
        let is_told = leaving
            .iter()
            .any(|left| left.instruction == ran.instruction);
        if !is_told && leaves_files(ran, grants, data) {
            let are_made = made_at.is_some_and(|position| position <= ran.instruction);
            let more = if are_made { data } else { &[] };
            leaving.push(Left {
                instruction: ran.instruction,
                what: format!("`{}`", short(&ran.words().join(" "))),
                data: data.to_vec(),
                sweep: sweep(subject, ran, grants, more).filter(|_| are_made || data.is_empty()),
                is_of_packages: leaves_packages(
                    ran.command.program().unwrap_or_default(),
                    &ran.words(),
                ),
            });
        }
    }
    leaving.sort_by_key(|left| left.instruction);
    leaving
}

/// A tree that nothing is copied into and no sweep goes through: all of it is what `RUN`s left.
fn filled_by_runs(subject: &Subject<'_>, grants: &Grants, weighing: &mut Weighing) {
    let files = program_files(subject);
    let is_swept = |tree: &String| {
        grants
            .sweeps
            .iter()
            .any(|sweep| sweep.trees.iter().any(|swept| below(tree, swept).is_some()))
    };
    for tree in grants.trees.iter().filter(|tree| !is_swept(tree)) {
        let mut own = files
            .iter()
            .filter(|file| below(tree, file).is_some_and(|rest| !rest.is_empty()));
        let mut copies = subject.destinations();
        let is_copied = copies.any(|to| to.is_none_or(|to| below(tree, &to.path).is_some()))
            || subject.provenance(tree) != Provenance::NotCopied;
        if !is_copied && own.next().is_some() {
            weighing.assumes(format!(
                "the program does not write to what `RUN` leaves in `{tree}`"
            ));
        }
    }
}

/// Files that a `RUN` makes in a folder that is given: the folder's new owner could not write them.
fn touched(subject: &Subject<'_>, grants: &mut Grants, weighing: &mut Weighing) {
    for ran in &subject.ran {
        if ran.command.program() != Some("touch") {
            continue;
        }
        let stage = subject.stage_of(ran.instruction);
        for word in ran.command.words.iter().skip(1) {
            let written = word.raw.trim_matches(['"', '\'']);
            let Some(path) = crate::expand::text(stage, ran.instruction, written) else {
                continue;
            };
            let Some(folder) = ran.folder.as_ref().filter(|_| !path.starts_with('-')) else {
                continue;
            };
            let path = absolute(folder, &path);
            let is_of_tree = grants.trees.iter().any(|tree| below(tree, &path).is_some());
            let is_given = grants
                .folders
                .iter()
                .any(|given| below(given, &path).is_some());
            if is_of_tree || !is_given || grants.files.contains(&path) {
                continue;
            }
            if grants.gives(crate::image_path::folder(&path)) && !path.contains(['$', '*', ' ']) {
                weighing.rests_on(format!(
                    "`{path}`, which line {} makes, becomes its own",
                    subject.line(ran.instruction)
                ));
                grants.files.push(path);
            } else {
                weighing.assumes(format!(
                    "the program does not write `{path}`, which line {} makes",
                    subject.line(ran.instruction)
                ));
            }
        }
    }
}

/// A mode that keeps others out, on something the account does not own.
fn closed(subject: &Subject<'_>, grants: &Grants, weighing: &mut Weighing) {
    for ran in subject
        .ran
        .iter()
        .filter(|ran| ran.command.program() == Some("chmod"))
    {
        let words = ran.words();
        let plain: Vec<&str> = words
            .iter()
            .skip(1)
            .copied()
            .filter(|word| !word.starts_with('-'))
            .collect();
        let Some((mode, paths)) = plain.split_first() else {
            continue;
        };
        let closes = super::modes::closes(mode);
        for path in paths {
            let path = ran
                .folder
                .as_ref()
                .map_or_else(|| (*path).to_owned(), |folder| absolute(folder, path));
            let is_of_build = path.starts_with("/root")
                || path.starts_with("/etc/sudoers")
                || path.starts_with("/var/lib/apt");
            if closes && !is_of_build && !grants.can_write(&path) {
                weighing.assumes(format!(
                    "the program need not read `{path}`, which line {} closes to all but root",
                    subject.line(ran.instruction)
                ));
            }
        }
    }
}

fn is_in_tree_after(subject: &Subject<'_>, grants: &Grants, position: usize) -> bool {
    let stage = subject.stage_of(position);
    let folder = crate::provenance::workdir(subject.target, stage, position);
    folder.is_none_or(|folder| {
        grants
            .trees
            .iter()
            .any(|tree| below(tree, &folder).is_some())
    })
}

/// Whether a command may leave files of root in the tree that a server could write.
fn leaves_files(ran: &Ran, grants: &Grants, data: &[String]) -> bool {
    if ran.command.words.is_empty() {
        return false;
    }
    let words = ran.words();
    let in_tree = |path: &str| {
        let mut folders = grants.trees.iter().chain(data);
        folders.any(|folder| below(folder, path).is_some())
    };
    let at_home = ran.folder.as_deref().is_none_or(in_tree);
    let names_tree = || {
        ran.folder.as_ref().is_some_and(|folder| {
            let mut rest = words.iter().skip(1).filter(|word| !word.starts_with('-'));
            rest.any(|word| in_tree(&joined(folder, word)) || in_tree(&cloned_to(folder, word)))
        })
    };
    if !at_home && !names_tree() {
        return false;
    }
    let Some(program) = ran.command.program() else {
        return true;
    };
    if matches!(program, "npm" | "yarn" | "pnpm" | "bun") {
        let first = words.iter().skip(1).find(|word| !word.starts_with('-'));
        return !first.is_none_or(|word| INSTALLS.contains(word));
    }
    if program == "ln" || gives_away(&words) {
        return false;
    }
    if program == "mkdir" {
        return words
            .iter()
            .skip(1)
            .filter(|word| !word.starts_with('-'))
            .any(|word| {
                let path = ran.folder.as_ref().map(|folder| absolute(folder, word));
                path.is_some_and(|path| in_tree(&path) && !grants.gives(&path))
            });
    }
    if program.starts_with("python") {
        return !is_harmless_python(&words);
    }
    if runs_another(program, &words) {
        return true;
    }
    if matches!(program, "curl" | "wget") {
        // A download that is not named lands in the working directory.
        return at_home
            && !is_saved_elsewhere(&words, in_tree)
            && !words
                .iter()
                .any(|word| *word == "-" || *word == "-O-" || word.starts_with("-qO-"))
            && ran.command.pipeline.is_none();
    }
    !is_harmless(program)
}

/// Where `git clone` puts what it fetches from an address, when nothing else is said.
fn cloned_to<'p>(folder: &'p str, address: &'p str) -> Cow<'p, str> {
    let name = crate::image_path::name(address.trim_end_matches('/'));
    let is_address = address.contains("://") || address.contains(".git");
    let name = name.strip_suffix(".git").unwrap_or(name);
    joined(folder, if is_address { name } else { "" })
}

/// Whether a program that installs runs a program of the project: `bundle exec rake`, `poetry run`. Composer runs the
/// scripts of the project with everything it does, and packages such as Workerman write beside their code:
/// <https://getcomposer.org/doc/articles/scripts.md>.
fn runs_another(program: &str, words: &[&str]) -> bool {
    let is_told = words
        .iter()
        .skip(1)
        .any(|word| ["exec", "run"].contains(word));
    let is_runner = [
        "bundle", "bundler", "poetry", "pipenv", "pdm", "uv", "hatch", "dotnet", "cargo",
    ]
    .contains(&program);
    (is_runner && is_told) || leaves_packages(program, words)
}

/// Whether Composer installs packages.
pub(super) fn leaves_packages(program: &str, words: &[&str]) -> bool {
    let is_installing = words
        .iter()
        .skip(1)
        .any(|word| ["install", "i", "update", "require", "create-project"].contains(word));
    program == "composer" && is_installing
}

/// `install -d -o 10001 -g 10001 /app`: what it makes is somebody's.
pub(super) fn gives_away(words: &[&str]) -> bool {
    let program = words
        .first()
        .map_or("", |word| crate::image_path::name(word));
    program == "install"
        && words
            .iter()
            .any(|word| *word == "-o" || word.starts_with("--owner"))
}

/// Whether a download names a file outside the tree: `-o /usr/local/bin/tool`.
fn is_saved_elsewhere(words: &[&str], in_tree: impl Fn(&str) -> bool) -> bool {
    let named = words.iter().enumerate().find_map(|(position, word)| {
        let (flag, value) = match word.split_once('=') {
            Some((flag, value)) if flag.starts_with("--") => (flag, Some(value)),
            Some(_) | None => (*word, words.get(position + 1).copied()),
        };
        ["-o", "-O", "--output", "--output-document"]
            .contains(&flag)
            .then_some(value)
            .flatten()
    });
    named.is_some_and(|path| path.starts_with('/') && !in_tree(&absolute("/", path)))
}

/// `python -m pip`, `setup.py`, `compileall`, `venv`.
fn is_harmless_python(words: &[&str]) -> bool {
    words.iter().skip(1).any(|word| {
        [
            "pip",
            "venv",
            "compileall",
            "ensurepip",
            "virtualenv",
            "--version",
            "-V",
            "pip3",
            "build",
        ]
        .contains(word)
            || word.ends_with("setup.py")
            || word.ends_with("get-pip.py")
            || word.ends_with("install-poetry.py")
    })
}

fn quoted(paths: &[String]) -> String {
    let quoted: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
    quoted.join(" and ")
}
