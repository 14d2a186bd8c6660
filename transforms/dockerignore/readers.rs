//! Files of the context that say what the build reads.

use super::build::mentions;
use super::rules::Reader;
use super::scene::Scene;
use context::EntryKind;

/// The first file by which one of `readers` is at work, as a clause that says so.
pub(super) fn first_reader(scene: &Scene<'_>, readers: &[Reader]) -> Option<String> {
    readers
        .iter()
        .filter(|reader| is_run(scene, reader))
        .find_map(|reader| {
            let files = scene
                .found
                .iter()
                .filter(|found| found.kind == EntryKind::File);
            let files = files.filter(|found| {
                reader.files.match_name(&found.path) && !scene.file.leaves_out(&found.path)
            });
            files
                .filter(|found| !reader.mentioned || is_mentioned(scene, &found.path))
                .find_map(|found| evidence(scene, reader, &found.path))
        })
}

fn evidence(scene: &Scene<'_>, reader: &Reader, path: &str) -> Option<String> {
    if reader.words.is_empty() {
        return Some(format!("`{path}` says that Bun is used, which reads it"));
    }
    let Some(text) = scene.context.read(path) else {
        return Some(format!("`{path}` cannot be read, and may need it"));
    };
    let word = reader.words.iter().find(|word| mentions(&text, word))?;
    Some(format!(
        "`{path}` holds `{}`, which may read it",
        word.trim_matches('"')
    ))
}

fn is_run(scene: &Scene<'_>, reader: &Reader) -> bool {
    reader.programs.is_empty()
        || scene
            .builds()
            .any(|build| build.runs_any(&reader.programs).is_some())
}

fn is_mentioned(scene: &Scene<'_>, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    scene
        .builds()
        .any(|build| build.mentions(name) || build.texts.iter().any(|text| text.contains(name)))
}
