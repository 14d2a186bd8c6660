//! A final stage that only copies and runs a compiled program moves to an image without shell and package manager.

use super::{Held, NAME, final_stage, program};
use crate::{Applicability, Finding, Fix, Reason, Target, Verdict};
use catalog::{Distroless, SNAPSHOT, distroless_target};
use dockerfile::{Base, Editor, Kind, New, Stage};
use std::cmp::Ordering;

/// The tag whose image starts as the account `nonroot`.
const TAG: &str = "nonroot";

/// The finding about the base of `stage`, when it is one that such an image can stand in for.
pub(super) fn finding(target: &Target<'_>, stage: &Stage) -> Option<Finding> {
    if !final_stage::is_swappable(target, stage) {
        return None;
    }
    let Base::Image(reference) = &stage.base else {
        return None;
    };
    let (verdict, evidence) = match swap(target, stage) {
        Ok((fix, evidence)) => (Verdict::Fix(fix), evidence),
        Err((reason, detail)) => (Verdict::HeldBack { reason, detail }, Vec::new()),
    };
    Some(super::finding(
        target,
        stage,
        format!(
            "the image carries a shell and a package manager from `{}`",
            reference.text
        ),
        "whoever breaks into the program finds the tools to go on",
        verdict,
        evidence,
    ))
}

fn swap(target: &Target<'_>, stage: &Stage) -> Result<(Fix, Vec<String>), Held> {
    let provider = target.options.text(NAME, "provider", "distroless");
    if provider != "distroless" {
        let detail = format!("which images `{provider}` has is not known here");
        return Err((Reason::UnknownProvider, detail));
    }
    let last = final_stage::read(target, stage)?;
    let needs = program::needs(target, last.builder)?;
    let image = distroless_target(needs.holds, None, SNAPSHOT).ok_or_else(|| {
        (
            Reason::UnknownBase,
            "no image without a shell is supported".to_owned(),
        )
    })?;
    libc(image, needs.glibc)?;
    let edits = edits(target, stage, &last, image)?;
    let mut evidence = needs.evidence;
    evidence.push(format!(
        "`{}` is copied from the stage that builds it",
        last.program
    ));
    evidence.push(format!("`{}` was supported on {SNAPSHOT}", image.name));
    let fix = Fix {
        applicability: Applicability::Unsafe(needs.assumption),
        edits,
        files: Vec::new(),
        follow_up: vec![
            "probes and health checks from outside that run a command in the container find no shell".to_owned(),
        ],
    };
    Ok((fix, evidence))
}

/// A program runs on the C library it was linked against, or a newer one.
fn libc(image: &Distroless, linked: Option<&str>) -> Result<(), Held> {
    let (Some(linked), Some(there)) = (linked, image.glibc.as_deref()) else {
        return Ok(());
    };
    let numbers = |version: &str| -> Vec<u32> {
        version
            .split('.')
            .filter_map(|part| part.parse().ok())
            .collect()
    };
    match numbers(there).cmp(&numbers(linked)) {
        Ordering::Less => Err((
            Reason::NewerLibc,
            format!(
                "the program is built with glibc {linked}, and `{}` has {there}",
                image.name
            ),
        )),
        Ordering::Equal | Ordering::Greater => Ok(()),
    }
}

fn edits(
    target: &Target<'_>,
    stage: &Stage,
    last: &final_stage::FinalStage<'_>,
    image: &Distroless,
) -> Result<Vec<dockerfile::Edit>, Held> {
    let mut editor = Editor::new(target.document);
    let from = target
        .document
        .instructions
        .get(stage.from)
        .map(|from| &from.kind);
    if let Some(Kind::From(from)) = from {
        editor.replace(&from.image, &format!("{}:{TAG}", image.name));
    }
    // `nonroot` starts in its home, other images in `/`:
    // https://github.com/GoogleContainerTools/distroless/blob/main/base/base.bzl
    if last.needs_workdir {
        editor.insert_after(stage.from, New::instruction("WORKDIR", ["/"]));
    }
    for run in &last.dropped {
        editor.remove(*run);
    }
    editor
        .finish()
        .map_err(|error| (Reason::UnresolvedBase, error.to_string()))
}
