//! What becomes of every full base in the corpus of real Dockerfiles.

use super::SlimBase;
use super::subject::{Found, find};
use crate::{Applicability, Options, Target, Transform, Verdict};
use catalog::ImageName;
use corpus::{Part, Real};
use dockerfile::{Base, Document, stages};
use std::collections::BTreeMap;

/// Every full base with a twin gets a fix or a reason, and every tag that is written exists and is on the release of
/// the tag that it replaces.
#[test]
fn every_full_base_of_the_corpus_is_accounted_for() {
    let Some(files) = corpus::read::<Real>(Part::Dockerfiles) else {
        return;
    };
    let mut ledger: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for file in files {
        let document = Document::parse(file.content.as_str());
        if !document.problems.is_empty() {
            continue;
        }
        let stages = stages(&document);
        let options = Options::default();
        let target = Target::alone(&document, &stages, &options);
        let image = match find(&target) {
            Found::Nothing => continue,
            Found::Subject(subject) => subject.full.name.to_string(),
            Found::Held(image, ..) => ImageName::split(&image).0.to_string(),
        };
        let findings = SlimBase.check(&target);
        let [finding] = findings.as_slice() else {
            panic!("{}: {} findings", file.id, findings.len());
        };
        let outcome = match &finding.verdict {
            Verdict::Suggestion(_) => "suggestion".to_owned(),
            Verdict::HeldBack { reason, .. } => format!("held back: {}", reason.code()),
            Verdict::Fix(fix) => {
                check(&file.id, &document, fix);
                match &fix.applicability {
                    Applicability::Safe => "safe".to_owned(),
                    Applicability::Unsafe(_) => "unsafe".to_owned(),
                }
            }
        };
        *ledger.entry(outcome).or_default().entry(image).or_default() += 1;
    }
    let mut of_images: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for (outcome, images) in &ledger {
        for (image, count) in images {
            of_images.entry(image).or_default().insert(outcome, *count);
        }
    }
    let count = |outcomes: &BTreeMap<&str, usize>| outcomes.values().sum::<usize>();
    for (image, outcomes) in &of_images {
        println!("{:5} {image}: {outcomes:?}", count(outcomes));
    }
    let total: usize = of_images.values().map(count).sum();
    let unknown = |outcome: &&str| outcome.starts_with("held back: unknown-");
    let open: usize = of_images
        .values()
        .flat_map(|outcomes| outcomes.iter().filter(|(outcome, _)| unknown(outcome)))
        .map(|(_, count)| count)
        .sum();
    println!("{total:5} in all, {open} of them for a reason that says `unknown`");
    assert!(
        open * 10 <= total,
        "{open} of {total} are not accounted for"
    );
    assert!(ledger.keys().any(|outcome| outcome == "unsafe"));
}

/// The base after the fix exists, is slim, and is on the release of the one before.
fn check(id: &str, document: &Document, fix: &crate::Fix) {
    let after = dockerfile::verify(document, &fix.edits)
        .unwrap_or_else(|breach| panic!("{id}: {breach:?}"));
    let tag = |document: &Document| {
        let stages = stages(document);
        let Some(Base::Image(reference)) = stages.last().map(|stage| stage.root(&stages).clone())
        else {
            panic!("{id}: the base has no name");
        };
        let (name, tag) = ImageName::split(&reference.text);
        let published = catalog::tag(&name, tag)
            .unwrap_or_else(|| panic!("{id}: `{}` does not exist", reference.text));
        (reference.text.clone(), published)
    };
    let (old, before) = tag(document);
    let (new, after) = tag(&after);
    assert!(
        new.contains("slim") && !old.contains("slim"),
        "{id}: {old} became {new}"
    );
    assert_eq!(before.release, after.release, "{id}: {old} became {new}");
    assert!(before.release.is_some(), "{id}: {old}");
}
