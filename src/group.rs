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
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
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
    let mut groups: BTreeMap<OsString, Group> = BTreeMap::new();
    for input in inputs {
        let found = &input.found;
        let known = context.or_else(|| neighbourhoods.contexts.get(found.file.as_os_str()));
        let root = known.cloned().unwrap_or_else(|| Root {
            path: shown(Path::new(&found.path).parent().unwrap_or(Path::new(""))),
            folder: found.folder.clone(),
        });
        let folder = root.folder.clone().into_os_string();
        let group = groups.entry(folder).or_insert_with(|| Group {
            sharing: neighbourhoods
                .sharing
                .get(root.folder.as_os_str())
                .cloned()
                .unwrap_or_default(),
            root: Some(root),
            // Most contexts have one Dockerfile.
            files: Vec::with_capacity(1),
        });
        group.files.push(input);
    }
    groups.into_values().collect()
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
