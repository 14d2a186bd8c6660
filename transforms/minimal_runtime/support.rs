//! Bases that get no more fixes, and bases without a version.

use crate::base_image::root_stage;
use crate::{Finding, Target, Verdict};
use catalog::{Eol, ImageName, SNAPSHOT, end_of_life, latest_meant, nearest_living, successor};
use dockerfile::{Base, Stage};

/// What is to be said about the support of the base of `stage`.
pub(super) fn findings(target: &Target<'_>, stage: &Stage) -> Vec<Finding> {
    let root = root_stage(target.stages, stage);
    let Base::Image(reference) = &root.base else {
        return Vec::new();
    };
    if reference.digest.is_some() {
        return Vec::new();
    }
    let (name, tag) = ImageName::split(&reference.text);
    let mut ended = end_of_life(&name, tag, SNAPSHOT);
    ended.retain(|eol| eol.last_fixes() < SNAPSHOT);
    if !ended.is_empty() {
        return vec![unsupported(
            target,
            stage,
            &reference.text,
            &name,
            tag,
            &ended,
        )];
    }
    if let Some(finding) = abandoned(target, stage, &reference.text, &name, tag) {
        return vec![finding];
    }
    match tag {
        None | Some("latest") => without_version(target, stage, &reference.text, &name)
            .into_iter()
            .collect(),
        Some(_) => Vec::new(),
    }
}

fn unsupported(
    target: &Target<'_>,
    stage: &Stage,
    image: &str,
    name: &ImageName,
    tag: Option<&str>,
    ended: &[Eol],
) -> Finding {
    let what: Vec<String> = ended
        .iter()
        .map(|eol| {
            format!(
                "{} {} got its last fixes on {}",
                eol.product,
                eol.cycle,
                eol.last_fixes()
            )
        })
        .collect();
    let evidence = ended.iter().map(|eol| format!("read at {}", eol.source));
    super::finding(
        target,
        stage,
        format!("`{image}` is out of support: {}", what.join(", ")),
        "weaknesses that are found from now on stay in the image",
        Verdict::Suggestion(advice(name, tag)),
        evidence.chain(given_up(name)).collect(),
    )
}

/// What to say of an image that its publishers have given up, whose Java or distribution may have fixes elsewhere.
fn abandoned(
    target: &Target<'_>,
    stage: &Stage,
    image: &str,
    name: &ImageName,
    tag: Option<&str>,
) -> Option<Finding> {
    let last = catalog::tag(name, tag)?.dropped?;
    successor(name)?;
    Some(super::finding(
        target,
        stage,
        format!("`{image}` is out of support: it was last published on {last}"),
        "weaknesses that are found from now on stay in the image",
        Verdict::Suggestion(advice(name, tag)),
        given_up(name).collect(),
    ))
}

fn given_up(name: &ImageName) -> impl Iterator<Item = String> {
    let found = successor(name).into_iter();
    found.map(|given_up| format!("`{}` was given up: {}", given_up.name, given_up.source))
}

/// The nearest image that lives, and until when.
fn advice(name: &ImageName, tag: Option<&str>) -> String {
    let living = nearest_living(name, tag);
    let spelled: Vec<String> = living
        .iter()
        .map(|living| {
            let until = living.until.map(|day| format!(" (until {day})"));
            format!("`FROM {}`{}", living.image, until.unwrap_or_default())
        })
        .collect();
    match (successor(name), spelled.is_empty()) {
        (None, false) => format!(
            "try the nearest one that is supported, and test it: {}",
            spelled.join(", or ")
        ),
        (None, true) => {
            format!(
                "no tag of `{name}` near it is known to be supported: name one that is, and test it"
            )
        }
        (Some(_), false) => format!(
            "no tag of `{name}` gets fixes any more: try the nearest image that does, and test it: {}",
            spelled.join(", or ")
        ),
        (Some(given_up), true) => format!(
            "no tag of `{name}` gets fixes any more: try one of `{}`, and test it",
            given_up.successor
        ),
    }
}

fn without_version(
    target: &Target<'_>,
    stage: &Stage,
    image: &str,
    name: &ImageName,
) -> Option<Finding> {
    let meant = latest_meant(name);
    // The minor version where there is one: it gets fixes, and no surprises.
    let tag = meant
        .iter()
        .find(|tag| tag.matches('.').count() == 1)
        .or_else(|| meant.first())?;
    Some(super::finding(
        target,
        stage,
        format!("`{image}` names no version"),
        "the next build may get another major version, and nobody can say which one is in the image",
        Verdict::Suggestion(format!(
            "name the one that it meant on {SNAPSHOT}: `FROM {name}:{tag}`"
        )),
        Vec::new(),
    ))
}
