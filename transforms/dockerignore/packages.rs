//! Whether the packages in `node_modules` come from the build itself.

use super::build::{Build, Run};
use super::facts::Facts;
use super::proof::{Obstacle, Proof};
use super::scene::Scene;
use crate::Reason;
use crate::image_path::name;
use shell::Command;

/// Whether every stage that copies a `node_modules` installs the packages itself, or takes them from another stage.
pub(super) fn are_installed(scene: &Scene<'_>, lines: &[String], present: &[String]) -> Proof {
    if let Some(folder) = nested_without_install(scene, lines, present) {
        let detail = format!("nothing says that the packages of `{folder}` are installed too");
        return Proof::Fails(Obstacle::new(Reason::NothingInstalls, detail));
    }
    for Facts { build, needs } in scene.facts().iter().map(AsRef::as_ref) {
        let copies = needs
            .iter()
            .filter(|need| need.is_copied && need.source.covers("node_modules"));
        for need in copies {
            let is_filled = build.has(need.stage, |stage| {
                installs(build, stage) || takes_from_a_stage(build, stage)
            });
            if !is_filled {
                let detail = format!("the stage of {} installs no packages", need.place());
                return Proof::Fails(Obstacle::new(Reason::NothingInstalls, detail));
            }
        }
    }
    Proof::Holds
}

/// A folder below the root with packages of its own, for which neither a workspace nor a command stands in.
fn nested_without_install(
    scene: &Scene<'_>,
    lines: &[String],
    present: &[String],
) -> Option<String> {
    if lines.iter().all(|line| !line.starts_with("**/")) {
        return None;
    }
    let is_workspace = scene
        .context
        .read("package.json")
        .is_some_and(|text| text.contains("\"workspaces\""))
        || scene.context.read("pnpm-workspace.yaml").is_some();
    if is_workspace {
        return None;
    }
    let folders = present
        .iter()
        .filter_map(|path| path.strip_suffix("/node_modules"));
    let is_unnamed = |folder: &&str| {
        let name = name(folder);
        !scene.builds().any(|build| {
            build
                .runs
                .iter()
                .any(|run| run.commands().any(is_install) && run.text.contains(name))
        })
    };
    folders.filter(is_unnamed).map(str::to_owned).next()
}

fn installs(build: &Build, stage: usize) -> bool {
    let runs = build.runs.iter().filter(|run| run.stage == stage);
    runs.filter(|run| Run::is_understood(run))
        .any(|run| run.commands().any(is_install))
}

fn takes_from_a_stage(build: &Build, stage: usize) -> bool {
    build
        .copied_between
        .iter()
        .any(|(copied, source)| *copied == stage && source.contains("node_modules"))
}

/// Whether `command` installs all that `package.json` asks for, into the folder of the project.
fn is_install(command: &Command) -> bool {
    let words: Vec<&str> = command
        .arguments()
        .iter()
        .map(|word| word.value())
        .collect();
    let mut plain = words.iter().filter(|word| !word.starts_with('-')).copied();
    let action = plain.next();
    let has_packages = plain.next().is_some();
    let is_global = words
        .iter()
        .any(|word| matches!(*word, "-g" | "--global" | "--location=global"));
    let is_action = match command.program() {
        Some("npm") => matches!(action, Some("ci" | "install" | "i" | "clean-install")),
        Some("pnpm" | "bun") => matches!(action, Some("install" | "i")),
        Some("yarn" | "yarnpkg") => {
            matches!(action, None | Some("install")) && !words.contains(&"--version")
        }
        Some(_) | None => false,
    };
    // `npm ci --prefix web`: what follows a flag may be its value, and then it is no package.
    let may_be_value = words.iter().any(|word| {
        matches!(
            *word,
            "--prefix" | "-C" | "--dir" | "--cwd" | "--registry" | "--network-timeout" | "--filter"
        )
    });
    is_action && !is_global && (!has_packages || may_be_value) && !command.is_conditional
}
