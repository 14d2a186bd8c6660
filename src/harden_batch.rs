//! Hardening the Dockerfiles of a batch: each in its turn, with what the ones before it planned.

use crate::around::{Around, Planned};
use crate::batch::Batch;
use crate::below::path_below;
use crate::beside::Beside;
use crate::disk::DiskContext;
use crate::entry::{Change, Entry, State};
use crate::error::FileError;
use crate::folders::Folders;
use crate::group::{Group, Input};
use crate::neighbourhood::Neighbourhoods;
use crate::places::Places;
use crate::sets::Sets;
use crate::{skip, source};
use context::Context;
use dockerfile::Document;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use transforms::{Bug, Plan, Secret, Target, harden};

/// An entry for each Dockerfile of `batch`, and one for each other file that changes with them.
pub(crate) fn harden_batch(batch: &Batch, neighbourhoods: &Neighbourhoods) -> Vec<Entry> {
    let mut row = Row {
        neighbourhoods,
        contexts: batch
            .groups
            .iter()
            .map(|group| Shared::new(group, &neighbourhoods.places.folders))
            .collect(),
        documents: BTreeMap::new(),
        beside: Beside::default(),
        units: Sets::new(),
        secrets: BTreeSet::new(),
        // Most batches are one Dockerfile, and all entries are kept.
        entries: Vec::with_capacity(batch.turns.len()),
        left: batch.turns.len(),
    };
    for (shared, group) in row.contexts.iter_mut().zip(&batch.groups) {
        row.entries.extend(shared.read(group, neighbourhoods));
    }
    for (group, file) in &batch.turns {
        let group = batch.groups.get(*group).map(|found| (*group, found));
        let input = group.and_then(|(_, group)| group.files.get(*file));
        if let Some(((at, group), input)) = group.zip(input) {
            row.turn(at, group, *file, input);
        }
    }
    row.end(batch)
}

/// The Dockerfiles of a context in a row.
struct Row<'r> {
    neighbourhoods: &'r Neighbourhoods,
    /// One for each context of the batch.
    contexts: Vec<Shared>,
    /// The Dockerfiles that change, as they will be; without the last one, after which nobody has a turn.
    documents: BTreeMap<PathBuf, Document>,
    /// The files beside them that change.
    beside: Beside,
    /// Files that are written together or not at all.
    units: Sets<PathBuf>,
    secrets: BTreeSet<Secret>,
    entries: Vec<Entry>,
    /// How many Dockerfiles have not had their turn.
    left: usize,
}

/// What the Dockerfiles of one context share.
struct Shared {
    disk: Option<DiskContext>,
    /// The Dockerfiles, first those that are hardened, then the others; whoever had its turn comes last.
    documents: Vec<Document>,
    /// The positions in the group of those that are hardened, in the same order.
    waiting: Vec<usize>,
}

impl Shared {
    fn new(group: &Group, folders: &Arc<Folders>) -> Self {
        let root = group.root.as_ref();
        Self {
            disk: root.map(|root| DiskContext::new(root.folder.clone(), Arc::clone(folders))),
            documents: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// Reads the Dockerfiles; an entry for each one that is left alone.
    fn read(&mut self, group: &Group, neighbourhoods: &Neighbourhoods) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (at, input) in group.files.iter().enumerate() {
            match document(input, neighbourhoods) {
                Ok(document) => {
                    self.documents.push(document);
                    self.waiting.push(at);
                }
                Err(state) => entries.push(Entry::bare(input.found.path.clone(), state)),
            }
        }
        self.documents.extend(group.siblings(self.disk.as_ref()));
        entries
    }

    /// Takes the Dockerfile out whose turn it is.
    fn take(&mut self, file: usize) -> Option<Document> {
        let at = self.waiting.iter().position(|waiting| *waiting == file)?;
        self.waiting.remove(at);
        Some(self.documents.remove(at))
    }
}

fn document(input: &Input, neighbourhoods: &Neighbourhoods) -> Result<Document, State> {
    let path = &input.found.path;
    let text = match &input.bytes {
        Some(bytes) => source::text(bytes.clone(), path),
        None => match neighbourhoods.take_text(&input.found.file) {
            Some(text) => source::checked(text, path),
            None => source::read(&input.found.file, path),
        },
    };
    let document = Document::parse(text.map_err(State::Failed)?);
    match skip::by_content(&document) {
        Some(skip) => Err(State::Skipped(skip)),
        None => Ok(document),
    }
}

impl Row<'_> {
    fn turn(&mut self, at: usize, group: &Group, file: usize, input: &Input) {
        self.left -= 1;
        let Some(document) = self
            .contexts
            .get_mut(at)
            .and_then(|shared| shared.take(file))
        else {
            return;
        };
        let (document, entry) = self.outcome(at, group, input, document);
        self.entries.push(entry);
        if let Some((shared, document)) = self.contexts.get_mut(at).zip(document) {
            shared.documents.push(document);
        }
    }

    /// The Dockerfile as it will be, if another one has its turn after it, and its entry.
    fn outcome(
        &mut self,
        at: usize,
        group: &Group,
        input: &Input,
        document: Document,
    ) -> (Option<Document>, Entry) {
        let found = &input.found;
        let path = found.path.clone();
        if let Some(problem) = document.problems.first() {
            let error = FileError::Problem {
                path: path.clone(),
                line: problem.line,
                message: problem.message.clone(),
                help: problem.help.clone(),
            };
            return (Some(document), Entry::bare(path, State::Failed(error)));
        }
        let Some(mut plan) = self.plan(at, group, input, &document) else {
            let error = FileError::Panicked { path: path.clone() };
            return (Some(document), Entry::bare(path, State::Failed(error)));
        };
        self.secrets.extend(plan.secrets.iter().cloned());
        for change in &plan.files {
            let root = group.root.as_ref();
            let tree = self.neighbourhoods.of(&found.file);
            let tree = tree.map(|(hood, _)| hood.top.as_path());
            if let Some(file) = self.beside.take(change, root, tree) {
                self.units.link(&found.file, &file);
            }
        }
        let places = &self.neighbourhoods.places;
        let changed = plan.document.take().filter(|_| plan.before != plan.after);
        let document = (self.left > 0).then(|| {
            if let Some(changed) = &changed {
                self.documents.insert(found.file.clone(), changed.clone());
            }
            changed.unwrap_or(document)
        });
        (document, entry(input, plan, places))
    }

    /// The plan for `document`; `None` when a transform breaks off.
    fn plan(
        &mut self,
        at: usize,
        group: &Group,
        input: &Input,
        document: &Document,
    ) -> Option<Plan> {
        let Input {
            found, settings, ..
        } = input;
        let shared = self.contexts.get(at)?;
        let planned = Planned {
            documents: &self.documents,
            texts: self.beside.texts(),
        };
        let around = Around::new(&found.file, group, self.neighbourhoods, &planned)
            .filter(|_| input.bytes.is_none());
        let disk = shared.disk.as_ref().map(|disk| disk as &dyn Context);
        let overlay = disk
            .zip(group.root.as_ref())
            .map(|(disk, root)| self.beside.over(disk, root));
        let stages = dockerfile::stages(document);
        let path_in_context = group.path_in_context(found);
        let target = Target {
            path: &found.path,
            path_in_context: path_in_context.as_deref(),
            document,
            stages: &stages,
            context: overlay.as_ref().map(|overlay| overlay as &dyn Context),
            surroundings: around.as_ref().map(Around::surroundings),
            siblings: &shared.documents,
            options: &settings.options,
            applies_unsafe: settings.applies_unsafe,
        };
        catch_unwind(AssertUnwindSafe(|| harden(&target, &settings.transforms))).ok()
    }

    fn end(mut self, batch: &Batch) -> Vec<Entry> {
        for group in &batch.groups {
            self.link_context(group);
        }
        for (base, child) in &batch.links {
            let mut changing = self.entries.iter().filter(|entry| entry.is_changing());
            if changing.any(|entry| entry.file.as_ref() == Some(base)) {
                self.units.link(base, child);
            }
        }
        let secrets: Vec<Secret> = self.secrets.into_iter().collect();
        for (file, path, change) in self.beside.into_changes() {
            let change = Change {
                name: name_in_diff(&file, &path, &self.neighbourhoods.places),
                file: Some(file.clone()),
                before: change.before,
                after: change.after,
            };
            self.entries.push(Entry {
                is_beside: true,
                file: Some(file),
                secrets: secrets.clone(),
                change: Some(change),
                ..Entry::bare(path, State::WouldChange)
            });
        }
        name_units(&mut self.entries, &mut self.units);
        self.entries
    }

    /// The Dockerfiles of a context are judged with the ignore file as it will be: where one of them changes a file in
    /// it, they stand or fall together.
    fn link_context(&mut self, group: &Group) {
        let Some(root) = &group.root else {
            return;
        };
        let texts = self.beside.texts();
        let changed: Vec<PathBuf> = texts
            .keys()
            .filter(|file| file.starts_with(&root.folder) && is_ignore_file(file))
            .map(|file| file.to_path_buf())
            .collect();
        for file in changed {
            for input in &group.files {
                self.units.link(&input.found.file, &file);
            }
        }
    }
}

fn is_ignore_file(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.ends_with(".dockerignore"))
}

/// Names each unit by the least path in it.
fn name_units(entries: &mut [Entry], units: &mut Sets<PathBuf>) {
    let mut names: BTreeMap<PathBuf, String> = BTreeMap::new();
    for entry in entries.iter() {
        if let Some(file) = &entry.file {
            let name = names
                .entry(units.of(file))
                .or_insert_with(|| entry.path.clone());
            if entry.path < *name {
                name.clone_from(&entry.path);
            }
        }
    }
    for entry in entries {
        if let Some(name) = entry
            .file
            .as_ref()
            .and_then(|file| names.get(&units.of(file)))
        {
            entry.unit.clone_from(name);
        }
    }
}

/// The entry of a Dockerfile with its plan.
fn entry(input: &Input, plan: Plan, places: &Places) -> Entry {
    let found = &input.found;
    let is_from_disk = input.bytes.is_none();
    let is_changed = plan.before != plan.after;
    let change = (is_changed || !is_from_disk).then(|| Change {
        file: is_from_disk.then(|| found.file.clone()),
        name: name_in_diff(&found.file, &found.path, places),
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
        file: Some(found.file.clone()),
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
fn name_in_diff(file: &Path, path: &str, places: &Places) -> String {
    let root = file.parent().and_then(|folder| places.repository(folder));
    let below = root.and_then(|root| path_below(&root, file));
    below.unwrap_or_else(|| {
        let path = path.trim_start_matches("../");
        path.trim_start_matches('/').to_owned()
    })
}
