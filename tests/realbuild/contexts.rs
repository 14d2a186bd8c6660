//! What Docker sends of a build context before and after it is hardened: the difference is a snapshot for each context
//! of `contexts.toml` and `layouts.toml`, and an engine, where there is one, sends the same files, finds everything
//! that the Dockerfile names, and runs what it built.

use crate::engine::Engine;
use context::{Ignore, MemoryContext, Source};
use dockerfile::{Document, Instruction, Kind};
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
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Built {
    name: String,
    dockerfile: String,
    /// Where the Dockerfile lies; the root of the context is the folder all the same.
    #[serde(default = "dockerfile")]
    path: String,
    /// Files with their texts.
    files: BTreeMap<String, String>,
    /// The paths of files without text.
    #[serde(default)]
    more: String,
    /// What the image says when it runs, before and after; without it, the image is not built.
    says: Option<String>,
    /// The stand-in images that this needs.
    #[serde(default)]
    stand_ins: Vec<String>,
}

fn dockerfile() -> String {
    "Dockerfile".to_owned()
}

impl Built {
    fn all() -> Vec<Built> {
        let texts = [include_str!("contexts.toml"), include_str!("layouts.toml")];
        let contexts = texts.map(|text| toml::from_str::<Contexts>(text).unwrap().context);
        contexts.into_iter().flatten().collect()
    }

    /// The context on disk.
    fn place(&self) -> tempfile::TempDir {
        let place = tempfile::tempdir().unwrap();
        let files = self.files.iter();
        let files = files.map(|(path, text)| (path.as_str(), text.as_str()));
        let more = self.more.split_whitespace().map(|path| (path, ""));
        let dockerfile = (self.path.as_str(), self.dockerfile.as_str());
        for (path, text) in files.chain(more).chain([dockerfile]) {
            let file = place.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        place
    }

    /// What the Dockerfile takes from the context by a name: the sources of `COPY`, `ADD` and bind mounts.
    fn named(&self) -> Vec<String> {
        let document = Document::parse(self.dockerfile.as_str());
        let sources = document.instructions.iter().flat_map(sources);
        let mut sources: Vec<String> = sources
            .filter(|source| !Source::parse(source).is_whole_context())
            .collect();
        sources.sort();
        sources.dedup();
        sources
    }

    /// The files that Docker sends by its rules, folders left out.
    fn sent(&self, folder: &Path) -> Vec<String> {
        let files = files(folder);
        let own = fs::read_to_string(folder.join(format!("{}.dockerignore", self.path)));
        let text = own.or_else(|_| fs::read_to_string(folder.join(".dockerignore")));
        let ignore = Ignore::parse(&text.unwrap_or_default()).unwrap();
        let context: MemoryContext = files.iter().map(|file| (file.as_str(), "")).collect();
        let mut sent = context::sent(&context, &ignore, 1000, |_| true).unwrap();
        sent.retain(|path| files.contains(path));
        sent
    }
}

/// The sources of an instruction that lie in the context.
fn sources(instruction: &Instruction) -> Vec<String> {
    let is_elsewhere = instruction.flags.iter().any(|flag| flag.name == "from");
    if let Kind::Copy(transfer) | Kind::Add(transfer) = &instruction.kind
        && !is_elsewhere
    {
        let words = transfer.sources.iter();
        return words.map(|word| word.value.clone()).collect();
    }
    let mounts = instruction.flags.iter().filter(|flag| flag.name == "mount");
    let options = mounts.flat_map(|flag| &flag.options);
    let sources = options.filter(|option| option.key == "source");
    sources.filter_map(|option| option.value.clone()).collect()
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
    let all = Built::all();
    assert!(all.len() >= 50, "{}", all.len());
    for built in all {
        let place = built.place();
        let before = built.sent(place.path());
        harden(place.path(), &[]);
        let safe = built.sent(place.path());
        harden(place.path(), &["--unsafe"]);
        let bold = built.sent(place.path());
        for after in [&safe, &bold] {
            // Nothing but the ignore file itself comes in.
            let new: Vec<&String> = after.iter().filter(|file| !before.contains(file)).collect();
            assert!(
                new.iter().all(|file| file.ends_with(".dockerignore")),
                "{new:?}"
            );
            // What an instruction names is still there: all of it.
            for named in built.named() {
                let source = Source::parse(&named);
                let lost = before
                    .iter()
                    .find(|file| source.names(file) && !after.contains(file));
                assert_eq!(lost, None, "{}: `{named}` loses a file", built.name);
                let holds = |files: &[String]| files.iter().any(|file| source.covers(file));
                assert_eq!(
                    holds(&before),
                    holds(after),
                    "{}: nothing is left of `{named}`",
                    built.name
                );
            }
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

/// The engine sends what the rules say, before and after, and finds what the Dockerfile names.
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
        let named = built.named();
        let before = engine.sent(place.path(), &built.path, &named);
        assert_eq!(before, built.sent(place.path()), "{}, before", built.name);
        harden(place.path(), &["--unsafe"]);
        let after = engine.sent(place.path(), &built.path, &named);
        assert_eq!(after, built.sent(place.path()), "{}, after", built.name);
    }
    println!(
        "{} contexts: Docker sends what the rules say, before and after",
        all.len()
    );
}

/// Images that copy all of their context are built and run with the ignore file as without it.
#[test]
fn what_copies_everything_still_runs() {
    if std::env::var_os("HARDEN_REALBUILD").is_none() {
        println!("skipped: HARDEN_REALBUILD is not set (`ci`, `all` or names of apps)");
        return;
    }
    let mut all = Built::all();
    all.retain(|built| built.says.is_some());
    let images = all.iter().flat_map(|built| &built.stand_ins);
    let Some(engine) = Engine::start_with(images.map(String::as_str).collect()) else {
        return;
    };
    for built in &all {
        let place = built.place();
        let says = built.says.as_deref().unwrap_or_default();
        for step in ["before", "after"] {
            let output = engine.output(place.path(), &built.path);
            assert!(output.contains(says), "{}, {step}: {output}", built.name);
            harden(place.path(), &["--unsafe"]);
        }
        println!("{}: built and run before and after", built.name);
    }
}
