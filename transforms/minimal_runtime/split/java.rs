//! The second stage for a program of Java: a run-time of the same version on the same release, or one without a shell.

use super::super::{Held, interpreter, jre};
use super::{Second, Whole, run_time, unknown};
use crate::image_path::absolute;
use crate::runs::{self, Follower, Started};
use crate::{Reason, Target, base_image};
use catalog::{Holds, ImageName, SNAPSHOT, distroless_target};
use dockerfile::{Editor, Kind};

pub(super) fn second(
    target: &Target<'_>,
    whole: &Whole<'_>,
    editor: &mut Editor<'_>,
) -> Result<Second, Held> {
    let tool = build_tool(target, whole)
        .ok_or_else(|| unknown("no step of the build makes the program"))?;
    let started = started(target, whole)?;
    if !has_source(target, whole) {
        return Err(unknown(
            "the source is not copied from the context, and nobody can say which of its files the program reads",
        ));
    }
    let run_time = run_time::of(target, whole)?;
    let mut copies = made(&started, &whole.workdir);
    let mut read_too = Vec::new();
    let (again, beside) = run_time.beside(&copies, &mut read_too);
    copies.extend(beside);
    let image = image(target, whole, editor)?;
    let mut evidence = vec![format!("`{tool}` makes the program, and `java` runs it")];
    evidence.push(format!("`{image}` has the same version of Java"));
    evidence.extend(read_too);
    Ok(Second {
        image,
        copies: copies.into_iter().map(|path| (path.clone(), path)).collect(),
        again,
        env: Vec::new(),
        evidence,
        assumption: "the program reads no file of the build but those that are copied with it, and calls no tool of \
                     the development kit"
            .to_owned(),
    })
}

/// Whether a step before the tail copies from the context.
fn has_source(target: &Target<'_>, whole: &Whole<'_>) -> bool {
    let before = whole.stage.from + 1..whole.tail.start;
    let mut instructions = before.filter_map(|at| target.document.instructions.get(at));
    instructions.any(|instruction| {
        let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
            return false;
        };
        let is_local = |source: &dockerfile::Word| !source.value.contains("://");
        !instruction.flags.iter().any(|flag| flag.name == "from")
            && transfer.sources.iter().any(is_local)
    })
}

/// The step that makes the program.
fn build_tool(target: &Target<'_>, whole: &Whole<'_>) -> Option<String> {
    let follower = Follower::new(target);
    whole.stage.instructions.clone().find_map(|position| {
        let instruction = target.document.instructions.get(position)?;
        let Kind::Run(run) = &instruction.kind else {
            return None;
        };
        let found = follower.build_step(whole.stage, &run.command, position);
        let mut tools = found.commands.iter();
        tools
            .find(|started| jre::is_of_kit(started.program()))
            .map(|started| started.program().to_owned())
    })
}

fn started(target: &Target<'_>, whole: &Whole<'_>) -> Result<Started, Held> {
    let found = runs::runs(target, whole.stage);
    match found.commands.as_slice() {
        [started]
            if found.unread.is_empty()
                && started.program() == "java"
                && started.command.wrappers.is_empty()
                && started.command.variables.is_empty() =>
        {
            Ok(started.clone())
        }
        _ => Err(unknown("the container starts more than `java`")),
    }
}

/// What `java` is given: an archive, the places of its classes, or the working directory.
fn made(started: &Started, workdir: &str) -> Vec<String> {
    let words = started.words();
    let value = |names: &[&str]| {
        let mut rest = words.iter().skip_while(|word| !names.contains(*word));
        rest.nth(1).copied()
    };
    if let Some(jar) = value(&["-jar"]) {
        return vec![absolute(workdir, jar)];
    }
    match value(&["-cp", "-classpath", "--class-path"]) {
        Some(places) => {
            let places = places.split(':').map(|place| place.trim_end_matches("/*"));
            places.map(|place| absolute(workdir, place)).collect()
        }
        None => vec![workdir.to_owned()],
    }
}

fn image(target: &Target<'_>, whole: &Whole<'_>, editor: &mut Editor<'_>) -> Result<String, Held> {
    let (name, tag) = ImageName::split(&whole.reference.text);
    let major = major(&name, tag.unwrap_or_default())
        .ok_or_else(|| unknown("the version of Java is not named"))?;
    if whole.without_shell {
        let found = distroless_target(Holds::Java, Some(&major), SNAPSHOT);
        if let (Some(image), Some(language)) = (
            found,
            interpreter::language(&ImageName::new("eclipse-temurin")),
        ) {
            // A command that needs a shell still runs on the run-time image of the publisher.
            let mut edited = editor.clone();
            if interpreter::edit(target, whole.stage, language, image, &mut edited).is_ok() {
                *editor = edited;
                return Ok(format!("{}:nonroot", image.name));
            }
        }
    }
    let release = base_image::of(target, whole.stage).and_then(|base| base.release);
    let temurin = ImageName::new("eclipse-temurin");
    let plain = format!("{major}-jre");
    let on_release = release
        .and_then(|release| release.version)
        .map(|version| format!("{plain}-{version}"));
    let on_alpine = release
        .filter(|release| release.distribution == "alpine")
        .map(|_| format!("{plain}-alpine"));
    let candidates = [Some(plain.clone()), on_alpine, on_release];
    candidates
        .into_iter()
        .flatten()
        .find(|tag| {
            let found = catalog::tag(&temurin, Some(tag));
            found.is_some_and(|tag| {
                tag.dropped.is_none() && release.is_some() && tag.release == release
            })
        })
        .map(|tag| format!("{temurin}:{tag}"))
        .ok_or_else(|| {
            let detail = format!("no run-time of Java {major} is on the same release");
            (Reason::NoSlimTwin, detail)
        })
}

/// The version of Java in the tag of an image that has its development kit.
fn major(name: &ImageName, tag: &str) -> Option<String> {
    let digits = |text: &str| {
        let end = text
            .find(|next: char| !next.is_ascii_digit())
            .unwrap_or(text.len());
        text.get(..end)
            .filter(|digits| !digits.is_empty())
            .map(str::to_owned)
    };
    match name.as_str() {
        "maven" => digits(tag.split_once("eclipse-temurin-")?.1),
        "gradle" => digits(tag.split_once("jdk-").or_else(|| tag.split_once("jdk"))?.1),
        _ => digits(tag),
    }
}

#[cfg(test)]
mod tests {
    use super::major;
    use catalog::ImageName;

    #[test]
    fn every_build_image_names_its_java_in_its_own_way() {
        let major = |name, tag| major(&ImageName::new(name), tag);
        assert_eq!(
            major("maven", "3.9-eclipse-temurin-21-alpine").as_deref(),
            Some("21")
        );
        assert_eq!(major("gradle", "8.5-jdk17").as_deref(), Some("17"));
        assert_eq!(major("eclipse-temurin", "21-jdk").as_deref(), Some("21"));
        assert_eq!(major("maven", "3.9"), None);
    }
}
