//! Every stage that ships, each judged on what the ones below it become.

use super::compose_edits::composed;
use super::judge::judge;
use super::servers;
use crate::{Applicability, Finding, Fix, Target, Verdict, base_image, shipped};
use dockerfile::{Base, Document, Editor, Kind, New, Stage, apply};

/// A finding for each stage that ships and is root.
pub(super) fn findings(target: &Target<'_>) -> Vec<Finding> {
    let mut findings: Vec<(usize, Finding)> = Vec::new();
    let mut suggestions = Vec::new();
    for stage in shipped(target) {
        let finding = judge(target, stage).map(|finding| {
            let below = findings
                .iter()
                .rev()
                .find(|(index, _)| stands_on(target, stage, *index));
            match below.map(|(_, below)| &below.verdict) {
                Some(Verdict::Fix(fix)) => on_top(target, stage, fix, finding),
                Some(Verdict::HeldBack { .. } | Verdict::Suggestion(_)) | None => finding,
            }
        });
        suggestions.extend(
            finding
                .as_ref()
                .and_then(|finding| another_image(target, stage, finding)),
        );
        findings.extend(finding.map(|finding| (stage.index, finding)));
    }
    let findings = findings.into_iter().map(|(_, finding)| finding);
    findings.chain(suggestions).collect()
}

/// A suggestion for a stage that does not become safe by itself, where its base has a twin that starts without root.
fn another_image(target: &Target<'_>, stage: &Stage, finding: &Finding) -> Option<Finding> {
    let is_settled = match &finding.verdict {
        Verdict::Fix(fix) => fix.applicability == Applicability::Safe,
        Verdict::Suggestion(_) => true,
        Verdict::HeldBack { .. } => false,
    };
    let base = base_image::of(target, stage).filter(|_| !is_settled)?;
    let image = servers::instead(&base)?;
    let from = target.document.instructions.get(stage.from)?;
    Some(Finding {
        lines: from.lines,
        message: format!("`{}` starts as root, and `{image}` does not", base.name),
        why: "its pid file, caches and port are where every account may have them".to_owned(),
        verdict: Verdict::Suggestion(format!(
            "stand on `{image}` of the same version, which listens on port 8080 as account 101, and publish that port"
        )),
        evidence: Vec::new(),
        secrets: Vec::new(),
    })
}

fn stands_on(target: &Target<'_>, stage: &Stage, index: usize) -> bool {
    let mut base = &stage.base;
    while let Base::Stage(below) = base {
        if *below == index {
            return true;
        }
        match target.stages.get(*below) {
            Some(stage) if stage.index == *below => base = &stage.base,
            Some(_) | None => return false,
        }
    }
    false
}

/// The finding about a stage once `below`, the fix of a stage that it is built on, is made: both are one, since an
/// account is created once.
fn on_top(target: &Target<'_>, stage: &Stage, below: &Fix, alone: Finding) -> Finding {
    let document = Document::parse(apply(&target.document.text, &below.edits));
    let stages = dockerfile::stages(&document);
    let moved = Target {
        document: &document,
        stages: &stages,
        ..*target
    };
    let together = stages
        .get(stage.index)
        .and_then(|stage| judge(&moved, stage));
    let Some(Finding {
        verdict: Verdict::Fix(mut fix),
        ..
    }) = together
    else {
        return alone;
    };
    let Some(edits) = composed(&below.edits, &fix.edits) else {
        return alone;
    };
    fix.edits = edits;
    fix.applicability = weaker(&below.applicability, fix.applicability);
    fix.files.extend(below.files.iter().cloned());
    Finding {
        verdict: Verdict::Fix(fix),
        ..alone
    }
}

fn weaker(below: &Applicability, own: Applicability) -> Applicability {
    match (below, own) {
        (Applicability::Safe, own) => own,
        (Applicability::Unsafe(below), Applicability::Safe) => Applicability::Unsafe(below.clone()),
        (Applicability::Unsafe(below), Applicability::Unsafe(own)) => {
            Applicability::Unsafe(format!("{below}, and {own}"))
        }
    }
}

/// A stage that is built on this one starts as root, as it did: what it installs needs that, and it is judged by itself
/// where it ships.
pub(super) fn keep_root_above(target: &Target<'_>, stage: &Stage, editor: &mut Editor<'_>) {
    for above in target.stages {
        if above.base == Base::Stage(stage.index) && !starts_with_user(target, above) {
            editor.insert_after(
                above.from,
                New {
                    keyword: "USER",
                    arguments: vec!["root".to_owned()],
                    comment: None,
                    blank_line_before: false,
                },
            );
        }
    }
}

/// Whether a stage names its user before anything depends on it.
fn starts_with_user(target: &Target<'_>, stage: &Stage) -> bool {
    let instructions = target.document.instructions.get(stage.instructions.clone());
    let mut acting = instructions
        .unwrap_or_default()
        .iter()
        .filter(|instruction| {
            !matches!(
                instruction.kind,
                Kind::From(_) | Kind::Arg(_) | Kind::Env(_) | Kind::Label(_) | Kind::Expose(_)
            )
        });
    acting
        .next()
        .is_some_and(|first| matches!(first.kind, Kind::User(_)))
}
