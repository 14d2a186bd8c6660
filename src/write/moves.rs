//! One file that changes: its new text, ready beside it, and its old one, kept until all are in place.

use serde::{Deserialize, Serialize};
use std::fs::{self, OpenOptions};
use std::hash::{DefaultHasher, Hasher as _};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// One file that changes. Paths are counted from the root of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Move {
    /// The file.
    pub(super) file: PathBuf,
    /// Where its new text lies ready.
    pub(super) new: PathBuf,
    /// Where its old text is kept; nothing for a file that is created.
    pub(super) old: Option<PathBuf>,
    /// The digest of the new text, by which we know it again.
    pub(super) after: u64,
}

impl Move {
    /// The move of `file` to a text, with names beside it that the number `number` makes its own.
    pub(super) fn new(root: &Path, file: &Path, exists: bool, after: &str, number: usize) -> Self {
        let file = file.strip_prefix(root).unwrap_or(file).to_path_buf();
        let beside = |ending: &str| {
            let id = std::process::id();
            file.with_file_name(format!(".harden-{id}-{number}.{ending}"))
        };
        Self {
            new: beside("new"),
            old: exists.then(|| beside("old")),
            after: digest(after.as_bytes()),
            file,
        }
    }

    /// Lays the new text ready, with the mode and owner of the old one, and keeps that.
    pub(super) fn prepare(&self, root: &Path, after: &str) -> io::Result<()> {
        let (file, new) = (root.join(&self.file), root.join(&self.new));
        let mut ready = OpenOptions::new().write(true).create_new(true).open(&new)?;
        ready.write_all(after.as_bytes())?;
        if let Some(old) = &self.old {
            keep(&fs::metadata(&file)?, &new)?;
            let old = root.join(old);
            // A second name costs nothing; where the file system has none, a copy does.
            fs::hard_link(&file, &old).or_else(|_| fs::copy(&file, &old).map(|_| ()))?;
        }
        Ok(())
    }

    /// Puts the new text in its place.
    pub(super) fn replace(&self, root: &Path) -> io::Result<()> {
        fs::rename(root.join(&self.new), root.join(&self.file))
    }

    /// Takes back what [`Move::prepare`] made.
    pub(super) fn clear(&self, root: &Path) -> io::Result<()> {
        for path in [Some(&self.new), self.old.as_ref()].into_iter().flatten() {
            remove(&root.join(path))?;
        }
        Ok(())
    }

    /// Whether the file was replaced, given that the new text once lay ready.
    pub(super) fn is_replaced(&self, root: &Path) -> bool {
        fs::symlink_metadata(root.join(&self.new)).is_err()
    }

    /// Puts the old text back, and leaves nothing behind.
    ///
    /// # Errors
    /// When the file has been changed since, or the disk refuses.
    pub(super) fn undo(&self, root: &Path) -> io::Result<()> {
        let file = root.join(&self.file);
        let kept = self.old.as_ref().map_or(&self.file, |old| old);
        if self.is_replaced(root) && root.join(kept).exists() {
            if digest(&fs::read(&file)?) != self.after {
                return Err(io::Error::other("it has been changed since"));
            }
            match &self.old {
                Some(old) => fs::rename(root.join(old), &file)?,
                None => fs::remove_file(&file)?,
            }
        }
        self.clear(root)
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// A number that two texts share only by chance. Only this program, on this machine, compares it.
fn digest(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// Gives the new file the mode and the owner of the old one.
#[cfg(unix)]
fn keep(old: &fs::Metadata, new: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};
    let own = fs::metadata(new)?;
    if (own.uid(), own.gid()) != (old.uid(), old.gid()) {
        chown(new, Some(old.uid()), Some(old.gid()))?;
    }
    fs::set_permissions(new, old.permissions())
}

#[cfg(not(unix))]
fn keep(old: &fs::Metadata, new: &Path) -> io::Result<()> {
    fs::set_permissions(new, old.permissions())
}
