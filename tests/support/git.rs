//! Applying a diff as people do.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Applies `diff` in `folder`, and fails where git does not take it.
pub fn apply(folder: &Path, diff: &str) {
    let mut child = Command::new("git")
        .args(["-c", "core.autocrlf=false"])
        .args(["apply", "--whitespace=nowarn", "-"])
        .current_dir(folder)
        .env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap_or(folder))
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("git runs");
    let mut pipe = child.stdin.take().expect("there is a pipe");
    pipe.write_all(diff.as_bytes()).expect("git reads");
    drop(pipe);
    let output = child.wait_with_output().expect("git ends");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
}
