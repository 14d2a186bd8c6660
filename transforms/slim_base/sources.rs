//! The program's own files: whether they start commands, or load libraries, that a slim image may lack.

use super::commands::Looker;
use super::knowledge;
use crate::image_path::name;
use context::{Context, EntryKind, Found, Ignore, Source, kept, sent};
use dockerfile::{Instruction, Kind};
use std::sync::Arc;

/// How many files a context may have to be looked through.
const MAX_FILES: usize = 20_000;

/// Looks at the files that the stages copy from the build context.
pub(super) fn look(looker: &mut Looker<'_>) {
    let (index, endings): (_, &[&str]) = match looker.subject.language() {
        "python" => (knowledge::python(), &["py", "pyx"]),
        "node" => (
            knowledge::node(),
            &["js", "mjs", "cjs", "ts", "mts", "cts", "jsx", "tsx"],
        ),
        _ => {
            looker
                .needs
                .assume("the program loads no library, and starts no command, that goes");
            return;
        }
    };
    let sources: Vec<Source> = looker
        .target
        .document
        .instructions
        .iter()
        .flat_map(copied)
        .collect();
    if sources.is_empty() {
        return;
    }
    let files = looker
        .target
        .context
        .and_then(|context| Some((context, all(context)?)));
    let Some((context, files)) = files else {
        looker
            .needs
            .assume("the program starts no command that goes");
        return;
    };
    // A folder without what is copied from it is not the one that is built.
    let missing = sources.iter().find(|source| {
        !files
            .iter()
            .any(|file| source.covers(&file.path) && !is_of_docker(&file.path))
    });
    if missing.is_some() {
        looker
            .needs
            .assume("the program, whose files are not here, starts no command that goes");
    }
    let mut count = 0;
    for file in files.iter().map(|found| found.path.as_str()) {
        let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_library = ["so", "node", "whl"].contains(&ending);
        let is_code = endings.contains(&ending);
        let is_copied = || sources.iter().any(|source| source.covers(file));
        if !(is_library || is_code) || !is_copied() {
            continue;
        }
        if is_library {
            looker
                .needs
                .assume(format!("`{file}` needs no library that goes"));
        }
        if !is_code {
            continue;
        }
        count += 1;
        let Some(text) = context.read(file) else {
            looker.needs.assume(format!(
                "`{file}`, which was not read, starts no command that goes"
            ));
            continue;
        };
        if let Some(word) = index.reach(&text) {
            let word = word.trim();
            looker
                .needs
                .assume(format!("`{file}` uses `{word}` for nothing that goes"));
        }
    }
    if count > 0 {
        let files = if count == 1 { "file" } else { "files" };
        looker
            .needs
            .find(format!("read the program's own code ({count} {files})"));
    }
}

/// Whether a file is there for the build alone.
fn is_of_docker(file: &str) -> bool {
    let name = name(file);
    name == ".dockerignore" || name.contains("Dockerfile")
}

/// What an instruction takes from the build context.
fn copied(instruction: &Instruction) -> Vec<Source> {
    let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
        return Vec::new();
    };
    if instruction.flag("from").is_some() {
        return Vec::new();
    }
    transfer
        .sources
        .iter()
        .map(|source| Source::parse(&source.value))
        .collect()
}

/// Whether git keeps its objects in a folder: thousands of files, and none of them code.
fn is_store(folder: &str) -> bool {
    folder == ".git/objects" || folder.ends_with("/.git/objects")
}

/// What Docker sends, which is looked for once for all Dockerfiles of a context; what is a folder there is not asked.
fn all(context: &dyn Context) -> Option<Arc<[Found]>> {
    let text = context.read(".dockerignore").unwrap_or_default();
    let ignore = Ignore::parse(&text).ok()?;
    let found = kept(context, &format!("what is sent by\n{text}"), || {
        let paths = sent(context, &ignore, MAX_FILES, |folder| !is_store(folder))?.into_iter();
        let kind = EntryKind::Other;
        Ok(paths.map(|path| Found { path, kind }).collect())
    });
    found.ok()
}

#[cfg(test)]
mod tests {
    use super::all;
    use context::MemoryContext;

    #[test]
    fn the_objects_of_git_are_not_gone_through() {
        let files = [
            ".git/HEAD",
            ".git/objects/ab/cd",
            "lib/.git/objects/ef/a",
            "a.py",
        ];
        let mut context = MemoryContext::from(files.map(|file| (file, "")));
        for folder in [".git/objects/ab", "lib/.git/objects/ef"] {
            context.unreadable.insert(folder.to_owned());
        }
        let found = all(&context).unwrap();
        let found: Vec<&str> = found.iter().map(|found| found.path.as_str()).collect();
        let expected = [
            ".git",
            ".git/HEAD",
            ".git/objects",
            "a.py",
            "lib",
            "lib/.git",
            "lib/.git/objects",
        ];
        assert_eq!(found, expected);
    }
}
