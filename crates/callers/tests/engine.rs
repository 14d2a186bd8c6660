//! Docker's own readers of compose and bake files say the same as ours, on the trees in `tests/repos`.
//!
//! The engine is the one of `../shared/realbuild`, else the one on the path. Skipped with one line where there is no
//! `docker` with these plugins.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what the engine says is checked, not handled"
)]

mod trees;

use callers::edit::{Given, args_to_secrets, give};
use callers::{Build, Caller, Dockerfile, Memory, Source, discover};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// What is compared of a build: one line for each thing that both sides know.
type Said = BTreeMap<String, String>;

#[test]
fn bake_prints_the_same_targets() {
    if !has(&["buildx", "version"]) {
        return;
    }
    let names = ["base", "service-api", "service-web", "tools", "docs"];
    let mut arguments = vec!["buildx", "bake", "--print"];
    arguments.extend(names);
    let printed = docker("bake-matrix", "", &arguments);
    compare(
        "bake-matrix",
        "",
        Caller::Bake,
        &[],
        &printed["target"],
        |target| target.clone(),
        names.len(),
    );
}

#[test]
fn compose_configures_the_same_services() {
    let projects: [(&str, &str, &[&str], usize); 3] = [
        (
            "compose-above",
            "deploy",
            &["compose.yaml", "compose.override.yaml"],
            3,
        ),
        (
            "compose-above",
            "deploy",
            &["compose.yaml", "compose.release.yaml"],
            1,
        ),
        ("base-by-args", "", &["compose.yml"], 5),
    ];
    for (tree, folder, files, count) in projects {
        let files: Vec<&str> = files.iter().flat_map(|file| ["-f", *file]).collect();
        let only: Vec<&str> = files
            .last()
            .copied()
            .into_iter()
            .filter(|_| count == 1)
            .collect();
        if has(&["buildx", "version"]) {
            let mut arguments = vec!["buildx", "bake", "--print"];
            arguments.extend(&files);
            let printed = docker(tree, folder, &arguments);
            let target = &printed["target"];
            compare(
                tree,
                folder,
                Caller::Compose,
                &only,
                target,
                |target| target.clone(),
                count - 1,
            );
        }
        if has(&["compose", "version"]) {
            let mut arguments = vec!["compose", "--profile", "*"];
            arguments.extend(&files);
            arguments.extend(["config", "--format", "json"]);
            let printed = docker(tree, folder, &arguments);
            let build = |service: &Value| service["build"].clone();
            compare(
                tree,
                folder,
                Caller::Compose,
                &only,
                &printed["services"],
                build,
                count,
            );
        }
    }
}

/// What is given by an edit is what the engine reads.
#[cfg(unix)]
#[test]
fn what_is_given_arrives() {
    let file = Given::File {
        id: "npmrc",
        path: "api/.npmrc",
    };
    let compose = "services:\n  api:\n    build: ../api # here\n  web:\n    build:\n      context: ..\n      dockerfile: web/Dockerfile\n";
    let hcl = "target \"api\" {\n  context = \"../api\"\n}\n\ntarget \"web\" {\n  context = \"..\"\n  dockerfile = \"web/Dockerfile\"\n}\n";
    let json =
        "{\"target\": {\"api\": {\"context\": \"../api\"}, \"web\": {\"context\": \"..\"}}}\n";
    let bake: &[&str] = &["buildx", "bake", "--print", "-f"];
    for (name, text, start, rest) in [
        (
            "compose.yaml",
            compose,
            &["compose", "-f"][..],
            &["config", "--format", "json"][..],
        ),
        ("compose.yaml", compose, bake, &["api", "web"]),
        ("docker-bake.hcl", hcl, bake, &["api", "web"]),
        ("docker-bake.json", json, bake, &["api", "web"]),
    ] {
        let test = match start {
            ["compose", ..] => ["compose", "version"],
            _ => ["buildx", "version"],
        };
        if !has(&test) {
            continue;
        }
        let place = format!("deploy/{name}");
        let mut tree = Memory::from([(place.clone(), text.to_owned())]);
        for service in ["api", "web"] {
            for given in [file, Given::Ssh] {
                let found = discover(&tree).builds;
                let build = found.iter().find(|build| build.name == service);
                let edits = give(build.unwrap(), &tree[&place], given).unwrap();
                let after = dockerfile::apply(&tree[&place], &edits);
                tree.insert(place.clone(), after);
            }
        }
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in [
            (place.as_str(), tree[&place].as_str()),
            ("api/.npmrc", ""),
            ("api/Dockerfile", "FROM scratch\n"),
            ("web/Dockerfile", "FROM scratch\n"),
        ] {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let agent = folder.path().join("deploy/agent");
        let _agent = std::os::unix::net::UnixListener::bind(agent).unwrap();
        let arguments: Vec<&str> = start.iter().chain(&[name]).chain(rest).copied().collect();
        let said = docker_in(&folder.path().join("deploy"), &arguments);
        let builds = match start {
            ["compose", ..] => ["api", "web"].map(|name| &said["services"][name]["build"]),
            _ => ["api", "web"].map(|name| &said["target"][name]),
        };
        for build in builds {
            let build = build.to_string();
            assert!(build.contains("npmrc"), "{name}: {build}");
            assert!(
                build.contains("\"ssh\"") && build.contains("default"),
                "{name}: {build}"
            );
        }
        assert!(said.to_string().contains("api/.npmrc"), "{name}: {said}");
    }
}

/// What several builds share becomes a secret for all of them, as the engine reads it.
#[test]
fn what_is_shared_arrives_for_all() {
    let compose: (&[&str], &[&str]) = (&["compose", "-f"], &["config", "--format", "json"]);
    let bake: (&[&str], &[&str]) = (&["buildx", "bake", "--print", "-f"], &["matrix"]);
    let services: &[&str] = &["web", "worker", "jobs", "nightly"];
    let targets: &[&str] = &["matrix-fast", "matrix-small"];
    for (file, (start, rest), names) in [
        ("compose.yaml", compose, services),
        ("docker-bake.hcl", bake, targets),
    ] {
        if !has(&[start[0], "version"]) {
            continue;
        }
        let mut text = trees::tree("shared-lines")[file].clone();
        for name in names {
            let tree = Memory::from([(file.to_owned(), text.clone())]);
            let found = discover(&tree).builds;
            let build = found.iter().find(|build| build.name == *name).unwrap();
            // The first of those that share a line changes it for the others, too.
            if build
                .args
                .iter()
                .any(|argument| argument.name == "NPM_TOKEN")
            {
                let edits = args_to_secrets(build, &text, &["NPM_TOKEN"]).unwrap();
                text = dockerfile::apply(&text, &edits);
            }
        }
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(file), &text).unwrap();
        let arguments: Vec<&str> = start.iter().chain(&[file]).chain(rest).copied().collect();
        let said = docker_in(folder.path(), &arguments);
        for name in names {
            let build = match said.get("services") {
                Some(services) => &services[name]["build"],
                None => &said["target"][name],
            };
            assert!(build["args"].get("NPM_TOKEN").is_none(), "{name}: {build}");
            let secrets = build.get("secrets").or(build.get("secret")).unwrap();
            assert!(secrets.to_string().contains("NPM_TOKEN"), "{name}: {build}");
        }
    }
}

/// Compares what the engine says of each target or service with our build of that name.
fn compare(
    tree: &str,
    folder: &str,
    caller: Caller,
    only: &[&str],
    said: &Value,
    build_of: fn(&Value) -> Value,
    at_least: usize,
) {
    let found = discover(&trees::tree(tree)).builds;
    let mut count = 0;
    for (name, value) in said.as_object().unwrap() {
        let in_file = |build: &&Build| only.iter().all(|file| build.place.file.ends_with(file));
        let mut named = found
            .iter()
            .filter(|build| build.caller == caller && build.name == *name);
        let Some(ours) = named.find(in_file) else {
            continue;
        };
        let theirs = theirs(&build_of(value), tree, folder, ours);
        assert_eq!(said_by_us(ours), theirs, "{tree}: {name}");
        count += 1;
    }
    assert!(
        count >= at_least,
        "{tree}: {count} of {at_least} were compared: {said:#}"
    );
}

fn said_by_us(build: &Build) -> Said {
    let mut said = Said::new();
    let mut add = |name: &str, value: &str| said.insert(name.to_owned(), value.to_owned());
    add("context", &callers::listing::source(&build.context));
    if let Dockerfile::Path(path) = &build.dockerfile {
        add("dockerfile", path);
    }
    if let Some(target) = &build.target {
        add("target", &target.text);
    }
    for argument in &build.args {
        if let Some(value) = argument.value.as_ref().and_then(|value| value.value()) {
            add(&format!("arg {}", argument.name), value);
        }
    }
    for named in &build.contexts {
        let source = callers::listing::source(&named.source);
        add(&format!("context {}", named.name), &source);
    }
    for platform in &build.platforms {
        add(&format!("platform {platform}"), "");
    }
    said
}

fn theirs(value: &Value, tree: &str, folder: &str, ours: &Build) -> Said {
    let top = trees::root().join(tree).canonicalize().unwrap();
    let place = |path: &str| {
        if path.contains("://") {
            return path.to_owned();
        }
        if let Some(name) = path
            .strip_prefix("service:")
            .or_else(|| path.strip_prefix("target:"))
        {
            return format!("target:{name}");
        }
        let whole = top.join(folder).join(path);
        let mut parts: Vec<&str> = Vec::new();
        for part in whole.to_str().unwrap().split('/') {
            match part {
                "." | "" => {}
                ".." => drop(parts.pop()),
                part => parts.push(part),
            }
        }
        let whole = format!("/{}", parts.join("/"));
        let inside = Path::new(&whole)
            .strip_prefix(&top)
            .unwrap()
            .to_str()
            .unwrap();
        if inside.is_empty() {
            ".".to_owned()
        } else {
            inside.to_owned()
        }
    };
    let mut said = Said::new();
    let context = place(value["context"].as_str().unwrap());
    if let (Dockerfile::Path(_), Source::Folder(_)) = (&ours.dockerfile, &ours.context) {
        let file = value["dockerfile"].as_str().unwrap_or("Dockerfile");
        let file = place(&format!("{}/{file}", value["context"].as_str().unwrap()));
        said.insert("dockerfile".into(), file);
    }
    said.insert("context".into(), context);
    if let Some(target) = value["target"].as_str() {
        said.insert("target".into(), target.into());
    }
    for (name, value) in value["args"].as_object().into_iter().flatten() {
        let is_open = ours.args.iter().any(|arg| {
            arg.name == *name && arg.value.as_ref().is_none_or(|value| !value.is_known())
        });
        if let (Some(value), false) = (value.as_str(), is_open) {
            said.insert(format!("arg {name}"), value.into());
        }
    }
    for key in ["contexts", "additional_contexts"] {
        for (name, value) in value[key].as_object().into_iter().flatten() {
            said.insert(format!("context {name}"), place(value.as_str().unwrap()));
        }
    }
    for platform in value["platforms"].as_array().into_iter().flatten() {
        said.insert(
            format!("platform {}", platform.as_str().unwrap()),
            String::new(),
        );
    }
    said
}

/// Whether `docker` knows a command; says so when it does not.
fn has(arguments: &[&str]) -> bool {
    let output = engine().args(arguments).output();
    let is_there = output.is_ok_and(|output| output.status.success());
    if !is_there {
        eprintln!("skipped: there is no `docker {}`", arguments.join(" "));
    }
    is_there
}

/// `docker`, from the folder beside the checkout where that is there.
fn engine() -> Command {
    let settings = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/realbuild/env.sh");
    if !settings.is_file() {
        return Command::new("docker");
    }
    let mut command = Command::new("bash");
    command
        .args(["-c", r#". "$0" && exec docker "$@""#])
        .arg(settings);
    command
}

/// The JSON that a command prints in a folder of a tree.
fn docker(tree: &str, folder: &str, arguments: &[&str]) -> Value {
    docker_in(&trees::root().join(tree).join(folder), arguments)
}

/// The JSON that a command prints in a folder, with no variable that the tree does not set.
fn docker_in(folder: &Path, arguments: &[&str]) -> Value {
    let mut command = engine();
    command.args(arguments).env_clear();
    // Bake looks for an agent of `ssh` before it prints.
    command.env("SSH_AUTH_SOCK", folder.join("agent"));
    for name in ["PATH", "HOME", "DOCKER_CONFIG", "DOCKER_HOST"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    let output = command.current_dir(folder).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "docker {}: {errors}",
        arguments.join(" ")
    );
    serde_json::from_slice(&output.stdout).unwrap()
}
