//! What holds for every file, whatever is in it: over made-up Dockerfiles, every case, and the corpus.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must fail"
)]

mod support;

use corpus::{Part, Real};
use dockerfile::Document;
use proptest::prelude::*;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use support::alone::plan;
use support::{git, sandbox};
use transforms::{ALL, Plan, Status};

/// Every case of every transform.
fn cases() -> Vec<String> {
    let mut texts = Vec::new();
    for transform in ALL {
        let folder = transform.name().replace('-', "_");
        let cases = support::root()
            .join("transforms")
            .join(folder)
            .join("cases");
        for entry in fs::read_dir(cases).expect("the cases can be listed") {
            let path = entry.expect("the cases can be listed").path();
            if path.is_file() {
                texts.push(fs::read_to_string(path).expect("a case is text"));
            }
        }
    }
    texts.sort();
    texts
}

/// Every real file; nothing, said on one line, where the corpus is not there.
fn real() -> Vec<String> {
    let files: Vec<Real> = corpus::read(Part::Dockerfiles).unwrap_or_default();
    files.into_iter().map(|file| file.content).collect()
}

/// Every case and every real file.
fn all() -> Vec<String> {
    let mut texts = cases();
    texts.extend(real());
    texts
}

/// What the boldest run makes of each of them: made once for all tests.
static PLANS: LazyLock<Vec<Plan>> =
    LazyLock::new(|| all().iter().map(|text| plan(text, true)).collect());

fn check_lossless(text: &str) {
    assert_eq!(Document::parse(text).text, text);
}

fn check_pure(known: &Plan) {
    assert_eq!(plan(&known.before, true), *known, "{}", known.before);
}

fn check_at_rest(known: &Plan) {
    let safe = plan(&known.before, false);
    for (plan, apply_unsafe) in [(&safe, false), (known, true)] {
        if plan.before != plan.after {
            let again = self::plan(&plan.after, apply_unsafe);
            assert_eq!(
                again.after, plan.after,
                "a second run changes:\n{}",
                plan.after
            );
        }
    }
}

/// No fix, no change; comments between instructions stay, in order; a file with one kind of line ending keeps to it.
fn check_minimal(plan: &Plan) {
    let has_fix = plan
        .findings
        .iter()
        .any(|outcome| matches!(outcome.status, Status::Fixed { .. }));
    assert!(has_fix || plan.before == plan.after, "{}", plan.before);
    let before = Document::parse(plan.before.as_str());
    let after = Document::parse(plan.after.as_str());
    let comments = |document: &Document| -> Vec<String> {
        let between = document
            .comments
            .iter()
            .filter(|comment| comment.inside.is_none());
        between
            .map(|comment| document.slice(comment.span).to_owned())
            .collect()
    };
    let mut left = comments(&after).into_iter();
    for comment in comments(&before) {
        assert!(
            left.any(|other| other == comment),
            "the comment `{comment}` is gone:\n{}",
            after.text
        );
    }
    let endings = |text: &str| (text.matches("\r\n").count(), text.matches('\n').count());
    let ((old_crlf, old), (crlf, new)) = (endings(&before.text), endings(&after.text));
    if old > 0 && (old_crlf == 0 || old_crlf == old) {
        assert_eq!(crlf == 0, old_crlf == 0, "{}", after.text);
        assert!(crlf == 0 || crlf == new, "{}", after.text);
    }
}

/// A file that Docker refuses is not touched; no other becomes one; and no transform is ever caught by a guard.
fn check_untouched_on_doubt(plan: &Plan) {
    let text = &plan.before;
    assert_eq!(plan.bugs, [], "{text}");
    if Document::parse(text.as_str()).problems.is_empty() {
        assert_eq!(Document::parse(plan.after.as_str()).problems, [], "{text}");
    } else {
        assert!(!plan.changes(), "{text}");
    }
}

#[test]
fn lossless() {
    all().iter().for_each(|text| check_lossless(text));
}

#[test]
fn pure() {
    PLANS.iter().for_each(check_pure);
}

#[test]
fn at_rest() {
    PLANS.iter().for_each(check_at_rest);
}

#[test]
fn minimal() {
    PLANS.iter().for_each(check_minimal);
}

#[test]
fn untouched_on_doubt() {
    PLANS.iter().for_each(check_untouched_on_doubt);
}

#[test]
fn one_plan() {
    check_one_plan(&all());
}

/// What a failure shows is made a case: no file keeps it.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn every_invariant_holds_for_made_up_files(text in generate::dockerfile()) {
        check_lossless(&text);
        let plan = plan(&text, true);
        check_pure(&plan);
        check_at_rest(&plan);
        check_minimal(&plan);
        check_untouched_on_doubt(&plan);
    }

    #[test]
    fn every_invariant_holds_for_text_that_is_cut_off(text in generate::dockerfile(), kept in 0_usize..100) {
        let length = text.chars().count() * kept / 100;
        let cut: String = text.chars().take(length).collect();
        check_lossless(&cut);
        let plan = plan(&cut, true);
        check_at_rest(&plan);
        check_minimal(&plan);
        check_untouched_on_doubt(&plan);
    }
}

proptest! {
    #![proptest_config(config(8))]

    #[test]
    fn one_plan_holds_for_made_up_files(texts in prop::collection::vec(generate::dockerfile(), 32)) {
        check_one_plan(&texts);
    }
}

/// Writes `texts` as a tree: what `--diff` shows is taken by `git apply`, and gives what `--write` writes.
fn check_one_plan(texts: &[String]) {
    let (shown, written) = (sandbox(), sandbox());
    for folder in [shown.path(), written.path()] {
        for (index, text) in texts.iter().enumerate() {
            let folder = folder.join(index.to_string());
            fs::create_dir(&folder).expect("the folder can be made");
            fs::write(folder.join("Dockerfile"), text).expect("the file can be written");
        }
    }
    let diff = support::run(shown.path(), &["--diff", "--unsafe", "--show-secrets"]);
    support::run(written.path(), &["--write", "--unsafe", "--quiet"]);
    if !diff.output.is_empty() {
        git::apply(shown.path(), &diff.output);
    }
    for index in 0..texts.len() {
        let read =
            |folder: &Path, name: &str| fs::read(folder.join(index.to_string()).join(name)).ok();
        for name in ["Dockerfile", ".dockerignore"] {
            assert_eq!(
                read(shown.path(), name),
                read(written.path(), name),
                "file {index}, {name}"
            );
        }
    }
}
