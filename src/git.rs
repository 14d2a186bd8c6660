//! What git knows of the files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the work tree that `folder` lies in.
pub(crate) fn root(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|folder| is_root(folder))
}

/// Whether `folder` is the root of a work tree.
pub(crate) fn is_root(folder: &Path) -> bool {
    folder.join(".git").exists()
}

/// Which files have uncommitted changes; each repository is asked once.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    repositories: BTreeMap<PathBuf, Option<Vec<PathBuf>>>,
}

/// What git says of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// As committed, ignored, or in no repository.
    Clean,
    /// Changed, staged, or not known to git.
    Dirty,
    /// Git could not be asked.
    Unknown,
}

impl Changes {
    /// What git says of `file`, an absolute path without links.
    pub(crate) fn standing(&mut self, file: &Path) -> Standing {
        let Some(root) = file.parent().and_then(root) else {
            return Standing::Clean;
        };
        let changes = self
            .repositories
            .entry(root.to_path_buf())
            .or_insert_with(|| status(root));
        match changes {
            // Git names a folder of which it knows nothing in place of its files.
            Some(changes) if changes.iter().any(|change| file.starts_with(change)) => {
                Standing::Dirty
            }
            Some(_) => Standing::Clean,
            None => Standing::Unknown,
        }
    }
}

/// The paths with uncommitted changes below `root`, absolute; `None` when git cannot be asked.
fn status(root: &Path) -> Option<Vec<PathBuf>> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["status", "--porcelain", "-z"])
        .env("GIT_OPTIONAL_LOCKS", "0")
        .output()
        .ok()?;
    if !output.status.success() {
        return None;
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut paths = Vec::new();
    let mut fields = text.split('\0');
    while let Some(field) = fields.next() {
        let Some((state, path)) = field.split_at_checked(3) else {
            continue;
        };
        paths.push(root.join(path));
        // A rename or a copy is followed by the name it had.
        if state.contains(['R', 'C']) {
            paths.extend(fields.next().map(|old| root.join(old)));
        }
    }
    Some(paths)
}
