//! Files that are not ours to touch: vendored, templates, generated.

use dockerfile::{Document, Kind};
use std::path::Path;

/// Why a file is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Skip {
    /// It lies in a folder of other people's files.
    Vendored,
    /// Something fills it in before Docker reads it.
    Template,
    /// Something else writes it.
    Generated,
    /// The configuration leaves it out.
    Excluded,
}

impl Skip {
    /// The noun for one such file.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Skip::Vendored => "vendored file",
            Skip::Template => "template",
            Skip::Generated => "generated file",
            Skip::Excluded => "excluded file",
        }
    }
}

/// Folders that hold other people's files.
const VENDORED: &[&str] = &["vendor", "node_modules", "third_party"];

/// Endings of the names of templates.
const TEMPLATE_ENDINGS: &[&str] = &[
    "j2", "jinja", "jinja2", "tmpl", "tpl", "template", "erb", "mustache", "hbs", "gotmpl", "in",
];

/// What template languages put where Docker expects a keyword or an image: no Dockerfile has it there.
const TEMPLATE_MARKS: &[&str] = &["{{", "{%", "<%", "%%"];

/// Whether `name` is that of a folder of other people's files.
pub(crate) fn is_vendored_folder(name: &str) -> bool {
    VENDORED.contains(&name)
}

/// Why the file at `path` is left out, judging by the path alone.
pub(crate) fn by_path(path: &Path) -> Option<Skip> {
    let mut folders = path.parent().into_iter().flat_map(Path::components);
    if folders.any(|folder| folder.as_os_str().to_str().is_some_and(is_vendored_folder)) {
        return Some(Skip::Vendored);
    }
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    TEMPLATE_ENDINGS
        .contains(&ending.as_str())
        .then_some(Skip::Template)
}

/// Why the file is left out, judging by what it holds.
pub(crate) fn by_content(document: &Document) -> Option<Skip> {
    if is_template(document) {
        return Some(Skip::Template);
    }
    is_generated(document).then_some(Skip::Generated)
}

fn is_template(document: &Document) -> bool {
    let has_mark = |text: &str| TEMPLATE_MARKS.iter().any(|mark| text.contains(mark));
    document
        .instructions
        .iter()
        .any(|instruction| match &instruction.kind {
            Kind::From(from) => has_mark(from.image.raw()),
            Kind::User(word) | Kind::Workdir(word) => has_mark(word.raw()),
            Kind::Expose(words) => words.iter().any(|word| has_mark(word.raw())),
            Kind::Unknown => has_mark(instruction.keyword()) || has_mark(instruction.arguments()),
            Kind::Arg(_)
            | Kind::Env(_)
            | Kind::Label(_)
            | Kind::Run(_)
            | Kind::Copy(_)
            | Kind::Add(_)
            | Kind::Cmd(_)
            | Kind::Entrypoint(_)
            | Kind::Healthcheck(_)
            | Kind::Shell(_)
            | Kind::Volume(_)
            | Kind::Stopsignal(_)
            | Kind::Onbuild(_)
            | Kind::Maintainer(_) => false,
        })
}

/// Whether the comments above the first instruction say that something writes this file.
fn is_generated(document: &Document) -> bool {
    let first = document
        .instructions
        .first()
        .map_or(0, |instruction| instruction.lines.first);
    let head: String = document
        .comments
        .iter()
        .take_while(|comment| comment.line < first)
        .map(|comment| document.slice(comment.span).to_ascii_lowercase() + " ")
        .collect();
    head.contains("@generated")
        || head.contains("generated")
            && ["do not edit", "not edit it", "don't edit", "do not modify"]
                .iter()
                .any(|words| head.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_tell_templates_and_vendored_files() {
        let by_path = |path: &str| by_path(Path::new(path));
        assert_eq!(by_path("a/vendor/b/Dockerfile"), Some(Skip::Vendored));
        assert_eq!(by_path("Dockerfile.j2"), Some(Skip::Template));
        assert_eq!(by_path("Dockerfile.tmpl"), Some(Skip::Template));
        assert_eq!(by_path("vendored/Dockerfile.prod"), None);
    }

    #[test]
    fn marks_of_a_template_where_docker_reads_a_word_tell_it() {
        let by_content = |text: &str| by_content(&Document::parse(text));
        assert_eq!(by_content("FROM {{ base }}\nRUN a\n"), Some(Skip::Template));
        assert_eq!(
            by_content("FROM a\n{% if b %}\nRUN a\n{% endif %}\n"),
            Some(Skip::Template)
        );
        assert_eq!(
            by_content("FROM a\nRUN docker inspect -f '{{.Id}}' b\n"),
            None
        );
    }

    #[test]
    fn a_head_that_says_so_tells_a_generated_file() {
        let by_content = |text: &str| by_content(&Document::parse(text));
        let text = "#\n# NOTE: THIS FILE IS GENERATED VIA \"update.sh\"\n# PLEASE DO NOT EDIT IT DIRECTLY.\nFROM a\n";
        assert_eq!(by_content(text), Some(Skip::Generated));
        assert_eq!(by_content("# code generated here\nFROM a\n"), None);
        assert_eq!(by_content("FROM a\n# @generated\nRUN b\n"), None);
    }
}
