//! The files beside the Dockerfiles of a batch that change with them.

use crate::below::path_below;
use crate::discover::shown;
use crate::group::Root;
use context::{Context, Overlay};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use transforms::{FileChange, Origin};

/// The files beside the Dockerfiles, by absolute path.
#[derive(Default)]
pub(crate) struct Beside {
    changes: BTreeMap<PathBuf, (String, FileChange)>,
}

impl Beside {
    /// Takes a change in and gives the file. `context` and `tree` are what its path may be counted from.
    pub(crate) fn take(
        &mut self,
        change: &FileChange,
        context: Option<&Root>,
        tree: Option<&Path>,
    ) -> Option<PathBuf> {
        let path = &change.path;
        let file: PathBuf = match change.origin {
            Origin::Context => context?.folder.join(path),
            Origin::Tree => tree?.join(path),
        };
        let file: PathBuf = file.components().collect();
        let below = context.and_then(|root| Some((root, file.strip_prefix(&root.folder).ok()?)));
        let seen = match below {
            Some((root, below)) => shown(&Path::new(&root.path).join(below)),
            None => shown(&from(context, &file)),
        };
        let planned = self
            .changes
            .entry(file.clone())
            .or_insert_with(|| (seen, change.clone()));
        planned.1.after.clone_from(&change.after);
        Some(file)
    }

    /// The texts that the files get.
    pub(crate) fn texts(&self) -> BTreeMap<&Path, &str> {
        let changes = self.changes.iter();
        changes
            .map(|(file, (_, change))| (file.as_path(), change.after.as_str()))
            .collect()
    }

    /// The context `disk` with root `root`, the planned texts in it.
    pub(crate) fn over<'d>(&self, disk: &'d dyn Context, root: &Root) -> Overlay<'d> {
        let mut overlay = Overlay::new(disk);
        for (file, (_, change)) in &self.changes {
            if let Some(below) = path_below(&root.folder, file) {
                overlay.files.insert(below, change.after.clone());
            }
        }
        overlay
    }

    /// The changes that are any, each with its file and its path as people see it.
    pub(crate) fn into_changes(self) -> impl Iterator<Item = (PathBuf, String, FileChange)> {
        let changes = self.changes.into_iter();
        changes
            .filter(|(_, (_, change))| change.before.as_ref() != Some(&change.after))
            .map(|(file, (path, change))| (file, path, change))
    }
}

/// `file` as seen from where the run stands: through the context, whose path is known both ways, else from its root.
fn from(context: Option<&Root>, file: &Path) -> PathBuf {
    let Some(root) = context else {
        return file.to_path_buf();
    };
    let mut up = PathBuf::from(&root.path);
    let mut folder = root.folder.as_path();
    while let Some(parent) = folder.parent() {
        if up.file_name().is_none() {
            up.push("..");
        } else {
            up.pop();
        }
        folder = parent;
        if let Ok(below) = file.strip_prefix(folder) {
            return up.join(below);
        }
    }
    file.to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(root: &str, path: &str, file: &str) -> String {
        let root = Root {
            folder: PathBuf::from(root),
            path: path.to_owned(),
        };
        shown(&from(Some(&root), Path::new(file)))
    }

    #[test]
    fn a_file_above_the_context_is_named_from_where_people_stand() {
        assert_eq!(seen("/r/a/b", "a/b", "/r/compose.yaml"), "compose.yaml");
        assert_eq!(seen("/r/a/b", "a/b", "/r/a/x/c.sh"), "a/x/c.sh");
        assert_eq!(seen("/r/a/b", "", "/r/compose.yaml"), "../../compose.yaml");
        assert_eq!(seen("/r/a/b", "b", "/r/compose.yaml"), "../compose.yaml");
        assert_eq!(seen("/r/a", "../../a", "/r/Makefile"), "../../Makefile");
    }
}
