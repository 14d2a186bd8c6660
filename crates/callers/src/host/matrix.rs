//! `strategy.matrix` of a workflow job, where it is literal.
//!
//! <https://docs.github.com/en/actions/writing-workflows/workflow-syntax-for-github-actions#jobsjob_idstrategymatrix>

use crate::read::{Node, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// GitHub runs at most this many jobs of one matrix.
const MAX_ROWS: usize = 256;

/// One combination of the values of a matrix.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    values: BTreeMap<String, Arc<Node>>,
    /// Whether there may be names beside these.
    is_open: bool,
}

/// The combinations, and whether some of them are only known when the workflow runs.
pub(super) struct Rows {
    pub(super) rows: Vec<Row>,
    pub(super) is_open: bool,
}

impl Row {
    /// The value below a dotted path; empty for a name that a row of a literal matrix does not have.
    pub(super) fn get(&self, path: &str) -> Option<String> {
        match self.node(path) {
            Some(node) => node.text().map(str::to_owned),
            None => (!self.is_open).then(String::new),
        }
    }

    fn node(&self, path: &str) -> Option<&Node> {
        let mut names = path.split('.');
        let mut node = self.values.get(names.next()?)?;
        for name in names {
            node = node.get(name)?;
        }
        Some(node)
    }

    /// Its plain values, as GitHub shows them behind the name of a job.
    pub(super) fn label(&self) -> String {
        let values = self.values.values().filter_map(|value| value.text());
        values.collect::<Vec<_>>().join(", ")
    }
}

/// The combinations of a matrix; one without values when there is none, or it is not literal.
pub(super) fn rows(matrix: Option<&Node>) -> Rows {
    let Some(matrix) = matrix else {
        return Rows {
            rows: vec![Row::default()],
            is_open: false,
        };
    };
    let mut rows = vec![Row::default()];
    let mut is_open = matrix.own_entries().is_empty();
    for entry in matrix.entries() {
        let name = entry.key.text().unwrap_or_default();
        match (&entry.value.value, name) {
            (_, "include" | "exclude") => {}
            (Value::List(items), name) => {
                rows = rows
                    .iter()
                    .flat_map(|row| items.iter().map(|item| row.with(name, item)))
                    .take(MAX_ROWS)
                    .collect();
            }
            (Value::Null | Value::Scalar(_) | Value::Map(_), _) => is_open = true,
        }
    }
    let excluded = matrix
        .get("exclude")
        .map(|list| list.items())
        .unwrap_or_default();
    rows.retain(|row| !excluded.iter().any(|item| row.agrees(item)));
    let included = matrix.get("include");
    is_open |= included.is_some_and(|list| list.text().is_some());
    let items = included.map(|list| list.items()).unwrap_or_default();
    let mut rows = with_included(rows, items);
    for row in &mut rows {
        row.is_open = is_open;
    }
    Rows { rows, is_open }
}

/// An included item is added to the rows it does not contradict, or is a row of its own.
fn with_included(rows: Vec<Row>, items: &[Arc<Node>]) -> Vec<Row> {
    let originals = rows.clone();
    let is_empty = originals.iter().all(|row| row.values.is_empty());
    let mut rows = if is_empty && !items.is_empty() {
        Vec::new()
    } else {
        rows
    };
    let mut added = Vec::new();
    for item in items {
        let mut is_taken = false;
        for (row, original) in rows.iter_mut().zip(&originals) {
            if !is_empty && original.has_no_other(item) {
                is_taken = true;
                for entry in item.own_entries() {
                    *row = row.with(entry.key.text().unwrap_or_default(), &entry.value);
                }
            }
        }
        if !is_taken {
            let mut row = Row::default();
            for entry in item.own_entries() {
                row = row.with(entry.key.text().unwrap_or_default(), &entry.value);
            }
            added.push(row);
        }
    }
    rows.extend(added);
    rows
}

impl Row {
    fn with(&self, name: &str, value: &Arc<Node>) -> Row {
        let mut row = self.clone();
        row.values.insert(name.to_owned(), Arc::clone(value));
        row
    }

    /// Whether every value of `item` is the row's.
    fn agrees(&self, item: &Node) -> bool {
        let entries = item.own_entries();
        !entries.is_empty()
            && entries.iter().all(|entry| {
                let own = self.node(entry.key.text().unwrap_or_default());
                own.and_then(Node::text) == entry.value.text()
            })
    }

    /// Whether no value of `item` differs from one of the row's.
    fn has_no_other(&self, item: &Node) -> bool {
        item.own_entries().iter().all(|entry| {
            let name = entry.key.text().unwrap_or_default();
            match self.values.get(name) {
                Some(own) => own.text() == entry.value.text(),
                None => true,
            }
        })
    }
}
