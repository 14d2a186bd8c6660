//! Where a build stage puts the packages of Python, and where the final stage finds them without that stage's interpreter.

use super::Held;
use crate::image_path::{absolute, below};
use crate::provenance::{destination, stage_called};
use crate::runs::{Follower, Started};
use crate::{Reason, Target, expand};
use dockerfile::{Kind, Stage};
use shell::{Action, Manager};

/// Where `python -m venv`, `--prefix` and the image's own pip put packages, below their folder.
fn packages_below(prefix: &str, version: &str) -> String {
    format!("{prefix}/lib/python{version}/site-packages")
}

/// The folders of packages that `stage` copies from stages that install them.
pub(super) fn packages(
    target: &Target<'_>,
    stage: &Stage,
    version: &str,
) -> Result<Vec<String>, Held> {
    let mut found = Vec::new();
    for position in stage.instructions.clone() {
        let Some(instruction) = target.document.instructions.get(position) else {
            continue;
        };
        let (Kind::Copy(transfer), Some(from)) = (&instruction.kind, instruction.flag("from"))
        else {
            continue;
        };
        let from = from.value.as_ref().map_or("", |value| value.value.as_str());
        let Some(builder) = stage_called(target, stage, from) else {
            continue;
        };
        let folders = installed(target, builder, version);
        let Some(to) = destination(target, stage, position, transfer) else {
            continue;
        };
        let before = found.len();
        for source in &transfer.sources {
            let source = absolute("/", &source.value);
            for folder in &folders {
                let moved = below(&source, folder).map(|rest| absolute(&to.path, rest));
                found.extend(moved.filter(|moved| !found.contains(moved)));
            }
        }
        if found.len() == before && is_part(transfer, &folders) {
            let line = instruction.lines.first;
            let detail = format!("which packages the copy on line {line} brings was not found out");
            return Err((Reason::InterpreterElsewhere, detail));
        }
    }
    if let Some(hidden) = found.iter().find(|folder| folder.starts_with("/root")) {
        let detail = format!("`{hidden}` lies in the home of root");
        return Err((Reason::NeedsRootHome, detail));
    }
    Ok(found)
}

/// Whether a copy takes a part of a folder of packages, which cannot be named as one.
fn is_part(transfer: &dockerfile::Transfer, folders: &[String]) -> bool {
    transfer.sources.iter().any(|source| {
        let source = absolute("/", &source.value);
        folders
            .iter()
            .any(|folder| below(folder, &source).is_some())
    })
}

/// The folders into which `builder` installs packages.
pub(super) fn installed(target: &Target<'_>, builder: &Stage, version: &str) -> Vec<String> {
    let follower = Follower::new(target);
    let mut environments: Vec<String> = Vec::new();
    let mut folders = Vec::new();
    let mut installs = false;
    for position in builder.instructions.clone() {
        let Some(Kind::Run(run)) = target
            .document
            .instructions
            .get(position)
            .map(|instruction| &instruction.kind)
        else {
            continue;
        };
        let workdir = expand::workdir(builder, position, "/").unwrap_or_else(|| "/".to_owned());
        let at = |path: &str| absolute(&workdir, path);
        for started in follower
            .build_step(builder, &run.command, position)
            .commands
        {
            environments.extend(environment(&started).map(|path| at(&path)));
            let Some(call) = started.command.package_call() else {
                continue;
            };
            let is_install = matches!(call.action, Action::Install | Action::InstallProject);
            if call.manager == Manager::Uv && call.verb == "sync" {
                environments.push(at(".venv"));
            }
            let is_pip = call.manager == Manager::Pip
                || (call.manager == Manager::Uv && call.verb.starts_with("pip"));
            if !is_pip || !is_install {
                continue;
            }
            let value = |name| {
                call.flag_value(name)
                    .and_then(|word| word.literal().map(str::to_owned))
            };
            if let Some(folder) = value("--target").or_else(|| value("-t")) {
                folders.push(at(&folder));
            } else if let Some(prefix) = value("--prefix") {
                folders.push(packages_below(&at(&prefix), version));
            } else if call.has_flag("--user") {
                folders.push(packages_below("/root/.local", version));
            } else {
                installs = true;
            }
        }
    }
    // Where an environment was made, pip is taken to be that one's: a folder too many does no harm.
    folders.extend(
        environments
            .iter()
            .map(|folder| packages_below(folder, version)),
    );
    if installs {
        folders.push(packages_below("/usr/local", version));
    }
    folders
}

/// The folder of an environment that a command makes: `python -m venv /opt/venv`.
fn environment(started: &Started) -> Option<String> {
    let words = started.words();
    let rest = match words.as_slice() {
        [program, "-m", "venv" | "virtualenv", rest @ ..] if program.contains("python") => rest,
        ["virtualenv", rest @ ..] | ["uv", "venv", rest @ ..] => rest,
        _ => return None,
    };
    let folder = rest.iter().rev().find(|word| !word.starts_with('-'))?;
    (!folder.contains('$')).then(|| (*folder).to_owned())
}
