//! Loads the services of compose files: one file, the files it includes, the services they extend.

use super::recipe;
use super::service::Service;
use crate::build::Secret;
use crate::environment::environment;
use crate::interpolate::interpolate;
use crate::read::{Node, Value, yaml};
use crate::source::source;
use crate::{Place, Problem, Source, Text, Tree, path};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How deep includes and `extends` may go.
const MAX_DEPTH: usize = 16;

/// What could not be read, collected on the way.
pub(crate) type Problems = Vec<Problem>;

/// What a file of a project knows: where its paths start, and its variables.
pub(super) struct Scope<'s> {
    /// The file that is read.
    pub(super) file: &'s str,
    /// The folder its relative paths start from.
    pub(super) folder: &'s str,
    /// The variables of `.env`.
    pub(super) variables: &'s BTreeMap<String, String>,
}

impl Scope<'_> {
    /// `text` with its variables replaced.
    pub(super) fn text(&self, text: &str) -> Text {
        let value = |name: &str| {
            self.variables
                .get(name)
                .map(|value| Text::known(value.clone()))
        };
        interpolate(text, &value)
    }

    /// A context written in this file.
    pub(super) fn source(&self, text: &str) -> Source {
        self.source_of(self.text(text))
    }

    /// A context whose variables are replaced.
    pub(super) fn source_of(&self, text: Text) -> Source {
        source(self.folder, text)
    }

    /// A line of this file.
    pub(super) fn place(&self, line: usize) -> Place {
        Place {
            file: self.file.to_owned(),
            line,
        }
    }
}

/// The services and secrets of some compose files.
#[derive(Debug, Clone, Default)]
pub(super) struct Services {
    pub(super) services: BTreeMap<String, Service>,
    pub(super) secrets: Vec<Secret>,
}

impl Services {
    /// Lays the services of another file over these.
    pub(super) fn add(&mut self, over: Services) {
        for (name, service) in over.services {
            let merged = match self.services.remove(&name) {
                Some(under) => under.merged(service),
                None => service,
            };
            self.services.insert(name, merged);
        }
        for secret in over.secrets {
            self.secrets.retain(|other| other.id != secret.id);
            self.secrets.push(secret);
        }
    }
}

/// Reads compose files of one tree.
pub(super) struct Loader<'t> {
    pub(super) tree: &'t dyn Tree,
    pub(super) problems: Problems,
}

impl Loader<'_> {
    /// The value of a compose file.
    fn document(&mut self, file: &str) -> Option<Arc<Node>> {
        let text = self.tree.read(file)?;
        match yaml(&text) {
            Ok(documents) => documents.into_iter().next(),
            Err(error) => {
                self.problems.push(Problem::unreadable(file, &error));
                None
            }
        }
    }

    /// The variables of the `.env` beside a project.
    pub(super) fn variables(&self, folder: &str) -> BTreeMap<String, String> {
        let file = path::join(folder, ".env").unwrap_or_default();
        self.tree
            .read(&file)
            .map(|text| environment(&text))
            .unwrap_or_default()
    }

    /// The services of `file`, those it includes among them; its paths start from `folder`.
    pub(super) fn file(
        &mut self,
        file: &str,
        folder: &str,
        variables: &BTreeMap<String, String>,
        depth: usize,
    ) -> Services {
        let mut found = Services::default();
        let Some(document) = self.document(file) else {
            return found;
        };
        if depth > MAX_DEPTH {
            let line = document.line;
            self.problems
                .push(Problem::new(file, line, "`include` goes in a circle"));
            return found;
        }
        let scope = Scope {
            file,
            folder,
            variables,
        };
        if let Some(include) = document.get("include") {
            for item in include.items() {
                found.add(self.include(item, &scope, depth));
            }
        }
        let mut own = Services::default();
        if let Some(services) = document.get("services") {
            for entry in services.entries() {
                let Some(name) = entry.key.text() else {
                    continue;
                };
                let service = self.service(name, entry.key.line, &entry.value, services, &scope, 0);
                own.services.insert(name.to_owned(), service);
            }
        }
        if let Some(secrets) = document.get("secrets") {
            let secrets = secrets.entries().into_iter();
            let secrets = secrets.filter_map(|entry| {
                Some(recipe::secret(
                    entry.key.text()?,
                    Some(&entry.value),
                    &scope,
                ))
            });
            own.secrets = secrets.collect();
        }
        found.add(own);
        found
    }

    /// One item of `include`: a path, or paths with their own folder and variables.
    fn include(&mut self, item: &Node, scope: &Scope<'_>, depth: usize) -> Services {
        let paths: Vec<&str> = match (&item.value, item.get("path")) {
            (Value::Scalar(scalar), _) => vec![&scalar.text],
            (_, Some(path)) => path
                .text()
                .into_iter()
                .chain(path.items().iter().filter_map(|path| path.text()))
                .collect(),
            (_, None) => Vec::new(),
        };
        let files: Vec<String> = paths
            .iter()
            .filter_map(|path| path::join(scope.folder, scope.text(path).value()?))
            .collect();
        let Some(first) = files.first() else {
            return Services::default();
        };
        let project = item
            .get("project_directory")
            .and_then(|folder| folder.text());
        let folder = project
            .and_then(|folder| path::join(scope.folder, folder))
            .unwrap_or_else(|| path::folder(first).to_owned());
        // The including project's variables win over those of the included folder.
        let mut variables = self.variables(&folder);
        variables.extend(scope.variables.clone());
        let mut found = Services::default();
        for file in &files {
            found.add(self.file(file, &folder, &variables, depth + 1));
        }
        found
    }

    /// The service `name` with what it extends below it.
    fn service(
        &mut self,
        name: &str,
        line: usize,
        node: &Node,
        siblings: &Node,
        scope: &Scope<'_>,
        depth: usize,
    ) -> Service {
        let own = Service::read(name, line, node, scope);
        let Some(extends) = node.get("extends") else {
            return own;
        };
        let base = extends
            .text()
            .or_else(|| extends.get("service").and_then(|service| service.text()));
        let (Some(base), true) = (base, depth < MAX_DEPTH) else {
            let message = "`extends` goes in a circle or names no service";
            self.problems
                .push(Problem::new(scope.file, extends.line, message));
            return own;
        };
        let other = extends.get("file").and_then(|file| file.text());
        let under = match other.map(|file| (file, path::join(scope.folder, file))) {
            None => siblings.entry(base).map(|entry| {
                self.service(
                    base,
                    entry.key.line,
                    &entry.value,
                    siblings,
                    scope,
                    depth + 1,
                )
            }),
            Some((_, None)) => None,
            Some((_, Some(file))) => self.extended(&file, base, scope, depth),
        };
        match under {
            Some(under) => under.merged(own),
            None => {
                let message = format!("`extends` names `{base}`, which is not there");
                self.problems
                    .push(Problem::new(scope.file, extends.line, message));
                own
            }
        }
    }

    /// The service `base` of another file; its paths start from that file's folder.
    fn extended(
        &mut self,
        file: &str,
        base: &str,
        scope: &Scope<'_>,
        depth: usize,
    ) -> Option<Service> {
        let document = self.document(file)?;
        let services = document.get("services")?;
        let entry = services.entry(base)?;
        let scope = Scope {
            file,
            folder: path::folder(file),
            variables: scope.variables,
        };
        let mut service = self.service(
            base,
            entry.key.line,
            &entry.value,
            services,
            &scope,
            depth + 1,
        );
        if let Some(recipe) = &mut service.recipe {
            recipe.is_borrowed = true;
        }
        Some(service)
    }
}
