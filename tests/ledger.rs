//! The ledger of the corpus: what becomes of 4,000 real Dockerfiles, so that a change in behaviour shows up as a small
//! diff. `cargo test --test ledger -- --nocapture` prints it; the file is `snapshots/ledger.snap`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must fail"
)]

mod support;

use corpus::{Part, Real};
use std::collections::BTreeMap;
use std::fmt::Write;
use support::alone::plan;
use transforms::{ALL, Plan, Status};

#[test]
fn the_corpus_comes_out_as_the_ledger_says() {
    let Some(files) = corpus::read::<Real>(Part::Dockerfiles) else {
        return;
    };
    let mut ledger = String::new();
    for (tier, apply_unsafe) in [("safe", false), ("unsafe", true)] {
        let plans: Vec<Plan> = files
            .iter()
            .map(|file| plan(&file.content, apply_unsafe))
            .collect();
        ledger.push_str(&page(tier, &plans));
    }
    print!("{ledger}");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(support::root().join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("ledger", ledger));
}

/// One tier: how many files change, and for each transform what became of its findings.
fn page(tier: &str, plans: &[Plan]) -> String {
    let changed = plans.iter().filter(|plan| plan.changes()).count();
    let bugs: usize = plans.iter().map(|plan| plan.bugs.len()).sum();
    let mut page = format!(
        "{tier}: {} files, {changed} change, {bugs} bugs\n",
        plans.len()
    );
    for transform in ALL {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let outcomes = plans.iter().flat_map(|plan| &plan.findings);
        for outcome in outcomes.filter(|outcome| outcome.transform == transform.name()) {
            *counts.entry(word(&outcome.status)).or_default() += 1;
        }
        writeln!(page, "  {}", transform.name()).expect("a string takes any text");
        for (word, count) in counts {
            writeln!(page, "    {count:5} {word}").expect("a string takes any text");
        }
    }
    page.push('\n');
    page
}

fn word(status: &Status) -> String {
    match status {
        Status::Fixed {
            assumption: None, ..
        } => "fixed, safe".to_owned(),
        Status::Fixed {
            assumption: Some(_),
            ..
        } => "fixed, unsafe".to_owned(),
        Status::Unsafe { .. } => "would be fixed with `--unsafe`".to_owned(),
        Status::Suggestion(_) => "suggestion".to_owned(),
        Status::HeldBack { reason, .. } => format!("held back: {}", reason.code()),
    }
}
