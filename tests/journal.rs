//! Writing is all or nothing for each plan: whatever stops it, and at whichever step.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must fail"
)]

mod support;

use harden::{Stream, World};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::program::{git, tree};
use support::run;

/// Two Dockerfiles that share an ignore file, and one that stands alone.
const TREE: &[(&str, &str)] = &[
    (
        "build.sh",
        "docker build -f one/Dockerfile .\ndocker build -f two/Dockerfile .\n",
    ),
    (
        "one/Dockerfile",
        "FROM alpine:3.22\nMAINTAINER jo@example.com\nCOPY . /srv\nUSER 10001\n",
    ),
    (
        "two/Dockerfile",
        "FROM alpine:3.22\nMAINTAINER al@example.com\nCOPY . /srv\nUSER 10001\n",
    ),
    (
        "alone/Dockerfile",
        "FROM alpine:3.22\nMAINTAINER jo@example.com\nUSER 10001\n",
    ),
    (".env.example", "A=\n"),
];

/// Which files of the tree change together.
const UNITS: &[&[&str]] = &[
    &["one/Dockerfile", "two/Dockerfile", ".dockerignore"],
    &["alone/Dockerfile"],
];

/// The transforms that have something to do there.
const WRITE: &[&str] = &[
    "--write",
    "--allow-dirty",
    "--only",
    "maintainer-label,dockerignore",
];

/// The variables that make a test of this file stop at a step, in a folder.
const STEP: &str = "HARDEN_TEST_STOP_AT";
const FOLDER: &str = "HARDEN_TEST_FOLDER";

/// Every file below `folder` but those of git itself, with its text.
fn texts(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("the folder can be listed") {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let below = path.strip_prefix(folder).expect("it lies below");
                let is_of_git = below.starts_with(".git");
                if !is_of_git || below.to_string_lossy().contains("harden") {
                    let text = fs::read_to_string(&path).expect("the file is text");
                    found.insert(below.to_path_buf(), text);
                }
            }
        }
    }
    found
}

/// Not a test of its own: the next one runs it in a process of its own, which stops at a step as if it were killed.
#[test]
fn stops_at_a_step() {
    let (Ok(step), Ok(folder)) = (std::env::var(STEP), std::env::var(FOLDER)) else {
        return;
    };
    let last: usize = step.parse().expect("a number");
    let stream = || Stream {
        writer: Box::new(std::io::sink()),
        is_terminal: false,
    };
    let mut world = World {
        folder: PathBuf::from(folder),
        input: Box::new(std::io::empty()),
        output: stream(),
        messages: stream(),
        no_color: false,
        before_step: Box::new(move |step| {
            if step == last {
                std::process::abort();
            }
        }),
    };
    let words = std::iter::once("harden").chain(WRITE.iter().copied());
    let code = harden::run(words.map(OsString::from), &mut world);
    std::process::exit(i32::from(code));
}

/// Runs the test above on `folder`; whether it was stopped.
fn is_stopped(folder: &Path, step: usize) -> bool {
    let status = Command::new(std::env::current_exe().expect("this program has a place"))
        .args(["--exact", "stops_at_a_step", "--nocapture"])
        .env(STEP, step.to_string())
        .env(FOLDER, folder)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .expect("this program starts");
    status.code().is_none_or(|code| {
        assert_eq!(code, 0, "step {step}");
        false
    })
}

fn fresh(is_repository: bool) -> tempfile::TempDir {
    let folder = tree(TREE);
    if is_repository {
        git(folder.path(), &["init", "--quiet"]);
    }
    folder
}

/// Looks at what a kill leaves, at every step of a write in turn, each in a tree of its own.
fn killed_at_each_step(is_repository: bool, look: impl Fn(&Path, usize)) {
    let mut step = 0;
    loop {
        let folder = fresh(is_repository);
        let root = folder.path().canonicalize().expect("the folder is there");
        if !is_stopped(&root, step) {
            break;
        }
        look(&root, step);
        step += 1;
    }
    // Four files and a journal: fewer steps would mean that some were not reached.
    assert!(step >= 20, "only {step} steps");
}

#[test]
fn a_kill_at_any_step_leaves_each_plan_done_or_undone() {
    for is_repository in [false, true] {
        let folder = fresh(is_repository);
        let before = texts(folder.path());
        assert_eq!(run(folder.path(), WRITE).code, 0);
        let after = texts(folder.path());
        let changed = after
            .iter()
            .filter(|(path, text)| before.get(*path) != Some(*text));
        assert_eq!(changed.count(), 4, "{after:?}");

        killed_at_each_step(is_repository, |root, step| {
            let next = run(root, &["--check"]);
            assert!(!next.messages.contains("could not"), "{}", next.messages);
            let left = texts(root);
            for unit in UNITS {
                let all_are = |of: &BTreeMap<PathBuf, String>| {
                    let mut files = unit.iter().map(Path::new);
                    files.all(|file| left.get(file) == of.get(file))
                };
                assert!(all_are(&before) || all_are(&after), "step {step}: {left:?}");
            }
            let stray = left
                .keys()
                .find(|path| path.to_string_lossy().contains("harden"));
            assert_eq!(stray, None, "step {step}");
        });
    }
}

#[test]
fn what_a_kill_left_is_undone_before_anything_is_read() {
    let files = ["one/Dockerfile", "two/Dockerfile", "alone/Dockerfile"];
    let only = ["--diff", "--only", "maintainer-label,dockerignore"];
    let diff: Vec<&str> = only.into_iter().chain(files).collect();
    killed_at_each_step(true, |root, step| {
        let next = run(root, &diff);
        assert_eq!(next.output, run(root, &diff).output, "step {step}");
    });
}

#[test]
fn a_journal_of_a_folder_below_is_found() {
    let folder = fresh(false);
    let root = folder.path().canonicalize().expect("the folder is there");
    let above = tempfile::tempdir().expect("a folder");
    let inner = above.path().join("a/b");
    support::copy(&root, &inner);
    let inner = inner.canonicalize().expect("the folder is there");
    assert!(is_stopped(&inner, 9));
    assert!(inner.join(".harden-journal").exists());
    run(above.path(), &["--check"]);
    assert!(!inner.join(".harden-journal").exists());
}

#[test]
fn a_file_that_was_edited_after_the_kill_is_not_put_back() {
    let folder = fresh(false);
    let root = folder.path().canonicalize().expect("the folder is there");
    let mut step = 0;
    // The first step after which a text has its place.
    while fs::read_to_string(root.join("one/Dockerfile"))
        .expect("a file")
        .contains("MAINTAINER")
    {
        step += 1;
        assert!(is_stopped(&root, step), "step {step}");
        if fs::read_to_string(root.join("one/Dockerfile"))
            .expect("a file")
            .contains("MAINTAINER")
        {
            run(&root, &["--check"]);
        }
    }
    fs::write(root.join("one/Dockerfile"), "FROM mine\n").expect("the file can be written");
    let next = run(&root, &["--check"]);
    assert!(
        next.messages.contains("it has been changed since"),
        "{}",
        next.messages
    );
    let text = fs::read_to_string(root.join("one/Dockerfile")).expect("a file");
    assert_eq!(text, "FROM mine\n");
}

/// A small file system of its own at `folder`, gone with this value; `None` where none can be mounted.
struct Mount<'m>(&'m Path);

impl<'m> Mount<'m> {
    fn new(folder: &'m Path, options: &str) -> Option<Self> {
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "harden-test"])
            .arg(folder)
            .stderr(std::process::Stdio::null())
            .status();
        if mount.is_ok_and(|status| status.success()) {
            return Some(Self(folder));
        }
        println!("skipped: no file system can be mounted here");
        None
    }

    fn remount(&self, options: &str) {
        let status = Command::new("mount")
            .args(["-o", &format!("remount,{options}")])
            .arg(self.0)
            .status();
        assert!(status.is_ok_and(|status| status.success()), "remount");
    }
}

impl Drop for Mount<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[test]
fn a_full_disk_leaves_each_plan_undone() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(_mount) = Mount::new(folder.path(), "size=64k") else {
        return;
    };
    for (path, text) in TREE {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, text).expect("a file");
    }
    // What is left is filled to the last byte.
    let mut filler = fs::File::create(folder.path().join("filler.bin")).expect("a file");
    while std::io::Write::write_all(&mut filler, &[b'x'; 512]).is_ok() {}
    let before = texts(folder.path());
    let done = run(folder.path(), WRITE);
    assert_eq!(done.code, 2, "{}", done.messages);
    assert!(
        done.messages.contains("could not be written"),
        "{}",
        done.messages
    );
    assert_eq!(texts(folder.path()), before);
}

#[test]
fn a_folder_that_cannot_be_written_leaves_its_plan_undone_and_the_others_done() {
    let folder = fresh(false);
    let two = folder.path().join("two");
    let Some(mount) = Mount::new(&two, "size=64k") else {
        return;
    };
    fs::write(two.join("Dockerfile"), TREE[2].1).expect("a file");
    mount.remount("ro");
    let before = texts(folder.path());
    let done = run(folder.path(), WRITE);
    assert_eq!(done.code, 2, "{}", done.messages);
    let after = texts(folder.path());
    let changed: Vec<String> = after
        .iter()
        .filter(|(path, text)| before.get(*path) != Some(*text))
        .map(|(path, _)| path.to_string_lossy().into_owned())
        .collect();
    assert_eq!(changed, ["alone/Dockerfile"], "{}", done.messages);
}
