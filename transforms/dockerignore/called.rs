//! The scripts of the context that the build runs: those its commands name, and those that what these read names.

use super::scene::Scene;
use super::word::Word;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// No more scripts than this are read.
const MAX_SCRIPTS: usize = 200;

/// Whether this is the ending of a script.
fn is_ending(ending: &str) -> bool {
    matches!(
        ending,
        "sh" | "bash" | "js" | "mjs" | "cjs" | "ts" | "mts" | "py" | "rb" | "php" | "pl"
    )
}

/// Whether scripts that have no ending lie in this folder.
fn is_folder(folder: &str) -> bool {
    matches!(
        folder,
        "." | "scripts" | "script" | "hack" | "tools" | "bin" | "ci"
    )
}

/// The first script that holds one of `words`, and which one.
pub(super) fn first_script_with<'a>(
    scene: &Scene<'_>,
    words: &'a [Word],
) -> Option<(String, &'a str)> {
    let mut seen = BTreeSet::new();
    let mut waiting = callers(scene);
    while let Some((folder, text)) = waiting.pop() {
        for path in paths(&folder, &text) {
            if seen.len() >= MAX_SCRIPTS || seen.contains(&path) || scene.file.leaves_out(&path) {
                continue;
            }
            let Some(text) = scene.context.read(&path) else {
                continue;
            };
            if let Some(word) = words.iter().find(|word| word.is_held_by(&text)) {
                return Some((path, word.as_str()));
            }
            let folder = folder_of(&path);
            seen.insert(path);
            waiting.push((folder, Cow::Owned(text)));
        }
    }
    None
}

/// What starts scripts: the Dockerfiles, and the files by which a tool that they run does, each with its folder.
fn callers<'s>(scene: &'s Scene<'_>) -> Vec<(String, Cow<'s, str>)> {
    let commands = scene.builds().flat_map(|build| &build.texts);
    let commands = commands.map(|text| (String::new(), Cow::Borrowed(text.as_ref())));
    let mut callers: Vec<(String, Cow<'_, str>)> = commands.collect();
    if scene.builds().all(|build| build.runs.is_empty()) {
        return callers;
    }
    let files = scene
        .sent()
        .filter(|found| super::rules::RULES.script_callers.match_name(&found.path));
    callers.extend(files.take(MAX_SCRIPTS).filter_map(|found| {
        let text = scene.context.read(&found.path)?;
        Some((folder_of(&found.path), Cow::Owned(text)))
    }));
    callers
}

/// The paths in the context that words of `text` may name, read from its folder and from the root.
fn paths(folder: &str, text: &str) -> Vec<String> {
    let is_of_path = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.' | '/' | '@')
    };
    let words = text
        .split(|character: char| !is_of_path(character))
        .filter(|word| {
            let ending = word.rsplit_once('.').map(|(_, ending)| ending);
            ending.is_some_and(is_ending)
                || word
                    .split_once('/')
                    .is_some_and(|(folder, rest)| is_folder(folder) && !rest.is_empty())
        });
    words
        .flat_map(|word| {
            let word = word.trim_start_matches('/');
            let beside = (!folder.is_empty()).then(|| format!("{folder}/{word}"));
            let from_root = Cow::Borrowed(word);
            beside.map(Cow::Owned).into_iter().chain([from_root])
        })
        .map(|path: Cow<'_, str>| context::Source::parse(&path).path)
        .filter(|path| !path.is_empty())
        .collect()
}

fn folder_of(path: &str) -> String {
    path.rsplit_once('/')
        .map_or(String::new(), |(folder, _)| folder.to_owned())
}
