//! Trees of real Dockerfiles, made once and kept below the target folder.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// A tree to measure on.
#[derive(Debug)]
pub struct Tree {
    pub root: PathBuf,
    /// How many files it has.
    pub files: usize,
    /// Its Dockerfiles that are to be hardened, below the root.
    pub dockerfiles: Vec<String>,
    /// Whether it was made just now.
    pub is_new: bool,
}

/// A tree with so many files, so many of them Dockerfiles.
pub fn make(files: usize, dockerfiles: usize) -> Result<Tree, String> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let script = shared.join("bench/make_monorepo.py");
    let corpus = shared.join("corpus/dockerfiles.jsonl.zst");
    for needed in [&script, &corpus] {
        if !needed.is_file() {
            return Err(format!("`{}` is not there", needed.display()));
        }
    }
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("tree-{files}-{dockerfiles}"));
    let manifest = root.with_extension("manifest.json");
    let is_new = !manifest.is_file();
    if is_new {
        let mut python = Command::new("python3");
        python
            .arg(&script)
            .arg("--corpus")
            .arg(&corpus)
            .arg("--out")
            .arg(&root);
        python.args(["--files", &files.to_string()]);
        python.args(["--dockerfiles", &dockerfiles.to_string()]);
        let status = python.arg("--git").stdout(Stdio::null()).status();
        if !status.is_ok_and(|status| status.success()) {
            return Err("`make_monorepo.py` failed".to_owned());
        }
    }
    let text = std::fs::read_to_string(&manifest).map_err(|error| error.to_string())?;
    let manifest: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let listed = manifest
        .get("dockerfiles")
        .and_then(|listed| listed.as_array());
    let listed = listed.ok_or("the manifest lists no Dockerfiles")?;
    let text_of = |file: &serde_json::Value, key: &str| {
        let text = file.get(key).and_then(|text| text.as_str());
        text.map(str::to_owned)
    };
    let of_corpus = listed
        .iter()
        .filter(|file| text_of(file, "kind").as_deref() == Some("corpus"));
    let dockerfiles = of_corpus.filter_map(|file| text_of(file, "path")).collect();
    Ok(Tree {
        root,
        files,
        dockerfiles,
        is_new,
    })
}

/// Waits until the system is done with what was written. Without that, `harden`, which looks into every folder, took twice
/// its time for half a minute after a tree was made, and a linter, which opens one file, its usual one.
pub fn settle() {
    // Not every system has the command: then the time has to do.
    drop(Command::new("sync").status());
    std::thread::sleep(Duration::from_secs(60));
}
