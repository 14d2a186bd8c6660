//! Where a context comes from, by how it is written.

use crate::{Dockerfile, Source, Text, path};

/// What a context that is written in a file of `folder` stands for.
///
/// The forms: <https://docs.docker.com/build/concepts/context/>
pub(crate) fn source(folder: &str, text: Text) -> Source {
    let written = text.text.as_str();
    if let Some(image) = written.strip_prefix("docker-image://") {
        return Source::Image(text.with(image));
    }
    if let Some(target) = written.strip_prefix("target:") {
        return Source::Build(target.to_owned());
    }
    if written == "-" {
        return Source::Stdin;
    }
    if is_remote(written) {
        return Source::Remote(written.to_owned());
    }
    let Some(value) = text.value() else {
        return Source::Unresolved(text);
    };
    match path::join(folder, value) {
        Some(folder) => Source::Folder(folder),
        None => Source::Unresolved(text),
    }
}

fn is_remote(text: &str) -> bool {
    let starts = [
        "https://",
        "http://",
        "git://",
        "git@",
        "ssh://",
        "github.com/",
        "oci-layout://",
    ];
    starts.iter().any(|start| text.starts_with(start))
}

/// The Dockerfile `written`, whose path starts from `folder`.
pub(crate) fn dockerfile(folder: &str, written: &Text) -> Dockerfile {
    let Some(value) = written.value() else {
        return Dockerfile::Unresolved(written.clone());
    };
    if value == "-" {
        return Dockerfile::Elsewhere("standard input".into());
    }
    if is_remote(value) {
        return Dockerfile::Elsewhere(value.to_owned());
    }
    match path::join(folder, value) {
        Some(path) => Dockerfile::Path(path),
        None => Dockerfile::Unresolved(written.clone()),
    }
}

/// The Dockerfile `written` (or `Dockerfile`) of a context, for callers whose path starts from the context.
pub(crate) fn dockerfile_in(context: &Source, written: Option<&Text>) -> Dockerfile {
    let default = Text::known("Dockerfile");
    let written = written.unwrap_or(&default);
    match context {
        Source::Folder(folder) => dockerfile(folder, written),
        Source::Remote(address) => Dockerfile::Elsewhere(format!("{written} of {address}")),
        Source::Stdin => Dockerfile::Elsewhere("standard input".into()),
        Source::Image(_) | Source::Build(_) => Dockerfile::Elsewhere(written.text.clone()),
        Source::Unresolved(text) => {
            let mut whole = text.clone();
            whole.push(&Text::known("/"));
            whole.push(written);
            Dockerfile::Unresolved(whole)
        }
    }
}
