//! What becomes of every secret-looking name in the corpus of real Dockerfiles.

use super::SecretMounts;
use super::names::Naming;
use super::variable;
use crate::{Options, Target, Transform, Verdict};
use corpus::{Part, Real};
use dockerfile::{Document, Kind, stages};
use std::collections::BTreeMap;

/// Every `ARG` and `ENV` that looks like a secret is moved, named as a trap, or held back; and where a mount is added,
/// no declaration of that name stays.
#[test]
fn every_secret_of_the_corpus_is_accounted_for() {
    let Some(files) = corpus::read::<Real>(Part::Dockerfiles) else {
        return;
    };
    let mut named = 0;
    let mut ledger: BTreeMap<String, usize> = BTreeMap::new();
    for file in files {
        let document = Document::parse(file.content.as_str());
        if !document.problems.is_empty() {
            continue;
        }
        let stages = stages(&document);
        let options = Options::default();
        let target = Target::alone(&document, &stages, &options);
        let findings = SecretMounts.check(&target);
        named += check_nothing_is_left(&file.id, &document, &stages);
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
    let all: usize = ledger.values().sum();
    println!("{named:5} named by BuildKit's rule, {all} by ours: of both");
    for (outcome, count) in &ledger {
        println!("{count:5} {outcome}");
    }
    println!("    0 silently left, 0 left in place while a mount was added");
    assert!(ledger.keys().any(|outcome| outcome == "moved"));
}

/// Every `ARG` and `ENV` that BuildKit's own rule names is one that `variable::all` judges; how many there are.
fn check_nothing_is_left(id: &str, document: &Document, stages: &[dockerfile::Stage]) -> usize {
    let judged = variable::all(document, stages);
    let mut named = 0;
    for (position, instruction) in document.instructions.iter().enumerate() {
        let (Kind::Arg(pairs) | Kind::Env(pairs)) = &instruction.kind else {
            continue;
        };
        for (pair, read) in pairs.iter().enumerate() {
            if !is_named_by_buildkit(&read.key.value) {
                continue;
            }
            named += 1;
            let is_judged = judged.iter().any(|variable| {
                variable.declarations.iter().any(|declaration| {
                    declaration.instruction == position && declaration.pair == pair
                })
            });
            assert!(is_judged, "{id}: `{}` is silently left", read.key.value);
        }
    }
    named
}

/// BuildKit's `SecretsUsedInArgOrEnv`, written down a second time
/// (<https://github.com/moby/buildkit/blob/master/frontend/dockerfile/dockerfile2llb/convert_secrets.go>).
fn is_named_by_buildkit(name: &str) -> bool {
    let name = name.to_lowercase();
    let has = |words: &[&str]| name.split('_').any(|word| words.contains(&word));
    has(&[
        "apikey",
        "auth",
        "credential",
        "credentials",
        "key",
        "password",
        "pword",
        "passwd",
        "secret",
        "token",
    ]) && !has(&["public", "file", "version"])
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
                    .any(|other| other.name == variable.name && other.stages == variable.stages),
                "{id}: {} stays although it was moved",
                variable.name
            );
            "moved".to_owned()
        }
        Verdict::Suggestion(_) => "suggestion".to_owned(),
        Verdict::HeldBack { reason, .. } => format!("held back: {}", reason.code()),
    }
}
