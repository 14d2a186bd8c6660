#![doc = include_str!("README.md")]

mod change;
mod commands;
mod gems;
mod javascript;
mod knowledge;
mod needs;
mod python;
mod reading;
mod same_packages;
mod sources;
mod stages;
mod subject;

#[cfg(test)]
mod ledger;

use crate::surroundings::children;
use crate::{
    Applicability, Finding, Fix, OptionKind, OptionSpec, Reason, Target, Transform, Verdict,
};
use dockerfile::Edit;
use needs::Needs;
use subject::{Found, Subject};

/// The final stage stands on the slim image of the same version and release, where the files prove that it can.
#[derive(Debug, Clone, Copy)]
pub struct SlimBase;

const NAME: &str = "slim-base";

impl Transform for SlimBase {
    fn name(&self) -> &'static str {
        NAME
    }

    fn page(&self) -> &'static str {
        include_str!("README.md")
    }

    fn options(&self) -> &'static [OptionSpec] {
        &[OptionSpec {
            key: "build-stage",
            kind: OptionKind::Flag,
            default: "false",
            summary: "whether packages that compile are installed on the full image in a stage of their own and copied, \
                      instead of adding compilers to the slim one",
        }]
    }

    fn check(&self, target: &Target<'_>) -> Vec<Finding> {
        match subject::find(target) {
            Found::Nothing => Vec::new(),
            Found::Held(image, from, reason, detail) => {
                let verdict = Verdict::HeldBack { reason, detail };
                vec![finding(target, &image, from, verdict, Vec::new())]
            }
            Found::Subject(subject) => {
                let needs = if same_packages::holds(&subject) {
                    same_packages::needs(target, &subject)
                } else {
                    reading::needs(target, &subject)
                };
                let mut evidence = evidence(&subject, &needs);
                let verdict = match in_two_stages(target, &subject, &needs) {
                    Some(Ok(stages)) => {
                        evidence.extend(stages.evidence);
                        fix(stages.edits, Applicability::Unsafe(stages.assumption))
                    }
                    Some(Err((_, detail))) => {
                        evidence.push(format!("two stages would not do: {detail}"));
                        verdict(target, &subject, &needs)
                    }
                    None => verdict(target, &subject, &needs),
                };
                vec![finding(
                    target,
                    &subject.image,
                    subject.from,
                    verdict,
                    evidence,
                )]
            }
        }
    }
}

fn finding(
    target: &Target<'_>,
    image: &str,
    from: usize,
    verdict: Verdict,
    evidence: Vec<String>,
) -> Finding {
    let instruction = target.document.instructions.get(from);
    Finding {
        lines: instruction.map(|from| from.lines).unwrap_or_default(),
        message: format!("the image is built on all of `{image}`"),
        why: "every tool in it that the program does not use is one more to patch, and one more for an intruder"
            .to_owned(),
        verdict,
        evidence,
        secrets: Vec::new(),
    }
}

/// Two stages, where the configuration asks for them or where nothing else would do.
fn in_two_stages(
    target: &Target<'_>,
    subject: &Subject,
    needs: &Needs,
) -> Option<Result<stages::Stages, Held>> {
    let only_compiles = needs
        .stops
        .iter()
        .all(|(reason, _)| *reason == Reason::NeedsCompiler);
    let compiles = !needs.stops.is_empty()
        || (target.options.flag(NAME, "build-stage", false) && !needs.of_language.is_empty());
    let stands_alone = dockerfile::final_stage(target.stages)
        .is_none_or(|stage| children(target, stage).next().is_none());
    let wanted = only_compiles && compiles && stands_alone;
    wanted.then(|| stages::of(target, subject, needs))
}

fn fix(edits: Vec<Edit>, applicability: Applicability) -> Verdict {
    Verdict::Fix(Fix {
        applicability,
        edits,
        files: Vec::new(),
        follow_up: Vec::new(),
    })
}

fn verdict(target: &Target<'_>, subject: &Subject, needs: &Needs) -> Verdict {
    let stage = dockerfile::final_stage(target.stages);
    if let Some(child) = stage.and_then(|stage| children(target, stage).next()) {
        return Verdict::HeldBack {
            reason: Reason::BaseOfOthers,
            detail: format!(
                "`{}` stands on the image, and may use any tool in it",
                child.path
            ),
        };
    }
    if let Some((reason, detail)) = needs.stops.first() {
        return Verdict::HeldBack {
            reason: *reason,
            detail: detail.clone(),
        };
    }
    let edits = match change::edits(target, subject, needs) {
        Ok(edits) => edits,
        Err((reason, detail)) => return Verdict::HeldBack { reason, detail },
    };
    let assumptions = needs
        .assumption()
        .into_iter()
        .chain(subject.spelling.assumption.clone());
    let assumption = assumptions.collect::<Vec<_>>().join("; ");
    let applicability = if assumption.is_empty() {
        Applicability::Safe
    } else {
        Applicability::Unsafe(assumption)
    };
    fix(edits, applicability)
}

fn evidence(subject: &Subject, needs: &Needs) -> Vec<String> {
    let mut evidence = Vec::new();
    if let Some(release) = subject.twin.published.release {
        evidence.push(format!(
            "`{}` and `{}` both meant {release} on {}",
            subject.image,
            subject.slim_image,
            catalog::SNAPSHOT
        ));
    }
    evidence.extend(needs.evidence.iter().cloned());
    for (package, why) in &needs.packages {
        evidence.push(format!("{why}: slim lacks `{package}`"));
    }
    for (_, detail) in needs.stops.iter().skip(1) {
        evidence.push(detail.clone());
    }
    evidence
}

/// A reason and its detail.
type Held = (Reason, String);
