//! Reads the corpus of real Dockerfiles, and what Docker says of them, for tests.
//!
//! The corpus lies beside the checkout (`../shared/corpus`) and is never copied into it. Where it is missing, [`read`]
//! says so on one line and gives `None`, and the test that asked ends there.

use serde::de::DeserializeOwned;
use std::io::Read;
use std::path::PathBuf;

mod record;

pub use record::{Heredoc, IgnoreFile, Image, Instruction, Real, StageName, Verdict};

/// The files of the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// 4,000 real Dockerfiles, as [`Real`].
    Dockerfiles,
    /// BuildKit's verdict on each of them, as [`Verdict`], in the same order.
    Verdicts,
    /// 95 small inputs that some parser gets wrong, as [`Verdict`] with content.
    Tricky,
    /// 3,500 damaged Dockerfiles, as [`Verdict`] with content.
    Mutants,
    /// 3,000 ignore files with Docker's answers, as [`IgnoreFile`].
    IgnoreFiles,
}

/// The records of `part`, or `None`, with a line on standard error, when the corpus is not there.
///
/// # Panics
/// When the corpus is there and cannot be read: a test must not pass then.
#[must_use]
#[allow(
    clippy::panic,
    reason = "only tests use this package, and a broken corpus must fail them"
)]
pub fn read<T: DeserializeOwned>(part: Part) -> Option<Vec<T>> {
    let path = folder()?.join(match part {
        Part::Dockerfiles => "dockerfiles.jsonl.zst",
        Part::Verdicts => "buildkit.jsonl.zst",
        Part::Tricky => "tricky.jsonl.zst",
        Part::Mutants => "mutants.jsonl.zst",
        Part::IgnoreFiles => "dockerignore.jsonl.zst",
    });
    let packed =
        std::fs::read(&path).unwrap_or_else(|error| panic!("`{}`: {error}", path.display()));
    let mut text = String::new();
    ruzstd::decoding::StreamingDecoder::new(packed.as_slice())
        .unwrap_or_else(|error| panic!("`{}`: {error}", path.display()))
        .read_to_string(&mut text)
        .unwrap_or_else(|error| panic!("`{}`: {error}", path.display()));
    let records = text
        .split('\n')
        .filter(|line| !line.is_empty())
        .map(|line| {
            serde_json::from_str(line)
                .unwrap_or_else(|error| panic!("`{}`: {error}: {line}", path.display()))
        });
    Some(records.collect())
}

/// The folder beside the checkout, found from this package's place in it.
fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: the corpus is not there (`../shared/corpus`)");
    None
}
