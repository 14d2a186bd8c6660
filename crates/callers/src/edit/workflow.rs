//! Build arguments of a workflow step become build secrets.

use super::give::Local;
use super::yaml::{Yaml, own};
use super::{EditError, command, lines};
use crate::Build;
use crate::read::{Entry, Layout, Node, Value, yaml};
use dockerfile::{Edit, Span};
use std::sync::Arc;

pub(super) fn args_to_secrets(
    build: &Build,
    text: &str,
    names: &[&str],
) -> Result<Vec<Edit>, EditError> {
    let documents = yaml(text).map_err(|_| EditError::Unreadable)?;
    let step = documents
        .iter()
        .find_map(|root| step(root, build.place.line));
    let Some(step) = step else {
        return command::args_to_secrets(build, text, names);
    };
    let inputs = own(&step, "with")?;
    if inputs.value.layout == Layout::Flow {
        return Err(EditError::NotHere("with".into()));
    }
    let args = own(&inputs.value, "build-args")?;
    let written = written(args, text, names)?;
    let yaml = Yaml { text };
    let mut edits = if written.is_all {
        yaml.remove_entries(&inputs.value, &["build-args"])
    } else {
        let spans = written.lines.iter();
        spans.map(|(span, _)| lines::remove(text, *span)).collect()
    };
    let mut new: Vec<String> = written.lines.iter().map(|(_, line)| line.clone()).collect();
    new.sort();
    new.dedup();
    if new.len() != names.len() {
        return Err(EditError::Twice(names.join(", ")));
    }
    match inputs.value.get("secrets") {
        None => {
            let below = new.iter().map(|line| format!("  {line}")).collect();
            let last = inputs
                .value
                .own_entries()
                .last()
                .map(|entry| entry.key.text());
            let entry = ("secrets: |".to_owned(), below);
            if written.is_all && last == Some(Some("build-args")) {
                // The new input takes the place of the one that goes.
                let indent = yaml.indent_of(&inputs.value);
                let ending = lines::ending(text);
                let below = new.iter().map(|line| format!("{ending}{indent}  {line}"));
                let below: String = below.collect();
                return Ok(vec![Edit {
                    span: args.span(),
                    text: format!("secrets: |{below}"),
                }]);
            }
            edits.extend(yaml.append_entries(&inputs.value, &[entry]));
        }
        Some(_) => {
            let secrets = own(&inputs.value, "secrets")?;
            edits.push(append(secrets, text, &new)?);
        }
    }
    Ok(edits)
}

/// Gives the build of a step a file as a secret, or the agent of `ssh`.
pub(super) fn give(build: &Build, text: &str, local: &Local) -> Result<Vec<Edit>, EditError> {
    let documents = yaml(text).map_err(|_| EditError::Unreadable)?;
    let step = documents
        .iter()
        .find_map(|root| step(root, build.place.line));
    let Some(step) = step else {
        return command::give(build, text, local);
    };
    let (key, line) = match local {
        Local::File { id, path } => ("secret-files", format!("{id}={path}")),
        Local::Ssh => ("ssh", "default".to_owned()),
    };
    let inputs = &own(&step, "with")?.value;
    if inputs.get(key).is_some() {
        return Ok(vec![append(own(inputs, key)?, text, &[line])?]);
    }
    if inputs.layout == Layout::Flow {
        return Err(EditError::NotHere("with".into()));
    }
    let entry = match local {
        Local::File { .. } => (format!("{key}: |"), vec![format!("  {line}")]),
        Local::Ssh => (format!("{key}: {line}"), Vec::new()),
    };
    Ok(Yaml { text }.append_entries(inputs, &[entry]))
}

/// The step whose `uses` stands on a line.
fn step(root: &Arc<Node>, line: usize) -> Option<Arc<Node>> {
    let jobs = root
        .get("jobs")
        .map(|jobs| jobs.entries())
        .unwrap_or_default();
    let owners = jobs.into_iter().map(|entry| &entry.value);
    let steps = owners
        .chain(root.get("runs"))
        .filter_map(|owner| owner.get("steps"));
    let mut steps = steps.flat_map(|steps| steps.items());
    let found = steps.find(|step| step.get("uses").is_some_and(|uses| uses.line == line));
    found.cloned()
}

/// The lines of the arguments in the file, each with its text.
struct Written {
    lines: Vec<(Span, String)>,
    is_all: bool,
}

fn written(args: &Entry, text: &str, names: &[&str]) -> Result<Written, EditError> {
    let Value::Scalar(scalar) = &args.value.value else {
        return Err(EditError::NotHere("build-args".into()));
    };
    let mut found = Written {
        lines: Vec::new(),
        is_all: false,
    };
    let mut count = 0;
    let mut offset = args.value.span.start;
    let raw = text.get(args.value.span.range()).unwrap_or_default();
    for line in raw.split_inclusive('\n') {
        let bare = line.trim();
        let start = offset + (line.len() - line.trim_start().len());
        offset += line.len();
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        count += 1;
        let bare = if scalar.is_block {
            bare
        } else {
            scalar.text.trim()
        };
        let Some((name, value)) = bare.split_once('=') else {
            continue;
        };
        if names.contains(&name) {
            if !value.contains("${{") {
                return Err(EditError::Literal(name.to_owned()));
            }
            found
                .lines
                .push((Span::new(start, start + bare.len()), bare.to_owned()));
        }
    }
    let missing = names.iter().find(|name| {
        let start = format!("{name}=");
        !found.lines.iter().any(|(_, line)| line.starts_with(&start))
    });
    match missing {
        Some(name) => Err(EditError::NotHere((*name).to_owned())),
        None => {
            found.is_all = found.lines.len() == count;
            Ok(found)
        }
    }
}

/// Adds lines to an input that is a block.
fn append(entry: &Entry, text: &str, new: &[String]) -> Result<Edit, EditError> {
    match &entry.value.value {
        Value::Scalar(scalar) if scalar.is_block => {
            let span = entry.value.span;
            let start = lines::start(text, span.start);
            let indent = text.get(start..span.start).unwrap_or_default();
            let new: Vec<String> = new.iter().map(|line| format!("{indent}{line}")).collect();
            Ok(lines::insert_after(text, span.end, &new))
        }
        Value::Scalar(_) | Value::Null | Value::List(_) | Value::Map(_) => {
            Err(EditError::NotHere("secrets".into()))
        }
    }
}
