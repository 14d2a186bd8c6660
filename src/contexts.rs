//! The build contexts of Dockerfiles, as those who build them name them.

use crate::discover::shown;
use crate::git;
use crate::group::Root;
use crate::tree::DiskTree;
use callers::{Caller, discover};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What callers say of contexts; all paths are absolute, without links.
#[derive(Debug, Default)]
pub(crate) struct Contexts {
    /// The context of each Dockerfile that all its callers build from the same folder.
    pub(crate) of: BTreeMap<PathBuf, Root>,
    /// The Dockerfiles that somebody builds from a folder.
    pub(crate) files: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
}

/// The contexts that callers name.
///
/// Callers are looked for in the repository of each path, or below the path itself where there is none.
pub(crate) fn contexts(here: &Path, paths: &[PathBuf]) -> Contexts {
    let real_here = here.canonicalize().unwrap_or_else(|_| here.to_path_buf());
    let trees: BTreeSet<PathBuf> = paths.iter().filter_map(|path| top(here, path)).collect();
    let mut contexts = Contexts::default();
    let mut folders: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
    for top in trees {
        for build in discover(&DiskTree::new(top.clone())).builds {
            let is_said = build.caller != Caller::Nobody;
            let place = build.path().zip(build.context.folder());
            if let (true, Some((path, folder))) = (is_said, place) {
                let (file, folder) = (below(&top, path), below(&top, folder));
                let files = contexts.files.entry(folder.clone()).or_default();
                files.insert(file.clone());
                folders.entry(file).or_default().insert(folder);
            }
        }
    }
    for (file, folders) in folders {
        let mut folders = folders.into_iter();
        if let (Some(folder), None) = (folders.next(), folders.next())
            && folder.is_dir()
        {
            let path = shown(folder.strip_prefix(&real_here).unwrap_or(&folder));
            contexts.of.insert(file, Root { folder, path });
        }
    }
    contexts
}

fn below(top: &Path, path: &str) -> PathBuf {
    top.join(path).components().collect()
}

/// The folder in which the callers of what `path` names are looked for.
fn top(here: &Path, path: &Path) -> Option<PathBuf> {
    let place = here.join(path).canonicalize().ok()?;
    let folder = if place.is_dir() {
        place.as_path()
    } else {
        place.parent()?
    };
    Some(git::root(folder).unwrap_or(folder).to_path_buf())
}
