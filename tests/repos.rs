//! Whole trees, each with a shape that repositories have: what hardening makes of them, callers and chains included.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must fail"
)]

mod support;

use std::fs;
use support::program::{check, git};
use support::{copy, root, sandbox};

#[test]
fn every_tree_is_hardened_as_one() {
    let trees = fs::read_dir(root().join("tests/repos")).expect("the trees can be listed");
    let mut names: Vec<String> = trees
        .map(|tree| tree.expect("the trees can be listed").file_name())
        .map(|name| name.into_string().expect("a name is text"))
        .collect();
    names.sort();
    assert!(names.len() >= 6, "{names:?}");
    for name in names {
        let folder = sandbox();
        let tree = root().join("tests/repos").join(&name);
        copy(&tree, folder.path());
        git(folder.path(), &["init", "--quiet"]);
        check(
            &format!("repo-{name}"),
            folder.path(),
            &["--diff", "--unsafe"],
        );
    }
}
