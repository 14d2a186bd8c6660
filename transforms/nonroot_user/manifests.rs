//! Files of the tree or the context that say what runs in a cluster.

use crate::Target;
use crate::any_of::AnyOf;
use crate::image_path::name;
use context::{Context, EntryKind, Found, Listing, join, kept};
use std::sync::LazyLock;

/// How many files of a context are looked at.
const MAX_FILES: usize = 2_000;

/// Files that are manifests by their names.
const NAMES: &[&str] = &[
    "Chart.yaml",
    "kustomization.yaml",
    "skaffold.yaml",
    "task-definition.json",
    "helmfile.yaml",
];

/// Kinds of objects that run containers.
const WORKLOADS: &[&str] = &[
    "Deployment",
    "Pod",
    "StatefulSet",
    "DaemonSet",
    "Job",
    "CronJob",
    "ReplicaSet",
    "DeploymentConfig",
    "Rollout",
];

/// A manifest of Kubernetes, OpenShift or ECS.
pub(super) fn cluster(target: &Target<'_>) -> Option<String> {
    let of_tree = target.surroundings.and_then(|around| around.manifest);
    of_tree
        .map(str::to_owned)
        .or_else(|| target.context.and_then(of_context))
}

fn of_context(context: &dyn Context) -> Option<String> {
    find(context, "manifests of clusters", |path, name| {
        if NAMES.contains(&name) {
            return true;
        }
        context.read(path).is_some_and(|text| {
            kinds(&text).any(|kind| WORKLOADS.contains(&kind))
                || text.contains("\"containerDefinitions\"")
        })
    })
}

/// A manifest that only OpenShift reads, which gives every container a number of its own in group 0:
/// <https://docs.redhat.com/en/documentation/openshift_container_platform/4.18/html/images/creating-images>.
pub(super) fn openshift(target: &Target<'_>) -> Option<String> {
    let of_tree = target.surroundings.and_then(|around| {
        let file = around.manifest?;
        let text = around.tree.read(file)?;
        is_of_openshift(&text).then(|| file.to_owned())
    });
    of_tree.or_else(|| {
        let context = target.context?;
        find(context, "manifests of OpenShift", |path, name| {
            is_yaml(name)
                && context
                    .read(path)
                    .is_some_and(|text| is_of_openshift(&text))
        })
    })
}

/// The group of its objects, and the one kind that has none in old files.
static OF_OPENSHIFT: LazyLock<AnyOf> =
    LazyLock::new(|| AnyOf::new([".openshift.io/", "DeploymentConfig"]));

fn is_of_openshift(text: &str) -> bool {
    if !OF_OPENSHIFT.may_be_in(text) {
        return false;
    }
    let mut versions = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("apiVersion:"));
    versions.any(|version| version.contains(".openshift.io/"))
        || kinds(text).any(|kind| kind == "DeploymentConfig")
}

fn is_yaml(name: &str) -> bool {
    name.ends_with(".yaml") || name.ends_with(".yml")
}

/// Whether a name may be that of a task of ECS.
fn is_task(name: &str) -> bool {
    name.ends_with(".json") && name.contains("task")
}

/// What the objects of a text are.
fn kinds(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let kind = line.trim_end().strip_prefix("kind:")?;
        Some(kind.trim().trim_matches(['"', '\'']))
    })
}

/// The first file that is one, folders of packages left out; looked for once for each context and `key`.
fn find(context: &dyn Context, key: &str, is_one: impl Fn(&str, &str) -> bool) -> Option<String> {
    let found = kept(context, key, || {
        let files = candidates(context)?;
        let mut files = files.iter();
        let first = files.find(|file| is_one(&file.path, name(&file.path)));
        Ok(first.into_iter().cloned().collect())
    });
    Some(found.ok()?.first()?.path.clone())
}

/// The files of a context that may be manifests by their names, in the order in which they are met.
fn candidates(context: &dyn Context) -> Listing {
    kept(context, "files that may be manifests", || Ok(walk(context)))
}

fn walk(context: &dyn Context) -> Vec<Found> {
    let mut files = Vec::new();
    let mut folders = vec![String::new()];
    let mut looked = 0;
    while let Some(folder) = folders.pop() {
        let Some(entries) = context.entries(&folder) else {
            return files;
        };
        for entry in entries.iter() {
            looked += 1;
            if looked > MAX_FILES {
                return files;
            }
            let path = || join(&folder, &entry.name);
            let is_of_packages = || {
                matches!(
                    entry.name.as_str(),
                    "node_modules" | ".git" | "vendor" | "target"
                )
            };
            let kind = entry.kind;
            match kind {
                EntryKind::Folder if !is_of_packages() => folders.push(path()),
                EntryKind::File if is_yaml(&entry.name) || is_task(&entry.name) => {
                    files.push(Found { path: path(), kind });
                }
                EntryKind::File | EntryKind::Folder | EntryKind::Link | EntryKind::Other => {}
            }
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_manifest_by_its_name_is_looked_at() {
        assert!(NAMES.iter().all(|name| is_yaml(name) || is_task(name)));
    }
}
