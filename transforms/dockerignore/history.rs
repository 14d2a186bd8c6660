//! Whether anything in the build reads the history in `.git`.

use super::build::Build;
use super::called::first_script_with;
use super::proof::{Obstacle, Proof};
use super::readers::{first_command, first_reader};
use super::rules::RULES;
use super::scene::Scene;
use super::word::is_named;
use crate::Reason;
use dockerfile::Base;
use shell::Command;

/// Whether nothing does.
pub(super) fn is_not_read(scene: &Scene<'_>) -> Proof {
    for build in scene.builds() {
        for run in &build.runs {
            if is_named(&run.text, "git") && !run.is_understood() {
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
    if let Some((line, command)) = first_command(scene, &RULES.history_commands) {
        let detail = format!("the `RUN` on line {line} holds `{command}`, which may read it");
        return Proof::Fails(Obstacle::new(Reason::HistoryRead, detail));
    }
    if let Some((path, word)) = first_script_with(scene, &RULES.history_words) {
        let word = word.trim_matches(['"', '\'']);
        let detail = format!("`{path}` holds `{word}`, and the build may run it");
        return Proof::Fails(Obstacle::new(Reason::HistoryRead, detail));
    }
    match scene.builds().find_map(stamper) {
        Some(tool) => Proof::Assumes(format!(
            "nobody reads the commit that `{tool}` writes into the program"
        )),
        None => Proof::Holds,
    }
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

/// The tool that writes the commit into what it builds, on its own account.
fn stamper(build: &Build) -> Option<&'static str> {
    let of_run = |run: &super::build::Run| {
        run.commands().find_map(|command| match command.program() {
            Some("go") if stamps_go(command) && !is_without_git(build, run.stage) => {
                Some("go build")
            }
            Some("dotnet") if stamps_dotnet(command) && !is_old_sdk(build, run.stage) => {
                Some("dotnet")
            }
            Some(_) | None => None,
        })
    };
    build.runs.iter().find_map(of_run)
}

/// Go does since 1.18, where it finds both `.git` and a `git` to ask
/// (<https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies>). The Alpine images of Go have no `git`.
fn stamps_go(command: &Command) -> bool {
    let mut words = command.arguments().iter().map(|word| word.value());
    matches!(words.next(), Some("build" | "install"))
        && !words.any(|word| word == "-buildvcs=false")
}

/// .NET does since its SDK 8, and reads `.git` by itself
/// (<https://learn.microsoft.com/dotnet/core/compatibility/sdk/8.0/source-link>).
fn stamps_dotnet(command: &Command) -> bool {
    let mut words = command.arguments().iter().map(|word| word.value());
    matches!(words.next(), Some("build" | "publish" | "pack" | "msbuild"))
        && !words.any(|word| word.contains("IncludeSourceRevisionInInformationalVersion=false"))
}

fn is_without_git(build: &Build, stage: usize) -> bool {
    tag(build, stage).is_some_and(|tag| tag.contains("alpine"))
        && !build.texts.iter().any(|text| is_named(text, "git"))
}

fn is_old_sdk(build: &Build, stage: usize) -> bool {
    let major = tag(build, stage).and_then(|tag| tag.split(['.', '-']).next()?.parse().ok());
    major.is_some_and(|major: u32| major < 8)
}

/// The tag of the image that a stage stands on.
fn tag(build: &Build, stage: usize) -> Option<&str> {
    match build.root(stage)? {
        Base::Image(image) => image.part(image.tag),
        Base::Scratch | Base::Stage(_) | Base::Unresolved(_) => None,
    }
}
