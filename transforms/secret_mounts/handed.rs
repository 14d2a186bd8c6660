//! Who hands over a copied file once it has left the image: builds, containers, people.

use super::callers;
use super::copied::Copied;
use super::files::FileKind;
use super::in_step::InStep;
use crate::Target;

/// What changes in the callers: builds get the file or the agent, and services the file of variables that leaves the
/// image.
pub(super) struct Handed {
    pub(super) all: InStep,
    /// Whether some `RUN` gets it by a mount.
    is_mounted: bool,
    /// Whether some container gets the file of variables.
    has_container: bool,
}

impl Handed {
    pub(super) fn of(target: &Target<'_>, copied: &Copied<'_>, mounted_in: &[usize]) -> Self {
        let is_mounted = !mounted_in.is_empty();
        let mut all = InStep::default();
        if let Some(around) = target.surroundings
            && let Some(context) = around.context
            && copied.file.kind == FileKind::Environment
        {
            let file = crate::image_path::in_context(context, copied.source);
            all.give_env_file(&around, &file);
        }
        let has_container = !all.edited.is_empty();
        match (is_mounted, copied.file.kind) {
            (true, FileKind::Path | FileKind::Environment) => {
                all.give_source(target, copied.id(), copied.source, mounted_in);
            }
            (true, FileKind::SshKey) => all.give_agent(target, mounted_in),
            (false, _) => {}
        }
        Self {
            all,
            is_mounted,
            has_container,
        }
    }
    /// What is left for people, one clause each.
    pub(super) fn follow_up(&self, target: &Target<'_>, copied: &Copied<'_>) -> Vec<String> {
        let (name, source) = (copied.name(), copied.source);
        let mut todo = self.all.by_hand.clone();
        // Where nobody is known to build the image, people do.
        let is_by_people = callers::builds(target).next().is_none() && self.is_mounted;
        match copied.file.kind {
            FileKind::Path | FileKind::Environment if is_by_people => todo.push(format!(
                "build with `docker build --secret id={},src={source}`",
                copied.id()
            )),
            FileKind::SshKey if is_by_people => todo.push(
                "build with `docker build --ssh default`, and an agent that holds the key"
                    .to_owned(),
            ),
            FileKind::SshKey => {
                todo.push("build with an agent of `ssh` that holds the key".to_owned())
            }
            FileKind::Path | FileKind::Environment => {}
        }
        if copied.file.kind == FileKind::Environment && !self.has_container {
            todo.push(format!(
            "start the container with `docker run --env-file {source}`, or `env_file: {source}` in a compose file"
        ));
        }
        if copied.file.kind == FileKind::SshKey {
            todo.push(format!("make a new key: every image so far holds `{name}`"));
        }
        todo
    }
}
