//! Finds every build and every container of a tree.

use crate::build::{Build, Caller};
use crate::evidence::{ChartLine, Owners, PLACES, VariableFile, variables};
use crate::host::{gitlab, jenkinsfile, makefile, package, script, skaffold, tiltfile, workflow};
use crate::part::parts;
use crate::{
    Container, Dockerfile, Place, Problem, Source, Text, Tree, bake, compose, path, spread,
};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// What the files of a tree say of images.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Callers {
    /// The builds, by file and line.
    pub builds: Vec<Build>,
    /// The containers that somebody runs, by file and line.
    pub containers: Vec<Container>,
    /// What the lines of Helm charts say, by file and line.
    pub charts: Vec<ChartLine>,
    /// The files of variables, by name.
    pub variables: Vec<VariableFile>,
    /// Who owns which file.
    pub owners: Option<Owners>,
    /// The files that may build images, by their names, and cannot be read as text: too large, or not UTF-8.
    pub unread: Vec<String>,
    /// What could not be read or decided, by file and line.
    pub problems: Vec<Problem>,
}

/// Reads all callers of a tree. Dockerfiles that none of them builds get a build of their own, marked as assumed.
#[must_use]
pub fn discover(tree: &dyn Tree) -> Callers {
    let files = tree.files_named(may_say_something);
    let mut callers = Callers::default();
    let charts: Vec<&str> = files
        .iter()
        .filter(|file| path::is_called(file, "Chart.yaml"))
        .map(|file| path::folder(file))
        .collect();
    let parts = parts(&files);
    let said = spread::each(tree, &parts, |part| part.read(tree, &charts));
    // A build is a large value: the list that it stands in is moved to a larger place as seldom as can be.
    let builds = said.iter().map(|said| said.builds.len());
    callers.builds.reserve(builds.sum());
    for said in said {
        callers.builds.extend(said.builds);
        callers.containers.extend(said.containers);
        callers.charts.extend(said.charts);
        callers.variables.extend(said.variables);
        callers.unread.extend(said.unread);
        callers.problems.extend(said.problems);
    }
    let mut places = PLACES.into_iter();
    callers.owners = places.find_map(|file| Some(Owners::read(file, &tree.read(file)?)));
    let built = built(&callers.builds);
    let lonely = files
        .iter()
        .filter(|file| is_dockerfile(file) && !built.contains(file.as_str()));
    let lonely: Vec<&String> = lonely.collect();
    callers
        .builds
        .extend(lonely.into_iter().map(|file| assumed(file)));
    callers.finish()
}

/// What kind of caller with command lines a file is, by its name.
pub(crate) fn caller_of(file: &str) -> Option<Caller> {
    if workflow::is_workflow(file) {
        Some(Caller::Workflow)
    } else if gitlab::is_gitlab(file) {
        Some(Caller::Gitlab)
    } else if makefile::is_makefile(file) {
        Some(Caller::Makefile)
    } else if package::is_package(file) {
        Some(Caller::Package)
    } else if script::is_script(file) {
        Some(Caller::Script)
    } else {
        None
    }
}

/// Whether a file may say something of images, by its name: most of a tree are sources that do not.
fn may_say_something(file: &str) -> bool {
    is_dockerfile(file) || is_yaml(file) || is_caller(file) || variables::is_variable_file(file)
}

/// Whether a file may build images, by its name.
pub(crate) fn is_caller(file: &str) -> bool {
    [
        compose::is_compose,
        bake::is_bake,
        workflow::is_workflow,
        gitlab::is_gitlab,
        skaffold::is_skaffold,
        tiltfile::is_tiltfile,
        jenkinsfile::is_jenkinsfile,
        makefile::is_makefile,
        package::is_package,
        script::is_script,
    ]
    .iter()
    .any(|is_named_so| is_named_so(file))
}

/// Whether a file is YAML that none of the callers is read from.
pub(crate) fn is_other_yaml(file: &str) -> bool {
    is_yaml(file) && !compose::is_compose(file) && !workflow::is_workflow(file)
}

fn is_yaml(file: &str) -> bool {
    file.ends_with(".yml") || file.ends_with(".yaml")
}

/// Whether a file is a Dockerfile by its name.
#[must_use]
pub fn is_dockerfile(file: &str) -> bool {
    let name = path::name(file);
    let is_ignore_file = name.ends_with(".dockerignore");
    let is_named_so = name == "Dockerfile"
        || name.starts_with("Dockerfile.")
        || name.starts_with("Containerfile")
        || [".Dockerfile", ".dockerfile"]
            .iter()
            .any(|ending| name.ends_with(ending));
    is_named_so && !is_ignore_file
}

fn built(builds: &[Build]) -> FxHashSet<&str> {
    builds.iter().filter_map(Build::path).collect()
}

/// The build of a Dockerfile that nobody builds.
fn assumed(file: &str) -> Build {
    let place = Place {
        file: file.to_owned(),
        line: 1,
    };
    let mut build = Build::at(Caller::Nobody, path::name(file), place);
    build.dockerfile = Dockerfile::Path(file.to_owned());
    build.context = Source::Folder(path::folder(file).to_owned());
    let assumption = "nothing builds it: its context is its own folder and its last stage ships";
    build.assumptions.push(assumption.into());
    build
}

impl Callers {
    /// Of two readings of the same place, one with its project and one without, the one with fewer open variables stays.
    fn drop_half_known(&mut self) {
        let is_open = |build: &Build| !build.texts().all(Text::is_known);
        let is_half_known = |build: &Build| build.caller == Caller::Compose && is_open(build);
        if !self.builds.iter().any(is_half_known) {
            return;
        }
        let known = self.builds.iter().filter(|build| !is_open(build));
        let known: BTreeSet<(Place, String)> = known
            .map(|build| (build.place.clone(), build.name.clone()))
            .collect();
        self.builds.retain(|build| {
            let key = || (build.place.clone(), build.name.clone());
            !is_half_known(build) || !known.contains(&key())
        });
    }

    fn finish(mut self) -> Self {
        self.builds
            .sort_by(|one, other| (&one.place, &one.name).cmp(&(&other.place, &other.name)));
        // One that is read alone and borrowed, too, is borrowed.
        self.builds.dedup_by(|next, kept| {
            if next.place != kept.place || next.name != kept.name {
                return false;
            }
            let alike = Build {
                folder: kept.folder.clone(),
                is_borrowed: kept.is_borrowed,
                ..next.clone()
            };
            let is_same = alike == *kept;
            if is_same && next.folder != kept.folder {
                kept.folder = None;
            }
            kept.is_borrowed |= is_same && next.is_borrowed;
            is_same
        });
        self.drop_half_known();
        self.containers
            .sort_by(|one, other| (&one.place, &one.name).cmp(&(&other.place, &other.name)));
        self.containers.dedup();
        self.problems.sort();
        self.problems.dedup();
        self
    }
}
