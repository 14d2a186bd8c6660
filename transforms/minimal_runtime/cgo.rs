//! Whether a program of Go has a part in C.

use crate::Target;
use crate::runs::Started;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Go {
    modules: Vec<String>,
    #[allow(dead_code, reason = "the file must name its source")]
    source: String,
}

static GO: LazyLock<Go> =
    LazyLock::new(|| toml::from_str(include_str!("data/go.toml")).unwrap_or_default());

/// How many files a context may have to be looked through.
const MAX_FILES: usize = 5_000;

/// Whether the files of the context show that the program which `build` builds has no part in C: all its modules are
/// named in a `go.mod` that is there, and no file of its own imports one.
pub(super) fn is_unused(target: &Target<'_>, build: &Started) -> bool {
    let words = build.words();
    let wants = |word: &&str| word.starts_with("-race") || word.starts_with("-buildmode");
    if words.iter().any(wants) {
        return false;
    }
    let Some(context) = target.context else {
        return false;
    };
    let enters = |path: &str| !path.starts_with('.');
    let Ok(files) = context::list(context, MAX_FILES, enters) else {
        return false;
    };
    let mut has_list = false;
    for found in files {
        let path = found.path;
        let is_list = path == "go.mod" || path.ends_with("/go.mod");
        let is_code = path.ends_with(".go") && !path.ends_with("_test.go");
        if !is_list && !is_code {
            continue;
        }
        let Some(text) = context.read(&path) else {
            return false;
        };
        let is_in_c = match is_list {
            true => GO
                .modules
                .iter()
                .any(|module| text.contains(module.as_str())),
            false => text
                .lines()
                .any(|line| line.trim_start().trim_start_matches("import ").trim() == "\"C\""),
        };
        if is_in_c {
            return false;
        }
        has_list |= is_list;
    }
    has_list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read() {
        toml::from_str::<Go>(include_str!("data/go.toml")).unwrap();
    }
}
