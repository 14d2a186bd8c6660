//! Build arguments of a compose service become build secrets, each declared at the top from the environment.
//!
//! <https://docs.docker.com/compose/how-tos/use-secrets/#build-secrets>

use super::yaml::{Yaml, own, owner};
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
    // Services may share what they build; whether that is one Dockerfile is looked at afterwards.
    let (_, service) = owner(services, &build.name)?;
    let (_, recipe) = owner(&service.value, "build")?;
    let (recipe, _) = owner(&recipe.value, "args")?;
    let args = own(recipe, "args")?;
    let edit = Edits {
        yaml: Yaml { text },
        root,
        recipe,
        args,
    };
    let sources = names
        .iter()
        .map(|name| Ok(((*name).to_owned(), source(build, &args.value, name)?)));
    let sources: Vec<(String, String)> = sources.collect::<Result<_, EditError>>()?;
    let named = sources.iter().map(|(id, variable)| {
        let source = From::Variable(variable.clone());
        named(root, &build.name, id, source)
    });
    let named: Vec<Named> = named.collect::<Result<_, _>>()?;
    let items: Vec<String> = named.iter().map(|named| named.item.clone()).collect();
    let mut edits = edit.build(names, &items)?;
    edits.extend(declare(edit.yaml, root, &named)?);
    Ok(edits)
}

/// The variable that holds the value of an argument, as the file writes it: a `.env` beside it may know the value, and
/// gives it to a secret from the environment as well.
fn source(build: &Build, args: &Node, name: &str) -> Result<String, EditError> {
    let argument = build.args.iter().find(|argument| argument.name == name);
    let argument = argument.ok_or_else(|| EditError::NotHere(name.to_owned()))?;
    let entries = args.own_entries().iter();
    let mut written = entries.filter(|entry| entry.key.text() == Some(name));
    let mapped = written.next().and_then(|entry| entry.value.text());
    // In a list the last one of a name counts.
    let mut items = args.items().iter().filter_map(|item| item.text());
    let last = items.rfind(|item| item.split('=').next() == Some(name));
    let listed = last.and_then(|item| item.split_once('='));
    let listed = listed.map(|(_, value)| value);
    let written = mapped.or(listed);
    let found = match written {
        Some(written) => single_variable(&Text::known(written)),
        None => variable(argument),
    };
    found.ok_or_else(|| EditError::Literal(name.to_owned()))
}

struct Edits<'e> {
    yaml: Yaml<'e>,
    root: &'e Arc<Node>,
    recipe: &'e Arc<Node>,
    args: &'e Entry,
}

impl Edits<'_> {
    /// Inside `build`: the arguments go, the secrets come.
    fn build(&self, names: &[&str], secrets: &[String]) -> Result<Vec<Edit>, EditError> {
        let args = &self.args.value;
        let positions = positions(args, names)?;
        let is_all = positions.len() == args.own_entries().len() + args.items().len();
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
                let items: String = secrets
                    .iter()
                    .map(|secret| format!("{ending}{indent}{step}- {secret}"))
                    .collect();
                edits.push(Edit {
                    span: self.args.span(),
                    text: format!("secrets:{items}"),
                });
                return Ok(edits);
            }
            (_, true) => edits.extend(self.yaml.remove_entries(self.recipe, &["args"])),
            (_, false) if args.items().is_empty() => {
                edits.extend(self.yaml.remove_entries(args, names));
            }
            (_, false) => edits.extend(self.yaml.remove_items(args, &positions)),
        }
        match listed {
            Some(entry) if !matches!(entry.value.value, Value::List(_)) => {
                return Err(EditError::NotHere("secrets".into()));
            }
            Some(entry) => edits.extend(self.yaml.append_items(&entry.value, secrets)),
            None => {
                let items = secrets
                    .iter()
                    .map(|secret| format!("  - {secret}"))
                    .collect();
                let entry = ("secrets:".to_owned(), items);
                edits.extend(self.yaml.append_entries(self.recipe, &[entry]));
            }
        }
        Ok(edits)
    }
}

/// Where a secret of the top comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum From {
    /// A variable of the environment.
    Variable(String),
    /// A file, without `./` in front.
    File(String),
}

impl From {
    /// The line that declares it.
    fn line(&self) -> String {
        match self {
            Self::Variable(name) => format!("environment: {name}"),
            Self::File(path) if path.starts_with("../") => format!("file: {path}"),
            Self::File(path) => format!("file: ./{path}"),
        }
    }
}

/// A secret of a service: its name at the top, the item of the list of the service, and where it comes from.
pub(super) struct Named {
    name: String,
    pub(super) item: String,
    source: From,
}

impl Named {
    /// One that comes from the variable of its name, or from where the top says already.
    pub(super) fn of_environment(name: &str) -> Self {
        let source = From::Variable(name.to_owned());
        let (name, item) = (name.to_owned(), name.to_owned());
        Self { name, item, source }
    }
}

/// The secret `id` of a service. Where the id stands for another secret at the top, the service's own name tells the
/// two apart.
pub(super) fn named(
    root: &Node,
    service: &str,
    id: &str,
    source: From,
) -> Result<Named, EditError> {
    let is_other =
        |name: &str| declared(root, name).is_some_and(|known| known.as_ref() != Some(&source));
    if !is_other(id) {
        let (name, item) = (id.to_owned(), id.to_owned());
        return Ok(Named { name, item, source });
    }
    let name = format!("{service}-{id}");
    if is_other(&name) {
        return Err(EditError::Taken(id.to_owned()));
    }
    let item = format!("{{source: {name}, target: {id}}}");
    Ok(Named { name, item, source })
}

/// Where a secret that the top declares comes from; `Some(None)` when it is from somewhere else.
fn declared(root: &Node, name: &str) -> Option<Option<From>> {
    let secret = root.at(&["secrets", name])?;
    let of = |key: &str| secret.get(key).and_then(|value| value.text());
    let file = of("file").map(|file| From::File(file.trim_start_matches("./").to_owned()));
    let variable = of("environment").map(|name| From::Variable(name.to_owned()));
    Some(variable.or(file))
}

/// The top-level declarations of secrets that have none yet.
pub(super) fn declare(
    yaml: Yaml<'_>,
    root: &Node,
    secrets: &[Named],
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
    let new: Vec<(String, Vec<String>)> = secrets
        .iter()
        .filter(|secret| is_new(&secret.name))
        .map(|secret| {
            let line = format!("{step}{}", secret.source.line());
            (format!("{}:", secret.name), vec![line])
        })
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
