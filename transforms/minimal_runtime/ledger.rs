//! What becomes of the final stages of the corpus, with each choice of a base.

use super::MinimalRuntime;
use crate::{OptionValue, Options, Target, Transform, Verdict};
use catalog::{ImageName, SNAPSHOT};
use corpus::{Part, Real};
use dockerfile::{Base, Document, stages};
use std::collections::BTreeMap;

/// Every base that is written exists: a tag of the same release, or an image without a shell that was supported.
#[test]
fn every_base_written_into_the_corpus_exists() {
    let Some(files) = corpus::read::<Real>(Part::Dockerfiles) else {
        return;
    };
    let mut ledger: BTreeMap<String, usize> = BTreeMap::new();
    for base in ["slim", "distroless"] {
        let key = ("minimal-runtime".to_owned(), "base".to_owned());
        let values = BTreeMap::from([(key, OptionValue::Text(base.to_owned()))]);
        let options = Options { values };
        for file in &files {
            let document = Document::parse(file.content.as_str());
            if !document.problems.is_empty() {
                continue;
            }
            let stages = stages(&document);
            let target = Target::alone(&document, &stages, &options);
            for finding in MinimalRuntime.check(&target) {
                let outcome = match &finding.verdict {
                    Verdict::Suggestion(_) => "suggestion".to_owned(),
                    Verdict::HeldBack { reason, .. } => format!("held back: {}", reason.code()),
                    Verdict::Fix(fix) => {
                        check(&file.id, &document, fix);
                        "fix".to_owned()
                    }
                };
                *ledger.entry(format!("{base}: {outcome}")).or_default() += 1;
            }
        }
    }
    for (outcome, count) in &ledger {
        println!("{count:5} {outcome}");
    }
    assert!(ledger.contains_key("slim: fix") && ledger.contains_key("distroless: fix"));
}

fn check(id: &str, document: &Document, fix: &crate::Fix) {
    let after = dockerfile::verify(document, &fix.edits)
        .unwrap_or_else(|breach| panic!("{id}: {breach:?}"));
    let base = |document: &Document| {
        let stages = stages(document);
        match stages.last().map(|stage| stage.root(&stages).clone()) {
            Some(Base::Image(reference)) => reference.text,
            other => panic!("{id}: {other:?}"),
        }
    };
    let (old, new) = (base(document), base(&after));
    let (name, tag) = ImageName::split(&new);
    let (old_name, old_tag) = ImageName::split(&old);
    if name.as_str().starts_with("mcr.microsoft.com/dotnet/") {
        let tag = tag.unwrap_or_default();
        assert!(catalog::is_dotnet_tag(tag), "{id}: `{new}` is not listed");
        let release = catalog::Base::new(&old_name, old_tag).and_then(|base| base.release?.version);
        let system = tag.trim_end_matches("-chiseled-extra");
        let plain = catalog::Base::new(&name, Some(system)).and_then(|base| base.release?.version);
        assert_eq!(release, plain, "{id}: {old} became {new}");
        return;
    }
    if name.official().is_none() {
        let target = catalog::distroless_images()
            .unwrap()
            .iter()
            .find(|target| target.name == name.as_str())
            .unwrap_or_else(|| panic!("{id}: `{new}` is not listed"));
        assert!(
            target.until.is_none_or(|until| until > SNAPSHOT),
            "{id}: {new}"
        );
        return;
    }
    if old_name.as_str() == "openjdk" {
        // Its publisher has no other images: the family of the distribution stays.
        let family =
            |name: &ImageName, tag| catalog::Base::new(name, tag).and_then(|base| base.family);
        let living = catalog::tag(&name, tag).is_some_and(|tag| tag.dropped.is_none());
        assert!(living, "{id}: `{new}` is not published");
        assert!(family(&name, tag).is_some(), "{id}: {new}");
        assert_eq!(
            family(&old_name, old_tag),
            family(&name, tag),
            "{id}: {old} became {new}"
        );
        return;
    }
    let release = |name: &ImageName, tag| catalog::tag(name, tag).and_then(|tag| tag.release);
    assert!(
        release(&name, tag).is_some(),
        "{id}: `{new}` does not exist"
    );
    assert_eq!(
        release(&old_name, old_tag),
        release(&name, tag),
        "{id}: {old} became {new}"
    );
}
