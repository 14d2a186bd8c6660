//! The targets of bake files by name: those that are written, and those that a matrix makes.

use super::definitions::{Definitions, Section};
use super::evaluate::{Evaluator, Locals};
use super::value::Value;
use crate::{Problem, Text};
use std::collections::BTreeMap;

/// How many targets one matrix may make.
const MAX_TARGETS: usize = 1000;

/// A section of a target, with the values of the matrix it was made with.
pub(super) struct Instance<'d> {
    pub(super) section: &'d Section,
    pub(super) locals: Locals,
}

/// All targets by name, each with its sections in order; and what each name of a matrix or group stands for.
#[derive(Default)]
pub(super) struct Instances<'d> {
    pub(super) targets: BTreeMap<String, Vec<Instance<'d>>>,
    pub(super) groups: BTreeMap<String, Vec<String>>,
    /// The names in the order in which they stand in the files.
    pub(super) order: Vec<String>,
}

/// The targets of some definitions.
pub(super) fn instances<'d>(
    definitions: &'d Definitions,
    problems: &mut Vec<Problem>,
) -> Instances<'d> {
    let mut found = Instances::default();
    let none = Locals::new();
    let evaluator = Evaluator::new(definitions, &none);
    for section in &definitions.targets {
        let Some(matrix) = section.attributes.get("matrix") else {
            found.add(section.name.clone(), section, Locals::new());
            continue;
        };
        let rows = rows(&evaluator.written(matrix));
        let Some(rows) = rows.filter(|rows| rows.len() <= MAX_TARGETS) else {
            let place = matrix.place.clone();
            let message = "this `matrix` cannot be evaluated".to_owned();
            problems.push(Problem { place, message });
            continue;
        };
        for (number, locals) in rows.into_iter().enumerate() {
            let name = section.attributes.get("name");
            let name =
                name.and_then(|name| Evaluator::new(definitions, &locals).written(name).text());
            let mut name = name.unwrap_or_else(|| Text::known(section.name.clone()));
            // Rows whose names are not known are still targets of their own.
            if !name.is_known() {
                name.text = format!("{}#{number}", section.name);
            }
            let name = name.text;
            let group = found.groups.entry(section.name.clone()).or_default();
            group.push(name.clone());
            found.add(name, section, locals);
        }
    }
    for section in &definitions.groups {
        let Some(targets) = section.attributes.get("targets") else {
            continue;
        };
        let targets = evaluator.written(targets);
        let names = targets.items().iter().filter_map(Value::text);
        let names = names.map(|name| name.text).collect();
        found.groups.insert(section.name.clone(), names);
    }
    found
}

impl<'d> Instances<'d> {
    fn add(&mut self, name: String, section: &'d Section, locals: Locals) {
        if !self.targets.contains_key(&name) {
            self.order.push(name.clone());
        }
        let instance = Instance { section, locals };
        self.targets.entry(name).or_default().push(instance);
    }

    /// The targets that a name stands for, through groups.
    pub(super) fn members(&self, name: &str) -> Vec<String> {
        let mut members = Vec::new();
        let mut seen = Vec::new();
        let mut queue = vec![name.to_owned()];
        while let Some(name) = queue.pop() {
            if seen.contains(&name) {
                continue;
            }
            seen.push(name.clone());
            if let Some(names) = self.groups.get(&name) {
                queue.extend(names.iter().rev().cloned());
            } else if self.targets.contains_key(&name) {
                members.push(name);
            }
        }
        members
    }
}

/// All combinations of a matrix, its names sorted; `None` when it is not known.
fn rows(matrix: &Value) -> Option<Vec<Locals>> {
    let mut rows = vec![Locals::new()];
    for field in matrix.fields() {
        let Value::List(items) = &field.value else {
            return None;
        };
        let mut longer = Vec::new();
        for row in &rows {
            for item in items {
                let mut row = row.clone();
                row.insert(field.name.clone(), item.clone());
                longer.push(row);
            }
        }
        rows = longer;
        if rows.len() > MAX_TARGETS {
            return None;
        }
    }
    (!matrix.fields().is_empty()).then_some(rows)
}
