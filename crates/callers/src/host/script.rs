//! Shell scripts.

use super::Found;
use crate::line::{Body, Session, may_build};
use crate::{Build, Caller, Dockerfile, Source, Tree, path};
use std::collections::BTreeMap;

/// Whether a file is a shell script by its name.
pub(crate) fn is_script(file: &str) -> bool {
    [".sh", ".bash"].iter().any(|end| file.ends_with(end))
}

/// The builds of a shell script.
///
/// Nobody says where a script is started. Both usual places are tried: the root of the tree, and the script's own
/// folder; the one from which its Dockerfiles are there is taken.
pub(crate) fn read(tree: &dyn Tree, file: &str, text: &str) -> Found {
    if !may_build(text) {
        return Found::default();
    }
    let body = Body::plain(text, 0, 1);
    let own = path::folder(file);
    let from = |folder: &str| {
        let session = Session {
            tree,
            caller: Caller::Script,
            name: path::name(file).to_owned(),
            file: file.to_owned(),
            folder: Some(folder.to_owned()),
            variables: BTreeMap::new(),
        };
        session.builds(&body)
    };
    let mut builds = from("");
    if !own.is_empty() {
        let mut there = from(own);
        let is_alike = |(one, other): (&Build, &Build)| {
            let folder = other.folder.clone();
            Build {
                folder,
                ..one.clone()
            } == *other
        };
        if there.len() == builds.len() && builds.iter().zip(&there).all(is_alike) {
            // All the same but where the paths are counted from.
            for (build, there) in builds.iter_mut().zip(&mut there) {
                build.folder = build.folder.take().filter(|_| there.folder == build.folder);
            }
        } else {
            let (here, beside) = (count(tree, &builds), count(tree, &there));
            let place = if beside > here { own } else { "" };
            builds = if beside > here { there } else { builds };
            for build in &mut builds {
                let place = path::shown(place);
                build
                    .assumptions
                    .push(format!("the script is started in `{place}`"));
                build.folder = build.folder.take().filter(|_| here != beside);
            }
        }
    }
    Found {
        builds,
        problems: Vec::new(),
    }
}

/// How many of the builds have a Dockerfile that is there.
fn count(tree: &dyn Tree, builds: &[Build]) -> usize {
    let is_there = |build: &&Build| match (&build.dockerfile, &build.context) {
        (Dockerfile::Path(path), Source::Folder(_)) => tree.has(path),
        _ => false,
    };
    builds.iter().filter(is_there).count()
}
