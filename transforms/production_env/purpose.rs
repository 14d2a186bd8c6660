//! Whether an image is meant for a developer's machine: then its settings are what its people want.

use super::table::PROGRAMS;
use crate::{Target, runs};
use dockerfile::Stage;

/// What says that the image of `stage` is for developers, in one clause.
pub(super) fn is_for_developers(target: &Target<'_>, stage: &Stage) -> Option<String> {
    let file = target.path.rsplit('/').next().unwrap_or(target.path);
    if has_word(file) {
        return Some(format!("`{file}` is for developers by its name"));
    }
    if let Some(name) = stage.name.as_deref().filter(|name| has_word(name)) {
        return Some(format!("the stage `{name}` is for developers by its name"));
    }
    let runs = runs::runs(target, stage);
    let server = runs.commands.iter().find(|started| {
        let words = started.words();
        let is_server = |word: &&str| PROGRAMS.servers.iter().any(|known| known == word);
        PROGRAMS
            .servers
            .iter()
            .any(|known| known == started.program())
            || words.iter().skip(1).any(is_server)
    })?;
    Some(format!("`{}` is a server for developers", server.text()))
}

/// Whether a word of the name is one that developers use for their images.
fn has_word(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.split(['.', '-', '_'])
        .any(|word| PROGRAMS.names.iter().any(|known| known == word))
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn names_are_told_by_whole_words() {
        assert!(has_word("Dockerfile.dev") && has_word("local-api"));
        assert!(!has_word("Dockerfile") && !has_word("device.Dockerfile"));
    }
}
