//! Looking into one folder.

use super::rules::Rules;
use super::{Failure, Named, NamedKind};
use crate::folders::{self, Folders, Listed};
use crate::joined::joined;
use crate::landmark::is_landmark;
use crate::name::is_dockerfile;
use crate::skip;
use context::EntryKind;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::Arc;

/// A folder to look into.
pub(super) struct Folder {
    /// Absolute, without links.
    pub(super) path: PathBuf,
    /// Its path below the root of the walk, with `/` between parts and at the end; `None` where it is not text.
    pub(super) below: Option<String>,
    /// What git ignores in the folder above.
    pub(super) rules: Rules,
}

/// What was met in a folder.
pub(super) struct Met {
    /// Its path.
    pub(super) path: Arc<OsStr>,
    pub(super) files: Vec<String>,
    pub(super) landmarks: Vec<String>,
    pub(super) named: Vec<Named>,
    pub(super) folders: Vec<Folder>,
    pub(super) failure: Option<Failure>,
}

impl Folder {
    /// Lists it, without what git ignores and what is vendored; `folders` keep all of it.
    pub(super) fn look(&self, folders: &Folders) -> Met {
        let mut met = Met {
            path: Arc::from(self.path.as_os_str()),
            files: Vec::new(),
            landmarks: Vec::new(),
            named: Vec::new(),
            folders: Vec::new(),
            failure: None,
        };
        let Listed { entries, odd } = match folders.listed(&met.path) {
            Ok(listed) => listed,
            Err(source) => {
                let path = self.path.clone();
                met.failure = Some(Failure { path, source });
                return met;
            }
        };
        let has = |name: &str| folders::find(&entries, name).is_some();
        let rules = self.rules.in_folder(&self.path, has);
        for entry in entries.iter() {
            let below = self.below.as_deref();
            let below = below.map(|below| [below, entry.name.as_str()].concat());
            self.meet(&mut met, &rules, entry.name.as_ref(), entry.kind, below);
        }
        for (name, kind) in &odd {
            self.meet(&mut met, &rules, name, *kind, None);
        }
        met
    }

    fn meet(
        &self,
        met: &mut Met,
        rules: &Rules,
        name: &OsStr,
        kind: EntryKind,
        below: Option<String>,
    ) {
        let text = name.to_str();
        let is_folder = kind == EntryKind::Folder;
        if is_folder && text.is_some_and(is_off_limits) {
            return;
        }
        let path = joined(&self.path, name);
        if rules.ignore(&path, is_folder) {
            return;
        }
        if is_folder {
            met.folders.push(Folder {
                path,
                below: below.map(|below| below + "/"),
                rules: rules.clone(),
            });
            return;
        }
        if kind == EntryKind::File {
            if text.is_some_and(is_landmark) {
                met.landmarks.extend(below.clone());
            }
            met.files.extend(below);
        }
        if text.is_some_and(is_dockerfile) {
            let kind = match kind {
                EntryKind::File => NamedKind::File,
                EntryKind::Link => NamedKind::Link,
                EntryKind::Folder | EntryKind::Other => NamedKind::Other,
            };
            met.named.push(Named { path, kind });
        }
    }
}

fn is_off_limits(folder: &str) -> bool {
    folder == ".git" || skip::is_vendored_folder(folder)
}
