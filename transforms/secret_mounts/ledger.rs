//! What becomes of every secret-looking name in the corpus of real Dockerfiles.

use super::SecretMounts;
use super::names::Naming;
use super::variable;
use crate::{Options, Target, Transform, Verdict};
use corpus::{Part, Real};
use dockerfile::{Document, stages};
use std::collections::BTreeMap;

/// Every `ARG` and `ENV` that looks like a secret is moved, named as a trap, or held back; and where a mount is added,
/// no declaration of that name stays.
#[test]
fn every_secret_of_the_corpus_is_accounted_for() {
    let Some(files) = corpus::read::<Real>(Part::Dockerfiles) else {
        return;
    };
    let mut ledger: BTreeMap<String, usize> = BTreeMap::new();
    for file in files {
        let document = Document::parse(file.content.as_str());
        if !document.problems.is_empty() {
            continue;
        }
        let stages = stages(&document);
        let target = Target {
            path: "Dockerfile",
            path_in_context: Some("Dockerfile"),
            document: &document,
            stages: &stages,
            context: None,
            surroundings: None,
            siblings: &[],
            options: &Options::default(),
        };
        let findings = SecretMounts.check(&target);
        for variable in variable::all(&document, &stages) {
            let outcome = match variable.naming {
                Naming::Trap(trap) => format!("not a secret: {}", trap.id),
                Naming::Plain => continue,
                Naming::Secret(_) => {
                    let named = format!("`{}`", variable.name);
                    let line = document.instructions[variable.instruction()].lines.first;
                    let finding = findings
                        .iter()
                        .find(|finding| {
                            finding.lines.first == line && finding.message.contains(&named)
                        })
                        .unwrap_or_else(|| panic!("{}: {named} is silently left", file.id));
                    outcome(&file.id, &document, &variable, &finding.verdict)
                }
            };
            *ledger.entry(outcome).or_default() += variable.declarations.len();
        }
    }
    for (outcome, count) in &ledger {
        println!("{count:5} {outcome}");
    }
    assert!(ledger.keys().any(|outcome| outcome == "moved"));
}

fn outcome(
    id: &str,
    document: &Document,
    variable: &variable::Variable,
    verdict: &Verdict,
) -> String {
    match verdict {
        Verdict::Fix(fix) => {
            let after = dockerfile::verify(document, &fix.edits)
                .unwrap_or_else(|breach| panic!("{id}: {}: {breach:?}", variable.name));
            let left = variable::all(&after, &stages(&after));
            assert!(
                !left
                    .iter()
                    .any(|other| other.name == variable.name && other.stage == variable.stage),
                "{id}: {} stays although it was moved",
                variable.name
            );
            "moved".to_owned()
        }
        Verdict::Suggestion(_) => "suggestion".to_owned(),
        Verdict::HeldBack { reason, .. } => format!("held back: {}", reason.code()),
    }
}
