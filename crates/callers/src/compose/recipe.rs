//! The `build` of one service, as one file says it; the paths in it are already those of the tree.

use super::load::Scope;
use crate::build::{Argument, NamedContext, Secret, SecretSource};
use crate::read::{Node, Value};
use crate::{Place, Source, Text};

/// What a service says of its build; `None` and empty where it says nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Recipe {
    pub(super) place: Place,
    pub(super) context: Option<Source>,
    /// The folder its paths start from; `None` when the context has a default of a variable in it.
    pub(super) folder: Option<String>,
    pub(super) is_borrowed: bool,
    pub(super) dockerfile: Option<Text>,
    pub(super) is_inline: bool,
    pub(super) target: Option<Text>,
    pub(super) args: Vec<Argument>,
    pub(super) secrets: Vec<String>,
    pub(super) ssh: Vec<Text>,
    pub(super) contexts: Vec<NamedContext>,
    pub(super) platforms: Vec<Text>,
    pub(super) tags: Vec<Text>,
    pub(super) is_reset: bool,
}

impl Recipe {
    /// Reads the value of `build`, which stands at `line`.
    pub(super) fn read(node: &Node, line: usize, scope: &Scope<'_>) -> Option<Self> {
        let mut recipe = Self {
            place: scope.place(line),
            is_reset: matches!(node.tag.as_deref(), Some("reset" | "override")),
            ..Self::default()
        };
        let context = node
            .text()
            .or_else(|| node.get("context").and_then(|value| value.text()));
        let is_sure = context.is_none_or(|context| scope.text(context).defaults.is_empty());
        recipe.folder = is_sure.then(|| scope.folder.to_owned());
        match &node.value {
            Value::Scalar(scalar) => recipe.context = Some(scope.source(&scalar.text)),
            Value::Map(_) => recipe.fill(node, scope),
            Value::Null if recipe.is_reset => {}
            Value::Null | Value::List(_) => return None,
        }
        Some(recipe)
    }

    fn fill(&mut self, node: &Node, scope: &Scope<'_>) {
        let text = |name: &str| Some(scope.text(node.get(name)?.text()?));
        let texts = |name: &str| -> Vec<Text> {
            let items = node.get(name).map(|list| list.items()).unwrap_or_default();
            let texts = items.iter().filter_map(|item| item.text());
            texts.map(|item| scope.text(item)).collect()
        };
        let context = node.get("context").and_then(|value| value.text());
        self.context = context.map(|value| scope.source(value));
        self.dockerfile = text("dockerfile");
        self.is_inline = node.get("dockerfile_inline").is_some();
        self.target = text("target");
        self.platforms = texts("platforms");
        self.tags = texts("tags");
        for (name, value, line) in pairs(node.get("args").map(AsRef::as_ref), scope) {
            let place = scope.place(line);
            // In a list a name may stand twice: the last one counts.
            self.args.retain(|other| other.name != name);
            self.args.push(Argument { name, value, place });
        }
        for (name, value, _) in pairs(node.get("additional_contexts").map(AsRef::as_ref), scope) {
            let source = value.map_or(Source::Unresolved(Text::default()), |value| {
                match value.text.strip_prefix("service:") {
                    Some(service) => Source::Build(service.to_owned()),
                    None => scope.source_of(value),
                }
            });
            self.contexts.push(NamedContext { name, source });
        }
        self.secrets = secret_names(node.get("secrets").map(AsRef::as_ref));
        self.ssh = match node.get("ssh").map(|ssh| (&ssh.value, ssh)) {
            Some((Value::Scalar(_), ssh)) => {
                ssh.text().map(|id| scope.text(id)).into_iter().collect()
            }
            Some((Value::List(_), _)) => texts("ssh"),
            Some((Value::Map(_), ssh)) => pairs(Some(ssh), scope)
                .into_iter()
                .map(|(id, path, _)| {
                    let mut text = Text::known(id);
                    if let Some(path) = path {
                        text.push(&Text::known("="));
                        text.push(&path);
                    }
                    text
                })
                .collect(),
            Some((Value::Null, _)) | None => Vec::new(),
        };
    }
}

/// The pairs of a mapping, or of a list of `NAME=value`, each with its line.
fn pairs(node: Option<&Node>, scope: &Scope<'_>) -> Vec<(String, Option<Text>, usize)> {
    let Some(node) = node else { return Vec::new() };
    if let Value::List(items) = &node.value {
        let items = items
            .iter()
            .filter_map(|item| Some((item.text()?, item.line)));
        return items
            .map(|(item, line)| match item.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(scope.text(value)), line),
                None => (item.to_owned(), None, line),
            })
            .collect();
    }
    let entries = node.entries().into_iter();
    entries
        .filter_map(|entry| {
            let value = entry.value.text().map(|value| scope.text(value));
            Some((entry.key.text()?.to_owned(), value, entry.key.line))
        })
        .collect()
}

/// The names of the secrets: short (`- token`) or long (`- source: token`).
fn secret_names(node: Option<&Node>) -> Vec<String> {
    let items = node.map(Node::items).unwrap_or_default();
    let names = items.iter().filter_map(|item| match &item.value {
        Value::Scalar(scalar) => Some(scalar.text.as_str()),
        Value::Map(_) => item
            .get("target")
            .or_else(|| item.get("source"))
            .and_then(|name| name.text()),
        Value::Null | Value::List(_) => None,
    });
    names.map(str::to_owned).collect()
}

/// A secret of the top-level `secrets`.
pub(super) fn secret(id: &str, node: Option<&Node>, scope: &Scope<'_>) -> Secret {
    let of = |name: &str| node?.get(name)?.text();
    let source = match (of("environment"), of("file")) {
        (Some(name), _) => SecretSource::Env(name.to_owned()),
        (None, Some(file)) => SecretSource::File(scope.text(file)),
        (None, None) => SecretSource::Unsaid,
    };
    Secret {
        id: id.to_owned(),
        source,
    }
}
