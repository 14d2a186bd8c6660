//! Files of the context that say what the build reads.

use super::rules::Reader;
use super::scene::Scene;
use super::word::Word;
use crate::image_path::name;
use context::EntryKind;

/// The first file by which one of `readers` is at work, as a clause that says so.
pub(super) fn first_reader(scene: &Scene<'_>, readers: &[Reader]) -> Option<String> {
    readers
        .iter()
        .filter(|reader| is_run(scene, reader))
        .find_map(|reader| {
            let files = scene.sent().filter(|found| {
                found.kind == EntryKind::File && reader.files.match_name(&found.path)
            });
            files
                .filter(|found| !reader.mentioned || is_mentioned(scene, &found.path))
                .find_map(|found| evidence(scene, reader, &found.path))
        })
}

fn evidence(scene: &Scene<'_>, reader: &Reader, path: &str) -> Option<String> {
    if reader.words.is_empty() {
        return Some(match first_command(scene, &reader.commands) {
            Some((line, command)) => {
                format!("the `RUN` on line {line} holds `{command}`, which may read it")
            }
            None => format!("`{path}` says that Bun is used, which reads it"),
        });
    }
    let Some(text) = scene.context.read(path) else {
        return Some(format!("`{path}` cannot be read, and may need it"));
    };
    let word = reader.words.iter().find(|word| word.is_held_by(&text))?;
    Some(format!(
        "`{path}` holds `{}`, which may read it",
        word.as_str().trim_matches('"')
    ))
}

fn is_run(scene: &Scene<'_>, reader: &Reader) -> bool {
    let is_called = reader.programs.is_empty()
        || scene
            .builds()
            .any(|build| build.runs_any(&reader.programs).is_some());
    is_called && (reader.commands.is_empty() || first_command(scene, &reader.commands).is_some())
}

/// The first `RUN` that holds one of `commands`, by its line, and which one.
pub(super) fn first_command<'a>(
    scene: &Scene<'_>,
    commands: &'a [Word],
) -> Option<(usize, &'a str)> {
    let mut runs = scene.builds().flat_map(|build| &build.runs);
    runs.find_map(|run| {
        let command = commands
            .iter()
            .find(|command| command.is_held_by(&run.text))?;
        Some((run.line, command.as_str()))
    })
}

fn is_mentioned(scene: &Scene<'_>, path: &str) -> bool {
    let name = name(path);
    scene
        .builds()
        .any(|build| build.texts.iter().any(|text| text.contains(name)))
}
