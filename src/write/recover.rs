//! Undoing what an earlier run left half done.

use super::journal::{Step, last, place};
use crate::crew;
use crate::joined::joined;
use crate::places::Places;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// What became of an earlier run that was stopped while it wrote.
#[derive(Debug)]
pub(crate) enum Recovery {
    /// These files are as they were before it.
    Undone(Vec<PathBuf>),
    /// This file could not be put back.
    Stuck(PathBuf, io::Error),
}

/// The trees of `paths`, seen from `here`, in which there is a journal.
pub(crate) fn journals(places: &Places, here: &Path, paths: &[PathBuf]) -> Vec<PathBuf> {
    let roots = crew::each(paths, crew::cores(), |path| {
        let place = places.at(&joined(here, path)).ok();
        place.map_or_else(Vec::new, |place| roots(places, place.folder()))
    });
    let mut roots: Vec<PathBuf> = roots.into_iter().flatten().collect();
    roots.sort();
    roots.dedup();
    roots.retain(|root| place(root).exists());
    roots
}

/// The folders whose journal may tell of what lies in `folder`: its repository, or any folder above it where there is
/// none.
fn roots(places: &Places, folder: &Path) -> Vec<PathBuf> {
    match places.repository(folder) {
        Some(root) => vec![root.to_path_buf()],
        None => folder.ancestors().map(Path::to_path_buf).collect(),
    }
}

/// Undoes what the journal of the tree `root` tells, if there is one.
fn undo(root: &Path) -> Vec<Recovery> {
    let journal = place(root);
    let Ok(file) = File::open(&journal) else {
        return Vec::new();
    };
    if file.try_lock().is_err() {
        // Another run is writing.
        return Vec::new();
    }
    let text = match io::read_to_string(&file) {
        Ok(text) => text,
        Err(error) => return vec![Recovery::Stuck(journal, error)],
    };
    let mut found = Vec::new();
    let mut undone = Vec::new();
    if let Some((moves, step)) = last(&text) {
        for one in &moves {
            let result = match step {
                Step::Commit => {
                    let is_replaced = one.is_replaced(root);
                    let result = one.undo(root);
                    if is_replaced && result.is_ok() {
                        undone.push(root.join(&one.file));
                    }
                    result
                }
                Step::Moves(_) | Step::Done => one.clear(root),
            };
            if let Err(error) = result {
                found.push(Recovery::Stuck(root.join(&one.file), error));
            }
        }
    }
    if !undone.is_empty() {
        found.push(Recovery::Undone(undone));
    }
    if let Err(error) = fs::remove_file(&journal) {
        found.push(Recovery::Stuck(journal, error));
    }
    found
}

/// Undoes what the journals of the trees `roots` tell that no run is writing any more.
pub(crate) fn recover(roots: &[PathBuf]) -> Vec<Recovery> {
    roots.iter().flat_map(|root| undo(root)).collect()
}
