//! Paths of the system that the program's own code names: whoever writes a log to `/var/log/shop` says so there.

use super::grants::Grants;
use super::subject::Subject;
use super::weighing::Weighing;
use super::writes::written;
use crate::any_of::AnyOf;
use crate::image_path::{absolute, in_context, name};
use crate::{Reason, Target};
use context::{Context, EntryKind, Found, join, kept};
use dockerfile::Kind;
use rustc_hash::FxHashSet;
use std::sync::{Arc, LazyLock};

/// How many files of a context are read.
const MAX_FILES: usize = 400;

/// Whether this is an ending of code.
fn is_ending(ending: &str) -> bool {
    matches!(
        ending,
        "py" | "js"
            | "mjs"
            | "cjs"
            | "ts"
            | "rb"
            | "php"
            | "pl"
            | "go"
            | "rs"
            | "java"
            | "kt"
            | "cs"
            | "toml"
            | "ini"
            | "yaml"
            | "yml"
            | "env"
            | "conf"
    )
}

/// Whether the code of a folder of this name does not run in the container.
fn is_skipped(folder: &str) -> bool {
    matches!(
        folder,
        "node_modules"
            | "vendor"
            | ".git"
            | ".github"
            | "test"
            | "tests"
            | "__tests__"
            | "spec"
            | "docs"
            | "target"
            | "deploy"
            | "k8s"
            | "charts"
            | "helm"
            | ".venv"
            | "venv"
    )
}

/// Starts of paths that no route of a web application has, and that a program names to write there.
const WRITTEN: &[&str] = &[
    "/var/log/",
    "/var/lib/",
    "/var/cache/",
    "/var/spool/",
    "/var/run/",
    "/srv/",
    "/mnt/",
    "/root/",
];

/// Endings of files that are written.
const WRITTEN_ENDINGS: &[&str] = &[".db", ".sqlite", ".sqlite3", ".log", ".pid"];

/// How each of them begins. Most texts hold none of these, and are not looked at closely.
const SIGNS: &[&str] = &[
    "/var/", "/srv/", "/mnt/", "/root/", ".db", ".sqlite", ".log", ".pid",
];

static ANY_SIGN: LazyLock<AnyOf> = LazyLock::new(|| AnyOf::new(SIGNS.iter().copied()));

pub(super) fn look(subject: &Subject<'_>, grants: &mut Grants, weighing: &mut Weighing) {
    let Some(context) = subject.target.context else {
        return;
    };
    let configs = super::servers::config_files(subject);
    let copied = Copied::of(subject.target, context);
    for file in copied.files() {
        if configs.contains(&file) {
            continue;
        }
        let Some(text) = context.read(file) else {
            continue;
        };
        for path in paths(&text) {
            if path.ends_with("docker.sock") {
                weighing.holds_back(
                    Reason::DockerSocket,
                    format!("`{file}` names the engine's socket, which belongs to root"),
                );
            } else if !path.starts_with("/var/run/secrets/") {
                written(
                    &absolute("/", path),
                    &format!("named in `{file}`"),
                    grants,
                    weighing,
                );
            }
        }
    }
}

/// The code that the file copies from its context.
pub(super) struct Copied(Vec<Source>);

/// What one source of a `COPY` brings of it.
enum Source {
    /// What lies below a folder.
    Folder(Arc<[Found]>),
    /// A file.
    File(String),
}

impl Copied {
    pub(super) fn of(target: &Target<'_>, context: &dyn Context) -> Self {
        let mut copied = Vec::new();
        for instruction in &target.document.instructions {
            let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
                continue;
            };
            if instruction.flags.iter().any(|flag| flag.name == "from") {
                continue;
            }
            for source in &transfer.sources {
                let path = in_context("", &source.value);
                if context.entries(&path).is_some() {
                    copied.extend(below(context, &path).map(Source::Folder));
                } else if is_code(name(&path)) {
                    copied.push(Source::File(path));
                }
            }
        }
        Self(copied)
    }

    /// The files, in the order in which they were met, each once; no more of folders when there are enough.
    pub(super) fn files(&self) -> Vec<&str> {
        let mut files = Vec::new();
        let mut known = FxHashSet::default();
        for source in &self.0 {
            match source {
                Source::Folder(found) => {
                    for file in found.iter() {
                        if files.len() < MAX_FILES && known.insert(file.path.as_str()) {
                            files.push(file.path.as_str());
                        }
                    }
                }
                Source::File(path) => {
                    if known.insert(path) {
                        files.push(path);
                    }
                }
            }
        }
        files
    }
}

/// The first files of code below a folder, which are looked for once for all Dockerfiles of the context.
///
/// Whoever copies `.git` reads a version or a commit out of it, and runs nothing of it.
fn below(context: &dyn Context, root: &str) -> Option<Arc<[Found]>> {
    if name(root) == ".git" {
        return None;
    }
    kept(context, &format!("code below {root}"), || {
        Ok(walk(context, root))
    })
    .ok()
}

fn walk(context: &dyn Context, root: &str) -> Vec<Found> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in context.entries(&folder).unwrap_or_default().iter() {
            if files.len() >= MAX_FILES {
                return files;
            }
            let path = || join(&folder, &entry.name);
            match entry.kind {
                EntryKind::Folder if !is_skipped(&entry.name) => folders.push(path()),
                EntryKind::File if is_code(&entry.name) => files.push(Found {
                    path: path(),
                    kind: entry.kind,
                }),
                EntryKind::File | EntryKind::Folder | EntryKind::Link | EntryKind::Other => {}
            }
        }
    }
    files
}

fn is_code(name: &str) -> bool {
    let ending = name.bytes().rposition(|byte| byte == b'.');
    let ending = ending.and_then(|dot| name.get(dot + 1..));
    let is_of_compose = || name.contains("compose") || name.contains("Dockerfile");
    ending.is_some_and(is_ending) && !is_of_compose()
}

/// The paths in a text that stand alone between quotes, or behind `=` in a setting, and look written to.
fn paths(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    if !ANY_SIGN.may_be_in(text) {
        return Vec::new();
    }
    let begins = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        matches!(before, Some(b'"' | b'\'' | b'`' | b'=' | b' '))
    };
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-".contains(byte);
    let mut paths: Vec<&str> = Vec::new();
    for at in memchr::memchr_iter(b'/', bytes).filter(|at| begins(*at)) {
        let rest = bytes.get(at..).unwrap_or_default();
        let length = rest.iter().position(|byte| !is_part(byte));
        let end = at + length.unwrap_or(rest.len());
        let path = text.get(at..end).unwrap_or_default();
        let after = bytes.get(end);
        let is_whole = after.is_none_or(|byte| b"\"'`\r\n ,;)".contains(byte));
        let is_written = WRITTEN
            .iter()
            .any(|start| path.len() > start.len() && path.starts_with(start))
            || (path.matches('/').count() > 1
                && WRITTEN_ENDINGS.iter().any(|ending| path.ends_with(ending)));
        if is_whole && is_written && !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::{SIGNS, WRITTEN, WRITTEN_ENDINGS, below, paths};
    use context::MemoryContext;

    #[test]
    fn what_git_keeps_is_no_code_though_it_is_copied() {
        let files = [".git/hooks/check.py", "lib/.git/hooks/check.py", "lib/a.py"];
        let context = MemoryContext::from(files.map(|file| (file, "")));
        assert!(below(&context, ".git").is_none() && below(&context, "lib/.git").is_none());
        let found = below(&context, "").unwrap();
        let found: Vec<&str> = found.iter().map(|found| found.path.as_str()).collect();
        assert_eq!(found, ["lib/a.py"]);
    }

    #[test]
    fn what_is_written_has_a_sign() {
        for named in WRITTEN.iter().chain(WRITTEN_ENDINGS) {
            assert!(SIGNS.iter().any(|sign| named.starts_with(sign)), "{named}");
        }
    }

    #[test]
    fn only_paths_that_no_route_has_are_taken() {
        let text = "open('/var/log/shop/a.log')\n@route('/data')\nDB = \"/data/app.db\"\nurl = 'http://x/var/log/y'\n";
        assert_eq!(paths(text), ["/var/log/shop/a.log", "/data/app.db"]);
    }

    #[test]
    fn a_path_with_a_hole_is_not_taken() {
        assert!(paths("f'/var/log/{name}'").is_empty());
        assert!(paths("'/srv/'").is_empty());
    }
}
