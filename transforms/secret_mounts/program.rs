//! Whether the program of the image reads a variable when it runs: by its command, or by a file of the context.

use super::readers;
use super::uses::{Uses, mentions};
use crate::Target;
use context::EntryKind;

/// How many files of a context are looked through, and no more.
const MAX_FILES: usize = 400;

/// Whether the program reads a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    /// It does, as the clause says.
    Yes(String),
    /// Nothing in the command or in the whole context names it.
    No,
    /// The context is not known, holds no program, or is too large to look through.
    Unknown,
}

/// Whether the program of the last stage reads `name`.
pub(super) fn reads(target: &Target<'_>, name: &str, uses: &Uses) -> Reading {
    if uses.is_in_command {
        return Reading::Yes("the command of the image names it".to_owned());
    }
    named_in(target, name)
}

/// Whether code of the context names `name`.
pub(super) fn code(target: &Target<'_>, name: &str) -> readers::Reading {
    match named_in(target, name) {
        Reading::Yes(_) => readers::Reading::Yes,
        Reading::No => readers::Reading::No,
        Reading::Unknown => readers::Reading::Unknown,
    }
}

/// Whether a file of the context that may be one of the program names `name`.
fn named_in(target: &Target<'_>, name: &str) -> Reading {
    let Some(context) = target.context else {
        return Reading::Unknown;
    };
    let is_entered = |folder: &str| {
        let folder = folder.rsplit('/').next().unwrap_or(folder);
        !matches!(folder, ".git" | "node_modules" | "vendor" | ".venv")
    };
    let listed = context::listing(context, "files of a program", MAX_FILES, is_entered);
    let Ok(found) = listed else {
        return Reading::Unknown;
    };
    let files = found.iter().filter(|found| found.kind == EntryKind::File);
    let mut program = files
        .filter(|file| is_of_program(target, &file.path))
        .peekable();
    if program.peek().is_none() {
        return Reading::Unknown;
    }
    let named = program.find(|file| {
        context
            .read(&file.path)
            .is_some_and(|text| mentions(&text, name))
    });
    match named {
        Some(file) => Reading::Yes(format!("`{}` names it", file.path)),
        None => Reading::No,
    }
}

/// Whether a file may be one of the program: not a description of the image, of who builds it, or for people.
fn is_of_program(target: &Target<'_>, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let starts = |start: &str| name.starts_with(start);
    let is_description = target.path_in_context == Some(path)
        || starts("Dockerfile")
        || starts("docker-compose")
        || starts("compose.")
        || starts("docker-bake")
        || starts(".env")
        || name == ".dockerignore"
        || name == ".npmrc"
        || name.ends_with(".md")
        || path.starts_with(".github/");
    !is_description
}
