//! Files that are read together, and what they say of images: compose files of a folder, bake files, or one by itself.

use crate::build::Build;
use crate::discover::{is_caller, is_other_yaml};
use crate::evidence::{ChartLine, VariableFile, chart, variables};
use crate::host::{
    Found, gitlab, jenkinsfile, makefile, package, script, skaffold, tiltfile, workflow,
};
use crate::{Container, Problem, Tree, bake, compose, kubernetes, path};

/// Files that are read together.
pub(crate) enum Part<'f> {
    /// The compose files of a folder.
    Compose(&'f str, Vec<&'f str>),
    /// Bake files.
    Bake(Vec<String>),
    /// Any file by itself; of those above, too, it is told whether they can be read.
    File(&'f str),
}

/// What they say.
#[derive(Default)]
pub(crate) struct Said {
    pub(crate) builds: Vec<Build>,
    pub(crate) containers: Vec<Container>,
    pub(crate) charts: Vec<ChartLine>,
    pub(crate) variables: Option<VariableFile>,
    /// The file, where it may build images and cannot be read.
    pub(crate) unread: Option<String>,
    pub(crate) problems: Vec<Problem>,
}

/// `files` as they are read together.
pub(crate) fn parts(files: &[String]) -> Vec<Part<'_>> {
    let compose = compose::folders(files).into_iter();
    let compose = compose.map(|(folder, here)| Part::Compose(folder, here));
    let bake = bake::projects(files).into_iter().map(Part::Bake);
    let alone = files.iter().map(|file| Part::File(file));
    compose.chain(bake).chain(alone).collect()
}

impl Part<'_> {
    /// Reads them; `charts` are the folders of Helm charts.
    pub(crate) fn read(&self, tree: &dyn Tree, charts: &[&str]) -> Said {
        match self {
            Self::Compose(folder, here) => compose::read(tree, folder, here),
            Self::Bake(files) => together(tree, files),
            Self::File(file) => alone(tree, file, charts),
        }
    }
}

fn together(tree: &dyn Tree, files: &[String]) -> Said {
    let mut said = Said::default();
    let (definitions, problems) = bake::read(tree, files);
    said.problems.extend(problems);
    if !definitions.is_empty() {
        let folder = files.first().map_or("", |file| path::folder(file));
        let (builds, problems) = bake::builds(&definitions, folder, &bake::Selection::default());
        said.builds.extend(builds);
        said.problems.extend(problems);
    }
    said
}

fn alone(tree: &dyn Tree, file: &str, charts: &[&str]) -> Said {
    let mut said = Said::default();
    let is_of_variables = variables::is_variable_file(file);
    let is_yaml = is_other_yaml(file);
    if !is_of_variables && !is_yaml && !is_caller(file) {
        return said;
    }
    let Some(text) = tree.read(file) else {
        if is_caller(file) && tree.has(file) {
            let problem = "cannot be read: it is larger than 1 MiB, or not UTF-8";
            said.problems.push(Problem::new(file, 1, problem));
            said.unread = Some(file.to_owned());
        }
        return said;
    };
    let Found { builds, problems } = other(tree, file, &text);
    said.builds = builds;
    said.problems = problems;
    if is_of_variables {
        said.variables = Some(VariableFile::read(file, &text));
    } else if is_yaml {
        if chart::is_chart(file, charts) {
            said.charts = chart::lines(file, &text);
        }
        if kubernetes::may_run(&text) {
            said.containers = kubernetes::containers(file, &text);
        }
    }
    said
}

/// The builds of a file that is neither compose nor bake.
fn other(tree: &dyn Tree, file: &str, text: &str) -> Found {
    let read = |read: fn(&dyn Tree, &str, &str) -> Found| read(tree, file, text);
    if workflow::is_workflow(file) {
        read(workflow::read)
    } else if gitlab::is_gitlab(file) {
        read(gitlab::read)
    } else if skaffold::is_skaffold(file) {
        read(|_, file, text| skaffold::read(file, text))
    } else if tiltfile::is_tiltfile(file) {
        read(tiltfile::read)
    } else if jenkinsfile::is_jenkinsfile(file) {
        read(jenkinsfile::read)
    } else if makefile::is_makefile(file) {
        read(makefile::read)
    } else if package::is_package(file) {
        read(package::read)
    } else if script::is_script(file) {
        read(script::read)
    } else {
        Found::default()
    }
}
