//! What a rule asks of the build, beyond that no instruction names what is left out.

use super::build::Run;
use super::env_file;
use super::facts::Facts;
use super::history;
use super::packages;
use super::proof::{Obstacle, Proof};
use super::rules::{Condition, Rule};
use super::scene::Scene;
use crate::Reason;

/// Whether the condition of `rule` is met.
pub(super) fn prove(scene: &Scene<'_>, rule: &Rule, lines: &[String], present: &[String]) -> Proof {
    let Some(condition) = rule.condition else {
        return Proof::Holds;
    };
    match condition {
        Condition::GitHistory => history::is_not_read(scene),
        Condition::EnvFile => env_file::is_not_read(scene, present),
        // Only what is mounted is looked at.
        Condition::Mounted => Proof::Holds,
        Condition::NoInstall => no_install(scene, rule),
        Condition::NodeInstall => packages::are_installed(scene, lines, present),
        Condition::VirtualEnvironment => virtual_environment(scene, rule),
        Condition::BuiltInside => built_inside(scene, rule, present),
    }
}

fn no_install(scene: &Scene<'_>, rule: &Rule) -> Proof {
    match scene
        .builds()
        .find_map(|build| build.runs_any(&rule.programs))
    {
        Some(run) => Proof::Fails(Obstacle::new(
            Reason::ReadByInstall,
            format!(
                "the `RUN` on line {} may read it to install packages",
                run.line
            ),
        )),
        None => Proof::Holds,
    }
}

/// A virtual environment holds paths of the machine it was made on: only one that the build makes can be of use.
fn virtual_environment(scene: &Scene<'_>, rule: &Rule) -> Proof {
    let makers = [
        "uv",
        "poetry",
        "pdm",
        "pipenv",
        "virtualenv",
        "hatch",
        "rye",
    ]
    .map(str::to_owned);
    for build in scene.builds() {
        let is_used = rule.mentions.iter().any(|word| build.mentions(word));
        let is_made = build.runs_any(&makers).is_some()
            || build
                .runs
                .iter()
                .any(|run| run.text.contains("-m venv") || run.text.contains("-m virtualenv"));
        if is_used && !is_made {
            let detail =
                "a command of the Dockerfile uses a virtual environment that none of them makes";
            return Proof::Fails(Obstacle::new(Reason::UsedByBuild, detail));
        }
    }
    Proof::Holds
}

/// Every stage that copies what lies at `present` runs one of the programs that make it.
fn built_inside(scene: &Scene<'_>, rule: &Rule, present: &[String]) -> Proof {
    for Facts { build, needs } in scene.facts().iter().map(AsRef::as_ref) {
        for need in needs
            .iter()
            .filter(|need| need.is_copied && present.iter().any(|path| need.source.covers(path)))
        {
            let is_built = build.has(need.stage, |stage| {
                build
                    .runs
                    .iter()
                    .any(|run| run.stage == stage && makes(run, rule))
            });
            if !is_built {
                let detail = format!("the stage of {} runs nothing that makes it", need.place());
                return Proof::Fails(Obstacle::new(Reason::NothingBuilds, detail));
            }
        }
    }
    Proof::Holds
}

/// Whether `run` calls one of the rule's programs with one of its actions.
fn makes(run: &Run, rule: &Rule) -> bool {
    run.calls(&rule.programs)
        && (rule.actions.is_empty()
            || rule
                .actions
                .iter()
                .any(|action| run.text.contains(action.as_str())))
}
