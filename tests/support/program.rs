//! Running the program itself, in an empty environment, and keeping what it prints.

use super::{root, sandbox};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A Dockerfile with a finding that has a safe fix.
pub const OLD: &str = "FROM alpine:3.22\nMAINTAINER jo@example.com\nCMD [\"date\"]\n";
/// A Dockerfile with nothing to find.
pub const CLEAN: &str = "FROM scratch\nUSER 10001\n";
/// Just the transform whose findings these tests know.
pub const LABEL: [&str; 2] = ["--only", "maintainer-label"];

/// A folder with these files.
pub fn tree(files: &[(&str, &str)]) -> TempDir {
    let folder = sandbox();
    for (path, text) in files {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().expect("a file has a folder"))
            .expect("the folder can be made");
        fs::write(file, text).expect("the file can be written");
    }
    folder
}

/// Runs `git` in `folder`, without the habits of whoever runs the tests.
pub fn git(folder: &Path, arguments: &[&str]) {
    let status = Command::new("git")
        .args([
            "-c",
            "user.name=Jo",
            "-c",
            "user.email=jo@example.com",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("git runs");
    assert!(status.success(), "git {arguments:?}");
}

/// What the program prints in `folder`: the command, its exit code, its output, its messages.
pub fn shown(folder: &Path, arguments: &[&str], input: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_harden"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    std::io::Write::write_all(
        &mut child.stdin.take().expect("there is a pipe"),
        input.as_bytes(),
    )
    .ok();
    let output = child.wait_with_output().expect("the program ends");
    let code = output.status.code().expect("the program is not killed");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("what harden prints is UTF-8");
    let words: Vec<String> = arguments.iter().map(|word| quoted(word)).collect();
    let (output, messages) = (text(output.stdout), text(output.stderr));
    let folder = folder.canonicalize().expect("the folder is there");
    format!(
        "$ harden {}\nexit code: {code}\n--- output\n{output}--- messages\n{messages}",
        words.join(" ")
    )
    .replace(&*folder.to_string_lossy(), "[folder]")
    .replace('\r', "␍")
    .replace('\u{1b}', "␛")
}

pub fn quoted(word: &str) -> String {
    if word.contains(' ') {
        format!("'{word}'")
    } else {
        word.to_owned()
    }
}

/// Compares what the command prints with `snapshots/command/<name>.snap`.
pub fn check(name: &str, folder: &Path, arguments: &[&str]) {
    check_with_input(name, folder, arguments, "");
}

pub fn check_with_input(name: &str, folder: &Path, arguments: &[&str], input: &str) {
    let text = shown(folder, arguments, input);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots/command"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

pub fn with<'a>(options: &[&'a str], rest: &[&'a str]) -> Vec<&'a str> {
    [options, rest].concat()
}
