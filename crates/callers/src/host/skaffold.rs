//! `skaffold.yaml`: artifacts built by Docker or kaniko, and what they require of each other.
//!
//! <https://skaffold.dev/docs/references/yaml/>

use super::Found;
use crate::build::{Argument, Build, Caller, Secret, SecretSource};
use crate::interpolate::interpolate;
use crate::read::{Node, yaml};
use crate::source::{dockerfile_in, source};
use crate::{Place, Problem, Text, path};
use std::sync::Arc;

/// Whether a file is a skaffold file.
pub(crate) fn is_skaffold(file: &str) -> bool {
    let is_yaml = file.ends_with(".yaml") || file.ends_with(".yml");
    is_yaml && path::name(file).starts_with("skaffold")
}

/// The builds of a skaffold file.
pub(crate) fn read(file: &str, text: &str) -> Found {
    let mut found = Found::default();
    match yaml(text) {
        Ok(documents) => {
            for document in documents {
                let profiles = document.get("profiles").map(|list| list.items());
                let owners = profiles.unwrap_or_default().iter().chain([&document]);
                for owner in owners {
                    let artifacts = owner.at(&["build", "artifacts"]);
                    for artifact in artifacts.map(|list| list.items()).unwrap_or_default() {
                        found.builds.extend(build(file, artifact));
                    }
                }
            }
        }
        Err(error) => found.problems.push(Problem::unreadable(file, &error)),
    }
    found.builds.sort_by_key(|build| build.place.line);
    found
}

fn build(file: &str, artifact: &Node) -> Option<Build> {
    let others = ["jib", "bazel", "buildpacks", "ko", "custom"];
    if others.iter().any(|name| artifact.get(name).is_some()) {
        return None;
    }
    let image = artifact.entry("image")?;
    let place = |line: usize| Place {
        file: file.to_owned(),
        line,
    };
    let name = image.value.text()?;
    let mut build = Build::at(Caller::Skaffold, name, place(image.key.line));
    build.images.push(text(name));
    let how = artifact.get("docker").or_else(|| artifact.get("kaniko"));
    let of = |name: &str| Some(text(how?.get(name)?.text()?));
    let context = artifact.get("context").and_then(|context| context.text());
    build.context = source(path::folder(file), text(context.unwrap_or(".")));
    build.dockerfile = dockerfile_in(&build.context, of("dockerfile").as_ref());
    build.target = of("target");
    let args = how.and_then(|how| how.get("buildArgs"));
    for entry in args.map(|args| args.entries()).unwrap_or_default() {
        build.set_arg(Argument {
            name: entry.key.text()?.to_owned(),
            value: entry.value.text().map(text),
            place: place(entry.key.line),
        });
    }
    // A required image comes in as the build argument that its alias names.
    let required = artifact.get("requires").map(|list| list.items());
    for item in required.unwrap_or_default() {
        let image = item.get("image").and_then(|image| image.text());
        let alias = item.get("alias").and_then(|alias| alias.text()).or(image);
        if let (Some(alias), Some(image)) = (alias, image) {
            build.set_arg(Argument {
                name: alias.to_owned(),
                value: Some(text(image)),
                place: place(item.line),
            });
        }
    }
    let secrets = how
        .and_then(|how| how.get("secrets"))
        .map(|list| list.items());
    build.secrets = secrets
        .unwrap_or_default()
        .iter()
        .filter_map(secret)
        .collect();
    build.ssh.extend(of("ssh"));
    Some(build.finish())
}

fn secret(node: &Arc<Node>) -> Option<Secret> {
    let of = |name: &str| node.get(name)?.text();
    let source = match (of("env"), of("src")) {
        (Some(env), _) => SecretSource::Env(env.to_owned()),
        (None, Some(file)) => SecretSource::File(text(file)),
        (None, None) => SecretSource::Unsaid,
    };
    Some(Secret {
        id: of("id")?.to_owned(),
        source,
    })
}

/// A text with Go templates, which nothing here fills.
fn text(written: &str) -> Text {
    if written.contains("{{") {
        return Text::open(written, written);
    }
    interpolate(written, &|_: &str| None)
}
