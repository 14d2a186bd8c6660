#![doc = include_str!("README.md")]

mod cgo;
mod compiled;
mod distroless;
mod dotnet;
mod final_stage;
mod ground;
mod interpreted;
mod interpreter;
mod jre;
mod names;
mod openjdk;
mod program;
mod program_code;
mod python;
mod scratch;
mod scratch_needs;
mod split;
mod support;

#[cfg(test)]
mod ledger;

use crate::surroundings::children;
use crate::{Finding, OptionKind, OptionSpec, Reason, Target, Transform, Verdict};
use dockerfile::Stage;
use ground::Ground;

/// The final stage carries what the program needs to run, and no more.
#[derive(Debug, Clone, Copy)]
pub struct MinimalRuntime;

const NAME: &str = "minimal-runtime";

impl Transform for MinimalRuntime {
    fn name(&self) -> &'static str {
        NAME
    }

    fn page(&self) -> &'static str {
        include_str!("README.md")
    }

    fn options(&self) -> &'static [OptionSpec] {
        &[
            OptionSpec {
                key: "base",
                kind: OptionKind::Choice(&["slim", "distroless", "keep"]),
                default: "\"slim\"",
                summary: "which base the final stage may move to: the run-time image of the same publisher, one \
                          without shell and package manager, or none",
            },
            OptionSpec {
                key: "provider",
                kind: OptionKind::Choice(&["distroless", "chainguard", "dhi"]),
                default: "\"distroless\"",
                summary: "whose images without a shell are used: `chainguard` has them for compiled programs, the \
                          tags of `dhi` are known only behind its login",
            },
        ]
    }

    fn check(&self, target: &Target<'_>) -> Vec<Finding> {
        let Some(stage) = dockerfile::final_stage(target.stages) else {
            return Vec::new();
        };
        let ground = Ground::of(target.stages, stage);
        let on_image = ground.map(|ground| on_image(target, stage, &ground));
        let mut findings = on_image.unwrap_or_default();
        findings.extend(scratch::findings(target, stage));
        findings
    }
}

/// The findings about the image that `stage` stands on.
fn on_image(target: &Target<'_>, stage: &Stage, ground: &Ground<'_>) -> Vec<Finding> {
    let base = target.options.text(NAME, "base", "slim");
    let mut smaller = Vec::new();
    if base == "distroless" {
        smaller.extend(distroless::finding(target, stage, ground));
    }
    for finding in [
        dotnet::finding,
        split::finding,
        jre::finding,
        openjdk::finding,
    ] {
        if base != "keep" && !smaller.iter().any(is_fixed) {
            smaller.extend(finding(target, stage, ground));
        }
    }
    // One way to less is enough: what keeps the others back is no news then.
    let is_smaller = smaller.iter().any(is_fixed);
    if is_smaller {
        smaller.retain(is_fixed);
    }
    if !(is_smaller && openjdk::is_base(ground)) {
        smaller.extend(support::finding(target, stage, ground));
    }
    smaller
}

fn is_fixed(finding: &Finding) -> bool {
    matches!(finding.verdict, Verdict::Fix(_))
}

/// A finding about the base that `stage` stands on.
fn finding(
    target: &Target<'_>,
    stage: &Stage,
    message: String,
    why: &str,
    verdict: Verdict,
    evidence: Vec<String>,
) -> Finding {
    let verdict = match (verdict, children(target, stage).next()) {
        (Verdict::Fix(_), Some(child)) => Verdict::HeldBack {
            reason: Reason::BaseOfOthers,
            detail: format!(
                "`{}` stands on the image, and may use any tool in it",
                child.path
            ),
        },
        (verdict, _) => verdict,
    };
    let root = crate::base_image::root_stage(target.stages, stage);
    let from = target.document.instructions.get(root.from);
    Finding {
        lines: from.map(|from| from.lines).unwrap_or_default(),
        message,
        why: why.to_owned(),
        verdict,
        evidence,
        secrets: Vec::new(),
    }
}

/// A reason and its detail.
type Held = (Reason, String);
