//! Tiltfiles: `docker_build` and `custom_build` calls with literal arguments.
//!
//! <https://docs.tilt.dev/api.html#api.docker_build>

use super::Found;
use crate::build::{Argument, Build, Caller};
use crate::line::{Body, Session};
use crate::source::{dockerfile, dockerfile_in, source};
use crate::{Dockerfile, Place, Text, Tree, path};
use std::collections::BTreeMap;

/// Whether a file is a Tiltfile.
pub(crate) fn is_tiltfile(file: &str) -> bool {
    let is_called_so = path::is_called(file, "Tiltfile");
    is_called_so || file.ends_with(".Tiltfile") || file.ends_with(".tiltfile")
}

/// The builds of a Tiltfile, whose paths start from its folder.
pub(crate) fn read(tree: &dyn Tree, file: &str, text: &str) -> Found {
    let mut found = Found::default();
    let mut line = 1;
    let mut rest = text;
    while let Some(at) = rest.find("_build(") {
        let (before, call) = rest.split_at(at);
        line += before.matches('\n').count();
        let place = Place {
            file: file.to_owned(),
            line,
        };
        let is_comment = before.rsplit('\n').next().unwrap_or_default().contains('#');
        let inside = call.strip_prefix("_build(").unwrap_or_default();
        let arguments = arguments(inside);
        if before.ends_with("docker") && !is_comment {
            found.builds.extend(docker_build(place, &arguments));
        } else if before.ends_with("custom") && !is_comment {
            found.builds.extend(custom_build(tree, place, &arguments));
        }
        rest = inside;
    }
    found
}

/// An argument of a call: its name, if it has one, and what is written.
struct Given {
    name: Option<String>,
    value: String,
}

fn docker_build(place: Place, arguments: &[Given]) -> Option<Build> {
    let folder = path::folder(&place.file).to_owned();
    let name = value(arguments, "ref", Some(0))?;
    let mut build = Build::at(Caller::Tiltfile, name.text.clone(), place.clone());
    build.images.push(name);
    let context = value(arguments, "context", Some(1)).unwrap_or_else(|| Text::known("."));
    build.context = source(&folder, context);
    build.dockerfile = match value(arguments, "dockerfile", None) {
        _ if value(arguments, "dockerfile_contents", None).is_some() => Dockerfile::Inline,
        Some(file) => dockerfile(&folder, &file),
        None => dockerfile_in(&build.context, None),
    };
    build.target = value(arguments, "target", None);
    if let Some(args) = given(arguments, "build_args", None) {
        for pair in split(args.trim_matches(['{', '}', ' ', '\n', '\t'])) {
            let Some((name, value)) = pair.split_once(':') else {
                continue;
            };
            build.set_arg(Argument {
                name: literal(name.trim()).text,
                value: Some(literal(value.trim())),
                place: place.clone(),
            });
        }
    }
    Some(build.finish())
}

/// The command of a `custom_build` names the image as `$EXPECTED_REF`.
fn custom_build(tree: &dyn Tree, place: Place, arguments: &[Given]) -> Vec<Build> {
    let (Some(name), Some(command)) = (
        value(arguments, "ref", Some(0)),
        value(arguments, "command", Some(1)),
    ) else {
        return Vec::new();
    };
    let mut variables = BTreeMap::new();
    variables.insert("EXPECTED_REF".to_owned(), name.clone());
    let session = Session {
        tree,
        caller: Caller::Tiltfile,
        name: name.text,
        folder: Some(path::folder(&place.file).to_owned()),
        file: place.file.clone(),
        variables,
    };
    let mut body = Body::starting(place.line, false);
    body.push(&command.text, None);
    session.builds(&body)
}

fn given<'g>(arguments: &'g [Given], name: &str, position: Option<usize>) -> Option<&'g str> {
    let named = arguments
        .iter()
        .find(|given| given.name.as_deref() == Some(name));
    let at = || {
        arguments
            .get(position?)
            .filter(|given| given.name.is_none())
    };
    named.or_else(at).map(|given| given.value.as_str())
}

fn value(arguments: &[Given], name: &str, position: Option<usize>) -> Option<Text> {
    given(arguments, name, position).map(literal)
}

/// The value of a literal; anything else stays open.
fn literal(written: &str) -> Text {
    for quote in ["\"\"\"", "'''", "\"", "'"] {
        let inside = written
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote));
        if let Some(inside) = inside.filter(|inside| !inside.contains(quote)) {
            return Text::known(inside);
        }
    }
    Text::open(written, written)
}

/// The arguments of a call that has just been opened.
fn arguments(text: &str) -> Vec<Given> {
    let parts = split(text).into_iter();
    parts
        .map(|part| {
            let name = part.split_once('=').filter(|(name, value)| {
                let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
                name.trim().chars().all(is_name) && !value.starts_with('=')
            });
            match name {
                Some((name, value)) => Given {
                    name: Some(name.trim().to_owned()),
                    value: value.trim().to_owned(),
                },
                None => Given {
                    name: None,
                    value: part,
                },
            }
        })
        .collect()
}

/// Splits at commas outside of quotes and brackets, up to the bracket that closes the call.
pub(super) fn split(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut depth = 0usize;
    let mut quote: Option<char> = None;
    let mut is_escaped = false;
    for letter in text.chars() {
        match (quote, letter) {
            (Some(_), _) if is_escaped => is_escaped = false,
            (Some(_), '\\') => is_escaped = true,
            (Some(open), letter) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') if depth == 0 => break,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            (None, _) => {}
        }
        part.push(letter);
    }
    parts.push(part);
    let parts = parts.into_iter().map(|part| part.trim().to_owned());
    parts.filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::tree::Memory;

    #[test]
    fn a_call_over_lines_is_read() {
        let text = "docker_build(\n  'app/api', './api',\n  dockerfile='api/dev.Dockerfile',\n  build_args={'MODE': 'dev'},\n  target=\"run\")\n";
        let found = read(&Memory::new(), "Tiltfile", text);
        let build = &found.builds[0];
        assert_eq!(build.path(), Some("api/dev.Dockerfile"));
        assert_eq!(build.args[0].name, "MODE");
        assert_eq!(build.target.as_ref().unwrap().text, "run");
    }
}
