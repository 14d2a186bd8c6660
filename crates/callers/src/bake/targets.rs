//! From the targets of bake files to builds: inheritance, defaults, and what a caller sets from outside.

use super::definitions::Definitions;
use super::evaluate::Evaluator;
use super::instance::{Instances, instances};
use super::value::Value;
use crate::build::{Argument, Build, Caller, NamedContext};
use crate::secret;
use crate::source::{dockerfile_in, source};
use crate::{Dockerfile, Place, Problem, Text};
use std::collections::BTreeMap;

/// What a caller sets from outside: `*.args.VERSION=1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Override {
    /// The pattern for targets.
    pub(crate) target: String,
    /// The attribute, `args.VERSION` among them.
    pub(crate) key: String,
    /// The value.
    pub(crate) value: Text,
}

/// Which targets are wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Selection {
    /// The names of targets and groups; empty for all that somebody may build.
    pub(crate) names: Vec<String>,
    /// What is set from outside.
    pub(crate) overrides: Vec<Override>,
}

/// The builds of `definitions`; `folder` is where bake runs.
pub(crate) fn builds(
    definitions: &Definitions,
    folder: &str,
    selection: &Selection,
) -> (Vec<Build>, Vec<Problem>) {
    let mut problems = Vec::new();
    let instances = instances(definitions, &mut problems);
    let resolver = Resolver {
        definitions,
        instances: &instances,
        folder,
    };
    let names = if selection.names.is_empty() {
        resolver.buildable()
    } else {
        let names = selection.names.iter();
        names.flat_map(|name| instances.members(name)).collect()
    };
    let mut builds = Vec::new();
    for name in names {
        let mut merged = Merged::default();
        resolver.collect(&name, &mut merged, &mut Vec::new(), &mut problems);
        let mut build = resolver.build(&name, &merged);
        for set in &selection.overrides {
            set.apply(&mut build, &name, folder);
        }
        builds.push(build.finish());
    }
    problems.sort();
    problems.dedup();
    (builds, problems)
}

struct Resolver<'d> {
    definitions: &'d Definitions,
    instances: &'d Instances<'d>,
    folder: &'d str,
}

/// The attributes of a target with all it inherits.
#[derive(Default)]
struct Merged {
    place: Place,
    values: BTreeMap<String, Value>,
    args: Vec<Argument>,
    contexts: Vec<NamedContext>,
    secrets: Vec<Value>,
    ssh: Vec<Value>,
}

impl Resolver<'_> {
    /// All targets but those that are only there to be inherited.
    fn buildable(&self) -> Vec<String> {
        let groups = self.instances.groups.keys();
        let grouped: Vec<String> = groups
            .flat_map(|group| self.instances.members(group))
            .collect();
        let inherited: Vec<String> = self
            .instances
            .targets
            .keys()
            .flat_map(|name| self.parents(name))
            .collect();
        let order = self.instances.order.iter();
        order
            .filter(|name| {
                let is_base = inherited.contains(name) || name.starts_with('_');
                grouped.contains(name) || *name == "default" || !is_base
            })
            .cloned()
            .collect()
    }

    fn parents(&self, name: &str) -> Vec<String> {
        let sections = self.instances.targets.get(name).into_iter().flatten();
        let mut parents = Vec::new();
        for instance in sections {
            let evaluator = Evaluator::new(self.definitions, &instance.locals);
            if let Some(inherits) = instance.section.attributes.get("inherits") {
                let inherits = evaluator.written(inherits);
                let names = inherits.items().iter().filter_map(Value::text);
                parents = names.map(|name| name.text).collect();
            }
        }
        parents
    }

    fn collect(
        &self,
        name: &str,
        merged: &mut Merged,
        path: &mut Vec<String>,
        problems: &mut Vec<Problem>,
    ) {
        let Some(sections) = self.instances.targets.get(name) else {
            return;
        };
        if path.iter().any(|other| other == name) {
            let place = sections
                .first()
                .map(|instance| instance.section.place.clone());
            problems.push(Problem {
                place: place.unwrap_or_default(),
                message: format!("`{name}` inherits from itself"),
            });
            return;
        }
        path.push(name.to_owned());
        for parent in self.parents(name) {
            self.collect(&parent, merged, path, problems);
        }
        path.pop();
        for instance in sections {
            let evaluator = Evaluator::new(self.definitions, &instance.locals);
            merged.place = instance.section.place.clone();
            for (name, written) in &instance.section.attributes {
                let value = evaluator.written(written);
                merged.set(name, value, &written.place, self.folder);
            }
        }
    }

    fn build(&self, name: &str, merged: &Merged) -> Build {
        let mut build = Build::at(Caller::Bake, name, merged.place.clone());
        let text = |name: &str| merged.values.get(name).and_then(Value::text);
        let texts = |name: &str| -> Vec<Text> {
            let list = merged.values.get(name);
            let items = list.map(Value::items).unwrap_or_default();
            items.iter().filter_map(Value::text).collect()
        };
        let context = text("context").unwrap_or_else(|| Text::known("."));
        build.folder = context.defaults.is_empty().then(|| self.folder.to_owned());
        build.context = source(self.folder, context);
        build.dockerfile = if text("dockerfile-inline").is_some() {
            Dockerfile::Inline
        } else {
            dockerfile_in(&build.context, text("dockerfile").as_ref())
        };
        build.target = text("target");
        build.args = merged.args.clone();
        build.contexts = merged.contexts.clone();
        build.secrets = merged.secrets.iter().filter_map(secret_of).collect();
        build.ssh = merged.ssh.iter().filter_map(Value::text).collect();
        build.platforms = texts("platforms");
        build.images = texts("tags");
        build
    }
}

impl Merged {
    /// Sets an attribute as buildx merges it: maps by key, lists anew, secrets and ssh together.
    fn set(&mut self, name: &str, value: Value, place: &Place, folder: &str) {
        let at = |line: usize| Place {
            file: place.file.clone(),
            line: if line == 0 { place.line } else { line },
        };
        match name {
            "args" => {
                for field in value.fields() {
                    let Some(text) = field.value.text() else {
                        continue;
                    };
                    self.args.retain(|other| other.name != field.name);
                    self.args.push(Argument {
                        name: field.name.clone(),
                        value: Some(text),
                        place: at(field.line),
                    });
                }
            }
            "contexts" => {
                for field in value.fields() {
                    let Some(text) = field.value.text() else {
                        continue;
                    };
                    self.contexts.retain(|other| other.name != field.name);
                    self.contexts.push(NamedContext {
                        name: field.name.clone(),
                        source: source(folder, text),
                    });
                }
            }
            "secret" => add(&mut self.secrets, value.items()),
            "ssh" => add(&mut self.ssh, value.items()),
            name => {
                self.values.insert(name.to_owned(), value);
            }
        }
    }
}

fn add(list: &mut Vec<Value>, items: &[Value]) {
    for item in items {
        if !list.contains(item) {
            list.push(item.clone());
        }
    }
}

/// A secret, as text (`id=token,env=TOKEN`) or as an object.
fn secret_of(value: &Value) -> Option<crate::Secret> {
    if let Some(text) = value.text() {
        return secret::parse(&text);
    }
    let fields = value.fields().iter();
    let parts: Vec<String> = fields
        .filter_map(|field| Some(format!("{}={}", field.name, field.value.text()?)))
        .collect();
    secret::parse(&Text::known(parts.join(",")))
}

impl Override {
    /// Applies it to the target `name`, if it is meant.
    fn apply(&self, build: &mut Build, name: &str, folder: &str) {
        let is_meant = match self.target.split_once('*') {
            None => self.target == name,
            Some((start, end)) => name.starts_with(start) && name.ends_with(end),
        };
        if !is_meant {
            return;
        }
        let value = self.value.clone();
        match self.key.split_once('.') {
            Some(("args", arg)) => {
                let place = build.place.clone();
                build.set_arg(Argument {
                    name: arg.to_owned(),
                    value: Some(value),
                    place,
                });
            }
            Some(("contexts", context)) => {
                build.contexts.retain(|other| other.name != context);
                build.contexts.push(NamedContext {
                    name: context.to_owned(),
                    source: source(folder, value),
                });
            }
            _ => match self.key.as_str() {
                "target" => build.target = Some(value),
                "tags" => build.images = vec![value],
                "platform" => build.platforms = vec![value],
                "secrets" | "secret" => build.secrets.extend(secret::parse(&value)),
                "context" => build.context = source(folder, value),
                "dockerfile" => build.dockerfile = dockerfile_in(&build.context, Some(&value)),
                _ => {}
            },
        }
    }
}
