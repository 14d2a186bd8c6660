//! Reads the trees in `tests/repos`.
#![allow(
    clippy::unwrap_used,
    dead_code,
    reason = "a tree that cannot be read fails the test; not every test reads all there is"
)]

use callers::Memory;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the trees are.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/repos")
}

/// Their names, sorted.
pub fn names() -> Vec<String> {
    let entries = fs::read_dir(root()).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(names.len() >= 6);
    names
}

/// All files of one tree.
pub fn tree(name: &str) -> Memory {
    let top = root().join(name);
    let mut tree = Memory::new();
    let mut folders = vec![top.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let file = path.strip_prefix(&top).unwrap().to_str().unwrap();
                tree.insert(file.to_owned(), fs::read_to_string(&path).unwrap());
            }
        }
    }
    tree
}

/// Compares with `snapshots/repos/<name>.snap`.
pub fn snapshot(name: &str, shown: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../snapshots/repos"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}
