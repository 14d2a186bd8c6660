//! Bases that get no more fixes, and bases without a version.

use super::ground::Ground;
use crate::{Finding, Target, Verdict};
use catalog::{
    Eol, ImageName, Memory, SNAPSHOT, end_of_life, latest_meant, nearest_living, successor,
};
use dockerfile::Stage;
use std::sync::Arc;

/// What is to be said about the support of the base of `stage`.
pub(super) fn finding(target: &Target<'_>, stage: &Stage, ground: &Ground<'_>) -> Option<Finding> {
    let reference = ground.reference;
    if reference.digest.is_some() {
        return None;
    }
    let said = KNOWN.answer(&reference.text, || said(&reference.text).map(Arc::new));
    said.as_deref().map(|said| {
        super::finding(
            target,
            stage,
            said.message.clone(),
            said.why,
            Verdict::Suggestion(said.advice.clone()),
            said.evidence.clone(),
        )
    })
}

/// What is to be said about an image.
#[derive(Debug)]
struct Said {
    message: String,
    why: &'static str,
    advice: String,
    evidence: Vec<String>,
}

const IS_OLD: &str = "weaknesses that are found from now on stay in the image";

/// What is to be said about an image depends on its reference alone.
static KNOWN: Memory<Option<Arc<Said>>> = Memory::new();

fn said(image: &str) -> Option<Said> {
    let (name, tag) = ImageName::split(image);
    let mut ended = end_of_life(&name, tag, SNAPSHOT);
    ended.retain(|eol| eol.last_fixes() < SNAPSHOT);
    if !ended.is_empty() {
        return Some(unsupported(image, &name, tag, &ended));
    }
    abandoned(image, &name, tag).or_else(|| match tag {
        None | Some("latest") => without_version(image, &name),
        Some(_) => None,
    })
}

fn unsupported(image: &str, name: &ImageName, tag: Option<&str>, ended: &[Eol]) -> Said {
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
    Said {
        message: format!("`{image}` is out of support: {}", what.join(", ")),
        why: IS_OLD,
        advice: advice(name, tag),
        evidence: evidence.chain(given_up(name)).collect(),
    }
}

/// What to say of an image that its publishers have given up, whose Java or distribution may have fixes elsewhere.
fn abandoned(image: &str, name: &ImageName, tag: Option<&str>) -> Option<Said> {
    let last = catalog::tag(name, tag)?.dropped?;
    successor(name)?;
    Some(Said {
        message: format!("`{image}` is out of support: it was last published on {last}"),
        why: IS_OLD,
        advice: advice(name, tag),
        evidence: given_up(name).collect(),
    })
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

fn without_version(image: &str, name: &ImageName) -> Option<Said> {
    let meant = latest_meant(name);
    // The minor version where there is one: it gets fixes, and no surprises.
    let tag = meant
        .iter()
        .find(|tag| tag.matches('.').count() == 1)
        .or_else(|| meant.first())?;
    Some(Said {
        message: format!("`{image}` names no version"),
        why: "the next build may get another major version, and nobody can say which one is in the image",
        advice: format!("name the one that it meant on {SNAPSHOT}: `FROM {name}:{tag}`"),
        evidence: Vec::new(),
    })
}
