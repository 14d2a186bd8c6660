//! Whether anything in the build reads the history in `.git`.

use super::build::Build;
use super::proof::{Obstacle, Proof};
use super::readers::first_reader;
use super::rules::RULES;
use super::scene::Scene;
use crate::Reason;
use dockerfile::Base;
use shell::Command;

/// Whether nothing does.
pub(super) fn is_not_read(scene: &Scene<'_>) -> Proof {
    for build in scene.builds() {
        for run in &build.runs {
            if !run.is_understood() && super::build::mentions(&run.text, "git") {
                let detail = format!(
                    "the `RUN` on line {} holds `git` and cannot be read whole",
                    run.line
                );
                return Proof::Fails(Obstacle::new(Reason::UnreadCommand, detail));
            }
            if run.commands().any(reads_history) {
                let detail = format!(
                    "the `RUN` on line {} runs `git` on the copied files",
                    run.line
                );
                return Proof::Fails(Obstacle::new(Reason::HistoryRead, detail));
            }
        }
    }
    if let Some(reader) = first_reader(scene, &RULES.history_readers) {
        return Proof::Fails(Obstacle::new(Reason::HistoryRead, reader));
    }
    if scene.builds().any(may_stamp) {
        return Proof::Assumes(
            "nobody reads the commit that `go build` writes into the program".to_owned(),
        );
    }
    Proof::Holds
}

/// Whether `command` is `git` and works on a repository that is already there.
fn reads_history(command: &Command) -> bool {
    if command.program() != Some("git") {
        return false;
    }
    let mut words = command.arguments().iter().map(|word| word.value());
    let action = loop {
        match words.next() {
            Some("-c" | "-C") => drop(words.next()),
            Some(flag) if flag.starts_with('-') => {}
            other => break other,
        }
    };
    // What follows a clone in the same line works on the clone; to tell them apart is not worth a wrong answer.
    !matches!(
        action,
        None | Some("clone" | "config" | "version" | "init" | "ls-remote" | "lfs" | "credential")
    )
}

/// Whether `go build` stamps the commit: Go does since 1.18, where it finds both `.git` and a `git` to ask
/// (<https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies>). The Alpine images of Go have no `git`.
fn may_stamp(build: &Build) -> bool {
    let is_go = |command: &Command| {
        let words: Vec<&str> = command
            .arguments()
            .iter()
            .map(|word| word.value())
            .collect();
        command.program() == Some("go")
            && matches!(words.first(), Some(&"build" | &"install"))
            && !words.contains(&"-buildvcs=false")
    };
    build
        .runs
        .iter()
        .any(|run| run.commands().any(is_go) && !is_without_git(build, run.stage))
}

fn is_without_git(build: &Build, stage: usize) -> bool {
    let is_alpine = build
        .stages
        .get(stage)
        .is_some_and(|stage| match stage.root(&build.stages) {
            Base::Image(image) => image
                .part(image.tag)
                .is_some_and(|tag| tag.contains("alpine")),
            Base::Scratch | Base::Stage(_) | Base::Unresolved(_) => false,
        });
    is_alpine && !build.mentions("git")
}
