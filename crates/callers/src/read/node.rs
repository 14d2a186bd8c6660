//! A value with its place in the text it was read from.

use dockerfile::Span;
use std::sync::Arc;

/// A value of YAML, JSON or evaluated HCL.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// What it is.
    pub(crate) value: Value,
    /// The bytes it covers, quotes and brackets included.
    pub(crate) span: Span,
    /// The line it starts on, counted from 1.
    pub(crate) line: usize,
    /// The tag in front of it (`!reset`), without `!`.
    pub(crate) tag: Option<String>,
    /// How a collection is laid out.
    pub(crate) layout: Layout,
}

/// How a collection is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// By lines and indentation.
    Block,
    /// In brackets.
    Flow,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// Nothing: `null`, `~`, or an empty place.
    Null,
    /// A text, a number, a word.
    Scalar(Scalar),
    /// A list.
    List(Vec<Arc<Node>>),
    /// Names and values, in order.
    Map(Vec<Entry>),
}

/// A text, a number, a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scalar {
    /// Its text, without quotes and escapes.
    pub(crate) text: String,
    /// Whether it is quoted or a block, that is, a text whatever it says.
    pub(crate) is_text: bool,
    /// Whether it is a YAML block (`|`, `>`).
    pub(crate) is_block: bool,
}

/// A name and its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// The name.
    pub(crate) key: Arc<Node>,
    /// The value; the node of the anchor when it is an alias.
    pub(crate) value: Arc<Node>,
    /// The place of the alias, when the value is one.
    pub(crate) alias: Option<Span>,
}

impl Entry {
    /// The bytes from the key to the end of what stands here as its value.
    pub(crate) fn span(&self) -> Span {
        let value = self.alias.unwrap_or(self.value.span);
        Span::new(self.key.span.start, value.end.max(self.key.span.end))
    }
}

impl Node {
    /// The text of a scalar.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) => Some(&scalar.text),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The items of a list; nothing for anything else.
    pub(crate) fn items(&self) -> &[Arc<Node>] {
        match &self.value {
            Value::List(items) => items,
            Value::Null | Value::Scalar(_) | Value::Map(_) => &[],
        }
    }

    /// The entries that stand in this mapping itself.
    pub(crate) fn own_entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            Value::Null | Value::Scalar(_) | Value::List(_) => &[],
        }
    }

    /// The value of `name`, merge keys (`<<`) included, own entries first.
    pub(crate) fn get(&self, name: &str) -> Option<&Arc<Node>> {
        self.entry(name).map(|entry| &entry.value)
    }

    /// The entry of `name`, merge keys included, own entries first.
    pub(crate) fn entry(&self, name: &str) -> Option<&Entry> {
        // Without a merge key all entries are its own, and the first of a name counts.
        let is_merge = |entry: &Entry| entry.key.text() == Some("<<");
        if !self.own_entries().iter().any(is_merge) {
            let mut own = self.own_entries().iter();
            return own.find(|entry| entry.key.text() == Some(name));
        }
        self.entries()
            .into_iter()
            .find(|entry| entry.key.text() == Some(name))
    }

    /// All entries, merge keys resolved, own entries first; a name occurs once.
    pub(crate) fn entries(&self) -> Vec<&Entry> {
        let mut found: Vec<&Entry> = Vec::new();
        let mut queue: Vec<&Node> = vec![self];
        // A chain of merges is short; the bound keeps a hostile file from growing it.
        for _ in 0..64 {
            let Some(node) = queue.pop() else { break };
            let mut merged: Vec<&Node> = Vec::new();
            for entry in node.own_entries() {
                if entry.key.text() == Some("<<") {
                    match &entry.value.value {
                        Value::List(items) => merged.extend(items.iter().map(AsRef::as_ref)),
                        Value::Map(_) => merged.push(&entry.value),
                        Value::Null | Value::Scalar(_) => {}
                    }
                } else if !found
                    .iter()
                    .any(|other| other.key.text() == entry.key.text())
                {
                    found.push(entry);
                }
            }
            queue.extend(merged.into_iter().rev());
        }
        found
    }

    /// The value below a chain of names.
    pub(crate) fn at(&self, names: &[&str]) -> Option<&Arc<Node>> {
        let (first, rest) = names.split_first()?;
        let mut node = self.get(first)?;
        for name in rest {
            node = node.get(name)?;
        }
        Some(node)
    }

    /// Whether it is nothing.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }
}
