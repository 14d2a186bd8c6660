//! Hardening all batches, spread over the cores. Two that change the same file are hardened again, one after the other,
//! so that the second builds on what the first planned.

use crate::batch::Batch;
use crate::crew;
use crate::entry::Entry;
use crate::sets::Sets;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// The entries of all files of `batches`, as `harden` gives them for each, by at most `hands` threads.
pub(crate) fn harden_all(
    mut batches: Vec<Batch>,
    hands: NonZeroUsize,
    harden: impl Fn(&Batch) -> Vec<Entry> + Sync,
) -> Vec<Entry> {
    let mut results = crew::each(&batches, hands, &harden);
    // Each round leaves fewer batches, so that this ends.
    loop {
        let mut sets = sharing(&results);
        if sets.are_single() {
            // The process ends soon: to give them back piece by piece is for nothing.
            std::mem::forget(batches);
            return flat(results);
        }
        let mut joined: BTreeMap<usize, (Batch, Option<Vec<Entry>>)> = BTreeMap::new();
        for (at, (batch, entries)) in batches.into_iter().zip(results).enumerate() {
            match joined.get_mut(&sets.of(&at)) {
                Some((first, entries)) => {
                    first.join(batch);
                    *entries = None;
                }
                None => {
                    joined.insert(at, (batch, Some(entries)));
                }
            }
        }
        let (again, settled): (Vec<_>, Vec<_>) = joined
            .into_values()
            .partition(|(_, entries)| entries.is_none());
        let again: Vec<Batch> = again.into_iter().map(|(batch, _)| batch).collect();
        let found = crew::each(&again, hands, &harden);
        (batches, results) = settled
            .into_iter()
            .filter_map(|(batch, entries)| Some((batch, entries?)))
            .chain(again.into_iter().zip(found))
            .unzip();
    }
}

/// The batches that change the same file, by position.
fn sharing(results: &[Vec<Entry>]) -> Sets<usize> {
    let mut first: BTreeMap<&PathBuf, usize> = BTreeMap::new();
    let mut sets = Sets::new();
    for (at, entries) in results.iter().enumerate() {
        let beside = entries.iter().filter(|entry| entry.is_beside);
        for file in beside.filter_map(|entry| entry.file.as_ref()) {
            let other = *first.entry(file).or_insert(at);
            sets.link(&other, &at);
        }
    }
    sets
}

/// All entries in one list. Each is a large value, and is moved once.
fn flat(results: Vec<Vec<Entry>>) -> Vec<Entry> {
    let mut all = Vec::with_capacity(results.iter().map(Vec::len).sum());
    all.extend(results.into_iter().flatten());
    all
}
