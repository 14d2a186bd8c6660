//! A tree with everything that can lie in the way: the run ends, says one thing of each bad file, and does all others.
#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must fail"
)]

mod support;

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use support::program::{LABEL, OLD, check, tree, with};
use tempfile::TempDir;

/// More than any run over this tree takes, on the busiest machine.
const PATIENCE: Duration = Duration::from_secs(120);

#[test]
fn each_bad_file_is_named_once_and_all_others_are_done() {
    let folder = hazards();
    assert!(ends(folder.path(), &["--diff"]), "the run hangs");
    check("hazards", folder.path(), &with(&LABEL, &["--diff"]));
}

#[test]
fn bad_callers_stop_nothing() {
    let folder = hazards();
    assert!(ends(folder.path(), &["--list-builds"]), "the run hangs");
    check("hazards-list-builds", folder.path(), &["--list-builds"]);
}

#[test]
fn write_does_what_can_be_done() {
    let folder = hazards();
    let write = with(&LABEL, &["--write", "--allow-dirty"]);
    assert!(ends(folder.path(), &write), "the run hangs");
    let text = |path: &str| fs::read(folder.path().join(path)).expect("the file is there");
    for done in ["good", "hz spaces ü中", "read-only"] {
        let text = String::from_utf8(text(&format!("{done}/Dockerfile"))).expect("it is text");
        assert!(text.contains("LABEL"), "{done}: {text}");
    }
    assert_eq!(text("latin1/Dockerfile"), LATIN_1);
    assert_eq!(text("empty/Dockerfile"), b"");
}

/// A script that is no UTF-8 may build the image: whoever moves its secret is told to look.
#[test]
fn a_caller_that_cannot_be_read_is_named() {
    let folder = tree(&[(
        "Dockerfile",
        "FROM debian:bookworm-slim\nARG API_TOKEN\nRUN curl -H \"Authorization: Bearer $API_TOKEN\" https://example.com\n",
    )]);
    let script = b"#!/bin/sh\n# caf\xe9\ndocker build --build-arg API_TOKEN .\n";
    fs::write(folder.path().join("build.sh"), script).expect("the script can be written");
    let only = ["--diff", "--unsafe", "--only", "secret-mounts"];
    check("unread-caller", folder.path(), &only);
}

const LATIN_1: &[u8] = b"FROM debian\n# caf\xe9\nRUN true\n";

/// Links that go in circles or leave the tree, bad encodings, files that are none, and good ones among them.
fn hazards() -> TempDir {
    let folder = tree(&[
        ("good/Dockerfile", OLD),
        ("hz spaces ü中/Dockerfile", OLD),
        ("read-only/Dockerfile", OLD),
        ("empty/Dockerfile", ""),
        ("blank/Dockerfile", "\n \n"),
        ("folder/Dockerfile/README", "a folder of this name\n"),
        ("callers/compose.yaml", "services:\n  a: [\n"),
        ("callers/docker-bake.hcl", "target \"a\" {\n"),
        ("callers/docker-bake.json", "{\"target\":\n"),
        ("callers/deep.compose.yaml", &"[".repeat(100_000)),
        ("callers/Makefile", "\tdocker build $(\n"),
        ("callers/.env", "=\n"),
    ]);
    let at = |path: &str| folder.path().join(path);
    let put = |path: &str, bytes: &[u8]| {
        fs::create_dir_all(at(path).parent().expect("a file has a folder"))
            .expect("the folder can be made");
        fs::write(at(path), bytes).expect("the file can be written");
    };
    put("latin1/Dockerfile", LATIN_1);
    put("big/Dockerfile", "FROM debian\n".repeat(1 << 19).as_bytes());
    put("callers/compose.override.yaml", b"services: \xff\xfe\n");
    put("callers/docker-compose.yml", &b"# big\n".repeat(1 << 20));
    let link = |target: &Path, place: &str| {
        symlink(target, at(place)).expect("the link can be made");
    };
    link(Path::new("."), "good/loop");
    link(Path::new("../good"), "good/back");
    link(Path::new("/"), "good/root");
    link(Path::new("nothing"), "good/Dockerfile.nothing");
    link(Path::new("Dockerfile.circle"), "good/Dockerfile.circle");
    link(Path::new("/etc/passwd"), "good/Dockerfile.outside");
    link(Path::new("../good"), "folder/Dockerfile.link");
    fs::create_dir(at("pipe")).expect("the folder can be made");
    for pipe in ["pipe/Dockerfile", "pipe/compose.yaml", "pipe/.dockerignore"] {
        let status = Command::new("mkfifo").arg(at(pipe)).status();
        assert!(status.is_ok_and(|status| status.success()), "mkfifo");
    }
    let read_only = Permissions::from_mode(0o444);
    fs::set_permissions(at("read-only/Dockerfile"), read_only).expect("it is ours");
    folder
}

/// Whether the program ends in good time.
fn ends(folder: &Path, arguments: &[&str]) -> bool {
    let mut child = Command::new(env!("CARGO_BIN_EXE_harden"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let start = Instant::now();
    let mut has_ended = false;
    while !has_ended && start.elapsed() < PATIENCE {
        has_ended = child.try_wait().expect("it can be asked").is_some();
        sleep(Duration::from_millis(20));
    }
    child.kill().ok();
    child.wait().expect("it can be waited for");
    has_ended
}
