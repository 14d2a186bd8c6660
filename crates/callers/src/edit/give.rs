//! A build gets a variable or a file as a secret, or the agent of `ssh`, where its caller is.

use super::{EditError, command, guard, hcl, is_plain, json, service, workflow};
use crate::{Build, Caller, path};
use dockerfile::Edit;

/// What a build gets beside its context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given<'g> {
    /// A variable of whoever builds, as the secret of the same name.
    Variable {
        /// The id that `RUN --mount=type=secret` names, and the name of the variable.
        id: &'g str,
    },
    /// A file, by its path in the tree, as the secret `id`.
    File {
        /// The id that `RUN --mount=type=secret` names.
        id: &'g str,
        /// The path of the file.
        path: &'g str,
    },
    /// The agent of `ssh` of whoever builds.
    Ssh,
}

/// What is given, with the path as it is counted where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Local {
    Variable { id: String },
    File { id: String, path: String },
    Ssh,
}

impl Local {
    /// As an option of the command line and an item of a bake file.
    pub(super) fn option(&self) -> (&'static str, String) {
        match self {
            Self::Variable { id } => ("secret", format!("id={id},env={id}")),
            Self::File { id, path } => ("secret", format!("id={id},src={path}")),
            Self::Ssh => ("ssh", "default".to_owned()),
        }
    }
}

/// Gives a build a variable or a file as a secret, or the agent of `ssh`. Nothing changes where it has that already.
///
/// `text` is the text of the file that [`Build::place`] names.
///
/// # Errors
///
/// When it is not known from where that file counts its paths, or when it cannot be edited for this build alone.
pub fn give(build: &Build, text: &str, given: Given<'_>) -> Result<Vec<Edit>, EditError> {
    if has(build, given) {
        return Ok(Vec::new());
    }
    if build.is_borrowed {
        return Err(EditError::Shared(build.name.clone()));
    }
    let local = local(build, given)?;
    let mut edits = match build.caller {
        Caller::Compose => service::give(build, text, &local),
        Caller::Bake if build.place.file.ends_with(".json") => json::give(build, text, &local),
        Caller::Bake => hcl::give(build, text, &local),
        Caller::Workflow => workflow::give(build, text, &local),
        Caller::Gitlab | Caller::Makefile | Caller::Script | Caller::Package => {
            command::give(build, text, &local)
        }
        Caller::Skaffold | Caller::Tiltfile | Caller::Jenkinsfile | Caller::Nobody => {
            Err(EditError::Unsupported)
        }
    }?;
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    // A path is counted from the context, which those that share the lines have to share, too.
    let may_share = match given {
        Given::File { .. } => guard::same_context,
        Given::Variable { .. } | Given::Ssh => guard::same_dockerfile,
    };
    guard::holds_after(
        build,
        text,
        &edits,
        (|other: &Build| has(other, given), may_share),
    )?;
    Ok(edits)
}

/// Whether the build has it already. A secret of that id is what its author means by it, wherever it comes from.
fn has(build: &Build, given: Given<'_>) -> bool {
    match given {
        Given::Variable { id } | Given::File { id, .. } => {
            build.secrets.iter().any(|secret| secret.id == id)
        }
        Given::Ssh => build
            .ssh
            .iter()
            .any(|ssh| ssh.text.split('=').next() == Some("default")),
    }
}

/// What is given, a path as the caller counts it.
fn local(build: &Build, given: Given<'_>) -> Result<Local, EditError> {
    let (Given::Variable { id } | Given::File { id, .. }) = given else {
        return Ok(Local::Ssh);
    };
    if !is_plain(id) {
        return Err(EditError::Name(id.to_owned()));
    }
    let Given::File { path, .. } = given else {
        return Ok(Local::Variable { id: id.to_owned() });
    };
    let folder = build.folder.as_deref();
    let local = folder.map(|folder| path::relative(folder, path));
    let is_plain = |path: &String| {
        let is_made = |letter: char| letter.is_ascii_alphanumeric() || "_.-/".contains(letter);
        !path.starts_with('-') && path.chars().all(is_made)
    };
    match local.filter(is_plain) {
        Some(path) => Ok(Local::File {
            id: id.to_owned(),
            path,
        }),
        None => Err(EditError::Path(path.to_owned())),
    }
}
