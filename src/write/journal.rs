//! The journal of a write: what is about to change, written down before it does, so that the next start can undo what
//! a kill left half done.
//!
//! One line for each step of a unit of files, so that a torn last line says nothing: first the moves, then `commit` once
//! every new text lies ready, then `done` once all are in place. It guards against a kill of the program, not against
//! the loss of power: nothing is flushed to the disk itself.

use super::moves::Move;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The name of a journal in a folder that is no repository.
pub(crate) const NAME: &str = ".harden-journal";

/// One line of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Step {
    /// These files change together.
    Moves(Vec<Move>),
    /// Every new text lies ready, and every old one is kept.
    Commit,
    /// Every new text is in its place.
    Done,
}

/// An open journal. It is locked as long as it is open.
#[derive(Debug)]
pub(super) struct Journal {
    /// Where it lies.
    path: PathBuf,
    file: File,
}

/// Where the journal of the tree `root` lies: in the folder of git, which no build context holds, or in the tree.
pub(super) fn place(root: &Path) -> PathBuf {
    match git_folder(root) {
        Some(folder) => folder.join(NAME.trim_start_matches('.')),
        None => root.join(NAME),
    }
}

/// The folder of git itself; a linked work tree has it elsewhere.
fn git_folder(root: &Path) -> Option<PathBuf> {
    let git = root.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let text = std::fs::read_to_string(git).ok()?;
    let folder = root.join(text.trim().strip_prefix("gitdir: ")?);
    folder.is_dir().then_some(folder)
}

impl Journal {
    /// Opens a new journal for the tree `root`.
    ///
    /// # Errors
    /// When there is one already, which another run is writing, or it cannot be made.
    pub(super) fn create(root: &Path) -> io::Result<Self> {
        let path = place(root);
        let busy = |error: io::Error| {
            if error.kind() != io::ErrorKind::AlreadyExists {
                return error;
            }
            let message = format!("another run is writing in this tree (`{}`)", path.display());
            io::Error::new(error.kind(), message)
        };
        let mut options = OpenOptions::new();
        let file = options
            .write(true)
            .create_new(true)
            .open(&path)
            .map_err(busy)?;
        file.try_lock().map_err(|error| match error {
            std::fs::TryLockError::Error(error) => error,
            std::fs::TryLockError::WouldBlock => io::ErrorKind::AlreadyExists.into(),
        })?;
        Ok(Self { path, file })
    }

    /// Writes one step down.
    pub(super) fn note(&mut self, step: &Step) -> io::Result<()> {
        let mut line = serde_json::to_vec(step)?;
        line.push(b'\n');
        self.file.write_all(&line)
    }

    /// Takes it away: nothing is left half done.
    pub(super) fn remove(self) -> io::Result<()> {
        std::fs::remove_file(&self.path)
    }
}

/// The last unit that `text` tells of, and how far it came: `None` when there is none, or nothing of it was begun.
pub(super) fn last(text: &str) -> Option<(Vec<Move>, Step)> {
    let mut moves = None;
    let mut step = Step::Done;
    for line in text
        .split_inclusive('\n')
        .filter(|line| line.ends_with('\n'))
    {
        match serde_json::from_str(line) {
            Ok(Step::Moves(begun)) => {
                moves = Some(begun);
                step = Step::Moves(Vec::new());
            }
            Ok(Step::Commit) => step = Step::Commit,
            Ok(Step::Done) => step = Step::Done,
            Err(_) => return None,
        }
    }
    moves.map(|moves| (moves, step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_line_says_nothing() {
        let moves = vec![Move {
            file: "a".into(),
            new: ".n".into(),
            old: None,
            after: 7,
        }];
        let lines: Vec<String> = [Step::Moves(moves.clone()), Step::Commit, Step::Done]
            .iter()
            .map(|step| serde_json::to_string(step).expect("a step can be written"))
            .collect();
        let text = lines.join("\n");
        assert_eq!(last(""), None);
        assert_eq!(last(&lines[0]), None);
        assert_eq!(last(&text), Some((moves.clone(), Step::Commit)));
        assert_eq!(last(&format!("{text}\n")), Some((moves, Step::Done)));
    }
}
