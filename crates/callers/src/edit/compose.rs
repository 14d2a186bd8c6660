//! Build arguments of a compose service become build secrets, each declared at the top from the environment.
//!
//! <https://docs.docker.com/compose/how-tos/use-secrets/#build-secrets>

use super::yaml::{Yaml, own};
use super::{EditError, lines, places, single_variable, variable};
use crate::read::{Entry, Layout, Node, Value, yaml};
use crate::{Build, Text};
use dockerfile::{Edit, Span};
use std::sync::Arc;

pub(super) fn args_to_secrets(
    build: &Build,
    text: &str,
    names: &[&str],
) -> Result<Vec<Edit>, EditError> {
    let documents = yaml(text).map_err(|_| EditError::Unreadable)?;
    let [root] = documents.as_slice() else {
        return Err(EditError::Unreadable);
    };
    let services = root.get("services").ok_or(EditError::Unreadable)?;
    let service = own(services, &build.name)?;
    let recipe = own(&service.value, "build")?;
    let args = own(&recipe.value, "args")?;
    let edit = Edits {
        yaml: Yaml { text },
        root,
        recipe: &recipe.value,
        args,
    };
    let sources = names
        .iter()
        .map(|name| Ok(((*name).to_owned(), source(build, name)?)));
    let sources: Vec<(String, String)> = sources.collect::<Result<_, EditError>>()?;
    let mut edits = edit.build(names)?;
    let declared = sources
        .iter()
        .map(|(name, variable)| (name.clone(), format!("environment: {variable}")));
    edits.extend(declare(edit.yaml, root, &declared.collect::<Vec<_>>())?);
    Ok(edits)
}

/// The variable that holds the value of an argument.
fn source(build: &Build, name: &str) -> Result<String, EditError> {
    let argument = build.args.iter().find(|argument| argument.name == name);
    let argument = argument.ok_or_else(|| EditError::NotHere(name.to_owned()))?;
    variable(argument).ok_or_else(|| EditError::Literal(name.to_owned()))
}

struct Edits<'e> {
    yaml: Yaml<'e>,
    root: &'e Arc<Node>,
    recipe: &'e Arc<Node>,
    args: &'e Entry,
}

impl Edits<'_> {
    /// Inside `build`: the arguments go, the secrets come.
    fn build(&self, names: &[&str]) -> Result<Vec<Edit>, EditError> {
        let args = &self.args.value;
        let positions = positions(args, names)?;
        let is_all = positions.len() == args.own_entries().len() + args.items().len();
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let listed = match self.recipe.get("secrets") {
            Some(_) => Some(own(self.recipe, "secrets")?),
            None => None,
        };
        let mut edits = Vec::new();
        let is_flow = self.recipe.layout == Layout::Flow;
        match (&listed, is_all) {
            // The list of secrets takes the place of the arguments.
            (None, true) if !is_flow => {
                let indent = self.yaml.indent_of(self.recipe);
                let step = self.yaml.step(self.root, self.recipe).len().clamp(2, 4);
                let step = " ".repeat(if args.items().is_empty() {
                    step.min(2)
                } else {
                    2
                });
                let ending = lines::ending(self.yaml.text);
                let items: String = names
                    .iter()
                    .map(|name| format!("{ending}{indent}{step}- {name}"))
                    .collect();
                edits.push(Edit {
                    span: self.args.span(),
                    text: format!("secrets:{items}"),
                });
                return Ok(edits);
            }
            (_, true) => edits.extend(self.yaml.remove_entries(self.recipe, &["args"])),
            (_, false) if args.items().is_empty() => {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                edits.extend(self.yaml.remove_entries(args, &names));
            }
            (_, false) => edits.extend(self.yaml.remove_items(args, &positions)),
        }
        match listed {
            Some(entry) if !matches!(entry.value.value, Value::List(_)) => {
                return Err(EditError::NotHere("secrets".into()));
            }
            Some(entry) => edits.extend(self.yaml.append_items(&entry.value, &names)),
            None => {
                let items = names.iter().map(|name| format!("  - {name}")).collect();
                let entry = ("secrets:".to_owned(), items);
                edits.extend(self.yaml.append_entries(self.recipe, &[entry]));
            }
        }
        Ok(edits)
    }
}

/// The top-level declarations of secrets, each a name and the line that says where it comes from, for names that have
/// none yet.
pub(super) fn declare(
    yaml: Yaml<'_>,
    root: &Node,
    sources: &[(String, String)],
) -> Result<Vec<Edit>, EditError> {
    let text = yaml.text;
    let declared = match root.get("secrets") {
        Some(_) => Some(own(root, "secrets")?),
        None => None,
    };
    let is_new = |name: &str| declared.is_none_or(|entry| entry.value.get(name).is_none());
    let step = root
        .get("services")
        .map_or("  ".to_owned(), |services| yaml.step(root, services));
    let new: Vec<(String, Vec<String>)> = sources
        .iter()
        .filter(|(name, _)| is_new(name))
        .map(|(name, line)| (format!("{name}:"), vec![format!("{step}{line}")]))
        .collect();
    if new.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(entry) = declared.filter(|entry| !entry.value.own_entries().is_empty()) {
        return Ok(yaml.append_entries(&entry.value, &new));
    }
    if declared.is_some() {
        return Err(EditError::NotHere("secrets".into()));
    }
    let ending = lines::ending(text);
    let mut block = String::new();
    if !text.ends_with('\n') {
        block.push_str(ending);
    }
    block.push_str(&format!("{ending}secrets:{ending}"));
    for (key, below) in &new {
        block.push_str(&format!("{step}{key}{ending}"));
        for line in below {
            block.push_str(&format!("{step}{line}{ending}"));
        }
    }
    if !text.ends_with('\n') {
        block.truncate(block.trim_end().len());
    }
    Ok(vec![Edit {
        span: Span::at(text.len()),
        text: block,
    }])
}

/// Where the arguments stand among the entries or items of `args`: every copy of each.
fn positions(args: &Node, names: &[&str]) -> Result<Vec<usize>, EditError> {
    let keys: Vec<Option<&str>> = match &args.value {
        Value::Map(entries) => entries.iter().map(|entry| entry.key.text()).collect(),
        Value::List(items) => items
            .iter()
            .map(|item| Some(item.text()?.split('=').next().unwrap_or_default()))
            .collect(),
        Value::Null | Value::Scalar(_) => Vec::new(),
    };
    let mut positions = Vec::new();
    for name in names {
        let found = places(keys.iter().copied(), name);
        if found.is_empty() {
            return Err(match args.get(name) {
                Some(_) => EditError::Shared((*name).to_owned()),
                None => EditError::NotHere((*name).to_owned()),
            });
        }
        let mut copies = found.iter().map(|at| value(args, *at));
        let first = copies.next().flatten();
        // In a mapping a name stands once, or compose refuses the file.
        let is_map = args.items().is_empty();
        if found.len() > 1 && (is_map || first.is_none() || !copies.all(|copy| copy == first)) {
            return Err(EditError::Twice((*name).to_owned()));
        }
        positions.extend(found);
    }
    Ok(positions)
}

/// The variable that the item at `at` of a list takes its value from.
fn value(args: &Node, at: usize) -> Option<String> {
    let item = args.items().get(at)?.text()?;
    match item.split_once('=') {
        Some((_, value)) => single_variable(&Text::known(value)),
        None => Some(item.to_owned()),
    }
}
