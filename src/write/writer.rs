//! Replacing the files of one unit: all of them, or none.

use super::journal::{Journal, Step};
use super::moves::Move;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// A file of a unit, and the text it gets.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewText<'t> {
    pub(super) file: &'t Path,
    /// Whether it is there already.
    pub(super) exists: bool,
    pub(super) after: &'t str,
}

/// Why a unit was not written: the file that stood in the way, by its place in the unit, and the cause.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) at: usize,
    pub(super) cause: io::Error,
}

/// Called before each step that changes the disk, with the number of the step in this run.
pub type BeforeStep = Box<dyn FnMut(usize)>;

/// Writes units of files, each under the journal of its tree.
pub(super) struct Writer<'w> {
    journals: BTreeMap<PathBuf, Journal>,
    before_step: &'w mut BeforeStep,
    steps: usize,
    moves: usize,
}

impl<'w> Writer<'w> {
    pub(super) fn new(before_step: &'w mut BeforeStep) -> Self {
        Self {
            journals: BTreeMap::new(),
            before_step,
            steps: 0,
            moves: 0,
        }
    }

    /// Replaces the files of a unit, which lies in the tree `root`.
    pub(super) fn write(&mut self, root: &Path, unit: &[NewText<'_>]) -> Result<(), Refused> {
        let refused = |at| move |cause| Refused { at, cause };
        self.open(root).map_err(refused(0))?;
        let moves: Vec<Move> = unit.iter().map(|text| self.one(root, text)).collect();
        self.note(root, &Step::Moves(moves.clone()))
            .map_err(refused(0))?;
        let ready = self.replace(root, unit, &moves);
        if ready.is_err() {
            self.take_back(root, &moves);
        }
        ready
    }

    fn replace(
        &mut self,
        root: &Path,
        unit: &[NewText<'_>],
        moves: &[Move],
    ) -> Result<(), Refused> {
        let refused = |at| move |cause| Refused { at, cause };
        for (at, (text, one)) in unit.iter().zip(moves).enumerate() {
            self.step();
            one.prepare(root, text.after).map_err(refused(at))?;
        }
        self.note(root, &Step::Commit).map_err(refused(0))?;
        for (at, one) in moves.iter().enumerate() {
            self.step();
            if let Err(cause) = one.replace(root) {
                self.undo(root, moves)?;
                return Err(Refused { at, cause });
            }
        }
        if let Err(cause) = self.note(root, &Step::Done) {
            self.undo(root, moves)?;
            return Err(Refused { at: 0, cause });
        }
        for one in moves {
            self.step();
            // The unit is written, whatever becomes of its old texts.
            let _ = one.clear(root);
        }
        Ok(())
    }

    fn undo(&mut self, root: &Path, moves: &[Move]) -> Result<(), Refused> {
        for (at, one) in moves.iter().enumerate() {
            self.step();
            one.undo(root).map_err(|cause| Refused { at, cause })?;
        }
        Ok(())
    }

    /// Leaves nothing of a unit that was refused. What the disk keeps even now, the next start takes away.
    fn take_back(&mut self, root: &Path, moves: &[Move]) {
        let mut is_clean = true;
        for one in moves {
            self.step();
            is_clean &= one.clear(root).is_ok();
        }
        if is_clean {
            let _ = self.note(root, &Step::Done);
        }
    }

    /// Takes the journals away.
    pub(super) fn finish(mut self) {
        for (_, journal) in std::mem::take(&mut self.journals) {
            self.step();
            // One that stays tells of nothing half done.
            let _ = journal.remove();
        }
    }

    fn open(&mut self, root: &Path) -> io::Result<()> {
        if !self.journals.contains_key(root) {
            self.step();
            self.journals
                .insert(root.to_path_buf(), Journal::create(root)?);
        }
        Ok(())
    }

    fn note(&mut self, root: &Path, step: &Step) -> io::Result<()> {
        self.step();
        match self.journals.get_mut(root) {
            Some(journal) => journal.note(step),
            None => Ok(()),
        }
    }

    fn one(&mut self, root: &Path, text: &NewText<'_>) -> Move {
        self.moves += 1;
        Move::new(root, text.file, text.exists, text.after, self.moves)
    }

    fn step(&mut self) {
        (self.before_step)(self.steps);
        self.steps += 1;
    }
}
