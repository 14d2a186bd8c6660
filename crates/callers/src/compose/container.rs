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
    container.has_healthcheck = node
        .get("healthcheck")
        .is_some_and(|check| check.get("disable").and_then(|value| value.text()) != Some("true"));
    container
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
