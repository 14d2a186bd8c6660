//! Paths of the system that the program's own code names: whoever writes a log to `/var/log/shop` says so there.

use super::grants::Grants;
use super::subject::Subject;
use super::weighing::Weighing;
use super::writes::written;
use crate::image_path::{absolute, in_context, name};
use crate::{Reason, Target};
use context::{Context, EntryKind};
use dockerfile::Kind;
use memchr::memmem::Finder;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// How many files of a context are read.
const MAX_FILES: usize = 400;

/// Endings of code.
const ENDINGS: &[&str] = &[
    "py", "js", "mjs", "cjs", "ts", "rb", "php", "pl", "go", "rs", "java", "kt", "cs", "toml",
    "ini", "yaml", "yml", "env", "conf",
];

/// Folders whose code does not run in the container.
const SKIPPED: &[&str] = &[
    "node_modules",
    "vendor",
    ".git",
    ".github",
    "test",
    "tests",
    "__tests__",
    "spec",
    "docs",
    "target",
    "deploy",
    "k8s",
    "charts",
    "helm",
    ".venv",
    "venv",
];

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

/// What every text holds that names such a path; most hold none of it.
static SIGNS: LazyLock<Vec<Finder<'static>>> = LazyLock::new(|| {
    let signs = WRITTEN.iter().chain(WRITTEN_ENDINGS);
    signs.map(|sign| Finder::new(*sign)).collect()
});

pub(super) fn look(subject: &Subject<'_>, grants: &mut Grants, weighing: &mut Weighing) {
    let Some(context) = subject.target.context else {
        return;
    };
    let configs = super::servers::config_files(subject);
    for file in files(subject.target, context) {
        if configs.contains(&file.as_str()) {
            continue;
        }
        let Some(text) = context.read(&file) else {
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

/// The code that the file copies from its context, in order.
pub(super) fn files(target: &Target<'_>, context: &dyn Context) -> Vec<String> {
    let mut files = Files::default();
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
                walk(context, &path, &mut files);
            } else if is_code(name(&path)) {
                files.add(path);
            }
        }
    }
    files.in_order
}

/// Files in the order in which they were met, each once.
#[derive(Default)]
struct Files {
    in_order: Vec<String>,
    known: FxHashSet<String>,
}

impl Files {
    fn add(&mut self, path: String) {
        if self.known.insert(path.clone()) {
            self.in_order.push(path);
        }
    }
}

fn walk(context: &dyn Context, root: &str, files: &mut Files) {
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in context.entries(&folder).unwrap_or_default().iter() {
            if files.in_order.len() >= MAX_FILES {
                return;
            }
            let path = || match folder.as_str() {
                "" => entry.name.clone(),
                folder => [folder, "/", &entry.name].concat(),
            };
            match entry.kind {
                EntryKind::Folder if !SKIPPED.contains(&entry.name.as_str()) => {
                    folders.push(path());
                }
                EntryKind::File if is_code(&entry.name) => files.add(path()),
                EntryKind::File | EntryKind::Folder | EntryKind::Link | EntryKind::Other => {}
            }
        }
    }
}

fn is_code(name: &str) -> bool {
    let ending = name.bytes().rposition(|byte| byte == b'.');
    let ending = ending.and_then(|dot| name.get(dot + 1..));
    let is_of_compose = || name.contains("compose") || name.contains("Dockerfile");
    ending.is_some_and(|ending| ENDINGS.contains(&ending)) && !is_of_compose()
}

/// The paths in a text that stand alone between quotes, or behind `=` in a setting, and look written to.
fn paths(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    if !SIGNS.iter().any(|sign| sign.find(bytes).is_some()) {
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
    use super::paths;

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
