//! The Dockerfiles of one build context, and where it lies.

use crate::below::path_below;
use crate::discover::{Found, shown};
use crate::disk::DiskContext;
use crate::joined::joined;
use crate::name::is_dockerfile;
use crate::neighbourhood::Neighbourhoods;
use crate::settings::Settings;
use crate::source;
use context::{Context, EntryKind};
use dockerfile::Document;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The Dockerfiles of one build context.
pub(crate) struct Group {
    /// The root of the context, if anything is known of it.
    pub(crate) root: Option<Root>,
    /// The Dockerfiles, sorted by path.
    pub(crate) files: Vec<Input>,
    /// The Dockerfiles that somebody builds from this context, those above among them: absolute, without links.
    pub(crate) sharing: BTreeSet<PathBuf>,
}

/// The root of a build context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Root {
    /// The folder: absolute, without links.
    pub(crate) folder: PathBuf,
    /// The folder as people see it; empty for the current one.
    pub(crate) path: String,
}

/// A Dockerfile to harden.
pub(crate) struct Input {
    pub(crate) found: Found,
    /// What is done to it.
    pub(crate) settings: Settings,
    /// Its bytes, where it does not stand on disk.
    pub(crate) bytes: Option<Vec<u8>>,
}

/// `inputs`, by context: the root `context`, or else the one its callers name, or else the folder of each file.
pub(crate) fn groups(
    inputs: Vec<Input>,
    context: Option<&Root>,
    neighbourhoods: &Neighbourhoods,
) -> Vec<Group> {
    let with_roots = inputs.into_iter().map(|input| {
        let found = &input.found;
        let known = context.or_else(|| neighbourhoods.contexts.get(found.file.as_os_str()));
        let root = known.cloned().unwrap_or_else(|| Root {
            path: shown(Path::new(&found.path).parent().unwrap_or(Path::new(""))),
            folder: found.folder.clone(),
        });
        (root, input)
    });
    let mut with_roots: Vec<(Root, Input)> = with_roots.collect();
    // Most contexts are the folders of their files, so that this is their order already.
    with_roots.sort_by(|(one, _), (other, _)| one.folder.as_os_str().cmp(other.folder.as_os_str()));
    let mut groups: Vec<Group> = Vec::with_capacity(with_roots.len());
    for (root, input) in with_roots {
        let last = groups.last_mut();
        let is_its = |group: &&mut Group| {
            let last = group.root.as_ref();
            last.is_some_and(|last| last.folder.as_os_str() == root.folder.as_os_str())
        };
        match last.filter(is_its) {
            Some(group) => group.files.push(input),
            None => {
                let sharing = neighbourhoods.sharing.get(root.folder.as_os_str());
                groups.push(Group {
                    sharing: sharing.cloned().unwrap_or_default(),
                    root: Some(root),
                    files: vec![input],
                });
            }
        }
    }
    groups
}

impl Group {
    /// The path of `found` below the root, with `/` between parts.
    pub(crate) fn path_in_context(&self, found: &Found) -> Option<String> {
        path_below(&self.root.as_ref()?.folder, &found.file)
    }

    /// The other Dockerfiles that are built from the context: those at its root, and those whose callers say so.
    pub(crate) fn siblings(&self, disk: Option<&DiskContext>) -> Vec<Document> {
        let Some((disk, root)) = disk.zip(self.root.as_ref()) else {
            return Vec::new();
        };
        let entries = disk.entries("").unwrap_or_default();
        let at_root = entries
            .iter()
            .filter(|entry| entry.kind == EntryKind::File && is_dockerfile(&entry.name))
            .map(|entry| joined(&root.folder, &entry.name));
        let files = self.files.iter();
        let own: FxHashSet<&OsStr> = files.map(|input| input.found.file.as_os_str()).collect();
        let others: BTreeSet<PathBuf> = at_root
            .chain(self.sharing.iter().cloned())
            .filter(|file| !own.contains(file.as_os_str()))
            .collect();
        let texts = others.iter().filter_map(|file| source::read(file, "").ok());
        texts.map(Document::parse).collect()
    }
}
