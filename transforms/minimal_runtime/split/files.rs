//! Files that a program opens by their names, as its code says.

use super::super::Held;
use super::run_time::is_sent;
use super::{Whole, unknown};
use crate::Target;
use crate::any_of::AnyOf;
use crate::image_path::{absolute, in_context};
use crate::provenance::{Provenance, exists, provenance};
use std::sync::LazyLock;

/// How many files a context may have to be looked through.
const MAX_FILES: usize = 5_000;

/// Words in the code of Go and Rust that say that it opens files by their names.
const OPENS: &[&str] = &[
    "os.Open",
    "os.ReadFile",
    "ioutil.ReadFile",
    "ParseFiles",
    "ParseGlob",
    "http.Dir",
    "os.DirFS",
    "os.ReadDir",
    "filepath.Glob",
    "filepath.Walk",
    "http.ServeFile",
    "LoadHTMLGlob",
    "LoadHTMLFiles",
    "LoadX509KeyPair",
    "ListenAndServeTLS",
    "toml.DecodeFile",
    "godotenv",
    "File::open",
    "fs::read",
    "ServeDir",
    "ServeFile",
    "NamedFile",
    "FileServer::from",
    "Tera::new",
    "warp::fs::",
    "dotenv",
];

static ANY_OPENS: LazyLock<AnyOf> = LazyLock::new(|| AnyOf::new(OPENS.iter().copied()));

/// The paths in the image of what the program opens: each where the working directory has it; none when there is no
/// context to read.
pub(super) fn opened(target: &Target<'_>, whole: &Whole<'_>) -> Result<Vec<String>, Held> {
    let Some(context) = target.context else {
        return Ok(Vec::new());
    };
    let enters =
        |path: &str| !path.starts_with("vendor") && !path.starts_with('.') && path != "target";
    let Ok(files) = context::listing(context, "code of Go and Rust", MAX_FILES, enters) else {
        return Ok(Vec::new());
    };
    let mut opened: Vec<String> = Vec::new();
    let code = files.iter().map(|found| &found.path).filter(|path| {
        (path.ends_with(".go") && !path.ends_with("_test.go")) || path.ends_with(".rs")
    });
    for file in code {
        let text = context.read(file).unwrap_or_default();
        if !ANY_OPENS.may_be_in(&text) {
            continue;
        }
        for line in text.lines() {
            let line = line.split("//").next().unwrap_or_default();
            let Some(at) = OPENS.iter().find_map(|word| line.find(word)) else {
                continue;
            };
            let call = line.get(at..).unwrap_or_default();
            let path = literal(call).and_then(|name| copied(target, whole, context, name));
            let Some(path) = path else {
                return Err(unknown(format!(
                    "`{file}` opens files by their names, and which ones was not read"
                )));
            };
            if !opened.contains(&path) {
                opened.push(path);
            }
        }
    }
    Ok(opened)
}

/// The only text in quotes of a line.
fn literal(line: &str) -> Option<&str> {
    let mut parts = line.split('"');
    let name = parts.nth(1)?;
    parts.nth(1).is_none().then_some(name)
}

/// Where the first folder of a relative path lies in the image, if the file copies it there from the context.
fn copied(
    target: &Target<'_>,
    whole: &Whole<'_>,
    context: &dyn context::Context,
    name: &str,
) -> Option<String> {
    let name = name.trim_start_matches("./").trim_end_matches('/');
    let first = name.split('/').next().filter(|first| {
        !first.is_empty() && *first != ".." && !first.contains(['*', '?', '[', '{'])
    })?;
    let path = absolute(&whole.workdir, first);
    match provenance(target, whole.stage, &path) {
        Provenance::Context { path: source, .. }
            if exists(context, &in_context("", &source)) && is_sent(target, &source) =>
        {
            Some(path)
        }
        Provenance::Context { .. }
        | Provenance::Heredoc { .. }
        | Provenance::Elsewhere { .. }
        | Provenance::NotCopied => None,
    }
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn one_text_in_quotes_is_a_name() {
        assert_eq!(literal("http.Dir(\"static\")"), Some("static"));
        assert_eq!(literal("os.Open(path)"), None);
        assert_eq!(literal("template.ParseFiles(\"a\", \"b\")"), None);
    }
}
