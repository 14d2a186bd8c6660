//! What people write into a caller that could not be changed for them.

use ::callers::Caller;

/// How people give a file as a secret in a caller of this kind; `path` is one of the tree.
pub(super) fn file_in(caller: Caller, id: &str, path: &str) -> String {
    match caller {
        Caller::Compose => format!(
            "`{id}` under `build.secrets`, and `{path}` as its `file` in `secrets` at the top"
        ),
        Caller::Bake => format!("`secret = [\"id={id},src=…\"]` with the path of `{path}`"),
        Caller::Workflow => format!(
            "`{id}={path}` under `secret-files`, or `--secret id={id},src=…` with the path of `{path}`"
        ),
        Caller::Gitlab
        | Caller::Skaffold
        | Caller::Tiltfile
        | Caller::Jenkinsfile
        | Caller::Makefile
        | Caller::Script
        | Caller::Package
        | Caller::Nobody => format!("`--secret id={id},src=…` with the path of `{path}`"),
    }
}

/// How people give a secret in a caller of this kind.
pub(super) fn secret_in(caller: Caller, id: &str) -> String {
    match caller {
        Caller::Compose => format!(
            "`{id}` under `build.secrets`, and `secrets: {{{id}: {{environment: {id}}}}}` at the top"
        ),
        Caller::Bake => format!("`secret = [\"id={id},env={id}\"]`"),
        Caller::Workflow => format!("`{id}` under `secrets`, or `--secret id={id},env={id}`"),
        Caller::Gitlab
        | Caller::Skaffold
        | Caller::Tiltfile
        | Caller::Jenkinsfile
        | Caller::Makefile
        | Caller::Script
        | Caller::Package
        | Caller::Nobody => format!("`--secret id={id},env={id}`"),
    }
}

/// How people give the agent of `ssh` in a caller of this kind.
pub(super) fn agent_in(caller: Caller) -> &'static str {
    match caller {
        Caller::Compose => "`ssh: [default]` under `build`",
        Caller::Bake => "`ssh = [\"default\"]`",
        Caller::Workflow => "`ssh: default`, or `--ssh default`",
        Caller::Gitlab
        | Caller::Skaffold
        | Caller::Tiltfile
        | Caller::Jenkinsfile
        | Caller::Makefile
        | Caller::Script
        | Caller::Package
        | Caller::Nobody => "`--ssh default`",
    }
}
