//! What Docker sends of a build context before and after it is hardened: the difference is a snapshot for each context
//! of `contexts.toml`, and an engine, where there is one, sends the same files.

use crate::engine::Engine;
use context::{Ignore, MemoryContext};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

#[derive(Debug, Deserialize)]
struct Contexts {
    context: Vec<Built>,
}

/// A build context with its Dockerfile.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Built {
    name: String,
    dockerfile: String,
    files: BTreeMap<String, String>,
}

impl Built {
    fn all() -> Vec<Built> {
        let contexts: Contexts = toml::from_str(include_str!("contexts.toml")).unwrap();
        contexts.context
    }

    /// The context on disk.
    fn place(&self) -> tempfile::TempDir {
        let place = tempfile::tempdir().unwrap();
        let files = self.files.iter();
        let dockerfile = ("Dockerfile", self.dockerfile.as_str());
        for (path, text) in files
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .chain([dockerfile])
        {
            let file = place.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        place
    }
}

/// Writes the ignore file, with these options.
fn harden(folder: &Path, options: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_harden"))
        .args([
            "--isolated",
            "--write",
            "--allow-dirty",
            "--only",
            "dockerignore",
        ])
        .args(options)
        .arg(".")
        .current_dir(folder)
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
}

/// The files below a folder, sorted.
pub fn files(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    list(folder, folder, &mut files);
    files
}

/// The files that Docker sends by its rules, folders left out.
fn sent(folder: &Path) -> Vec<String> {
    let files = files(folder);
    let own = fs::read_to_string(folder.join("Dockerfile.dockerignore"));
    let text = own.or_else(|_| fs::read_to_string(folder.join(".dockerignore")));
    let ignore = Ignore::parse(&text.unwrap_or_default()).unwrap();
    let context: MemoryContext = files.iter().map(|file| (file.as_str(), "")).collect();
    let mut sent = context::sent(&context, &ignore, 1000).unwrap();
    sent.retain(|path| files.contains(path));
    sent
}

fn list(root: &Path, folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(root, &path, files);
        } else {
            let below = path.strip_prefix(root).unwrap();
            files.push(below.to_string_lossy().into_owned());
        }
    }
    files.sort();
}

/// The files that `before` has and `after` has not.
fn gone(before: &[String], after: &[String]) -> String {
    let gone = before.iter().filter(|file| !after.contains(file));
    gone.fold(String::new(), |mut text, file| {
        let _ = writeln!(text, "  {file}");
        text
    })
}

#[test]
fn what_stays_out_of_a_context_is_what_was_meant() {
    for built in Built::all() {
        let place = built.place();
        let before = sent(place.path());
        harden(place.path(), &[]);
        let safe = sent(place.path());
        harden(place.path(), &["--unsafe"]);
        let bold = sent(place.path());
        // Nothing but the ignore file itself comes in.
        for after in [&safe, &bold] {
            let new: Vec<&String> = after.iter().filter(|file| !before.contains(file)).collect();
            assert!(
                new.iter().all(|file| file.ends_with(".dockerignore")),
                "{new:?}"
            );
        }
        let shown = format!(
            "sent: {} files\nleft out:\n{}left out with `--unsafe`:\n{}",
            before.len(),
            gone(&before, &safe),
            gone(&safe, &bold)
        );
        let mut settings = insta::Settings::clone_current();
        settings
            .set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/contexts"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(built.name.as_str(), shown));
    }
}

/// The engine sends what the rules say, before and after.
#[test]
fn docker_sends_the_same_files() {
    if std::env::var_os("HARDEN_REALBUILD").is_none() {
        println!("skipped: HARDEN_REALBUILD is not set (`ci`, `all` or names of apps)");
        return;
    }
    let Some(engine) = Engine::start(&[]) else {
        return;
    };
    let all = Built::all();
    for built in &all {
        let place = built.place();
        assert_eq!(
            engine.sent(place.path()),
            sent(place.path()),
            "{}, before",
            built.name
        );
        harden(place.path(), &["--unsafe"]);
        assert_eq!(
            engine.sent(place.path()),
            sent(place.path()),
            "{}, after",
            built.name
        );
    }
    println!(
        "{} contexts: Docker sends what the rules say, before and after",
        all.len()
    );
}
