//! The code of a compiled program, as the build context has it.

use crate::Target;

/// How many files a context may have to be looked through.
const MAX_FILES: usize = 5_000;

/// A file of code.
pub(super) struct Code {
    /// Its path below the root of the context.
    pub(super) path: String,
    /// Its text.
    pub(super) text: String,
}

/// The code of the only program of Go or Rust in the context; nothing where there are more, or where it is not known.
pub(super) fn of_only_program(target: &Target<'_>) -> Vec<Code> {
    let Some(context) = target.context else {
        return Vec::new();
    };
    let enters =
        |path: &str| !path.starts_with("vendor") && !path.starts_with('.') && path != "target";
    let Ok(files) = context::list(context, MAX_FILES, enters) else {
        return Vec::new();
    };
    let code: Vec<Code> = files
        .into_iter()
        .map(|found| found.path)
        .filter(|path| is_code(path))
        .filter_map(|path| {
            let text = context.read(&path)?;
            Some(Code { path, text })
        })
        .collect();
    let starts = |file: &&Code| {
        let mut lines = file.text.lines().map(str::trim_start);
        lines.any(|line| line.starts_with("func main()") || line.contains("fn main()"))
    };
    match code.iter().filter(starts).count() {
        1 => code,
        _ => Vec::new(),
    }
}

fn is_code(path: &str) -> bool {
    let is_go = path.ends_with(".go") && !path.ends_with("_test.go");
    let is_rust = path.ends_with(".rs") && path != "build.rs" && !path.starts_with("tests/");
    is_go || is_rust
}

/// The first of `calls` that a line of code makes.
pub(super) fn call<'c>(text: &str, calls: &'c [String]) -> Option<&'c str> {
    let mut lines = text.lines();
    lines.find_map(|line| {
        let line = line.split("//").next().unwrap_or_default();
        let mut calls = calls.iter();
        calls
            .find(|call| line.contains(call.as_str()))
            .map(|call| call.split('(').next().unwrap_or(call))
    })
}
