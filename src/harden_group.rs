//! Hardening the Dockerfiles of one build context: each in its turn, with what the ones before it planned.

use crate::disk::DiskContext;
use crate::entry::{Change, Entry, State};
use crate::error::FileError;
use crate::git;
use crate::group::{Group, Input};
use crate::{skip, source};
use context::Context;
use dockerfile::Document;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use transforms::{Bug, FileChange, Overlay, Plan, Secret, Target, harden};

/// An entry for each Dockerfile of `group`, and one for each other file that changes with them.
pub(crate) fn harden_group(group: &Group) -> Vec<Entry> {
    let disk = group
        .root
        .as_ref()
        .map(|root| DiskContext::new(root.folder.clone()));
    let mut row = Row::default();
    let mut waiting = Vec::new();
    for input in &group.files {
        match document(input) {
            Ok(document) => {
                row.documents.push(document);
                waiting.push(input);
            }
            Err(state) => row
                .entries
                .push(Entry::bare(input.found.path.clone(), state)),
        }
    }
    row.documents.extend(group.siblings(disk.as_ref()));
    for input in waiting {
        row.turn(group, disk.as_ref(), input);
    }
    row.end(group)
}

fn document(input: &Input) -> Result<Document, State> {
    let path = &input.found.path;
    let text = match &input.bytes {
        Some(bytes) => source::text(bytes.clone(), path),
        None => source::read(&input.found.file, path),
    };
    let document = Document::parse(text.map_err(State::Failed)?);
    match skip::by_content(&document) {
        Some(skip) => Err(State::Skipped(skip)),
        None => Ok(document),
    }
}

/// The Dockerfiles of a context in a row.
#[derive(Default)]
struct Row {
    /// The one at the front has its turn, and comes back at the end as the plan has it.
    documents: Vec<Document>,
    /// What is planned for the files beside them, by path in the context.
    beside: BTreeMap<String, FileChange>,
    secrets: BTreeSet<Secret>,
    entries: Vec<Entry>,
}

impl Row {
    fn turn(&mut self, group: &Group, disk: Option<&DiskContext>, input: &Input) {
        let found = &input.found;
        if self.documents.is_empty() {
            return;
        }
        let document = self.documents.remove(0);
        let path = found.path.clone();
        if let Some(problem) = document.problems.first() {
            let error = FileError::Problem {
                path: path.clone(),
                line: problem.line,
                message: problem.message.clone(),
                help: problem.help.clone(),
            };
            self.entries.push(Entry::bare(path, State::Failed(error)));
            self.documents.push(document);
            return;
        }
        let Some(plan) = self.plan(group, disk, input, &document) else {
            let error = FileError::Panicked { path: path.clone() };
            self.entries.push(Entry::bare(path, State::Failed(error)));
            self.documents.push(document);
            return;
        };
        let is_changed = plan.before != plan.after;
        self.documents.push(if is_changed {
            Document::parse(plan.after.clone())
        } else {
            document
        });
        self.secrets.extend(plan.secrets.iter().cloned());
        for change in &plan.files {
            let planned = self.beside.entry(change.path.clone());
            planned.or_insert_with(|| change.clone()).after = change.after.clone();
        }
        self.entries.push(entry(input, plan));
    }

    /// The plan for `document`; `None` when a transform breaks off.
    fn plan(
        &self,
        group: &Group,
        disk: Option<&DiskContext>,
        input: &Input,
        document: &Document,
    ) -> Option<Plan> {
        let Input {
            found, settings, ..
        } = input;
        let planned = self.beside.iter();
        let files = planned
            .map(|(path, change)| (path.clone(), change.after.clone()))
            .collect();
        let overlay = disk.map(|base| Overlay {
            base,
            files: &files,
        });
        let stages = dockerfile::stages(document);
        let path_in_context = group.path_in_context(found);
        let target = Target {
            path: &found.path,
            path_in_context: path_in_context.as_deref(),
            document,
            stages: &stages,
            context: overlay.as_ref().map(|overlay| overlay as &dyn Context),
            siblings: &self.documents,
            options: &settings.options,
        };
        catch_unwind(AssertUnwindSafe(|| harden(&target, &settings.selection))).ok()
    }

    fn end(mut self, group: &Group) -> Vec<Entry> {
        let Some(root) = &group.root else {
            return self.entries;
        };
        let secrets: Vec<Secret> = self.secrets.into_iter().collect();
        for change in self.beside.into_values() {
            let file = root.folder.join(&change.path);
            let path = if root.path.is_empty() {
                change.path
            } else {
                format!("{}/{}", root.path, change.path)
            };
            let change = Change {
                name: name_in_diff(&file, &path),
                file: Some(file),
                before: change.before,
                after: change.after,
            };
            self.entries.push(Entry {
                is_beside: true,
                secrets: secrets.clone(),
                change: Some(change),
                ..Entry::bare(path, State::WouldChange)
            });
        }
        self.entries
    }
}

/// The entry of a Dockerfile with its plan.
fn entry(input: &Input, plan: Plan) -> Entry {
    let found = &input.found;
    let is_from_disk = input.bytes.is_none();
    let is_changed = plan.before != plan.after;
    let change = (is_changed || !is_from_disk).then(|| Change {
        file: is_from_disk.then(|| found.file.clone()),
        name: name_in_diff(&found.file, &found.path),
        before: Some(plan.before),
        after: plan.after,
    });
    let restless = plan.bugs.iter().find_map(|bug| match bug {
        Bug::NeverRests { transforms } => Some(FileError::NeverRests {
            path: found.path.clone(),
            transforms: transforms.join(", "),
        }),
        Bug::DroppedFix { .. } => None,
    });
    let state = match restless {
        Some(error) => State::Failed(error),
        None if is_changed => State::WouldChange,
        None => State::Clean,
    };
    Entry {
        findings: plan.findings,
        silenced: plan.silenced,
        unknown_names: plan.unknown_names,
        bugs: plan.bugs,
        secrets: plan.secrets,
        change,
        ..Entry::bare(found.path.clone(), state)
    }
}

/// How a diff calls `file`: from the root of its repository, as `git apply` wants it, else as people see it.
fn name_in_diff(file: &Path, path: &str) -> String {
    let root = file.parent().and_then(git::root);
    let below = root.and_then(|root| file.strip_prefix(root).ok());
    match below {
        Some(below) => crate::discover::shown(below),
        None => path
            .trim_start_matches("../")
            .trim_start_matches('/')
            .to_owned(),
    }
}
