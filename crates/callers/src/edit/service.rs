//! A service of compose gets a variable or a file as a build secret, or the agent of `ssh`.
//!
//! <https://docs.docker.com/reference/compose-file/build/#secrets>

use super::compose::{self, From};
use super::give::Local;
use super::yaml::{Yaml, own, owner};
use super::{EditError, lines};
use crate::Build;
use crate::read::{Entry, Layout, Node, Value, yaml};
use dockerfile::{Edit, Span};

/// Gives a service a variable or a file as a build secret, or the agent of `ssh`.
pub(super) fn give(build: &Build, text: &str, local: &Local) -> Result<Vec<Edit>, EditError> {
    let documents = yaml(text).map_err(|_| EditError::Unreadable)?;
    let [root] = documents.as_slice() else {
        return Err(EditError::Unreadable);
    };
    let services = root.get("services").ok_or(EditError::Unreadable)?;
    // Services may share what they build; whether that is one Dockerfile is looked at afterwards.
    let (_, service) = owner(services, &build.name)?;
    let (service, recipe) = owner(&service.value, "build")?;
    let yaml = Yaml { text };
    let secret = match local {
        Local::Variable { id } => Some((id, From::Variable(id.clone()))),
        Local::File { id, path } => Some((id, From::File(path.clone()))),
        Local::Ssh => None,
    };
    let secret = secret.map(|(id, source)| compose::named(root, &build.name, id, source));
    let secret = secret.transpose()?;
    let (key, item) = match &secret {
        Some(secret) => ("secrets", secret.item.clone()),
        None => ("ssh", "default".to_owned()),
    };
    let mut edits = match &recipe.value.value {
        Value::Map(_) if recipe.value.get(key).is_none() => {
            let entry = (format!("{key}:"), vec![format!("  - {item}")]);
            yaml.append_entries(&recipe.value, &[entry])
        }
        Value::Map(_) => {
            let (map, _) = owner(&recipe.value, key)?;
            let listed = own(map, key)?;
            if !matches!(listed.value.value, Value::List(_)) {
                return Err(EditError::NotHere(key.to_owned()));
            }
            yaml.append_items(&listed.value, &[item])
        }
        Value::Scalar(_) => opened(yaml, services, service, recipe, (key, &item))?,
        Value::Null | Value::List(_) => return Err(EditError::NotHere("build".into())),
    };
    if let Some(secret) = secret {
        edits.extend(compose::declare(yaml, root, &[secret])?);
    }
    Ok(edits)
}

/// `build: .` with room for more: its folder becomes the `context`.
fn opened(
    yaml: Yaml<'_>,
    services: &Node,
    service: &Node,
    recipe: &Entry,
    (key, item): (&str, &str),
) -> Result<Vec<Edit>, EditError> {
    let not_here = || EditError::NotHere("build".into());
    let value = recipe.value.span;
    let gap = Span::new(recipe.key.span.end, value.start);
    let written = yaml.text.get(value.range()).unwrap_or_default();
    let between = yaml.text.get(gap.range()).unwrap_or_default();
    // An anchor, an alias or a tag stands between, or the folder on lines of its own.
    if recipe.alias.is_some() || between.trim_end() != ":" || between.contains('\n') {
        return Err(not_here());
    }
    if written.is_empty() || written.contains('\n') {
        return Err(not_here());
    }
    if service.layout == Layout::Flow {
        return Ok(vec![Edit {
            span: value,
            text: format!("{{context: {written}, {key}: [{item}]}}"),
        }]);
    }
    let indent = yaml.indent_of(service);
    let step = yaml.step(services, service);
    let ending = lines::ending(yaml.text);
    let below = [
        format!("{indent}{step}{key}:"),
        format!("{indent}{step}  - {item}"),
    ];
    Ok(vec![
        Edit {
            span: gap,
            text: format!(":{ending}{indent}{step}context: "),
        },
        lines::insert_after(yaml.text, value.end, &below),
    ])
}
