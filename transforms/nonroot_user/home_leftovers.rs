//! What a `RUN` leaves below the home of root, where the program may look for it later.

use super::knowledge::root_home;
use super::root_home::{BUILD_ONLY, is_set};
use super::subject::{Ran, Subject};
use super::weighing::Weighing;
use crate::image_path::{absolute, below};

/// Programs that write at the paths that they are given.
const WRITERS: &[&str] = &[
    "mkdir", "cp", "mv", "tee", "ln", "install", "touch", "git", "curl", "wget", "tar", "unzip",
];

/// Folders that only builds read, or that tools fill again.
const OF_BUILDS: &[&str] = &[
    ".gnupg",
    ".cache",
    ".npm",
    ".config/pip",
    ".config/composer",
    ".pki",
];

pub(super) fn look(subject: &Subject<'_>, weighing: &mut Weighing) {
    let mut told: Vec<String> = Vec::new();
    for ran in &subject.ran {
        let line = subject.line(ran.instruction);
        let program = ran.command.program();
        let mut leaves = root_home().leaves.iter();
        let known = leaves.find(|known| {
            if program != Some(known.program.as_str()) {
                return false;
            }
            let words = ran.words();
            let mut wanted = known.words.iter();
            let of_base = subject
                .base
                .as_ref()
                .is_some_and(|base| known.unless.iter().any(|image| image == base.name.as_str()));
            wanted.all(|wanted| words.iter().any(|word| word.contains(wanted.as_str())))
                && !of_base
                && !words
                    .iter()
                    .any(|word| word.starts_with("--root") || word.starts_with("--tool-path"))
                && !is_set(subject, ran, &known.unless)
        });
        let path = known
            .map(|known| known.path.clone())
            .or_else(|| written(subject, ran));
        let is_told = |path: &String| told.iter().any(|other| below(other, path).is_some());
        if let Some(path) = path.filter(|path| !is_told(path)) {
            weighing.assumes(format!(
                "the program needs nothing of what line {line} leaves in `{path}`"
            ));
            told.push(path);
        }
    }
}

/// The path below the home of root that a command writes, and nothing removes again.
fn written(subject: &Subject<'_>, ran: &Ran) -> Option<String> {
    let program = ran.command.program().unwrap_or_default();
    let is_clone = || program != "git" || ran.each_word().any(|word| word == "clone");
    let is_writer = WRITERS.contains(&program) && is_clone();
    let named = is_writer.then(|| ran.each_word().skip(1));
    let redirected = ran.command.redirections.iter().filter_map(|redirection| {
        let target = redirection.target.as_ref()?;
        redirection.kind.writes().then_some(target.raw.as_str())
    });
    let named = named.into_iter().flatten();
    named.chain(redirected).filter_map(at_home).find(|path| {
        let rest = below("/root", path).unwrap_or_default();
        let mut parts = rest.split('/');
        let of_build = OF_BUILDS.iter().any(|folder| below(folder, rest).is_some());
        !rest.is_empty()
            && !of_build
            && !parts.any(|part| BUILD_ONLY.contains(&part))
            && !is_removed(subject, path)
    })
}

/// A path below the home of root, however it is written.
fn at_home(word: &str) -> Option<String> {
    let word = word.trim_matches(['"', '\'']);
    let rest = ["~/", "$HOME/", "${HOME}/", "/root/"]
        .iter()
        .find_map(|start| word.strip_prefix(start))?;
    (!rest.contains(['$', '*'])).then(|| absolute("/root", rest))
}

fn is_removed(subject: &Subject<'_>, path: &str) -> bool {
    subject.ran.iter().any(|ran| {
        let mut removed = ran.each_word().skip(1).filter_map(at_home);
        matches!(ran.command.program(), Some("rm" | "mv"))
            && removed.any(|removed| below(&removed, path).is_some())
    })
}
