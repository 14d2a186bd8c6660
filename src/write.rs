//! Writing what is planned: all files of a unit, or none.

mod journal;
mod moves;
mod recover;
mod writer;

use crate::entry::{Change, Entry, State};
use crate::error::FileError;
use crate::git::{Changes, Standing};
use crate::neighbourhood::Neighbourhoods;
use std::fs;
use std::io;
use std::path::Path;
use writer::{NewText, Refused, Writer};

pub(crate) use journal::NAME as JOURNAL;
pub(crate) use recover::{Recovery, journals, recover};
pub use writer::BeforeStep;

/// Writes the changes of `entries`, unit by unit: those of one unit stand beside each other, and all or none of its
/// files are written. `git` is asked first where it is given.
pub(crate) fn write(
    entries: &mut [Entry],
    neighbourhoods: &Neighbourhoods,
    mut git: Option<Changes>,
    before_step: &mut BeforeStep,
) {
    let mut writer = Writer::new(before_step);
    for unit in entries.chunk_by_mut(|one, other| one.unit == other.unit) {
        write_unit(unit, neighbourhoods, git.as_mut(), &mut writer);
    }
    writer.finish();
}

fn write_unit(
    unit: &mut [Entry],
    neighbourhoods: &Neighbourhoods,
    mut git: Option<&mut Changes>,
    writer: &mut Writer<'_>,
) {
    let obstacles = unit.iter().map(|entry| {
        let change = entry.change.as_ref().filter(|_| entry.is_changing())?;
        obstacle(&entry.path, change, git.as_deref_mut()).err()
    });
    let obstacles: Vec<Option<FileError>> = obstacles.collect();
    if obstacles.iter().any(Option::is_some) {
        refuse(unit, obstacles);
    } else if let Err(Refused { at, cause }) = replace(unit, neighbourhoods, writer) {
        let changing = unit
            .iter()
            .enumerate()
            .filter(|(_, entry)| is_on_disk(entry));
        let first = changing.map(|(position, _)| position).nth(at);
        let mut cause = Some(cause);
        let obstacles = unit.iter().enumerate().map(|(position, entry)| {
            let source = cause.take_if(|_| Some(position) == first)?;
            let path = entry.path.clone();
            Some(FileError::Unwritable { path, source })
        });
        let obstacles = obstacles.collect();
        refuse(unit, obstacles);
    }
    let is_written = !unit
        .iter()
        .any(|entry| matches!(entry.state, State::Failed(_)));
    for entry in unit {
        if is_written && entry.is_changing() {
            entry.state = State::Changed;
        }
        entry.is_written = is_written && !matches!(entry.state, State::Skipped(_));
    }
}

/// Marks every file of a unit that changes as not written: those with an obstacle by it, the others by the first.
fn refuse(unit: &mut [Entry], obstacles: Vec<Option<FileError>>) {
    let blocked = unit.iter().zip(&obstacles);
    let mut blocked = blocked.filter(|(_, obstacle)| obstacle.is_some());
    let Some(other) = blocked.next().map(|(entry, _)| entry.path.clone()) else {
        return;
    };
    for (entry, obstacle) in unit.iter_mut().zip(obstacles) {
        let error = match obstacle {
            Some(error) => error,
            None if entry.is_changing() => FileError::Together {
                path: entry.path.clone(),
                other: other.clone(),
            },
            None => continue,
        };
        entry.state = State::Failed(error);
    }
}

/// Replaces the files of a unit that change.
fn replace(
    unit: &[Entry],
    neighbourhoods: &Neighbourhoods,
    writer: &mut Writer<'_>,
) -> Result<(), Refused> {
    let changes = unit.iter().filter(|entry| is_on_disk(entry));
    let texts: Vec<NewText<'_>> = changes
        .filter_map(|entry| {
            let change = entry.change.as_ref()?;
            Some(NewText {
                file: change.file.as_deref()?,
                exists: change.before.is_some(),
                after: &change.after,
            })
        })
        .collect();
    let Some(first) = texts.first().map(|text| text.file) else {
        return Ok(());
    };
    let tree = neighbourhoods.of(first).map(|(tree, _)| tree.top.as_path());
    let root = tree.or(first.parent()).unwrap_or(first);
    writer.write(root, &texts)
}

/// Whether the entry is a file on disk that changes; standard input is none.
fn is_on_disk(entry: &Entry) -> bool {
    let change = entry.change.as_ref();
    entry.is_changing() && change.is_some_and(|change| change.file.is_some())
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
