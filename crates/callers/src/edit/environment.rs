//! A compose service gets variables from the environment of whoever starts it, or a secret as a file.
//!
//! <https://docs.docker.com/reference/compose-file/services/#environment>

use super::EditError;
use super::compose::{self, Named};
use super::yaml::{Yaml, own};
use crate::container::{Container, Runner};
use crate::read::{Entry, Node, Value, yaml};
use crate::{Tree, environment, path};
use dockerfile::Edit;
use std::sync::Arc;

/// Passes the variables `names` on to a container of a compose file: `environment: NAME` without a value.
///
/// Nothing changes for a variable that the service sets already, itself or by an `env_file`. The edits are of the file
/// that [`Container::place`] names.
///
/// # Errors
///
/// When the container is not of a compose file, or its service cannot be edited for itself alone.
pub fn pass_environment(
    container: &Container,
    tree: &dyn Tree,
    names: &[&str],
) -> Result<Vec<Edit>, EditError> {
    let text = text(container, tree)?;
    let file = File::read(container, &text)?;
    let missing = file.missing(container, tree, names)?;
    let items: Vec<(String, String)> = missing
        .iter()
        .map(|name| (format!("{name}:"), (*name).to_owned()))
        .collect();
    file.add(&items)
}

/// Hands the variables `names` to a container of a compose file as files: `NAME_FILE`, and a secret that comes from the
/// environment of whoever starts it.
///
/// # Errors
///
/// When the container is not of a compose file, sets one of the variables itself, or cannot be edited for itself alone.
pub fn pass_secret_files(
    container: &Container,
    tree: &dyn Tree,
    names: &[&str],
) -> Result<Vec<Edit>, EditError> {
    let text = text(container, tree)?;
    let file = File::read(container, &text)?;
    let missing = file.missing(container, tree, names)?;
    if missing.len() != names.len() {
        return if missing.is_empty() {
            Ok(Vec::new())
        } else {
            Err(EditError::NotHere(missing.join(", ")))
        };
    }
    let items: Vec<(String, String)> = names
        .iter()
        .map(|name| {
            let (key, value) = (format!("{name}_FILE"), format!("/run/secrets/{name}"));
            (format!("{key}: {value}"), format!("{key}={value}"))
        })
        .collect();
    let mut edits = file.add(&items)?;
    edits.extend(file.list_secrets(names)?);
    let secrets = names.iter().map(|name| Named::of_environment(name));
    let secrets: Vec<Named> = secrets.collect();
    edits.extend(compose::declare(file.yaml, &file.root, &secrets)?);
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    Ok(merged(edits))
}

/// Gives files of variables to a container of a compose file: `env_file`. Paths are those of the tree.
///
/// # Errors
///
/// When the container is not of a compose file, a file does not lie below its folder, or its service cannot be edited for
/// itself alone.
pub fn pass_env_files(
    container: &Container,
    tree: &dyn Tree,
    files: &[&str],
) -> Result<Vec<Edit>, EditError> {
    let text = text(container, tree)?;
    let file = File::read(container, &text)?;
    let folder = path::folder(&container.place.file);
    let known = file.env_files();
    let mut missing = Vec::new();
    for wanted in files {
        let below = match folder {
            "" => Some(*wanted),
            folder => wanted
                .strip_prefix(folder)
                .and_then(|rest| rest.strip_prefix('/')),
        };
        let below = below.ok_or_else(|| EditError::NotHere((*wanted).to_owned()))?;
        let is_known = |known: &String| path::join(folder, known).as_deref() == Some(*wanted);
        if !known.iter().any(is_known) {
            missing.push(below.to_owned());
        }
    }
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    if file.service.get("env_file").is_none() {
        let below = missing.iter().map(|item| format!("  - {item}")).collect();
        let entry = ("env_file:".to_owned(), below);
        return Ok(file.yaml.append_entries(&file.service, &[entry]));
    }
    let own = own(&file.service, "env_file")?;
    match &own.value.value {
        Value::List(_) => Ok(file.yaml.append_items(&own.value, &missing)),
        Value::Null | Value::Scalar(_) | Value::Map(_) => {
            Err(EditError::NotHere("env_file".into()))
        }
    }
}

/// Insertions at the same place become one, in their order.
fn merged(edits: Vec<Edit>) -> Vec<Edit> {
    let mut merged: Vec<Edit> = Vec::new();
    for edit in edits {
        match merged.last_mut() {
            Some(last) if last.span.is_empty() && last.span == edit.span => {
                last.text.push_str(&edit.text);
            }
            Some(_) | None => merged.push(edit),
        }
    }
    merged
}

fn text(container: &Container, tree: &dyn Tree) -> Result<String, EditError> {
    if container.runner != Runner::Compose {
        return Err(EditError::Unsupported);
    }
    tree.read(&container.place.file)
        .ok_or(EditError::Unreadable)
}

/// A compose file and the service in it.
struct File<'t> {
    yaml: Yaml<'t>,
    root: Arc<Node>,
    service: Arc<Node>,
}

impl<'t> File<'t> {
    fn read(container: &Container, text: &'t str) -> Result<Self, EditError> {
        let documents = yaml(text).map_err(|_| EditError::Unreadable)?;
        let [root] = documents.as_slice() else {
            return Err(EditError::Unreadable);
        };
        let services = root.get("services").ok_or(EditError::Unreadable)?;
        let service = own(services, &container.name)?;
        Ok(Self {
            yaml: Yaml { text },
            root: Arc::clone(root),
            service: Arc::clone(&service.value),
        })
    }

    /// The names that the service does not set.
    fn missing<'n>(
        &self,
        container: &Container,
        tree: &dyn Tree,
        names: &[&'n str],
    ) -> Result<Vec<&'n str>, EditError> {
        let mut set = match self.service.get("environment") {
            Some(environment) => keys(environment),
            None => Vec::new(),
        };
        for file in self.env_files() {
            let folder = path::folder(&container.place.file);
            let text = path::join(folder, &file).and_then(|file| tree.read(&file));
            // A file that git leaves out may set anything, and what stands beside it would take its place.
            let text = text.ok_or_else(|| EditError::NotHere(file.clone()))?;
            set.extend(environment(&text).into_keys());
        }
        let missing = names.iter().copied();
        Ok(missing
            .filter(|name| {
                let file = format!("{name}_FILE");
                !set.iter().any(|known| known == name || *known == file)
            })
            .collect())
    }

    fn env_files(&self) -> Vec<String> {
        let Some(node) = self.service.get("env_file") else {
            return Vec::new();
        };
        let item = |item: &Node| {
            item.text()
                .or_else(|| item.get("path")?.text())
                .map(str::to_owned)
        };
        match &node.value {
            Value::List(items) => items.iter().filter_map(|node| item(node)).collect(),
            Value::Scalar(_) | Value::Null | Value::Map(_) => item(node).into_iter().collect(),
        }
    }

    /// Adds variables to the service; each is written as the entry of a mapping, and as the item of a list.
    fn add(&self, items: &[(String, String)]) -> Result<Vec<Edit>, EditError> {
        if items.is_empty() {
            return Ok(Vec::new());
        }
        let listed: Vec<String> = items.iter().map(|(_, item)| item.clone()).collect();
        if self.service.get("environment").is_none() {
            let below = listed.iter().map(|item| format!("  - {item}")).collect();
            let entry = ("environment:".to_owned(), below);
            return Ok(self.yaml.append_entries(&self.service, &[entry]));
        }
        let own = own(&self.service, "environment")?;
        Ok(match &own.value.value {
            Value::List(_) => self.yaml.append_items(&own.value, &listed),
            Value::Map(_) => {
                let entries: Vec<(String, Vec<String>)> = items
                    .iter()
                    .map(|(entry, _)| (entry.clone(), Vec::new()))
                    .collect();
                self.yaml.append_entries(&own.value, &entries)
            }
            Value::Null | Value::Scalar(_) => {
                return Err(EditError::NotHere("environment".into()));
            }
        })
    }

    /// Adds secrets to those that the service gets.
    fn list_secrets(&self, names: &[&str]) -> Result<Vec<Edit>, EditError> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        if self.service.get("secrets").is_none() {
            let below = names.iter().map(|name| format!("  - {name}")).collect();
            let entry = ("secrets:".to_owned(), below);
            return Ok(self.yaml.append_entries(&self.service, &[entry]));
        }
        let own: &Entry = own(&self.service, "secrets")?;
        match &own.value.value {
            Value::List(_) => Ok(self.yaml.append_items(&own.value, &names)),
            Value::Null | Value::Scalar(_) | Value::Map(_) => {
                Err(EditError::NotHere("secrets".into()))
            }
        }
    }
}

/// The names of the variables in an `environment`, merged ones among them.
fn keys(environment: &Node) -> Vec<String> {
    let items = environment.items().iter().filter_map(|item| item.text());
    let listed = items.map(|item| item.split('=').next().unwrap_or_default().to_owned());
    let entries = environment.entries().into_iter();
    let mapped = entries.filter_map(|entry| entry.key.text().map(str::to_owned));
    listed.chain(mapped).collect()
}
