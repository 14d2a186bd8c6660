//! How a service's container runs: evidence for what its image has to be able to do.

use super::load::Scope;
use crate::Text;
use crate::container::{Container, Runner};
use crate::read::{Node, Value};

/// What the service `name` says of its container.
pub(super) fn read(name: &str, line: usize, node: &Node, scope: &Scope<'_>) -> Container {
    let text = |key: &str| Some(scope.text(node.get(key)?.text()?));
    let truth = |key: &str| node.get(key)?.text().map(|value| value == "true");
    let mut container = Container::at(Runner::Compose, name, scope.place(line));
    container.image = text("image");
    container.user = text("user");
    container.is_read_only = truth("read_only");
    container.ports = list(node, "ports", &["target", "published"], scope);
    container.volumes = list(node, "volumes", &["target", "source"], scope);
    container.has_env_file = node.get("env_file").is_some();
    container.has_healthcheck = node
        .get("healthcheck")
        .is_some_and(|check| check.get("disable").and_then(|value| value.text()) != Some("true"));
    if container.has_healthcheck {
        container.probes = node
            .at(&["healthcheck", "test"])
            .and_then(|test| probe(test))
            .into_iter()
            .collect();
    }
    container
}

/// The command of a health check: a text for the shell, or a list whose first word says what follows.
fn probe(test: &Node) -> Option<Vec<String>> {
    let shell = |text: &str| vec!["/bin/sh".to_owned(), "-c".to_owned(), text.to_owned()];
    if let Some(text) = test.text() {
        return Some(shell(text));
    }
    let words: Vec<&str> = test.items().iter().filter_map(|item| item.text()).collect();
    match words.as_slice() {
        ["CMD", words @ ..] => Some(words.iter().map(|word| (*word).to_owned()).collect()),
        ["CMD-SHELL", text, ..] => Some(shell(text)),
        _ => None,
    }
}

/// A list in short form, or in long form with the value of `keys` as `published:target`.
fn list(node: &Node, name: &str, keys: &[&str; 2], scope: &Scope<'_>) -> Vec<Text> {
    let [inner, outer] = keys;
    let items = node.get(name).map(|list| list.items()).unwrap_or_default();
    let texts = items.iter().filter_map(|item| match &item.value {
        Value::Scalar(scalar) => Some(scope.text(&scalar.text)),
        Value::Map(_) => {
            let inner = scope.text(item.get(inner)?.text()?);
            let Some(outer) = item.get(outer).and_then(|outer| outer.text()) else {
                return Some(inner);
            };
            let mut text = scope.text(outer);
            text.push(&Text::known(":"));
            text.push(&inner);
            Some(text)
        }
        Value::Null | Value::List(_) => None,
    });
    texts.collect()
}
