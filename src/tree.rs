//! A tree of files on disk, as those who look for builds see it.

use crate::crew;
use crate::disk::DiskContext;
use crate::walk::{Walk, Walks};
use callers::{Tree, holds};
use context::Context;
use rustc_hash::FxHashMap;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// The files below a folder, without what git ignores and what is vendored.
///
/// A file that is asked for by name is read also where git ignores it: `.env` usually is.
pub(crate) struct DiskTree {
    disk: DiskContext,
    walk: Arc<Walk>,
    /// The files that hold one of some words.
    with: Mutex<HashMap<Vec<&'static str>, Vec<String>>>,
    /// The files that were kept for each key.
    kept: Mutex<FxHashMap<String, Arc<[String]>>>,
}

/// Endings of pages, styles, pictures and tables: nothing in them starts a build.
const STARTS_NOTHING: [&str; 19] = [
    "css", "csv", "gif", "html", "ico", "jpg", "lock", "map", "md", "po", "png", "rst", "scss",
    "sql", "svg", "tsv", "ttf", "twig", "woff2",
];

/// How many names are looked at in one go.
const PART: usize = 512;

impl DiskTree {
    /// The tree whose root is `root`, an absolute path without links, as the walk over it meets it.
    pub(crate) fn new(walks: &Walks, root: PathBuf) -> Self {
        Self {
            walk: walks.over(&root),
            disk: DiskContext::new(root, Arc::clone(&walks.places.folders)),
            with: Mutex::default(),
            kept: Mutex::default(),
        }
    }

    /// The files whose text holds one of `words`, looked at on all cores.
    fn look_for(&self, words: &[&'static str]) -> Vec<String> {
        let starts = |file: &&String| {
            let ending = file.rsplit_once('.').map(|(_, ending)| ending);
            !ending.is_some_and(|ending| STARTS_NOTHING.contains(&ending))
        };
        let files: Vec<&String> = self.walk.files.iter().filter(starts).collect();
        let found = crew::each(&files, crew::cores(), |file| {
            let text = self.disk.open(file);
            text.is_some_and(|text| holds(&text, words))
        });
        let found = files.into_iter().zip(found);
        found
            .filter(|(_, is_found)| *is_found)
            .map(|(file, _)| file.clone())
            .collect()
    }

    /// The text of `file`, one of the files, which nobody is going to ask for again.
    pub(crate) fn glance(&self, file: &str) -> Option<String> {
        self.disk.open(file)
    }

    fn is_listed(&self, file: &str) -> bool {
        let files = &self.walk.files;
        let found = files.binary_search_by(|other| other.as_str().cmp(file));
        found.is_ok()
    }

    /// The landmarks with this name, sorted.
    pub(crate) fn landmarks<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t str> {
        let files = self.walk.landmarks.iter().map(String::as_str);
        files.filter(move |file| {
            let above = file.strip_suffix(name);
            above.is_some_and(|above| above.is_empty() || above.ends_with('/'))
        })
    }
}

impl Tree for DiskTree {
    fn files(&self) -> Vec<String> {
        self.walk.files.clone()
    }

    fn files_in(&self, folder: &str) -> Vec<String> {
        directly_in(&self.walk.files, folder)
    }

    fn files_with(&self, words: &[&'static str]) -> Vec<String> {
        let mut with = self.with.lock().unwrap_or_else(PoisonError::into_inner);
        let files = with.entry(words.to_vec());
        files.or_insert_with(|| self.look_for(words)).clone()
    }

    fn files_named(&self, is_wanted: fn(&str) -> bool) -> Vec<String> {
        let parts: Vec<&[String]> = self.walk.files.chunks(PART).collect();
        let wanted = crew::each(&parts, crew::cores(), |part| {
            let wanted = part.iter().filter(|file| is_wanted(file));
            wanted.cloned().collect::<Vec<String>>()
        });
        wanted.into_iter().flatten().collect()
    }

    fn read(&self, file: &str) -> Option<String> {
        if self.is_listed(file) {
            return self.disk.read_met(file);
        }
        self.disk.read(file)
    }

    fn has(&self, file: &str) -> bool {
        self.is_listed(file) || self.read(file).is_some()
    }

    fn recall(&self, key: &str) -> Option<Arc<[String]>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(key).cloned()
    }

    fn keep(&self, key: &str, files: &Arc<[String]>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(key.to_owned(), Arc::clone(files));
    }

    fn spread(&self, count: usize, work: &(dyn Fn(usize) + Sync)) {
        let numbers: Vec<usize> = (0..count).collect();
        crew::each(&numbers, crew::cores(), |number| work(*number));
    }
}

/// Those of the sorted `files` that lie in `folder` itself; what lies in a folder below is not looked at one by one.
fn directly_in(files: &[String], folder: &str) -> Vec<String> {
    let start = match folder {
        "" => String::new(),
        folder => format!("{folder}/"),
    };
    let from = |files: &[String], first: &str| files.partition_point(|file| file.as_str() < first);
    let mut found = Vec::new();
    let mut at = from(files, &start);
    while let Some(file) = files.get(at) {
        let Some(name) = file.strip_prefix(&start) else {
            break;
        };
        match name.split_once('/') {
            // `0` is the sign behind `/`: what follows lies no more in the folder below.
            Some((below, _)) => at = from(files, &format!("{start}{below}0")),
            None => {
                found.push(file.clone());
                at += 1;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::directly_in;

    #[test]
    fn what_lies_in_a_folder_is_told_from_what_lies_below_it() {
        let mut files = [
            "a-b", "a.b", "a/1", "a/b/2", "a/b/c/3", "a/b-c", "a/b0", "a/z", "a0", "ab/4", "b/5",
        ]
        .map(str::to_owned);
        files.sort();
        for folder in ["", "a", "a/b", "ab", "b", "c", "a/b/c/3"] {
            let mut all = files.to_vec();
            all.retain(|file| callers::folder(file) == folder);
            assert_eq!(directly_in(&files, folder), all, "{folder}");
        }
        assert_eq!(directly_in(&files, "a"), ["a/1", "a/b-c", "a/b0", "a/z"]);
    }
}
