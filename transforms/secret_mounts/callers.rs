//! Those who build the image or run it, changed in step: build arguments become build secrets, services get variables.

use super::elsewhere::{self, Elsewhere};
use super::{instead, plain_text, reach};
use crate::{FileChange, Origin, Secret, Surroundings, Target};
use ::callers::edit::{
    EditError, Given, args_to_secrets, give, layers, pass_env_files, pass_environment,
    pass_secret_files,
};
use ::callers::{Build, Caller, Container, Place, Runner, Tree};
use dockerfile::{Edit, apply};
use std::collections::BTreeMap;

/// The builds of the Dockerfile that some file asks for.
pub(super) fn builds<'t>(target: &Target<'t>) -> impl Iterator<Item = &'t Build> {
    let builds = target.surroundings.map_or(&[][..], |around| around.builds);
    builds.iter().filter(|build| build.caller != Caller::Nobody)
}

/// Whether some build passes the argument.
pub(super) fn is_passed(target: &Target<'_>, id: &str) -> bool {
    builds(target).any(|build| passes(build, id))
}

fn passes(build: &Build, id: &str) -> bool {
    build.args.iter().any(|argument| argument.name == id)
}

/// The file of a caller whose builder gives secrets as files only.
///
/// Buildah and Podman take `env=` on a mount in recent releases only (<https://github.com/containers/buildah/issues/5892>),
/// and kaniko has no mounts of its own.
pub(super) fn wants_files(target: &Target<'_>) -> Option<String> {
    let tree = target.surroundings?.tree;
    let mut files: Vec<&str> = builds(target)
        .map(|build| build.place.file.as_str())
        .collect();
    files.dedup();
    let other = files.into_iter().find(|file| {
        tree.read(file).is_some_and(|text| {
            ["podman", "buildah", "kaniko"]
                .iter()
                .any(|builder| text.contains(builder))
        })
    });
    other.map(str::to_owned)
}

/// The file of a caller that turns BuildKit off: the builder before it knows no mounts.
pub(super) fn turns_mounts_off(target: &Target<'_>) -> Option<String> {
    let tree = target.surroundings?.tree;
    let mut files = builds(target).map(|build| build.place.file.as_str());
    let legacy = files.find(|file| {
        tree.read(file)
            .is_some_and(|text| text.contains("DOCKER_BUILDKIT=0"))
    });
    legacy.map(str::to_owned)
}

/// An editor that hands variables to a container.
type PassOn = fn(&Container, &dyn Tree, &[&str]) -> Result<Vec<Edit>, EditError>;

/// What changes in the files of callers, and what is left for people.
#[derive(Debug, Default)]
pub(super) struct InStep {
    edits: BTreeMap<String, Vec<Edit>>,
    /// The builds and containers that change with the Dockerfile, or need no change.
    pub(super) edited: Vec<Place>,
    /// One clause for each that people have to change.
    pub(super) by_hand: Vec<String>,
    /// Whether some container was found that runs the image.
    pub(super) has_container: bool,
    /// How many builds give no such argument, and go on without.
    pub(super) without: usize,
    /// Those that took the value from the Dockerfile and get it from their environment now.
    pub(super) given: Vec<Caller>,
}

/// A build argument, or a value of the file, that becomes a secret.
#[derive(Debug, Clone, Copy)]
pub(super) struct Handover<'h> {
    pub(super) id: &'h str,
    /// Whether builds that pass no argument had a value all the same: it stood in the file.
    pub(super) had_value: bool,
    /// Whether a command line passes it to those of compose.
    pub(super) is_passed_to_compose: bool,
    /// The stages whose `RUN`s get it.
    pub(super) in_stages: &'h [usize],
}

impl InStep {
    /// The secret reaches every build that passed it as an argument, and those that took its value from the file.
    pub(super) fn give_secret(&mut self, target: &Target<'_>, handover: Handover<'_>) {
        let Some(around) = target.surroundings else {
            return;
        };
        let Handover { id, .. } = handover;
        let edits = |build: &Build| {
            let text = around.tree.read(&build.place.file);
            args_to_secrets(build, &text.ok_or(EditError::Unreadable)?, &[id])
        };
        let whole: Vec<&Build> = builds(target).filter(|build| passes(build, id)).collect();
        let layers: Vec<Build> = whole
            .iter()
            .flat_map(|build| layers(build, around.tree))
            .filter(|layer| passes(layer, id))
            .collect();
        // Where a service is said by two files, each of them changes for itself.
        let is_layered = |build: &&Build| {
            let mut layers = layers.iter();
            build.caller == Caller::Compose && layers.any(|layer| layer.name == build.name)
        };
        let whole = whole.into_iter().filter(|build| !is_layered(build));
        let passing: Vec<&Build> = whole.chain(&layers).collect();
        let what = format!("passes `{id}` as a build argument");
        for (build, edits) in settled(&passing, edits) {
            let instead = instead::secret_in(build.caller, id);
            self.note(&build.place, edits, &what, &instead);
        }
        let has = |build: &Build| build.secrets.iter().any(|secret| secret.id == id);
        let had_value = |build: &&Build| {
            let is_compose = build.caller == Caller::Compose;
            handover.had_value || (handover.is_passed_to_compose && is_compose)
        };
        let (others, without): (Vec<&Build>, Vec<&Build>) =
            reach::builds(target, handover.in_stages)
                .filter(|build| !passes(build, id) && !has(build))
                .partition(had_value);
        self.without += without.len();
        let given = Given::Variable { id };
        for (build, edits) in settled(&others, |build| added(target, build, given)) {
            let instead = instead::secret_in(build.caller, id);
            if self.note(&build.place, edits, "builds the image", &instead) {
                self.given.push(build.caller);
            }
        }
    }

    /// The argument goes from the lines of compose whose services get the secret; the lines that are left for people.
    pub(super) fn take_out(
        &mut self,
        target: &Target<'_>,
        id: &str,
        lines: Vec<Elsewhere>,
    ) -> Vec<Elsewhere> {
        let mut left = Vec::new();
        for line in lines {
            let is_given = |build: &Build| {
                let has = build.secrets.iter().any(|secret| secret.id == id);
                has || self.edited.contains(&build.place)
            };
            let edits = line
                .is_compose
                .then(|| elsewhere::taken_out(target, id, &line, is_given))
                .flatten();
            let is_taken = edits.is_some_and(|edits| self.take(&line.place.file, edits));
            if is_taken {
                self.edited.push(line.place);
            } else {
                left.push(line);
            }
        }
        left
    }

    /// The file `source` of the context reaches every build of one of the stages as the secret `id`.
    pub(super) fn give_source(
        &mut self,
        target: &Target<'_>,
        id: &str,
        source: &str,
        in_stages: &[usize],
    ) {
        let builds: Vec<&Build> = reach::builds(target, in_stages).collect();
        let path = |build: &Build| {
            let folder = build.context.folder();
            folder.map(|folder| crate::image_path::in_context(folder, source))
        };
        let edits = |build: &Build| match path(build) {
            Some(path) => added(target, build, Given::File { id, path: &path }),
            None => Err(EditError::Path(source.to_owned())),
        };
        for (build, edits) in settled(&builds, edits) {
            let path = path(build);
            let instead = instead::file_in(build.caller, id, path.as_deref().unwrap_or(source));
            self.note(&build.place, edits, "builds the image", &instead);
        }
    }

    /// Every build that reaches one of the stages gets the agent of `ssh` of whoever starts it.
    pub(super) fn give_agent(&mut self, target: &Target<'_>, in_stages: &[usize]) {
        let builds: Vec<&Build> = reach::builds(target, in_stages).collect();
        for (build, edits) in settled(&builds, |build| added(target, build, Given::Ssh)) {
            let instead = instead::agent_in(build.caller);
            self.note(&build.place, edits, "builds the image", instead);
        }
    }

    /// The containers get the variable `name` from whoever starts them.
    pub(super) fn give_variable(&mut self, around: &Surroundings<'_>, name: &str) {
        let reference = format!(
            "`env: [{{name: {name}, valueFrom: {{secretKeyRef: {{name: …, key: {name}}}}}}}]`"
        );
        let variable = format!("`{name}` in its `environment`");
        self.containers(around, name, pass_environment, [&variable, &reference]);
    }

    /// The containers get the variable `name` as a file.
    pub(super) fn give_file(&mut self, around: &Surroundings<'_>, name: &str) {
        let variable = format!("`{name}_FILE` in its `environment`, and a secret for it");
        self.containers(around, name, pass_secret_files, [&variable, &variable]);
    }

    /// The containers get the variables of `file`, a path of the tree.
    pub(super) fn give_env_file(&mut self, around: &Surroundings<'_>, file: &str) {
        let listed = format!("`env_file: {file}`");
        let reference = "`envFrom: [{secretRef: {name: …}}]`";
        self.containers(around, file, pass_env_files, [&listed, reference]);
    }

    /// `instead` says what people give to a service of compose, and to a container of a cluster.
    fn containers(
        &mut self,
        around: &Surroundings<'_>,
        given: &str,
        edit: PassOn,
        instead: [&str; 2],
    ) {
        let [service, cluster] = instead;
        let what = "starts the container";
        for container in around.containers {
            self.has_container = true;
            match container.runner {
                Runner::Compose => {
                    let edits = edit(container, around.tree, &[given]);
                    self.note(&container.place, edits, what, service);
                }
                Runner::Kubernetes => self.by_hand.push(format!(
                    "`{}` {what}: give it {cluster}",
                    shown(&container.place)
                )),
            }
        }
    }

    /// Notes what became of one caller; whether it changes with the Dockerfile.
    fn note(
        &mut self,
        place: &Place,
        edits: Result<Vec<Edit>, EditError>,
        what: &str,
        instead: &str,
    ) -> bool {
        // Services behind one anchor, and the rows of a matrix, stand at one place.
        let start = format!("`{}` ", shown(place));
        if edits.is_err() && self.by_hand.iter().any(|said| said.starts_with(&start)) {
            return false;
        }
        let taken = edits.map(|edits| self.take(&place.file, edits));
        let is_edited = matches!(taken, Ok(true));
        match taken {
            Ok(true) => self.edited.push(place.clone()),
            Ok(false) => self
                .by_hand
                .push(format!("`{}` {what}: give it {instead}", shown(place))),
            Err(error) => self.by_hand.push(format!(
                "`{}` {what}, and {error}: give it {instead}",
                shown(place)
            )),
        }
        is_edited
    }

    /// Takes edits of a file in; none of them, when one meets another edit of the same file.
    fn take(&mut self, file: &str, edits: Vec<Edit>) -> bool {
        let known = self.edits.get(file).map_or(&[][..], Vec::as_slice);
        let new: Vec<Edit> = edits
            .into_iter()
            .filter(|edit| !known.contains(edit))
            .collect();
        let meets = |one: &Edit, other: &Edit| {
            one.span.start <= other.span.end && other.span.start <= one.span.end
        };
        if new
            .iter()
            .any(|edit| known.iter().any(|other| meets(edit, other)))
        {
            return false;
        }
        if !new.is_empty() {
            let all = self.edits.entry(file.to_owned()).or_default();
            all.extend(new);
            all.sort_by_key(|edit| (edit.span.start, edit.span.end));
        }
        true
    }

    /// The changed files.
    pub(super) fn files(&self, target: &Target<'_>) -> Vec<FileChange> {
        let Some(around) = target.surroundings else {
            return Vec::new();
        };
        let changes = self.edits.iter().filter_map(|(file, edits)| {
            let before = around.tree.read(file)?;
            Some(FileChange {
                origin: Origin::Tree,
                path: file.clone(),
                after: apply(&before, edits),
                before: Some(before),
            })
        });
        changes.collect()
    }

    /// The secret values that stand in the changed files: a diff shows the lines around a change.
    pub(super) fn secrets(&self, target: &Target<'_>) -> Vec<Secret> {
        let Some(around) = target.surroundings else {
            return Vec::new();
        };
        let files = self.edits.keys();
        let texts = files.filter_map(|file| Some((file, around.tree.read(file)?)));
        texts
            .flat_map(|(file, text)| plain_text::in_settings(&text, file.ends_with(".hcl")))
            .collect()
    }

    /// The places that change, in one clause.
    pub(super) fn evidence(&self) -> Option<String> {
        let mut places: Vec<String> = self
            .edited
            .iter()
            .filter(|place| self.edits.contains_key(&place.file))
            .map(|place| format!("`{}`", shown(place)))
            .collect();
        places.dedup();
        (!places.is_empty()).then(|| format!("changed in the same plan: {}", places.join(", ")))
    }
}

/// The edits of each build. A service that takes its build from another one of the file (`extends`) changes with that.
fn settled<'b>(
    builds: &[&'b Build],
    edits: impl Fn(&Build) -> Result<Vec<Edit>, EditError>,
) -> Vec<(&'b Build, Result<Vec<Edit>, EditError>)> {
    let all: Vec<_> = builds.iter().map(|build| (*build, edits(build))).collect();
    let is_done = |build: &Build| {
        let mut others = all.iter();
        others.any(|(other, edits)| other.place == build.place && edits.is_ok())
    };
    let borrows = |build: &Build, edits: &Result<Vec<Edit>, EditError>| {
        build.caller == Caller::Compose
            && matches!(edits, Err(EditError::NotHere(_)))
            && is_done(build)
    };
    let borrowing: Vec<bool> = all
        .iter()
        .map(|(build, edits)| borrows(build, edits))
        .collect();
    let settled = all.into_iter().zip(borrowing);
    settled
        .map(|((build, edits), borrows)| (build, if borrows { Ok(Vec::new()) } else { edits }))
        .collect()
}

fn added(target: &Target<'_>, build: &Build, given: Given<'_>) -> Result<Vec<Edit>, EditError> {
    let tree = target.surroundings.map(|around| around.tree);
    let text = tree.and_then(|tree| tree.read(&build.place.file));
    give(build, &text.ok_or(EditError::Unreadable)?, given)
}

/// A place as people read it.
pub(super) fn shown(place: &Place) -> String {
    format!("{}:{}", place.file, place.line)
}
