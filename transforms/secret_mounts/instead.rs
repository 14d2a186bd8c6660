//! What people write into a caller that could not be changed for them.

use ::callers::Caller;

/// How a caller says what a build gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The keys of a compose file.
    Compose,
    /// The attributes of a bake file.
    Bake,
    /// The inputs of an action, or a command line.
    Workflow,
    /// A command line.
    Line,
}

impl Form {
    /// How a caller of this kind says it.
    pub(super) fn of(caller: Caller) -> Self {
        match caller {
            Caller::Compose => Self::Compose,
            Caller::Bake => Self::Bake,
            Caller::Workflow => Self::Workflow,
            Caller::Gitlab
            | Caller::Skaffold
            | Caller::Tiltfile
            | Caller::Jenkinsfile
            | Caller::Makefile
            | Caller::Script
            | Caller::Package
            | Caller::Nobody => Self::Line,
        }
    }
}

/// How people give a file as a secret in a caller of this kind; `path` is one of the tree.
pub(super) fn file_in(caller: Caller, id: &str, path: &str) -> String {
    match Form::of(caller) {
        Form::Compose => format!(
            "`{id}` under `build.secrets`, and `{path}` as its `file` in `secrets` at the top"
        ),
        Form::Bake => format!("`secret = [\"id={id},src=…\"]` with the path of `{path}`"),
        Form::Workflow => format!(
            "`{id}={path}` under `secret-files`, or `--secret id={id},src=…` with the path of `{path}`"
        ),
        Form::Line => format!("`--secret id={id},src=…` with the path of `{path}`"),
    }
}

/// How people give a secret in a caller of this kind.
pub(super) fn secret_in(caller: Caller, id: &str) -> String {
    match Form::of(caller) {
        Form::Compose => format!(
            "`{id}` under `build.secrets`, and `secrets: {{{id}: {{environment: {id}}}}}` at the top"
        ),
        Form::Bake => format!("`secret = [\"id={id},env={id}\"]`"),
        Form::Workflow => format!("`{id}` under `secrets`, or `--secret id={id},env={id}`"),
        Form::Line => format!("`--secret id={id},env={id}`"),
    }
}

/// How people give the agent of `ssh` in a caller of this kind.
pub(super) fn agent_in(caller: Caller) -> &'static str {
    match Form::of(caller) {
        Form::Compose => "`ssh: [default]` under `build`",
        Form::Bake => "`ssh = [\"default\"]`",
        Form::Workflow => "`ssh: default`, or `--ssh default`",
        Form::Line => "`--ssh default`",
    }
}
