//! Build arguments of a workflow step become build secrets.

use super::give::Local;
use super::yaml::{Yaml, own};
use super::{EditError, command, lines, step};
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
        .find_map(|root| step::with_action(root, build.place.line));
    let Some(step) = step else {
        return command_to_secrets(build, &documents, text, names);
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

/// The arguments of a command as secrets from its environment, which the step fills where an expression made the value.
fn command_to_secrets(
    build: &Build,
    documents: &[Arc<Node>],
    text: &str,
    names: &[&str],
) -> Result<Vec<Edit>, EditError> {
    let mut edits = Vec::new();
    for moved in command::moved(build, text, names)? {
        if let Some(expression) = &moved.made_by {
            let step = step::with_command(documents, moved.edit.span)?;
            edits.extend(step.set(text, &moved.name, expression)?);
        }
        edits.push(moved.edit);
    }
    Ok(edits)
}

/// Gives the build of a step a variable or a file as a secret, or the agent of `ssh`.
pub(super) fn give(build: &Build, text: &str, local: &Local) -> Result<Vec<Edit>, EditError> {
    let documents = yaml(text).map_err(|_| EditError::Unreadable)?;
    if let Local::Variable { id } = local {
        let mut roots = documents.iter();
        if !roots.all(|root| step::has_secret(root, id)) {
            return Err(EditError::Called(id.clone()));
        }
    }
    let step = documents
        .iter()
        .find_map(|root| step::with_action(root, build.place.line));
    let Some(step) = step else {
        return give_command(build, &documents, text, local);
    };
    let (key, line) = match local {
        Local::Variable { id } => ("secrets", format!("{id}={}", step::secret(id))),
        Local::File { id, path } => ("secret-files", format!("{id}={path}")),
        Local::Ssh => ("ssh", "default".to_owned()),
    };
    let entry = match local {
        Local::Variable { .. } | Local::File { .. } => {
            (format!("{key}: |"), vec![format!("  {line}")])
        }
        Local::Ssh => (format!("{key}: {line}"), Vec::new()),
    };
    if step.get("with").is_none() {
        let mut below = vec![format!("  {}", entry.0)];
        below.extend(entry.1.iter().map(|line| format!("  {line}")));
        return Ok(Yaml { text }.append_entries(&step, &[("with:".to_owned(), below)]));
    }
    let inputs = &own(&step, "with")?.value;
    if inputs.get(key).is_some() {
        return Ok(vec![append(own(inputs, key)?, text, &[line])?]);
    }
    if inputs.layout == Layout::Flow {
        return Err(EditError::NotHere("with".into()));
    }
    Ok(Yaml { text }.append_entries(inputs, &[entry]))
}

/// The same for the command of a step, which finds a variable in its environment.
fn give_command(
    build: &Build,
    documents: &[Arc<Node>],
    text: &str,
    local: &Local,
) -> Result<Vec<Edit>, EditError> {
    let mut edits = command::give(build, text, local)?;
    if let (Local::Variable { id }, Some(edit)) = (local, edits.first()) {
        let step = step::with_command(documents, edit.span)?;
        if !step.sets(id) {
            edits.extend(step.set(text, id, &step::secret(id))?);
        }
    }
    Ok(edits)
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
