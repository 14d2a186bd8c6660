//! The Dockerfiles of one build context: they are hardened one after another, so that what they change beside them adds
//! up, and each sees the others.

use crate::discover::{Found, shown};
use crate::disk::DiskContext;
use crate::name::is_dockerfile;
use crate::settings::Settings;
use context::{Context, EntryKind};
use dockerfile::Document;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The Dockerfiles of one build context.
pub(crate) struct Group {
    /// The root of the context, if anything is known of it.
    pub(crate) root: Option<Root>,
    /// The Dockerfiles, sorted by path.
    pub(crate) files: Vec<Input>,
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

/// `inputs`, by context: the root `context`, or else the folder of each file.
pub(crate) fn groups(inputs: Vec<Input>, context: Option<&Root>) -> Vec<Group> {
    let mut groups: BTreeMap<PathBuf, Group> = BTreeMap::new();
    for input in inputs {
        let found = &input.found;
        let root = context.cloned().unwrap_or_else(|| Root {
            path: shown(Path::new(&found.path).parent().unwrap_or(Path::new(""))),
            folder: found.folder.clone(),
        });
        let group = groups.entry(root.folder.clone()).or_insert_with(|| Group {
            root: Some(root),
            files: Vec::new(),
        });
        group.files.push(input);
    }
    groups.into_values().collect()
}

impl Group {
    /// The path of `found` below the root, with `/` between parts.
    pub(crate) fn path_in_context(&self, found: &Found) -> Option<String> {
        let below = found.file.strip_prefix(&self.root.as_ref()?.folder).ok()?;
        Some(shown(below))
    }

    /// The other Dockerfiles at the root of the context: they are built from it too.
    pub(crate) fn siblings(&self, disk: Option<&DiskContext>) -> Vec<Document> {
        let Some((disk, root)) = disk.zip(self.root.as_ref()) else {
            return Vec::new();
        };
        let is_ours = |name: &str| {
            let place = root.folder.join(name);
            self.files.iter().any(|input| input.found.file == place)
        };
        disk.entries("")
            .unwrap_or_default()
            .into_iter()
            .filter(|entry| entry.kind == EntryKind::File)
            .filter(|entry| is_dockerfile(&entry.name) && !is_ours(&entry.name))
            .filter_map(|entry| disk.read(&entry.name))
            .map(Document::parse)
            .collect()
    }
}
