//! The scripts of a `package.json`.

use super::Found;
use crate::line::{Body, Session, may_build};
use crate::read::{Value, json};
use crate::{Caller, Problem, Tree, path};
use std::collections::BTreeMap;

/// Whether a file is a `package.json`.
pub(crate) fn is_package(file: &str) -> bool {
    path::is_called(file, "package.json")
}

/// The builds of its scripts, which npm runs in the folder of the file.
pub(crate) fn read(tree: &dyn Tree, file: &str, text: &str) -> Found {
    let mut found = Found::default();
    if !may_build(text) {
        return found;
    }
    let root = match json(text) {
        Ok(root) => root,
        Err(error) => {
            found.problems.push(Problem::unreadable(file, &error));
            return found;
        }
    };
    let Some(scripts) = root.get("scripts") else {
        return found;
    };
    for entry in scripts.own_entries() {
        let (Some(name), Value::Scalar(script)) = (entry.key.text(), &entry.value.value) else {
            continue;
        };
        let session = Session {
            tree,
            caller: Caller::Package,
            name: name.to_owned(),
            file: file.to_owned(),
            folder: Some(path::folder(file).to_owned()),
            variables: BTreeMap::new(),
        };
        found
            .builds
            .extend(session.builds(&Body::of(script, &entry.value, text)));
    }
    found
}
