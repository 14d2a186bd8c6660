//! Names that people give to what a program reads when it runs.

use crate::image_path::{in_context, name};
use context::{Context, EntryKind};

/// Folders that are called so hold no source.
pub(super) const FOLDERS: &[&str] = &[
    "assets",
    "conf",
    "config",
    "configs",
    "data",
    "fixtures",
    "html",
    "i18n",
    "lang",
    "locale",
    "locales",
    "migrations",
    "public",
    "static",
    "template",
    "templates",
    "translations",
    "views",
    "webapp",
    "www",
];

/// Files that are called so, with an ending of [`SETTINGS`].
const FILES: &[&str] = &[
    "application",
    "conf",
    "config",
    "log4j2",
    "log4rs",
    "logback",
    "rocket",
    "settings",
];

/// Endings of files with settings.
const SETTINGS: &[&str] = &[
    "cfg",
    "conf",
    "ini",
    "json",
    "properties",
    "toml",
    "xml",
    "yaml",
    "yml",
];

/// Endings of files that only a compiler reads.
const SOURCES: &[&str] = &["go", "rs", "java", "kt", "kts", "scala", "groovy", "proto"];

/// How many files of a folder are looked at.
const MAX_FILES: usize = 500;

/// Whether a file or folder of the context is called like what programs read when they run.
pub(super) fn is_read(context: &dyn Context, path: &str) -> bool {
    let is_source = |path: &String| {
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        SOURCES.contains(&ending)
    };
    match context.kind(path) {
        Some(EntryKind::Folder) => {
            is_folder(name(path)) && files(context, path).iter().any(|path| !is_source(path))
        }
        Some(EntryKind::File) => is_file(name(path)),
        Some(EntryKind::Link | EntryKind::Other) | None => false,
    }
}

fn files(context: &dyn Context, folder: &str) -> Vec<String> {
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in context.entries(&folder).unwrap_or_default().iter() {
            let path = in_context(&folder, &entry.name);
            if entry.kind == EntryKind::Folder {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
        if files.len() > MAX_FILES {
            break;
        }
    }
    files
}

/// Whether a folder of that name holds no source.
pub(super) fn is_folder(name: &str) -> bool {
    FOLDERS.contains(&name)
}

/// Whether a file of that name holds settings.
pub(super) fn is_file(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.rsplit_once('.').is_some_and(|(stem, ending)| {
        SETTINGS.contains(&ending) && FILES.contains(&stem.split(['-', '.']).next().unwrap_or(stem))
    })
}

#[cfg(test)]
mod tests {
    use super::{is_file, is_folder};

    #[test]
    fn settings_are_told_from_manifests() {
        assert!(
            is_file("config.yaml") && is_file("Rocket.toml") && is_file("application-prod.yml")
        );
        assert!(!is_file("Cargo.toml") && !is_file("package.json") && !is_file("config.go"));
        assert!(is_folder("templates") && !is_folder("src"));
    }
}
