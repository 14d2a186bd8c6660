//! Any text is read as an ignore file in time, and a walk that passes over excluded folders sends what one that looks
//! into everything sends.

#![no_main]

use context::{Context, Decision, Ignore, MemoryContext, Source, ignore_lines, join, list, sent};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// What an input of a few KiB may take in a release build.
const LIMIT: Duration = Duration::from_millis(200);

/// More entries than any input makes.
const MANY: usize = 1 << 20;

fuzz_target!(|text: &str| {
    let watch = Watch::start();
    let first = check(text);
    let mut taken = watch.taken();
    if taken > LIMIT {
        // The machine may have been busy: only the fastest of several counts.
        for _ in 0..5 {
            let watch = Watch::start();
            assert_eq!(check(text), first);
            taken = taken.min(watch.taken());
        }
    }
    assert!(taken <= LIMIT, "took {taken:?}");
});

/// Measures what this thread has run, where Linux tells it: the clock also counts the others of a busy machine.
struct Watch {
    clock: Instant,
    run: Option<Duration>,
}

impl Watch {
    fn start() -> Self {
        Self {
            clock: Instant::now(),
            run: run(),
        }
    }

    fn taken(&self) -> Duration {
        let run = run().zip(self.run);
        run.map_or_else(|| self.clock.elapsed(), |(now, before)| now - before)
    }
}

/// How long this thread has run so far.
fn run() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = told.split(' ').next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// What would be sent, if the text is an ignore file.
fn check(text: &str) -> Option<Vec<String>> {
    let context = context_for(text);
    for line in ignore_lines(text) {
        let source = Source::parse(&line.pattern);
        let _ = (
            source.is_whole_context(),
            source.covers("a/b"),
            source.fixed_part(),
        );
    }
    let ignore = Ignore::parse(text).ok()?;
    let pruned = sent(&context, &ignore, MANY, |_| true).expect("a context in memory can be listed");
    assert_eq!(pruned, looked_into(&context, &ignore));
    if ignore.negated().next().is_none() {
        let all = list(&context, MANY, |_| true).expect("a context in memory can be listed");
        for found in all {
            let is_sent = pruned.binary_search(&found.path).is_ok();
            assert_eq!(is_sent, !ignore.is_ignored(&found.path), "{}", found.path);
            assert_eq!(
                ignore.leaves_out(&found.path),
                ignore.is_ignored(&found.path)
            );
        }
    }
    Some(pruned)
}

/// Files like those that the patterns name, and some that every context may have.
fn context_for(text: &str) -> MemoryContext {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut add = |path: String| {
        let parts: Vec<&str> = path.split('/').collect();
        let is_plain = |part: &&str| !matches!(*part, "" | "." | "..");
        if parts.iter().all(is_plain) && parts.len() < 12 {
            files.insert(path, String::new());
        }
    };
    for path in ["a", "b/a", "b/c/a.md", "src/main.rs", ".env", "x/x/x"] {
        add(path.to_owned());
    }
    for line in ignore_lines(text).into_iter().take(24) {
        let path = line.pattern.trim_start_matches('!').to_owned();
        add(path.replace("**/", "").replace(['*', '?'], "x"));
        add(path.replace("**", "x/y").replace(['*', '?'], "b"));
        add(format!(
            "{}/a",
            path.replace(['*', '?', '[', ']', '\\'], "")
        ));
    }
    // What is a file cannot be a folder too.
    let all: Vec<String> = files.keys().cloned().collect();
    files.retain(|path, _| {
        let below = format!("{path}/");
        !all.iter().any(|other| other.starts_with(&below))
    });
    let unreadable = Default::default();
    MemoryContext { files, unreadable }
}

/// What is sent, decided for every path from the root down.
fn looked_into(context: &dyn Context, ignore: &Ignore) -> Vec<String> {
    let mut paths = Vec::new();
    let mut folders = vec![(String::new(), Decision::default())];
    while let Some((folder, above)) = folders.pop() {
        for entry in context.entries(&folder).unwrap_or_default().iter() {
            let path = join(&folder, &entry.name);
            let decision = ignore.decide(&path, &above);
            if !decision.is_ignored {
                let ends = path
                    .match_indices('/')
                    .map(|(end, _)| path[..end].to_owned());
                paths.extend(ends);
                paths.push(path.clone());
            }
            if entry.kind == context::EntryKind::Folder {
                folders.push((path, decision));
            }
        }
    }
    paths.sort();
    paths.dedup();
    paths
}
