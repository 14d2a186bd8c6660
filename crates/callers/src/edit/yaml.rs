//! Edits of YAML by intent: remove an entry or an item, add one, in block and in flow layout.

use super::bracketed::Bracketed;
use super::{EditError, lines};
use crate::read::{Entry, Layout, Node, Value};
use dockerfile::{Edit, Span};
use std::sync::Arc;

/// A YAML text to be edited.
#[derive(Clone, Copy)]
pub(super) struct Yaml<'t> {
    pub(super) text: &'t str,
}

impl Yaml<'_> {
    /// Removes entries of a mapping; the mapping must keep at least one.
    pub(super) fn remove_entries(self, map: &Node, keys: &[&str]) -> Vec<Edit> {
        let entries = map.own_entries();
        let is_meant = |entry: &Entry| entry.key.text().is_some_and(|key| keys.contains(&key));
        if map.layout == Layout::Flow {
            let spans: Vec<Span> = entries.iter().map(Entry::span).collect();
            let positions: Vec<usize> = (0..entries.len())
                .filter(|at| entries.get(*at).is_some_and(is_meant))
                .collect();
            return self.flow(map.span, &spans).remove(&positions);
        }
        let meant = entries.iter().filter(|entry| is_meant(entry));
        meant
            .map(|entry| lines::remove(self.text, entry.span()))
            .collect()
    }

    /// Removes items of a list; the list must keep at least one.
    pub(super) fn remove_items(self, list: &Node, positions: &[usize]) -> Vec<Edit> {
        let spans: Vec<Span> = list.items().iter().map(|item| item.span).collect();
        if list.layout == Layout::Flow {
            return self.flow(list.span, &spans).remove(positions);
        }
        let spans = positions.iter().filter_map(|at| spans.get(*at));
        spans.map(|span| lines::remove(self.text, *span)).collect()
    }

    /// Appends plain items to a list.
    pub(super) fn append_items(self, list: &Node, items: &[String]) -> Vec<Edit> {
        let spans: Vec<Span> = list.items().iter().map(|item| item.span).collect();
        let Some(first) = list
            .items()
            .first()
            .filter(|_| list.layout == Layout::Block)
        else {
            let flow = self.flow(list.span, &spans);
            return flow.append(&items.join(", "));
        };
        let start = lines::start(self.text, first.span.start);
        let before = self.text.get(start..first.span.start).unwrap_or_default();
        // Between the dash and the item there may stand an anchor, which is the item's own.
        let dash = before.split('-').next().unwrap_or_default();
        let new: Vec<String> = items.iter().map(|item| format!("{dash}- {item}")).collect();
        vec![lines::insert_after(self.text, list.span.end, &new)]
    }

    /// Adds entries after the last one of a mapping in block layout, or at the end of one in flow layout.
    ///
    /// Each entry is a key and the lines below it; a line starts with blanks counted from the key.
    pub(super) fn append_entries(self, map: &Node, entries: &[(String, Vec<String>)]) -> Vec<Edit> {
        if map.layout == Layout::Flow {
            let spans: Vec<Span> = map.own_entries().iter().map(Entry::span).collect();
            let new: Vec<String> = entries
                .iter()
                .map(|(key, lines)| flow_entry(key, lines))
                .collect();
            return self.flow(map.span, &spans).append(&new.join(", "));
        }
        let mut new = Vec::new();
        let indent = self.indent_of(map);
        for (key, below) in entries {
            new.push(format!("{indent}{key}"));
            new.extend(below.iter().map(|line| format!("{indent}{line}")));
        }
        let last = map
            .own_entries()
            .last()
            .map_or(map.span.end, |entry| entry.span().end);
        vec![lines::insert_after(self.text, last, &new)]
    }

    /// The blanks before the keys of a mapping in block layout; a dash of a list counts as a blank.
    pub(super) fn indent_of(self, map: &Node) -> String {
        let first = map
            .own_entries()
            .first()
            .map_or(map.span.start, |entry| entry.key.span.start);
        let start = lines::start(self.text, first);
        let before = self.text.get(start..first).unwrap_or_default();
        " ".repeat(before.chars().count())
    }

    /// By how many blanks the file sets one level off from the next.
    pub(super) fn step(self, outer: &Node, inner: &Node) -> String {
        let (outer, inner) = (self.indent_of(outer).len(), self.indent_of(inner).len());
        " ".repeat(
            inner
                .checked_sub(outer)
                .filter(|step| *step > 0)
                .unwrap_or(2),
        )
    }

    fn flow<'s>(&'s self, span: Span, items: &'s [Span]) -> Bracketed<'s> {
        Bracketed {
            text: self.text,
            span,
            items,
            breaks_separate: false,
        }
    }
}

/// `key: {a: b}` for a key with lines below it that are themselves `a: b`.
fn flow_entry(key: &str, below: &[String]) -> String {
    let below: Vec<&str> = below.iter().map(|line| line.trim()).collect();
    if below.is_empty() {
        return key.to_owned();
    }
    let is_list = below.iter().all(|line| line.starts_with("- "));
    let items: Vec<&str> = below
        .iter()
        .map(|line| line.trim_start_matches("- "))
        .collect();
    let (open, close) = if is_list { ('[', ']') } else { ('{', '}') };
    format!("{key} {open}{}{close}", items.join(", "))
}

/// The mapping in which the entry `name` of `map` stands, with the entry: `map` itself, or one that it merges (`<<`).
pub(super) fn owner<'n>(
    map: &'n Arc<Node>,
    name: &str,
) -> Result<(&'n Arc<Node>, &'n Entry), EditError> {
    fn find<'n>(
        map: &'n Arc<Node>,
        name: &str,
        depth: usize,
    ) -> Option<(&'n Arc<Node>, &'n Entry)> {
        let entries = map.own_entries();
        if let Some(own) = entries.iter().find(|entry| entry.key.text() == Some(name)) {
            return Some((map, own));
        }
        let merges = entries
            .iter()
            .filter(|entry| entry.key.text() == Some("<<"));
        let mut merged = merges.flat_map(|merge| match &merge.value.value {
            Value::List(items) => items.as_slice(),
            Value::Map(_) | Value::Null | Value::Scalar(_) => std::slice::from_ref(&merge.value),
        });
        // A chain of merges is short; the bound keeps a hostile file from growing it.
        let depth = depth.checked_sub(1)?;
        merged.find_map(|merged| find(merged, name, depth))
    }
    find(map, name, 8).ok_or_else(|| EditError::NotHere(name.to_owned()))
}

/// The entry `name` that stands in `map` itself and is used from nowhere else.
pub(super) fn own<'n>(map: &'n Node, name: &str) -> Result<&'n Entry, EditError> {
    let entry = map
        .own_entries()
        .iter()
        .find(|entry| entry.key.text() == Some(name));
    let Some(entry) = entry else {
        return Err(match map.get(name) {
            Some(_) => EditError::Shared(name.to_owned()),
            None => EditError::NotHere(name.to_owned()),
        });
    };
    // Every alias of a value holds it once more.
    let is_alias = entry.alias.is_some() || Arc::strong_count(&entry.value) > 1;
    let is_collection = matches!(entry.value.value, Value::List(_) | Value::Map(_));
    if is_alias && is_collection {
        return Err(EditError::Shared(name.to_owned()));
    }
    Ok(entry)
}
