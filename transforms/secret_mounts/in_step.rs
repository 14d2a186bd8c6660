//! Those who build the image or run it, changed in step: build arguments become build secrets, services get variables.

mod hand_over;

use super::callers::shown;
use super::plain_text;
use crate::{FileChange, Origin, Secret, Target};
use ::callers::edit::EditError;
use ::callers::{Caller, Place};
use dockerfile::{Edit, apply};
use std::collections::BTreeMap;

pub(super) use hand_over::Handover;

/// What changes in the files of callers, and what is left for people.
#[derive(Debug, Default)]
pub(super) struct InStep {
    edits: BTreeMap<String, Vec<Edit>>,
    /// The builds and containers that change with the Dockerfile, or need no change.
    pub(super) edited: Vec<Place>,
    /// One clause for each that people have to change.
    pub(super) by_hand: Vec<String>,
    /// Whether some container was found that runs the image.
    pub(super) has_container: bool,
    /// How many builds give no such argument, and go on without.
    pub(super) without: usize,
    /// Those that took the value from the Dockerfile and get it from their environment now.
    pub(super) given: Vec<Caller>,
}

impl InStep {
    /// Notes what became of one caller; whether it changes with the Dockerfile.
    fn note(
        &mut self,
        place: &Place,
        edits: Result<Vec<Edit>, EditError>,
        what: &str,
        instead: &str,
    ) -> bool {
        // Services behind one anchor, and the rows of a matrix, stand at one place.
        let start = format!("`{}` ", shown(place));
        if edits.is_err() && self.by_hand.iter().any(|said| said.starts_with(&start)) {
            return false;
        }
        let taken = edits.map(|edits| self.take(&place.file, edits));
        let is_edited = matches!(taken, Ok(true));
        match taken {
            Ok(true) => self.edited.push(place.clone()),
            Ok(false) => self
                .by_hand
                .push(format!("`{}` {what}: give it {instead}", shown(place))),
            Err(error) => self.by_hand.push(format!(
                "`{}` {what}, and {error}: give it {instead}",
                shown(place)
            )),
        }
        is_edited
    }

    /// Takes edits of a file in; none of them, when one meets another edit of the same file.
    fn take(&mut self, file: &str, edits: Vec<Edit>) -> bool {
        let known = self.edits.get(file).map_or(&[][..], Vec::as_slice);
        let new: Vec<Edit> = edits
            .into_iter()
            .filter(|edit| !known.contains(edit))
            .collect();
        let meets = |one: &Edit, other: &Edit| {
            one.span.start <= other.span.end && other.span.start <= one.span.end
        };
        if new
            .iter()
            .any(|edit| known.iter().any(|other| meets(edit, other)))
        {
            return false;
        }
        if !new.is_empty() {
            let all = self.edits.entry(file.to_owned()).or_default();
            all.extend(new);
            all.sort_by_key(|edit| (edit.span.start, edit.span.end));
        }
        true
    }

    /// The changed files.
    pub(super) fn files(&self, target: &Target<'_>) -> Vec<FileChange> {
        let Some(around) = target.surroundings else {
            return Vec::new();
        };
        let changes = self.edits.iter().filter_map(|(file, edits)| {
            let before = around.tree.read(file)?;
            Some(FileChange {
                origin: Origin::Tree,
                path: file.clone(),
                after: apply(&before, edits),
                before: Some(before),
            })
        });
        changes.collect()
    }

    /// The secret values that stand in the changed files: a diff shows the lines around a change.
    pub(super) fn secrets(&self, target: &Target<'_>) -> Vec<Secret> {
        let Some(around) = target.surroundings else {
            return Vec::new();
        };
        let files = self.edits.keys();
        let texts = files.filter_map(|file| Some((file, around.tree.read(file)?)));
        texts
            .flat_map(|(file, text)| plain_text::in_settings(&text, file.ends_with(".hcl")))
            .collect()
    }

    /// The places that change, in one clause.
    pub(super) fn evidence(&self) -> Option<String> {
        let mut places: Vec<String> = self
            .edited
            .iter()
            .filter(|place| self.edits.contains_key(&place.file))
            .map(|place| format!("`{}`", shown(place)))
            .collect();
        places.dedup();
        (!places.is_empty()).then(|| format!("changed in the same plan: {}", places.join(", ")))
    }
}
