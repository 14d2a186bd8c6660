//! What BuildKit refuses has a problem, and nothing else has one.

use crate::inputs::{self, Input};
use corpus::Part;
use dockerfile::Document;

#[test]
fn what_buildkit_refuses_has_a_problem() {
    for part in [Part::Dockerfiles, Part::Tricky, Part::Mutants] {
        let inputs = inputs::of(part);
        let refused: Vec<&Input> = inputs.iter().filter(|input| !input.verdict.ok).collect();
        let missed: Vec<&&Input> = refused
            .iter()
            .filter(|input| Document::parse(input.text.as_str()).problems.is_empty())
            .collect();
        println!(
            "{part:?}: {} refused, {} without a problem",
            refused.len(),
            missed.len()
        );
        for Input { verdict, .. } in &missed {
            println!("  {}: {:?}", verdict.id, verdict.error);
        }
        assert_eq!(missed.len(), 0);
    }
}

#[test]
fn what_buildkit_accepts_has_none() {
    for part in [Part::Dockerfiles, Part::Tricky, Part::Mutants] {
        let mut accepted = 0;
        for Input { text, verdict } in inputs::of(part) {
            if verdict.ok {
                accepted += 1;
                let document = Document::parse(text.as_str());
                assert_eq!(document.problems, [], "{}: {text}", verdict.id);
            }
        }
        println!("{part:?}: {accepted} accepted, none with a problem");
    }
}

#[test]
fn a_problem_is_on_buildkits_line() {
    let mut same = 0;
    for Input { text, verdict } in inputs::all() {
        let Some(mut line) = verdict.line else {
            continue;
        };
        if verdict
            .error
            .as_ref()
            .is_some_and(|error| error.contains("parser directive"))
        {
            // BuildKit counts from 0 here.
            line += 1;
        }
        let problems = Document::parse(text).problems;
        let is_same = problems.iter().any(|problem| problem.line == line);
        assert!(
            is_same,
            "{}:{line}: {:?}: {problems:?}",
            verdict.id, verdict.error
        );
        same += 1;
    }
    println!("{same} problems on the line BuildKit names");
}
