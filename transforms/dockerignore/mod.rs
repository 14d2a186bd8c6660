#![doc = include_str!("README.md")]

mod build;
mod called;
mod conditions;
mod env_file;
mod facts;
mod history;
mod ignore_file;
mod later;
mod line;
mod needs;
mod packages;
mod pattern;
mod proof;
mod readers;
mod report;
mod rules;
mod scene;
mod text;
mod word;

#[cfg(test)]
mod tests;

use crate::{Finding, Reason, Target, Transform};
use context::EntryKind;
use needs::Need;
use proof::Obstacle;
use report::Report;
use scene::Scene;

/// Keeps out of the build context what no image needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dockerignore;

impl Transform for Dockerignore {
    fn name(&self) -> &'static str {
        "dockerignore"
    }

    fn page(&self) -> &'static str {
        include_str!("README.md")
    }

    fn check(&self, target: &Target<'_>) -> Vec<Finding> {
        let needs = needs::needs(target.document, target.stages, true);
        // Most Dockerfiles copy what they name: their contexts need not be listed.
        if !needs.iter().any(|need| may_be_broad(target, need)) {
            return Vec::new();
        }
        let scene = match scene(target, &needs) {
            Ok(scene) => scene,
            Err(obstacle) => return report::nothing_known(&needs, &obstacle),
        };
        let Some(copy) = scene.broad_copies().next() else {
            return Vec::new();
        };
        let lines = line::lines(&scene);
        let report = Report {
            scene: &scene,
            copy,
            lines: &lines,
        };
        if scene.file.ignore.is_allow_list() {
            report.allow_list()
        } else {
            report.findings()
        }
    }
}

/// Whether it copies the whole context, or a folder in it.
fn may_be_broad(target: &Target<'_>, need: &Need) -> bool {
    let is_folder = |path: &str| {
        let kind = target.context.and_then(|context| context.kind(path));
        kind == Some(EntryKind::Folder)
    };
    need.is_copied
        && !need.is_unresolved
        && (need.source.is_whole_context() || is_folder(&need.source.path))
}

/// What is known of the target, when that is enough to prove anything.
fn scene<'a>(target: &'a Target<'a>, needs: &'a [Need]) -> Result<Scene<'a>, Obstacle> {
    let Some(context) = target.context else {
        return Err(Obstacle::new(
            Reason::ContextUnknown,
            "nothing says which folder the image is built from",
        ));
    };
    let scene = Scene::new(target, context, needs)?;
    if scene.is_bare() {
        return Err(Obstacle::new(
            Reason::ContextIncomplete,
            "nothing but the Dockerfile lies in the build context",
        ));
    }
    if let Some(need) = scene.missing() {
        let detail = format!(
            "{} names a path that is not in the build context",
            need.place()
        );
        return Err(Obstacle::new(Reason::ContextIncomplete, detail));
    }
    Ok(scene)
}
