//! Dockerfiles that are hardened one after another: those of one build context, and those that stand on each other.

use crate::group::Group;
use crate::sets::Sets;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::PathBuf;

/// Dockerfiles that are hardened one after another, so that each sees what the ones before it planned.
#[derive(Default)]
pub(crate) struct Batch {
    /// Their build contexts.
    pub(crate) groups: Vec<Group>,
    /// Whose turn it is, bases first: the context, and the file in it.
    pub(crate) turns: Vec<(usize, usize)>,
    /// The pairs of its Dockerfiles of which the second stands on the first.
    pub(crate) links: Vec<(PathBuf, PathBuf)>,
}

/// How many images may stand on each other before we lose count: a longer chain is a circle.
const MAX_DEPTH: usize = 32;

/// `groups` in batches: two that `links` joins (the base first) come into one.
pub(crate) fn batches(groups: Vec<Group>, links: &[(PathBuf, PathBuf)]) -> Vec<Batch> {
    let files = groups.iter().enumerate().flat_map(|(at, group)| {
        let files = group.files.iter();
        files.map(move |input| (input.found.file.as_os_str(), at))
    });
    let group_of: FxHashMap<&OsStr, usize> = files.collect();
    let mut sets = Sets::new();
    let mut inside: Vec<(usize, (PathBuf, PathBuf))> = Vec::new();
    for (base, child) in links {
        let group_of = |file: &PathBuf| group_of.get(file.as_os_str());
        if let (Some(one), Some(other)) = (group_of(base), group_of(child)) {
            sets.link(one, other);
            inside.push((*one, (base.clone(), child.clone())));
        }
    }
    let depths = depths(links);
    let mut batches: BTreeMap<usize, Batch> = BTreeMap::new();
    for (at, group) in groups.into_iter().enumerate() {
        let batch = batches.entry(sets.of(&at)).or_insert_with(|| Batch {
            // Most batches are one context.
            groups: Vec::with_capacity(1),
            ..Batch::default()
        });
        batch.groups.push(group);
    }
    for (group, link) in inside {
        if let Some(batch) = batches.get_mut(&sets.of(&group)) {
            batch.links.push(link);
        }
    }
    let mut batches: Vec<Batch> = batches.into_values().collect();
    for batch in &mut batches {
        batch.order(&depths);
    }
    batches
}

/// How many images of the tree stand below each Dockerfile.
fn depths(links: &[(PathBuf, PathBuf)]) -> FxHashMap<&OsStr, usize> {
    let mut depths: FxHashMap<&OsStr, usize> = FxHashMap::default();
    for _ in 0..MAX_DEPTH {
        let mut is_deeper = false;
        for (base, child) in links.iter().filter(|(base, child)| base != child) {
            let depth = depths.get(base.as_os_str()).copied().unwrap_or(0) + 1;
            let known = depths.entry(child.as_os_str()).or_insert(0);
            if *known < depth && depth <= MAX_DEPTH {
                (*known, is_deeper) = (depth, true);
            }
        }
        if !is_deeper {
            break;
        }
    }
    depths
}

impl Batch {
    fn order(&mut self, depths: &FxHashMap<&OsStr, usize>) {
        let groups = self.groups.iter().enumerate();
        let mut turns: Vec<(usize, &String, (usize, usize))> = groups
            .flat_map(|(at, group)| {
                let files = group.files.iter().enumerate();
                files.map(move |(number, input)| {
                    let depth = depths
                        .get(input.found.file.as_os_str())
                        .copied()
                        .unwrap_or(0);
                    (depth, &input.found.path, (at, number))
                })
            })
            .collect();
        turns.sort();
        self.turns = turns.into_iter().map(|(_, _, turn)| turn).collect();
    }

    /// The Dockerfiles of this batch, then those of `other`.
    pub(crate) fn join(&mut self, other: Batch) {
        let before = self.groups.len();
        self.links.extend(other.links);
        self.groups.extend(other.groups);
        let turns = other.turns.into_iter();
        self.turns
            .extend(turns.map(|(group, file)| (group + before, file)));
    }
}
