//! Build arguments of a bake target become build secrets, in JSON.

use super::bracketed::Bracketed;
use super::give::Local;
use super::{EditError, inherited, lines};
use crate::Build;
use crate::read::{Entry, Node, Value, json};
use dockerfile::{Edit, Span};

pub(super) fn args_to_secrets(
    build: &Build,
    text: &str,
    names: &[&str],
) -> Result<Vec<Edit>, EditError> {
    let root = json(text).map_err(|_| EditError::Unreadable)?;
    let target = owner(&root, build, text, names);
    let target = target.ok_or_else(|| EditError::NotHere(build.name.clone()))?;
    let args = target
        .entry("args")
        .ok_or_else(|| EditError::NotHere("args".into()))?;
    let entries = args.value.own_entries();
    let mut positions = Vec::new();
    let mut secrets = Vec::new();
    for name in names {
        let found = super::places(entries.iter().map(|entry| entry.key.text()), name);
        let at = match found.as_slice() {
            [at] => *at,
            [] => return Err(EditError::NotHere((*name).to_owned())),
            _ => return Err(EditError::Twice((*name).to_owned())),
        };
        let value = entries.get(at).map(|entry| &entry.value);
        // A variable of the matrix is one of this file alone.
        let is_of_matrix = |env: &String| target.at(&["matrix", env]).is_some();
        let env = value.and_then(|value| env(name, value));
        let env = env.filter(|env| !is_of_matrix(env));
        let env = env.ok_or_else(|| EditError::Literal((*name).to_owned()))?;
        positions.push(at);
        secrets.push(format!("\"id={name},env={env}\""));
    }
    let list = secrets.join(", ");
    let is_all = positions.len() == entries.len();
    let mut edits = Vec::new();
    let secret = target.get("secret");
    if secret.is_none() && is_all {
        let text = format!("\"secret\": [{list}]");
        return Ok(vec![Edit {
            span: args.span(),
            text,
        }]);
    }
    let spans: Vec<Span> = entries.iter().map(Entry::span).collect();
    if is_all {
        let own = target.own_entries();
        let siblings: Vec<Span> = own.iter().map(Entry::span).collect();
        let at = own
            .iter()
            .position(|entry| entry.key.text() == Some("args"));
        let at: Vec<usize> = at.into_iter().collect();
        edits.extend(brackets(text, target, &siblings).remove(&at));
    } else {
        edits.extend(brackets(text, &args.value, &spans).remove(&positions));
    }
    match secret.map(|secret| (&secret.value, secret)) {
        Some((Value::List(items), secret)) => {
            let spans: Vec<Span> = items.iter().map(|item| item.span).collect();
            edits.extend(brackets(text, secret, &spans).append(&list));
        }
        Some(_) => return Err(EditError::NotHere("secret".into())),
        None => {
            let break_and_indent = lines::indent(text, args.key.span.start)
                .map_or(" ".to_owned(), |indent| {
                    format!("{}{indent}", lines::ending(text))
                });
            edits.push(Edit {
                span: Span::at(args.span().end),
                text: format!(",{break_and_indent}\"secret\": [{list}]"),
            });
        }
    }
    Ok(edits)
}

/// The target whose `args` give the build its arguments: its own, or one that it inherits from.
fn owner<'n>(root: &'n Node, build: &Build, text: &str, names: &[&str]) -> Option<&'n Node> {
    let targets = root.get("target")?;
    let own = target(targets, build)?;
    let gives = |target: &Node| {
        let args = target.get("args").map(|args| args.own_entries());
        let mut given = args.unwrap_or_default().iter().filter(|entry| {
            let name = entry.key.text();
            name.is_some_and(|name| names.contains(&name))
        });
        given.any(|entry| inherited::lines(build, names).any(|line| line == entry.key.line))
    };
    if gives(own) || !inherited::is_for_one_dockerfile(build, text, names) {
        return Some(own);
    }
    let mut others = targets.own_entries().iter().map(|entry| &*entry.value);
    Some(others.find(|target| gives(target)).unwrap_or(own))
}

/// The target of the build: the one of its name, or the one whose matrix makes it.
fn target<'n>(targets: &'n Node, build: &Build) -> Option<&'n Node> {
    if let Some(named) = targets.get(&build.name) {
        return Some(named);
    }
    let makes =
        |entry: &&Entry| entry.key.line == build.place.line && entry.value.get("matrix").is_some();
    let mut made = targets.own_entries().iter().filter(makes);
    match (made.next(), made.next()) {
        (Some(only), None) => Some(&only.value),
        (_, _) => None,
    }
}

/// Gives a target a variable or a file as a secret, or the agent of `ssh`.
pub(super) fn give(build: &Build, text: &str, local: &Local) -> Result<Vec<Edit>, EditError> {
    let root = json(text).map_err(|_| EditError::Unreadable)?;
    let target = root.get("target").and_then(|all| target(all, build));
    let target = target.ok_or_else(|| EditError::NotHere(build.name.clone()))?;
    let (key, item) = local.option();
    match target.get(key).map(|list| (&list.value, list)) {
        Some((Value::List(items), list)) => {
            let spans: Vec<Span> = items.iter().map(|item| item.span).collect();
            Ok(brackets(text, list, &spans).append(&format!("\"{item}\"")))
        }
        Some(_) => Err(EditError::NotHere(key.to_owned())),
        None => {
            let own = target.own_entries();
            let spans: Vec<Span> = own.iter().map(Entry::span).collect();
            Ok(brackets(text, target, &spans).append(&format!("\"{key}\": [\"{item}\"]")))
        }
    }
}

fn brackets<'t>(text: &'t str, node: &Node, items: &'t [Span]) -> Bracketed<'t> {
    Bracketed {
        text,
        span: node.span,
        items,
        breaks_separate: false,
    }
}

/// The variable of the environment that holds the value: `"${NAME}"`, `null`, or an empty text.
fn env(name: &str, value: &Node) -> Option<String> {
    match value.text() {
        None if value.is_null() => Some(name.to_owned()),
        Some("") => Some(name.to_owned()),
        Some(text) => super::single_variable(&crate::Text::known(text)),
        None => None,
    }
}
