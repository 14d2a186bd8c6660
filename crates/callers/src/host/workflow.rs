//! GitHub workflows and composite actions: build actions, and commands in `run`.

use super::matrix::{Row, Rows, rows};
use super::{Found, expression};
use crate::build::{Argument, Build, Caller, NamedContext, Secret, SecretSource};
use crate::line::{BakeRequest, Body, Session};
use crate::read::{Node, Value, yaml};
use crate::source::{dockerfile, dockerfile_in, source};
use crate::{Place, Problem, Source, Text, Tree, path};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whether a file is a workflow or a composite action.
pub(crate) fn is_workflow(file: &str) -> bool {
    let is_yaml = file.ends_with(".yml") || file.ends_with(".yaml");
    let is_action = || matches!(path::name(file), "action.yml" | "action.yaml");
    is_yaml && (file.contains(".github/workflows/") || is_action())
}

/// The builds of a workflow, which runs in the root of the tree.
pub(crate) fn read(tree: &dyn Tree, file: &str, text: &str) -> Found {
    let mut found = Found::default();
    let root = match yaml(text) {
        Ok(documents) => documents.into_iter().next(),
        Err(error) => {
            found.problems.push(Problem::unreadable(file, &error));
            return found;
        }
    };
    let Some(root) = root else { return found };
    let reader = Reader { tree, file, text };
    if let Some(jobs) = root.get("jobs") {
        for entry in jobs.entries() {
            let name = entry.key.text().unwrap_or_default();
            found.builds.extend(reader.job(&root, name, &entry.value));
        }
    }
    if let Some(runs) = root.get("runs") {
        let name = path::name(path::folder(file));
        found.builds.extend(reader.job(&root, name, runs));
    }
    found
}

struct Reader<'r> {
    tree: &'r dyn Tree,
    file: &'r str,
    text: &'r str,
}

/// What a step sees.
struct Moment<'m> {
    name: String,
    row: &'m Row,
    env: BTreeMap<String, Text>,
    folder: Option<String>,
    /// Whether the files of the tree are there.
    has_files: bool,
}

impl Reader<'_> {
    fn job(&self, root: &Node, name: &str, job: &Node) -> Vec<Build> {
        let matrix = job.at(&["strategy", "matrix"]);
        let Rows { rows, is_open } = rows(matrix.map(AsRef::as_ref));
        let mut builds = Vec::new();
        for row in &rows {
            let label = row.label();
            let mut moment = Moment {
                name: if label.is_empty() {
                    name.to_owned()
                } else {
                    format!("{name} ({label})")
                },
                row,
                env: BTreeMap::new(),
                folder: Some(String::new()),
                has_files: checks_out(job),
            };
            moment.add_env(root.get("env"));
            moment.add_env(job.get("env"));
            for place in [root, job] {
                moment.enter(place.at(&["defaults", "run", "working-directory"]));
            }
            for step in job
                .get("steps")
                .map(|steps| steps.items())
                .unwrap_or_default()
            {
                builds.extend(self.step(step, &moment));
            }
        }
        if is_open {
            for build in &mut builds {
                build
                    .assumptions
                    .push("the matrix is made at run time".into());
            }
        }
        builds
    }

    fn step(&self, step: &Arc<Node>, job: &Moment<'_>) -> Vec<Build> {
        let mut moment = Moment {
            name: job.name.clone(),
            row: job.row,
            env: job.env.clone(),
            folder: job.folder.clone(),
            has_files: job.has_files,
        };
        moment.add_env(step.get("env"));
        if let Some(run) = step.get("run") {
            moment.enter(step.get("working-directory"));
            return self.run(run, moment);
        }
        let Some(uses) = step.get("uses") else {
            return Vec::new();
        };
        let action = uses
            .text()
            .and_then(|uses| uses.split('@').next())
            .unwrap_or_default();
        let place = self.place(uses.line);
        let inputs = step.get("with").map(AsRef::as_ref);
        match (path::name(action), inputs) {
            ("build-push-action", inputs) => vec![self.build_push(inputs, &moment, place)],
            ("bake-action", Some(inputs)) => self.bake(inputs, &moment, &place),
            _ => Vec::new(),
        }
    }

    fn place(&self, line: usize) -> Place {
        Place {
            file: self.file.to_owned(),
            line,
        }
    }

    fn run(&self, run: &Node, mut moment: Moment<'_>) -> Vec<Build> {
        let Value::Scalar(script) = &run.value else {
            return Vec::new();
        };
        let body = Body::of(script, run, self.text);
        // An expression becomes a variable of the shell, so that the text stays one that a shell can read.
        let mut values = Vec::new();
        let body = body.replaced("${{", "}}", &mut |expression| {
            let name = format!("GITHUB_EXPRESSION_{}", values.len());
            values.push((name.clone(), moment.expression(expression)));
            format!("${{{name}}}")
        });
        moment.env.extend(values);
        moment
            .env
            .insert("GITHUB_WORKSPACE".into(), Text::known(path::ROOT));
        let session = Session {
            tree: self.tree,
            caller: Caller::Workflow,
            name: moment.name,
            file: self.file.to_owned(),
            folder: moment.folder,
            variables: moment.env,
        };
        let mut builds = session.builds(&body);
        // The rows of a matrix share the text.
        if !moment.row.label().is_empty() && script.text.contains('$') {
            builds.iter_mut().for_each(|build| build.folder = None);
        }
        builds
    }

    /// <https://github.com/docker/build-push-action#inputs>
    fn build_push(&self, inputs: Option<&Node>, moment: &Moment<'_>, place: Place) -> Build {
        let mut build = Build::at(Caller::Workflow, moment.name.clone(), place);
        let input = |name: &str| inputs?.get(name).filter(|node| node.text().is_some());
        let text = |name: &str| {
            let text = moment.text(input(name)?.text()?);
            (!text.text.is_empty()).then_some(text)
        };
        let lines = |name: &str| {
            input(name)
                .map(|node| self.lines(node, moment))
                .unwrap_or_default()
        };
        build.context = match text("context") {
            Some(context) => git_or_path(&context),
            None => {
                let note = "the context is the repository as it is on the server";
                build.assumptions.push(note.into());
                Source::Folder(String::new())
            }
        };
        let is_fixed = |name: &str| {
            input(name)
                .and_then(|node| node.text())
                .is_none_or(|text| !text.contains("${{"))
        };
        let is_sure = moment.has_files && is_fixed("context") && is_fixed("file");
        build.folder = is_sure.then(String::new);
        build.dockerfile = match (&build.context, text("file"), text("context")) {
            (Source::Remote(_), file, _) => dockerfile_in(&build.context, file.as_ref()),
            (Source::Folder(folder), Some(file), Some(context))
                if context.text.contains("{{defaultContext}}") =>
            {
                dockerfile(folder, &file)
            }
            (_, Some(file), _) => dockerfile("", &file),
            (_, None, _) => dockerfile_in(&build.context, None),
        };
        build.target = text("target");
        for (line, text) in lines("build-args") {
            let place = self.place(line);
            build.set_arg(match text.split_once('=') {
                Some((name, value)) => Argument {
                    name: name.text,
                    value: Some(value),
                    place,
                },
                None => Argument {
                    name: text.text,
                    value: None,
                    place,
                },
            });
        }
        for (_, text) in lines("build-contexts") {
            if let Some((name, from)) = text.split_once('=') {
                let source = source("", from);
                build.contexts.push(NamedContext {
                    name: name.text,
                    source,
                });
            }
        }
        for (input, make) in SECRETS {
            for (_, text) in lines(input) {
                if let Some((id, value)) = text.split_once('=') {
                    let source = make(value);
                    build.secrets.push(Secret {
                        id: id.text,
                        source,
                    });
                }
            }
        }
        let values = |name: &str| lines(name).into_iter().map(|(_, text)| text);
        build.ssh = values("ssh").collect();
        build.platforms = values("platforms").flat_map(commas).collect();
        build.images = values("tags").flat_map(commas).collect();
        build.finish()
    }

    fn bake(&self, inputs: &Node, moment: &Moment<'_>, place: &Place) -> Vec<Build> {
        let values = |name: &str| {
            let lines = inputs.get(name).map(|node| self.lines(node, moment));
            lines.unwrap_or_default().into_iter().map(|(_, text)| text)
        };
        let names = |name: &str| {
            values(name)
                .flat_map(commas)
                .map(|text| text.text)
                .collect()
        };
        let request = BakeRequest {
            files: names("files"),
            targets: names("targets"),
            sets: values("set").collect(),
        };
        let folder = inputs.get("workdir").and_then(|folder| folder.text());
        let folder = folder
            .and_then(|folder| path::join("", folder))
            .unwrap_or_default();
        request.builds(self.tree, &folder, Caller::Workflow, place)
    }

    /// The lines of an input, without empty ones, each with its line in the file.
    fn lines(&self, node: &Node, moment: &Moment<'_>) -> Vec<(usize, Text)> {
        let Some(text) = node.text() else {
            return Vec::new();
        };
        let lines = (node.line..).zip(text.lines());
        lines
            .map(|(line, text)| (line, text.trim()))
            .filter(|(_, text)| !text.is_empty() && !text.starts_with('#'))
            .map(|(line, text)| (line, moment.text(text)))
            .collect()
    }
}

/// Whether a job checks the tree out, into its own folder.
fn checks_out(job: &Node) -> bool {
    let steps = job.get("steps").map(|steps| steps.items());
    let is_checkout = |step: &Arc<Node>| {
        let uses = step.get("uses").and_then(|uses| uses.text());
        let moves = ["path", "repository"]
            .iter()
            .any(|name| step.at(&["with", name]).is_some());
        uses.is_some_and(|uses| uses.starts_with("actions/checkout@")) && !moves
    };
    steps.unwrap_or_default().iter().any(is_checkout)
}

type MakeSource = fn(Text) -> SecretSource;

const SECRETS: [(&str, MakeSource); 3] = [
    ("secrets", |_| SecretSource::Inline),
    ("secret-envs", |value| SecretSource::Env(value.text)),
    ("secret-files", SecretSource::File),
];

/// `{{defaultContext}}` is the repository on the server; a folder of it may follow.
fn git_or_path(context: &Text) -> Source {
    match context.text.strip_prefix("{{defaultContext}}") {
        Some(rest) => source("", context.with(rest.trim_start_matches(':'))),
        None => source("", context.clone()),
    }
}

fn commas(text: Text) -> Vec<Text> {
    let parts = text.text.split(',').map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(|part| text.with(part))
        .collect()
}

impl Moment<'_> {
    fn add_env(&mut self, env: Option<&Arc<Node>>) {
        for entry in env.map(|env| env.entries()).unwrap_or_default() {
            if let (Some(name), Some(value)) = (entry.key.text(), entry.value.text()) {
                let value = self.text(value);
                self.env.insert(name.to_owned(), value);
            }
        }
    }

    fn enter(&mut self, folder: Option<&Arc<Node>>) {
        if let Some(folder) = folder.and_then(|folder| folder.text()) {
            let folder = self.text(folder);
            self.folder = folder.value().and_then(|folder| path::join("", folder));
        }
    }

    /// `text` with its expressions replaced.
    fn text(&self, text: &str) -> Text {
        let mut whole = Text::default();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${{") {
            whole.push(&Text::known(before));
            let Some((expression, after)) = after.split_once("}}") else {
                whole.push(&Text::known("${{"));
                rest = after;
                continue;
            };
            whole.push(&self.expression(expression));
            rest = after;
        }
        whole.push(&Text::known(rest));
        whole
    }

    /// The value of an expression over the matrix and `env`.
    fn expression(&self, expression: &str) -> Text {
        let contexts = |name: &str| match name.split_once('.') {
            Some(("matrix", path)) => self.row.get(path).map(Text::known),
            Some(("env", name)) => self.env.get(name).cloned(),
            Some(("github", "workspace")) => Some(Text::known(path::ROOT)),
            _ => None,
        };
        expression::expression(expression, &contexts)
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::tree::Memory;

    /// The Dockerfiles that a workflow builds.
    fn built(text: &str) -> Vec<String> {
        let found = read(&Memory::new(), ".github/workflows/ci.yml", text);
        let paths = found.builds.iter().filter_map(|build| build.path());
        paths.map(str::to_owned).collect()
    }

    #[test]
    fn a_matrix_gives_one_build_for_each_row() {
        let text = "jobs:\n  image:\n    strategy:\n      matrix:\n        app: [api, web]\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: apps/${{ matrix.app }}\n";
        assert_eq!(built(text), ["apps/api/Dockerfile", "apps/web/Dockerfile"]);
    }

    #[test]
    fn a_step_may_build_beside_commands_of_powershell() {
        let text = "jobs:\n  image:\n    steps:\n      - shell: pwsh\n        run: |\n          Write-Host a\n          docker build -t a apps/api\n";
        assert_eq!(built(text), ["apps/api/Dockerfile"]);
    }
}
