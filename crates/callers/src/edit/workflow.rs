//! Build arguments of a workflow step become build secrets.

use super::give::Local;
use super::yaml::{Yaml, own};
use super::{EditError, command, input, step};
use crate::Build;
use crate::read::{Node, yaml};
use dockerfile::Edit;
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
    input::moved(Yaml { text }, &inputs.value, names)
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
    let yaml = Yaml { text };
    if step.get("with").is_none() {
        let (head, below) = input::entry(key, &[line]);
        let below = below.iter().map(|line| format!("  {line}"));
        let below = [format!("  {head}")].into_iter().chain(below).collect();
        return Ok(yaml.append_entries(&step, &[("with:".to_owned(), below)]));
    }
    input::added(yaml, &own(&step, "with")?.value, key, &[line])
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
