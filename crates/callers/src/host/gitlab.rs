//! GitLab pipelines: the scripts of their jobs.

use super::Found;
use crate::line::{Body, Session, may_build};
use crate::read::{Node, Value, yaml};
use crate::{Caller, Problem, Text, Tree, path};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How deep `extends` may go.
const MAX_DEPTH: usize = 11;

/// Whether a file is a GitLab pipeline.
pub(crate) fn is_gitlab(file: &str) -> bool {
    let is_yaml = file.ends_with(".yml") || file.ends_with(".yaml");
    is_yaml && (path::name(file).contains("gitlab-ci") || file.starts_with(".gitlab/"))
}

/// The builds of a pipeline, which runs in the root of the tree.
pub(crate) fn read(tree: &dyn Tree, file: &str, text: &str) -> Found {
    let mut found = Found::default();
    if !may_build(text) {
        return found;
    }
    let documents = match yaml(text) {
        Ok(documents) => documents,
        Err(error) => {
            found.problems.push(Problem::unreadable(file, &error));
            return found;
        }
    };
    for root in &documents {
        for entry in root.entries() {
            let name = entry.key.text().unwrap_or_default();
            if name.starts_with('.') || KEYWORDS.contains(&name) {
                continue;
            }
            let job = Job {
                root,
                node: &entry.value,
                text,
            };
            for (label, variables) in job.turns() {
                let session = Session {
                    tree,
                    caller: Caller::Gitlab,
                    name: format!("{name}{label}"),
                    file: file.to_owned(),
                    folder: Some(String::new()),
                    variables,
                };
                let mut builds = session.builds(&job.body());
                if !label.is_empty() {
                    builds.iter_mut().for_each(|build| build.folder = None);
                }
                found.builds.extend(builds);
            }
        }
    }
    found
}

/// Names at the top that are no jobs.
const KEYWORDS: [&str; 10] = [
    "default",
    "include",
    "stages",
    "variables",
    "workflow",
    "image",
    "services",
    "cache",
    "before_script",
    "after_script",
];

struct Job<'j> {
    root: &'j Node,
    node: &'j Arc<Node>,
    text: &'j str,
}

impl Job<'_> {
    /// The job and what it extends, the most basic first.
    fn lineage(&self) -> Vec<&Node> {
        let mut lineage: Vec<&Node> = vec![self.node];
        let mut queue: Vec<&Node> = vec![self.node];
        for _ in 0..MAX_DEPTH {
            let Some(node) = queue.pop() else { break };
            let Some(extends) = node.get("extends") else {
                continue;
            };
            let names = extends.text().into_iter();
            let names = names.chain(extends.items().iter().filter_map(|item| item.text()));
            for base in names.filter_map(|name| self.root.get(name)) {
                lineage.push(base);
                queue.push(base);
            }
        }
        lineage.reverse();
        lineage
    }

    /// The last value of `name` in the lineage, or the one for all jobs.
    fn value(&self, name: &str) -> Option<&Node> {
        let own = self
            .lineage()
            .into_iter()
            .rev()
            .find_map(|node| node.get(name));
        let default = self.root.at(&["default", name]);
        own.or(default)
            .or_else(|| self.root.get(name))
            .map(AsRef::as_ref)
    }

    /// All commands that the job runs, in order.
    fn body(&self) -> Body {
        let mut body = Body::default();
        for name in ["before_script", "script"] {
            if let Some(node) = self.value(name) {
                self.add(node, &mut body, 0);
            }
        }
        body
    }

    fn add(&self, node: &Node, body: &mut Body, depth: usize) {
        if depth > MAX_DEPTH || node.tag.as_deref() == Some("reference") {
            return;
        }
        match &node.value {
            Value::Scalar(scalar) => {
                body.append(&Body::of(scalar, node, self.text));
            }
            Value::List(items) => {
                for item in items {
                    self.add(item, body, depth + 1);
                }
            }
            Value::Null | Value::Map(_) => {}
        }
    }

    /// The variables of each turn: one, or one for each row of `parallel: matrix`.
    fn turns(&self) -> Vec<(String, BTreeMap<String, Text>)> {
        let mut variables = BTreeMap::new();
        variables.insert("CI_PROJECT_DIR".to_owned(), Text::known(path::ROOT));
        add(
            &mut variables,
            self.root.get("variables").map(AsRef::as_ref),
        );
        for node in self.lineage() {
            add(&mut variables, node.get("variables").map(AsRef::as_ref));
        }
        let matrix = self
            .value("parallel")
            .and_then(|parallel| parallel.get("matrix"));
        let rows = matrix.map(|matrix| matrix.items()).unwrap_or_default();
        if rows.is_empty() {
            return vec![(String::new(), variables)];
        }
        rows.iter()
            .flat_map(|row| combinations(row, &variables))
            .collect()
    }
}

fn add(variables: &mut BTreeMap<String, Text>, node: Option<&Node>) {
    for entry in node.map(Node::entries).unwrap_or_default() {
        let value = entry
            .value
            .text()
            .or_else(|| entry.value.get("value")?.text());
        if let (Some(name), Some(value)) = (entry.key.text(), value) {
            let known = |name: &str| variables.get(name).cloned();
            let text = crate::interpolate::interpolate(value, &known);
            variables.insert(name.to_owned(), text);
        }
    }
}

fn combinations(
    row: &Node,
    variables: &BTreeMap<String, Text>,
) -> Vec<(String, BTreeMap<String, Text>)> {
    let mut turns = vec![(Vec::new(), variables.clone())];
    for entry in row.entries() {
        let name = entry.key.text().unwrap_or_default();
        let values = entry.value.text().into_iter();
        let values: Vec<&str> = values
            .chain(entry.value.items().iter().filter_map(|item| item.text()))
            .collect();
        let longer = turns.iter().flat_map(|(label, variables)| {
            values.iter().map(move |value| {
                let (mut label, mut variables) = (label.clone(), variables.clone());
                label.push((*value).to_owned());
                variables.insert(name.to_owned(), Text::known(*value));
                (label, variables)
            })
        });
        turns = longer.take(200).collect();
    }
    let labelled = turns.into_iter();
    labelled
        .map(|(label, variables)| (format!(" [{}]", label.join(", ")), variables))
        .collect()
}
