//! The files beside a Dockerfile as a plan leaves them, whichever root their paths are counted from.

use crate::{FileChange, Origin, Target};
use context::Context;
use std::collections::BTreeMap;

/// What is planned for the files beside the Dockerfile, each under one key.
pub(crate) type Files = BTreeMap<Key, FileChange>;

/// One file: counted from the root of the tree where its place in the tree is known, else from that of the context.
pub(crate) type Key = (Origin, String);

/// The key of a file.
pub(crate) fn key(target: &Target<'_>, change: &FileChange) -> Key {
    let root = target.surroundings.and_then(|around| around.context);
    match (change.origin, root) {
        (Origin::Context, Some(root)) => (Origin::Tree, below(root, &change.path)),
        (origin, _) => (origin, change.path.clone()),
    }
}

/// The text of a file with `files` planned; `None` for one that is not there.
pub(crate) fn text(target: &Target<'_>, files: &Files, key: &Key) -> Option<String> {
    match (files.get(key), key.0) {
        (Some(change), _) => Some(change.after.clone()),
        (None, Origin::Context) => target.context?.read(&key.1),
        (None, Origin::Tree) => target.surroundings?.tree.read(&key.1),
    }
}

/// Takes `change` into `files`.
pub(crate) fn take(files: &mut Files, key: Key, change: &FileChange) {
    let planned = files.entry(key.clone()).or_insert_with(|| FileChange {
        origin: key.0,
        path: key.1,
        ..change.clone()
    });
    planned.after.clone_from(&change.after);
}

/// The build context with `files` planned.
pub(crate) fn context<'a>(target: &Target<'a>, files: &Files) -> Option<context::Overlay<'a>> {
    let below: &'a dyn Context = target.context?;
    let root = target.surroundings.and_then(|around| around.context);
    let mut overlay = context::Overlay::new(below);
    for ((origin, path), change) in files {
        let path = match (origin, root) {
            (Origin::Context, _) => Some(path.as_str()),
            (Origin::Tree, Some("")) => Some(path.as_str()),
            (Origin::Tree, Some(root)) => path
                .strip_prefix(root)
                .and_then(|path| path.strip_prefix('/')),
            (Origin::Tree, None) => None,
        };
        if let Some(path) = path {
            overlay.files.insert(path.to_owned(), change.after.clone());
        }
    }
    Some(overlay)
}

/// The tree with `files` planned.
pub(crate) fn tree<'a>(target: &Target<'a>, files: &Files) -> Option<callers::Overlay<'a>> {
    let mut overlay = callers::Overlay {
        below: target.surroundings?.tree,
        files: BTreeMap::new(),
    };
    for ((origin, path), change) in files {
        if *origin == Origin::Tree {
            overlay.files.insert(path.clone(), change.after.clone());
        }
    }
    Some(overlay)
}

fn below(root: &str, path: &str) -> String {
    if root.is_empty() {
        path.to_owned()
    } else {
        format!("{root}/{path}")
    }
}
