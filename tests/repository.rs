//! What holds for the files of this repository.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must fail"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use support::{root, sandbox};
use transforms::ALL;

/// No Rust file is longer.
const MAX_LINES: usize = 500;

/// The files below `folder`, without what git does not hold.
fn files(folder: &Path) -> Vec<PathBuf> {
    let walk = ignore::WalkBuilder::new(folder)
        .hidden(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build();
    let entries = walk.map(|entry| entry.expect("the folder can be walked"));
    entries
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(ignore::DirEntry::into_path)
        .collect()
}

fn names(folder: &Path, wanted: fn(&Path) -> bool) -> BTreeSet<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return BTreeSet::new();
    };
    let paths = entries.map(|entry| entry.expect("the folder can be listed").path());
    paths
        .filter(|path| wanted(path))
        .map(|path| {
            path.file_name()
                .expect("a listed path has a name")
                .to_string_lossy()
                .into_owned()
        })
        .collect()
}

#[test]
fn no_file_is_too_long() {
    for file in files(&root()) {
        if file.extension().is_some_and(|ending| ending == "rs") {
            let lines = fs::read_to_string(&file)
                .expect("code is text")
                .lines()
                .count();
            assert!(lines <= MAX_LINES, "`{}` has {lines} lines", file.display());
        }
    }
}

#[test]
fn every_folder_of_a_transform_is_in_the_list_and_has_all_verdicts() {
    let listed: BTreeSet<String> = ALL
        .iter()
        .map(|transform| transform.name().replace('-', "_"))
        .collect();
    let has_page = |path: &Path| path.join("README.md").is_file();
    assert_eq!(names(&root().join("transforms"), has_page), listed);
    for transform in ALL {
        let folder = transform.name().replace('-', "_");
        let cases = names(
            &root().join("transforms").join(folder).join("cases"),
            Path::is_file,
        );
        for verdict in ["fixes-", "keeps-", "reports-"] {
            let has_one = cases.iter().any(|case| case.starts_with(verdict));
            assert!(has_one, "`{}` has no case `{verdict}…`", transform.name());
        }
    }
}

#[test]
fn every_snapshot_of_a_case_has_its_case() {
    for transform in ALL {
        let folder = transform.name().replace('-', "_");
        let cases = names(
            &root().join("transforms").join(folder).join("cases"),
            Path::is_file,
        );
        let expected: BTreeSet<String> = cases
            .iter()
            .map(|case| case.replace(".Dockerfile", ".snap"))
            .collect();
        let snapshots = names(&root().join("snapshots").join(transform.name()), |path| {
            path.extension().is_some_and(|ending| ending == "snap")
        });
        assert_eq!(snapshots, expected, "`{}`", transform.name());
    }
}

#[test]
fn every_snapshot_of_a_command_has_its_test() {
    let tests = names(&root().join("tests"), |path| {
        path.extension().is_some_and(|ending| ending == "rs")
    });
    let test: String = tests
        .iter()
        .map(|test| fs::read_to_string(root().join("tests").join(test)).expect("the test is text"))
        .collect();
    let repos = names(&root().join("tests/repos"), Path::is_dir);
    for snapshot in names(&root().join("snapshots/command"), Path::is_file) {
        let name = snapshot.split('.').next().unwrap_or_default();
        let of_repo = name.strip_prefix("repo-");
        assert!(
            test.contains(&format!("\"{name}\""))
                || of_repo.is_some_and(|name| repos.contains(name)),
            "nothing gives `snapshots/command/{snapshot}`"
        );
    }
}

#[test]
fn no_test_is_ignored() {
    for file in files(&root()) {
        if file.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&file).expect("code is text");
            let is_ignored = text
                .lines()
                .any(|line| line.trim_start().starts_with("#[ignore"));
            assert!(!is_ignored, "`{}` has an ignored test", file.display());
        }
    }
}

#[test]
fn the_readme_lists_every_transform_and_the_options() {
    let Ok(readme) = fs::read_to_string(root().join("README.md")) else {
        eprintln!("skipped: there is no `README.md`");
        return;
    };
    let run = |options: &[&str]| support::run(sandbox().path(), options).output;
    for line in run(&["--list"]).lines() {
        let (name, sentence) = line.split_once("  ").expect("a name and a sentence");
        let folder = name.trim().replace('-', "_");
        let row = format!(
            "| [`{}`](transforms/{folder}/README.md) | {} |",
            name.trim(),
            sentence.trim()
        );
        assert!(readme.contains(&row), "`README.md` lacks the row\n{row}");
    }
    let help = run(&["-h"]);
    let options = help
        .split_once("Usage:")
        .expect("the help shows the usage")
        .1;
    if readme.contains("Usage: harden") {
        assert!(
            readme.contains(options.trim_end()),
            "the help in `README.md` is not that of `harden -h`"
        );
    }
}

#[test]
fn the_diff_in_the_readme_is_what_harden_prints() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there is a `README.md`");
    let options = [
        "--diff",
        "--isolated",
        "--skip",
        "dockerignore",
        "tests/apps/python-slim-flask",
    ];
    let diff = support::run(&root(), &options).output;
    assert!(diff.contains("+USER"), "{diff}");
    assert!(
        readme.contains(&diff),
        "`README.md` lacks this diff:\n{diff}"
    );
}
