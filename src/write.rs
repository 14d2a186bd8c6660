//! Writing what is planned: whole files, or nothing.

use crate::entry::{Change, Entry, State};
use crate::error::FileError;
use crate::git::{Changes, Standing};
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// Writes the changes of `entries`, which belong to one build context. Where files change together, all or none of
/// them are written.
pub(crate) fn write(entries: &mut [Entry], mut git: Option<&mut Changes>) {
    let is_obstructed = |entry: &Entry, git: &mut Option<&mut Changes>| {
        entry
            .change
            .as_ref()
            .filter(|_| entry.is_changing())
            .and_then(|change| obstacle(&entry.path, change, git.as_deref_mut()).err())
    };
    let mut obstacles: Vec<Option<FileError>> = entries
        .iter()
        .map(|entry| is_obstructed(entry, &mut git))
        .collect();
    let is_shared = |entry: &Entry| entry.is_changing() && entry.is_beside;
    if entries.iter().any(is_shared) {
        let first = entries
            .iter()
            .zip(&obstacles)
            .find(|(_, obstacle)| obstacle.is_some());
        if let Some(other) = first.map(|(entry, _)| entry.path.clone()) {
            for (entry, obstacle) in entries.iter().zip(&mut obstacles) {
                if entry.is_changing() && obstacle.is_none() {
                    let path = entry.path.clone();
                    *obstacle = Some(FileError::Together {
                        path,
                        other: other.clone(),
                    });
                }
            }
        }
    }
    for (entry, obstacle) in entries.iter_mut().zip(obstacles) {
        if let Some(error) = obstacle {
            entry.state = State::Failed(error);
        }
    }
    // What Dockerfiles share is written first: without it they are as before.
    let mut order: Vec<&mut Entry> = entries
        .iter_mut()
        .filter(|entry| entry.is_changing())
        .collect();
    order.sort_by_key(|entry| !entry.is_beside);
    for entry in order {
        let Some(change) = &entry.change else {
            continue;
        };
        let Some(file) = &change.file else {
            entry.state = State::Changed;
            continue;
        };
        match replace(file, change) {
            Ok(()) => entry.state = State::Changed,
            Err(source) => {
                let path = entry.path.clone();
                entry.state = State::Failed(FileError::Unwritable { path, source });
            }
        }
    }
    let has_failed = entries
        .iter()
        .any(|entry| entry.is_beside && !matches!(entry.state, State::Changed));
    for entry in entries {
        entry.is_written = match entry.state {
            State::Changed => true,
            State::Clean => !has_failed,
            State::WouldChange | State::Failed(_) | State::Skipped(_) => false,
        };
    }
}

/// What stands in the way of writing `change`.
fn obstacle(path: &str, change: &Change, git: Option<&mut Changes>) -> Result<(), FileError> {
    let Some(file) = &change.file else {
        return Ok(());
    };
    let path = path.to_owned();
    if !is_as_read(file, change.before.as_deref()) {
        return Err(FileError::ChangedMeanwhile { path });
    }
    match git.map(|git| git.standing(file)) {
        None | Some(Standing::Clean) => Ok(()),
        Some(Standing::Dirty) => Err(FileError::Dirty { path }),
        Some(Standing::Unknown) => {
            let folder = file.parent().unwrap_or(file).display().to_string();
            Err(FileError::NoGitStatus { path, folder })
        }
    }
}

/// Whether `file` still holds what was read from it; `None` stands for a file that is not there.
fn is_as_read(file: &Path, before: Option<&str>) -> bool {
    match (fs::read(file), before) {
        (Ok(bytes), Some(before)) => bytes == before.as_bytes(),
        (Err(error), None) => error.kind() == io::ErrorKind::NotFound,
        (Ok(_), None) | (Err(_), Some(_)) => false,
    }
}

/// Puts a new file in the place of `file`, with its mode and owner.
fn replace(file: &Path, change: &Change) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut temporary = tempfile::Builder::new()
        .prefix(".harden-")
        .tempfile_in(folder)?;
    temporary.write_all(change.after.as_bytes())?;
    match fs::metadata(file) {
        Ok(metadata) => keep(&metadata, temporary.path())?,
        Err(_) => make_readable(temporary.path())?,
    }
    temporary.persist(file)?;
    Ok(())
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

/// Gives a created file the mode that any program's new files have, in place of that of a temporary one.
#[cfg(unix)]
fn make_readable(new: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(new, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &Path) -> io::Result<()> {
    Ok(())
}
