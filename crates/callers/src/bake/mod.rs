//! Bake files: targets with what they inherit, matrices, variables and functions.
//!
//! The format: <https://docs.docker.com/build/bake/reference/>

mod definitions;
mod evaluate;
mod functions;
mod instance;
mod operators;
mod targets;
mod value;

use crate::{Problem, Tree, path};
pub(crate) use definitions::Definitions;
use std::collections::BTreeMap;
pub(crate) use targets::{Override, Selection, builds};

/// Whether a file is named like a bake file.
pub(crate) fn is_bake(file: &str) -> bool {
    (file.ends_with(".hcl") || file.ends_with(".json")) && path::name(file).contains("bake")
}

/// The files that `docker buildx bake` reads together, in its order.
const STANDARD: [&str; 4] = [
    "docker-bake.json",
    "docker-bake.hcl",
    "docker-bake.override.json",
    "docker-bake.override.hcl",
];

/// The bake files of `folder` that are read together when none is named.
pub(crate) fn standard(tree: &dyn Tree, folder: &str) -> Vec<String> {
    let named = STANDARD.iter().filter_map(|name| path::join(folder, name));
    named.filter(|file| tree.has(file)).collect()
}

/// All bake files among `files`, grouped as they are read together: the standard ones of a folder, and each other.
pub(crate) fn projects(files: &[String]) -> Vec<Vec<String>> {
    let mut standard: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut others = Vec::new();
    for file in files.iter().filter(|file| is_bake(file)) {
        if STANDARD.contains(&path::name(file)) {
            standard
                .entry(path::folder(file))
                .or_default()
                .push(file.clone());
        } else {
            others.push(vec![file.clone()]);
        }
    }
    let rank = |file: &String| STANDARD.iter().position(|name| *name == path::name(file));
    let standard = standard.into_values().map(|mut group| {
        group.sort_by_key(rank);
        group
    });
    standard.chain(others).collect()
}

/// Reads bake files that belong together.
pub(crate) fn read(tree: &dyn Tree, files: &[String]) -> (Definitions, Vec<Problem>) {
    let mut definitions = Definitions::default();
    let mut problems = Vec::new();
    for file in files {
        let Some(text) = tree.read(file) else {
            continue;
        };
        let read = if file.ends_with(".json") {
            definitions.add_json(file, &text)
        } else {
            definitions.add_hcl(file, &text)
        };
        if let Err(error) = read {
            problems.push(Problem::unreadable(file, &error));
        }
    }
    (definitions, problems)
}
