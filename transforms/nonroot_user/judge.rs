//! The verdict on one stage: everything is looked at, then the scales are read.

use super::place::place;
use super::subject::Subject;
use super::user_now::{UserNow, user_now};
use super::weighing::Weighing;
use super::{
    absent, code, compose, home_leftovers, intent, leftovers, numeric, openshift, ownership,
    platform, ports, program, redirect, root_home, servers, supervisor, touches, tree_images, who,
    writes,
};
use crate::{Applicability, FileChange, Finding, Fix, Reason, Target, Verdict, base_image};
use dockerfile::{Edit, Lines, Stage};

/// What is to be said of `stage`; `None` when it does not run as root.
pub(super) fn judge(target: &Target<'_>, stage: &Stage) -> Option<Finding> {
    let finding = direct(target, stage)?;
    let needs_root_home = matches!(
        finding.verdict,
        Verdict::HeldBack {
            reason: Reason::NeedsRootHome,
            ..
        }
    );
    let moved = needs_root_home
        .then(|| redirect::redirected(target, stage, &finding))
        .flatten();
    Some(moved.unwrap_or(finding))
}

/// The same, with everything where the file puts it.
pub(super) fn direct(target: &Target<'_>, stage: &Stage) -> Option<Finding> {
    let base = base_image::of(target, stage);
    let now = user_now(target, stage, base.as_deref());
    if now == UserNow::Other {
        return None;
    }
    let subject = Subject::on(base, target, stage);
    let mut weighing = Weighing::default();
    if !matches!(now, UserNow::Named(_)) {
        platform::look(&subject, &mut weighing);
    }
    let at = match now {
        UserNow::Root(at) => at,
        UserNow::Other => return None,
        UserNow::Named(setting) => return numeric::judge(&subject, &setting),
        UserNow::Unknown(reason, detail) => {
            let first = weighing.held.first().cloned();
            let (reason, detail) = first.unwrap_or((reason, detail));
            return Some(held(&subject, None, reason, detail, Vec::new()));
        }
    };
    tree_images::look(&subject, &mut weighing);
    program::look(&subject, &mut weighing);
    intent::look(&subject, &mut weighing);
    touches::look(&subject, &mut weighing);
    root_home::look(&subject, &mut weighing);
    home_leftovers::look(&subject, &mut weighing);
    if let Some((reason, detail)) = weighing.held.first().cloned() {
        return Some(held(&subject, at, reason, detail, weighing.evidence));
    }
    let account = who::account(&subject, &mut weighing);
    let Some(account) = account else {
        let (reason, detail) = weighing.held.first().cloned().unwrap_or_else(|| {
            (
                Reason::UnknownBase,
                format!(
                    "no account can be created on base `{}`",
                    subject.base_label()
                ),
            )
        });
        return Some(held(&subject, at, reason, detail, weighing.evidence));
    };
    let account = openshift::adapted(&subject, account, &mut weighing);
    let mut grants = ownership::look(&subject, &account, &mut weighing);
    supervisor::look(&subject, &account, &mut grants, &mut weighing);
    writes::look(&subject, &mut grants, &mut weighing);
    code::look(&subject, &mut grants, &mut weighing);
    servers::look(&subject, &mut grants, &mut weighing);
    leftovers::look(&subject, &account, &mut grants, &mut weighing);
    absent::look(&subject, &grants, &mut weighing);
    ports::look(&subject, &mut grants, &mut weighing);
    compose::look(&subject, &grants, &mut weighing);
    if let Some((reason, detail)) = weighing.held.first().cloned() {
        return Some(held(&subject, at, reason, detail, weighing.evidence));
    }
    let edits = place(&subject, &account, &grants, at);
    match edits {
        Ok(edits) => {
            let mut files = grants.changes;
            files.extend(grants.port_move.into_iter().flat_map(|moved| moved.files));
            Some(fixed(&subject, at, edits, files, weighing))
        }
        Err(detail) => Some(held(
            &subject,
            at,
            Reason::UnreadCommand,
            detail,
            weighing.evidence,
        )),
    }
}

fn fixed(
    subject: &Subject<'_>,
    at: Option<usize>,
    edits: Vec<Edit>,
    files: Vec<FileChange>,
    weighing: Weighing,
) -> Finding {
    let applicability = if weighing.assumptions.is_empty() {
        Applicability::Safe
    } else {
        Applicability::Unsafe(weighing.assumptions.join(", and "))
    };
    let fix = Fix {
        applicability,
        edits,
        files,
        follow_up: weighing.follow_up,
    };
    finding(subject, at, Verdict::Fix(fix), weighing.evidence)
}

fn held(
    subject: &Subject<'_>,
    at: Option<usize>,
    reason: Reason,
    detail: String,
    evidence: Vec<String>,
) -> Finding {
    finding(subject, at, Verdict::HeldBack { reason, detail }, evidence)
}

fn finding(
    subject: &Subject<'_>,
    at: Option<usize>,
    verdict: Verdict,
    evidence: Vec<String>,
) -> Finding {
    let position = at.or(subject.runs.said_by).unwrap_or(subject.stage.from);
    let lines = subject
        .instruction(position)
        .map_or(Lines { first: 1, last: 1 }, |instruction| instruction.lines);
    let is_final = subject.stage.index + 1 == subject.target.stages.len();
    let which = match &subject.stage.name {
        Some(name) if !is_final => format!("stage `{name}`, which ships,"),
        None if !is_final => format!("stage {}, which ships,", subject.stage.index),
        Some(_) | None => "the final stage".to_owned(),
    };
    let message = match &verdict {
        Verdict::HeldBack {
            reason: Reason::UnknownBase | Reason::UnresolvedBase | Reason::UserFromVariable,
            ..
        } => {
            format!("{which} may run as root")
        }
        Verdict::HeldBack { .. } | Verdict::Fix(_) | Verdict::Suggestion(_) => {
            format!("{which} runs as root")
        }
    };
    Finding {
        lines,
        message,
        why: "a process that escapes the application owns the container".to_owned(),
        verdict,
        evidence,
        secrets: Vec::new(),
    }
}
