//! `openjdk`, which gets no more fixes, becomes `eclipse-temurin` of the same major version, where nothing in the stage
//! asks for the distribution.

use super::Held;
use super::ground::Ground;
use crate::base_image::root_stage;
use crate::runs::{self, Follower};
use crate::{Applicability, Finding, Fix, Reason, Target, Verdict};
use catalog::{Base as Known, Family, ImageName, Tag};
use dockerfile::{Editor, ImageReference, Kind, Stage};

/// Where images of `openjdk` have Java, and those of `eclipse-temurin` have nothing.
const HOMES: &[&str] = &[
    "/usr/local/openjdk-",
    "/usr/java/openjdk-",
    "/docker-java-home",
    "/usr/lib/jvm/",
];

/// The finding about an `openjdk` below `stage`.
pub(super) fn finding(target: &Target<'_>, stage: &Stage, ground: &Ground<'_>) -> Option<Finding> {
    let &Ground {
        root,
        reference,
        tag,
        ref name,
    } = ground;
    if name.official() != Some("openjdk") {
        return None;
    }
    let published = catalog::tag(name, tag)?;
    if published
        .release
        .is_some_and(|release| release.distribution == "windows")
    {
        return None;
    }
    let (verdict, evidence) = match swap(target, root, reference, tag?, published) {
        Ok((fix, evidence)) => (Verdict::Fix(fix), evidence),
        Err((reason, detail)) => (Verdict::HeldBack { reason, detail }, Vec::new()),
    };
    Some(super::finding(
        target,
        stage,
        format!("`{}` is an image that gets no more fixes", reference.text),
        "weaknesses of Java that are found from now on stay in the image",
        verdict,
        evidence,
    ))
}

/// Whether the image below is `openjdk`.
pub(super) fn is_base(ground: &Ground<'_>) -> bool {
    ground.name.official() == Some("openjdk")
}

fn swap(
    target: &Target<'_>,
    root: &Stage,
    reference: &ImageReference,
    tag: &str,
    published: Tag,
) -> Result<(Fix, Vec<String>), Held> {
    if reference.digest.is_some() {
        let detail = format!("`{}` names one image", reference.text);
        return Err((Reason::PinnedByDigest, detail));
    }
    let new = counterpart(tag, published).ok_or_else(|| {
        let detail = format!(
            "no image of `eclipse-temurin` has the Java of `{}` on a distribution of the same family",
            reference.text
        );
        (Reason::TwinOnOtherRelease, detail)
    })?;
    of_distribution(target, root, &new)?;
    let from = target.document.instructions.get(root.from);
    let Some(Kind::From(from)) = from.map(|from| &from.kind) else {
        return Err((
            Reason::UnresolvedBase,
            "the base could not be read".to_owned(),
        ));
    };
    if from.reference.has_variables {
        let detail = format!("`{}` is put together from variables", from.reference.text);
        return Err((Reason::UnresolvedBase, detail));
    }
    let repository = reference
        .part(Some(reference.repository))
        .unwrap_or_default();
    let folder = repository.strip_suffix("openjdk").unwrap_or_default();
    let mut editor = Editor::new(target.document);
    editor.replace(&from.image, &format!("{folder}eclipse-temurin:{new}"));
    let edits = editor
        .finish()
        .map_err(|error| (Reason::UnresolvedBase, error.to_string()))?;
    let day = published.dropped.map_or_else(String::new, |day| {
        format!(", and was last published on {day}")
    });
    let evidence = vec![
        format!(
            "`{}` is Java of the same major version{day}",
            reference.text
        ),
        format!(
            "`eclipse-temurin:{new}` was published on {}",
            catalog::SNAPSHOT
        ),
    ];
    let assumption = "the program runs on the newest fixes of the same Java, and asks nothing of the distribution but \
                      its C library";
    let fix = Fix {
        applicability: Applicability::Unsafe(assumption.to_owned()),
        edits,
        files: Vec::new(),
        follow_up: Vec::new(),
    };
    Ok((fix, evidence))
}

/// The major version that a tag of `openjdk` names, and whether it is the kit or the run-time.
fn java(tag: &str) -> Option<(&str, &'static str)> {
    let end = tag
        .find(|next: char| !next.is_ascii_digit())
        .unwrap_or(tag.len());
    let major = tag.get(..end).filter(|major| !major.is_empty())?;
    let words: Vec<&str> = tag.split('-').collect();
    let is_early = words.iter().any(|word| word.starts_with("ea"));
    let kind = if words.contains(&"jre") { "jre" } else { "jdk" };
    (!is_early).then_some((major, kind))
}

/// The tag of `eclipse-temurin` for `tag` of `openjdk`: the same major version, kit or run-time, on a distribution of
/// the same family.
fn counterpart(tag: &str, published: Tag) -> Option<String> {
    let (major, kind) = java(tag)?;
    let family = |name: &str, tag: &str| Known::new(&ImageName::new(name), Some(tag))?.family;
    let new = match published.release?.distribution {
        "alpine" => format!("{major}-{kind}-alpine"),
        _ => format!("{major}-{kind}"),
    };
    let found = catalog::tag(&ImageName::new("eclipse-temurin"), Some(&new))?;
    let is_alike = family("openjdk", tag)? == family("eclipse-temurin", &new)?;
    (found.dropped.is_none() && is_alike).then_some(new)
}

/// An error when a stage on the base installs packages of the distribution, calls tools that `eclipse-temurin` lacks, or
/// names where Java lies in it.
fn of_distribution(target: &Target<'_>, root: &Stage, new: &str) -> Result<(), Held> {
    let follower = Follower::new(target);
    let on_it = |stage: &&Stage| root_stage(target.stages, stage).from == root.from;
    for stage in target.stages.iter().filter(on_it) {
        for position in stage.instructions.clone() {
            let Some(instruction) = target.document.instructions.get(position) else {
                continue;
            };
            let line = instruction.lines.first;
            let text = &instruction.logical.text;
            if let Some(home) = HOMES.iter().find(|home| text.contains(**home)) {
                let detail = format!("line {line} names `{home}`, where only `openjdk` has Java");
                return Err((Reason::TwinOnOtherRelease, detail));
            }
            let Kind::Run(run) = &instruction.kind else {
                continue;
            };
            let found = follower.build_step(stage, &run.command, position);
            if let Some(program) = found
                .commands
                .iter()
                .find_map(|started| missing(started, new))
            {
                let detail =
                    format!("line {line} calls `{program}`, which `eclipse-temurin:{new}` lacks");
                return Err((Reason::TwinOnOtherRelease, detail));
            }
            let mut calls = found
                .commands
                .iter()
                .filter_map(|started| started.command.package_call());
            if calls.any(|call| call.manager.is_of_system()) || !instruction.heredocs.is_empty() {
                let detail = format!("line {line} installs packages of the distribution that goes");
                return Err((Reason::TwinOnOtherRelease, detail));
            }
        }
    }
    Ok(())
}

/// The tool that a command calls, if the new image does not bring it.
fn missing(started: &runs::Started, new: &str) -> Option<String> {
    let base = Known::new(&ImageName::new("eclipse-temurin"), Some(new))?;
    if base.family != Some(Family::Dpkg) {
        // The images on Alpine have the tools of BusyBox, the old ones and the new ones.
        return None;
    }
    let program = started.program();
    let package = catalog::packages_with(program)?.first()?;
    (!base.packages.contains(&package.as_str())).then(|| program.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_family_of_the_distribution_stays() {
        let new = |tag| {
            let published = catalog::tag(&ImageName::new("openjdk"), Some(tag)).unwrap();
            counterpart(tag, published)
        };
        assert_eq!(new("11").as_deref(), Some("11-jdk"));
        assert_eq!(new("11-jre-slim").as_deref(), Some("11-jre"));
        assert_eq!(new("8-jdk-alpine").as_deref(), Some("8-jdk-alpine"));
        // Oracle Linux.
        assert_eq!(new("17"), None);
        assert_eq!(new("17-slim").as_deref(), Some("17-jdk"));
        // No version of Eclipse Temurin.
        assert_eq!(new("12"), None);
    }
}
