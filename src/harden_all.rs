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
    batches: Vec<Batch>,
    hands: NonZeroUsize,
    harden: impl Fn(&Batch) -> Vec<Entry> + Sync,
) -> Vec<Entry> {
    let results = crew::each(&batches, hands, &harden);
    let mut done: Vec<(Batch, Vec<Entry>)> = batches.into_iter().zip(results).collect();
    // Each round leaves fewer batches, so that this ends.
    loop {
        let mut sets = sharing(&done);
        let mut joined: BTreeMap<usize, (Batch, Vec<Entry>, bool)> = BTreeMap::new();
        for (at, (batch, entries)) in done.into_iter().enumerate() {
            match joined.get_mut(&sets.of(&at)) {
                Some((first, _, is_joined)) => {
                    first.join(batch);
                    *is_joined = true;
                }
                None => {
                    joined.insert(at, (batch, entries, false));
                }
            }
        }
        let (again, settled): (Vec<_>, Vec<_>) = joined
            .into_values()
            .partition(|(_, _, is_joined)| *is_joined);
        done = settled
            .into_iter()
            .map(|(batch, entries, _)| (batch, entries))
            .collect();
        if again.is_empty() {
            return done.into_iter().flat_map(|(_, entries)| entries).collect();
        }
        let again: Vec<Batch> = again.into_iter().map(|(batch, _, _)| batch).collect();
        let results = crew::each(&again, hands, &harden);
        done.extend(again.into_iter().zip(results));
    }
}

/// The batches that change the same file, by position.
fn sharing(done: &[(Batch, Vec<Entry>)]) -> Sets<usize> {
    let mut first: BTreeMap<&PathBuf, usize> = BTreeMap::new();
    let mut sets = Sets::new();
    for (at, (_, entries)) in done.iter().enumerate() {
        let beside = entries.iter().filter(|entry| entry.is_beside);
        for file in beside.filter_map(|entry| entry.file.as_ref()) {
            let other = *first.entry(file).or_insert(at);
            sets.link(&other, &at);
        }
    }
    sets
}
