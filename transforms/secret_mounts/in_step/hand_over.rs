//! What callers and containers get in place of an argument, a value of the file or a file.

use super::InStep;
use crate::secret_mounts::callers::{builds, passes, shown};
use crate::secret_mounts::elsewhere::Elsewhere;
use crate::secret_mounts::{elsewhere, instead, reach};
use crate::{Surroundings, Target};
use ::callers::edit::{
    EditError, Given, args_to_secrets, give, layers, pass_env_files, pass_environment,
    pass_secret_files,
};
use ::callers::{Build, Caller, Container, Runner, Tree};
use dockerfile::Edit;

/// An editor that hands variables to a container.
type PassOn = fn(&Container, &dyn Tree, &[&str]) -> Result<Vec<Edit>, EditError>;

/// A build argument, or a value of the file, that becomes a secret.
#[derive(Debug, Clone, Copy)]
pub(in crate::secret_mounts) struct Handover<'h> {
    pub(in crate::secret_mounts) id: &'h str,
    /// Whether builds that pass no argument had a value all the same: it stood in the file.
    pub(in crate::secret_mounts) had_value: bool,
    /// Whether a command line passes it to those of compose.
    pub(in crate::secret_mounts) is_passed_to_compose: bool,
    /// The stages whose `RUN`s get it.
    pub(in crate::secret_mounts) in_stages: &'h [usize],
}

impl InStep {
    /// The secret reaches every build that passed it as an argument, and those that took its value from the file.
    pub(in crate::secret_mounts) fn give_secret(
        &mut self,
        target: &Target<'_>,
        handover: Handover<'_>,
    ) {
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
    pub(in crate::secret_mounts) fn take_out(
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
    pub(in crate::secret_mounts) fn give_source(
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
    pub(in crate::secret_mounts) fn give_agent(
        &mut self,
        target: &Target<'_>,
        in_stages: &[usize],
    ) {
        let builds: Vec<&Build> = reach::builds(target, in_stages).collect();
        for (build, edits) in settled(&builds, |build| added(target, build, Given::Ssh)) {
            let instead = instead::agent_in(build.caller);
            self.note(&build.place, edits, "builds the image", instead);
        }
    }

    /// The containers get the variable `name` from whoever starts them.
    pub(in crate::secret_mounts) fn give_variable(
        &mut self,
        around: &Surroundings<'_>,
        name: &str,
    ) {
        let reference = format!(
            "`env: [{{name: {name}, valueFrom: {{secretKeyRef: {{name: …, key: {name}}}}}}}]`"
        );
        let variable = format!("`{name}` in its `environment`");
        self.containers(around, name, pass_environment, [&variable, &reference]);
    }

    /// The containers get the variable `name` as a file.
    pub(in crate::secret_mounts) fn give_file(&mut self, around: &Surroundings<'_>, name: &str) {
        let variable = format!("`{name}_FILE` in its `environment`, and a secret for it");
        self.containers(around, name, pass_secret_files, [&variable, &variable]);
    }

    /// The containers get the variables of `file`, a path of the tree.
    pub(in crate::secret_mounts) fn give_env_file(
        &mut self,
        around: &Surroundings<'_>,
        file: &str,
    ) {
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
