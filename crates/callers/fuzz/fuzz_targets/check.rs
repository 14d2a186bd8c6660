//! What must hold of every text that is read.

use callers::edit::Given;
use callers::{Build, Callers, Chains, Memory, discover, edit, listing};
use dockerfile::Edit;
use std::time::{Duration, Instant};

/// What an input of a few KiB may take in a release build.
const LIMIT: Duration = Duration::from_millis(200);

/// Reads `text` as the files `names` of a tree, and checks what comes of it.
pub fn reads(names: &[&str], text: &str) {
    let files = names.iter().map(|name| ((*name).to_owned(), text.to_owned()));
    let tree: Memory = files.collect();
    let found = in_time(&tree);
    // YAML ends a line at a bare carriage return, too.
    let lines = text.matches(['\n', '\r']).count() + 2;
    for build in &found.builds {
        assert!(build.place.line >= 1 && build.place.line <= lines, "{build:?}");
        assert!(tree.contains_key(&build.place.file), "{build:?}");
    }
    for container in &found.containers {
        let line = container.place.line;
        assert!(line >= 1 && line <= lines, "{container:?}");
    }
    let table = listing::table(&found, &Chains::default());
    assert_eq!(table.is_empty(), found.builds.is_empty());
    for build in &found.builds {
        edits(&tree, build);
        gives(&tree, build);
    }
}

/// Gives `build` a file and the agent of `ssh`, if that can be done.
fn gives(tree: &Memory, build: &Build) {
    let file = Given::File { id: "npmrc", path: "api/.npmrc" };
    let Some(text) = tree.get(&build.place.file) else {
        return;
    };
    for given in [file, Given::Ssh] {
        if let Ok(edits) = edit::give(build, text, given) {
            apply(text, &edits);
        }
    }
}

/// The text after the edits, which are in order and stand between letters.
fn apply(text: &str, edits: &[Edit]) -> String {
    let mut result = String::new();
    let mut at = 0;
    for edit in edits {
        assert!(edit.span.start >= at && edit.span.end >= edit.span.start, "{edits:?}");
        result += text.get(at..edit.span.start).expect("an edit stands between letters");
        result += &edit.text;
        assert!(text.get(edit.span.range()).is_some(), "{edits:?}");
        at = edit.span.end;
    }
    result += text.get(at..).expect("an edit stands between letters");
    result
}

/// What is found in `tree`. The machine may be busy: only the fastest of several counts.
fn in_time(tree: &Memory) -> Callers {
    let start = Instant::now();
    let found = discover(tree);
    let mut taken = start.elapsed();
    if taken > LIMIT {
        for _ in 0..5 {
            let start = Instant::now();
            drop(discover(tree));
            taken = taken.min(start.elapsed());
        }
    }
    assert!(taken <= LIMIT, "took {taken:?}");
    found
}

/// Makes the first argument of `build` a secret, if that can be done.
fn edits(tree: &Memory, build: &Build) {
    let file = &build.place.file;
    let (Some(text), Some(argument)) = (tree.get(file), build.args.first()) else {
        return;
    };
    let Ok(edits) = edit::args_to_secrets(build, text, &[&argument.name]) else {
        return;
    };
    let mut after = tree.clone();
    after.insert(file.clone(), apply(text, &edits));
    let found = in_time(&after);
    let is_same = |other: &&Build| other.name == build.name && other.place.file == *file;
    for other in found.builds.iter().filter(is_same).take(1) {
        let is_left = other.args.iter().any(|other| other.name == argument.name);
        let was_twice = tree != &after && other.caller.name() == "script";
        assert!(!is_left || was_twice, "{} is left in {:?}", argument.name, after.get(file));
    }
}
