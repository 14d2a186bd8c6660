//! Files of the context that say what the build reads.

use super::rules::Reader;
use super::scene::Scene;
use context::EntryKind;
use memchr::memmem;

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
    let word = reader.words.iter().find(|word| holds(&text, word))?;
    Some(format!(
        "`{path}` holds `{}`, which may read it",
        word.trim_matches('"')
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
    commands: &'a [String],
) -> Option<(usize, &'a str)> {
    let mut runs = scene.builds().flat_map(|build| &build.runs);
    runs.find_map(|run| {
        let command = commands.iter().find(|command| holds(&run.text, command))?;
        Some((run.line, command.as_str()))
    })
}

fn is_mentioned(scene: &Scene<'_>, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    scene
        .builds()
        .any(|build| build.mentions(name) || build.texts.iter().any(|text| text.contains(name)))
}

/// Whether `text` holds `word`, and no letter or digit goes on with it: `git-version` is also held by
/// `com.palantir.git-version` and `git-version-plugin`, as tools name their parts.
pub(super) fn holds(text: &str, word: &str) -> bool {
    let starts_open = !word.starts_with(char::is_alphanumeric);
    let ends_open = !word.ends_with(char::is_alphanumeric);
    memmem::find_iter(text.as_bytes(), word).any(|start| {
        let before = text.get(..start).and_then(|text| text.chars().next_back());
        let after = text
            .get(start + word.len()..)
            .and_then(|text| text.chars().next());
        (starts_open || !before.is_some_and(char::is_alphanumeric))
            && (ends_open || !after.is_some_and(char::is_alphanumeric))
    })
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn a_word_is_held_by_the_longer_names_of_its_parts_and_by_no_longer_word() {
        assert!(holds(
            "<artifactId>git-commit-id-maven-plugin<",
            "git-commit-id"
        ));
        assert!(holds(
            "id 'com.gorylenko.gradle-git-properties'",
            "gradle-git"
        ));
        assert!(holds("Include=\"GitVersion.MsBuild\"", "GitVersion"));
        assert!(holds("vergen-gitcl = \"1\"", "vergen"));
        assert!(!holds("libgit2-sys = \"1\"", "git2"));
        assert!(!holds("rebuilt", "built"));
    }
}
