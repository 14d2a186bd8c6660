//! A `.env` that does not lie in the context now, and may when the image is built: somebody writes it first, or the
//! program in the image reads one by itself.

use super::readers::first_reader;
use super::rules::RULES;
use super::scene::Scene;
use crate::Surroundings;
use callers::{Caller, Runner, Tree};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What would be taken for granted if it were left out, when there is such a doubt.
pub(super) fn doubt(scene: &Scene<'_>) -> Option<String> {
    if let Some(place) = scene.around.as_ref().and_then(writer) {
        return Some(format!(
            "the program gets its variables when it starts, and not from the `.env` that `{place}` writes"
        ));
    }
    let is_given = scene.around.is_some_and(|around| {
        let mut containers = around.containers.iter();
        containers.any(|container| container.runner == Runner::Compose && container.has_env_file)
    });
    if is_given {
        return None;
    }
    let reader = first_reader(scene, &RULES.env_loaders)?;
    Some(format!(
        "the program does not need a `.env`, though {reader}"
    ))
}

/// The line by which a file that builds the image, or sets the tree up, writes a `.env`.
fn writer(around: &Surroundings<'_>) -> Option<String> {
    let builds = around.builds.iter();
    let builds = builds.filter(|build| build.caller != Caller::Nobody);
    let mut files: BTreeSet<String> = builds.map(|build| build.place.file.clone()).collect();
    for root in BTreeSet::from(["", around.context.unwrap_or_default()]) {
        files.extend(of_root(around.tree, root).iter().cloned());
    }
    files.into_iter().find_map(|file| {
        let text = around.tree.read(&file)?;
        if !names_it(&text) {
            return None;
        }
        let mut lines = (1..).zip(text.lines());
        let (number, _) = lines.find(|(_, line)| writes(line))?;
        Some(format!("{file}:{number}"))
    })
}

/// The files by which people set up what lies in `root`, where they name a `.env`: the same for all Dockerfiles there.
fn of_root(tree: &dyn Tree, root: &str) -> Arc<[String]> {
    let key = format!("dockerignore.later {root}");
    tree.recall(&key).unwrap_or_else(|| {
        let mut files = candidates(tree, root);
        files.retain(|file| tree.read(file).is_some_and(|text| names_it(&text)));
        let files = Arc::from(files);
        tree.keep(&key, &files);
        files
    })
}

/// Where people set a tree up, beside the files that build the image.
const SET_UP: [&str; 12] = [
    "Makefile",
    "makefile",
    "GNUmakefile",
    "package.json",
    "composer.json",
    "justfile",
    "Taskfile.yml",
    "Taskfile.yaml",
    ".gitlab-ci.yml",
    "Jenkinsfile",
    "bitbucket-pipelines.yml",
    "azure-pipelines.yml",
];

/// Folders of pipelines and scripts.
const FOLDERS: [&str; 6] = [
    ".github/workflows",
    ".circleci",
    "scripts",
    "script",
    "bin",
    "ci",
];

fn candidates(tree: &dyn Tree, root: &str) -> Vec<String> {
    let sets_up = |file: &String| {
        let name = crate::image_path::name(file);
        name.ends_with(".sh") || name.ends_with(".bash") || SET_UP.contains(&name)
    };
    let mut files = tree.files_in(root);
    files.retain(sets_up);
    for folder in FOLDERS {
        files.extend(tree.files_in(&crate::image_path::in_context(root, folder)));
    }
    files
}

/// Programs whose last word is what they write.
const COPIERS: [&str; 6] = ["cp", "mv", "ln", "tee", "touch", "install"];

/// Options that are followed by what is written.
const OUTPUTS: [&str; 4] = ["-o", "--output", "--out", "-out"];

/// Whether a line of a script, a makefile or a pipeline writes a `.env`.
fn writes(line: &str) -> bool {
    if !names_it(line) || is_comment(line) {
        return false;
    }
    line.contains("create-envfile") || line.split([';', '|', '&']).any(command_writes)
}

/// Whether a text says `.env`, or calls the action that writes one.
fn names_it(text: &str) -> bool {
    text.contains(".env") || text.contains("create-envfile")
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('#') || line.starts_with("//")
}

fn command_writes(command: &str) -> bool {
    let is_between = |letter: char| letter.is_whitespace() || "\"'`,()[]{}".contains(letter);
    let words: Vec<&str> = command
        .split(is_between)
        .filter(|word| !word.is_empty())
        .collect();
    let is_env = |word: &str| word.rsplit('/').next() == Some(".env");
    let is_copied = words.last().is_some_and(|last| is_env(last))
        && words.iter().any(|word| COPIERS.contains(word));
    let pairs = words.iter().zip(words.iter().skip(1));
    let mut pairs = pairs.filter(|(_, second)| is_env(second));
    let is_put = pairs.any(|(first, _)| first.ends_with('>') || OUTPUTS.contains(first));
    let is_joined = words
        .iter()
        .filter_map(|word| word.rsplit_once('>'))
        .any(|(_, file)| is_env(file));
    is_copied || is_put || is_joined
}

#[cfg(test)]
mod tests {
    use super::writes;

    #[test]
    fn what_writes_a_file_of_variables_is_told_from_what_reads_it() {
        for line in [
            "        run: echo \"KEY=${{ secrets.KEY }}\" > .env",
            "\tcp .env.example .env",
            "    \"setup\": \"cp -n .env.example .env && npm ci\",",
            "printenv >>.env",
            "base64 -d secret | tee deploy/.env",
            "sops -d secrets.enc --output .env",
            "test -f .env || touch .env",
            "      - uses: SpicyPizza/create-envfile@v2",
        ] {
            assert!(writes(line), "{line}");
        }
        for line in [
            "source .env",
            "# cp .env.example .env",
            "docker run --env-file .env app",
            "cp .env /backup/",
            "cp .env.example .env.test",
            "rm -f .env",
            "    env_file: .env",
        ] {
            assert!(!writes(line), "{line}");
        }
    }
}
