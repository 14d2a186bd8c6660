//! Edits of callers by intent: the text between edits stays as it is, byte for byte.
//!
//! All functions return byte edits into the text that is given, sorted and apart from each other.

mod bracketed;
mod command;
mod compose;
mod compose_line;
mod environment;
mod expression;
mod give;
mod guard;
mod hcl;
mod inherited;
mod input;
mod json;
mod layers;
mod lines;
mod service;
mod step;
mod workflow;
mod yaml;

pub use compose_line::{Without, without_argument};
pub use environment::{pass_env_files, pass_environment, pass_secret_files};
pub use give::{Given, give};
pub use layers::layers;

use crate::{Argument, Build, Caller, Text};
use dockerfile::Edit;
use guard::{holds_after, same_dockerfile};

/// Why a caller was not edited.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The text is not what its kind of file looks like.
    #[error("the file cannot be read")]
    Unreadable,
    /// What should change does not stand where the build was found.
    #[error("`{0}` cannot be changed there")]
    NotHere(String),
    /// Other parts of the file use the same lines through an anchor.
    #[error("`{0}` is shared with another part of the file")]
    Shared(String),
    /// The value stands in the file itself, or is made there: no other program sees it.
    #[error("`{0}` gets its value in that file")]
    Literal(String),
    /// It is given more than once, and not each time in the same way.
    #[error("`{0}` is given more than once")]
    Twice(String),
    /// The file alone does not build it.
    #[error("`{0}` is built only together with another file")]
    Apart(String),
    /// The name stands for another secret there.
    #[error("`{0}` is another secret there")]
    Taken(String),
    /// The path of a file is not known there, or needs quotes.
    #[error("the path of `{0}` is not known there")]
    Path(String),
    /// Not every kind of caller can write such a name as it is.
    #[error("`{0}` is no plain name")]
    Name(String),
    /// An action or a reusable workflow has no secrets but those that it is called with.
    #[error("the workflow that calls it has to hand `{0}` on")]
    Called(String),
    /// This kind of caller cannot give secrets, or is not edited.
    #[error("secrets cannot be given here")]
    Unsupported,
}

/// Gives some build arguments of a build as build secrets instead, with the argument's name as id.
///
/// `text` is the text of the file that [`Build::place`] names.
///
/// # Errors
///
/// When the arguments are not given in that file in a way that can be edited for this build alone.
pub fn args_to_secrets(build: &Build, text: &str, names: &[&str]) -> Result<Vec<Edit>, EditError> {
    if build.is_borrowed {
        return Err(EditError::Shared(build.name.clone()));
    }
    for name in names {
        if !is_plain(name) {
            return Err(EditError::Name((*name).to_owned()));
        }
        let argument = build.args.iter().find(|argument| argument.name == *name);
        let is_here = argument.is_some_and(|argument| argument.place.file == build.place.file);
        if !is_here {
            return Err(EditError::NotHere((*name).to_owned()));
        }
    }
    let edits = match build.caller {
        Caller::Compose => compose::args_to_secrets(build, text, names),
        Caller::Bake if build.place.file.ends_with(".json") => {
            json::args_to_secrets(build, text, names)
        }
        Caller::Bake => hcl::args_to_secrets(build, text, names),
        Caller::Workflow => workflow::args_to_secrets(build, text, names),
        Caller::Gitlab | Caller::Makefile | Caller::Script | Caller::Package => {
            command::args_to_secrets(build, text, names)
        }
        Caller::Skaffold | Caller::Tiltfile | Caller::Jenkinsfile | Caller::Nobody => {
            Err(EditError::Unsupported)
        }
    }?;
    let edits = lines::untangled(text, edits);
    let is_moved = |other: &Build| {
        names.iter().all(|name| {
            other.secrets.iter().any(|secret| secret.id == **name)
                && !other.args.iter().any(|argument| argument.name == **name)
        })
    };
    holds_after(build, text, &edits, (is_moved, same_dockerfile))?;
    Ok(edits)
}

/// Whether a name can stand in YAML, HCL, JSON and on a command line without quotes, and is taken for a text there.
fn is_plain(name: &str) -> bool {
    let starts = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let is_word = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
        .contains(&name.to_ascii_lowercase().as_str());
    let is_made = |letter: char| letter.is_ascii_alphanumeric() || "_.-".contains(letter);
    starts && !is_word && name.chars().all(is_made)
}

/// The places of `name` among `keys`.
fn places<'k>(keys: impl Iterator<Item = Option<&'k str>>, name: &str) -> Vec<usize> {
    let found = keys.enumerate().filter(|(_, key)| *key == Some(name));
    found.map(|(at, _)| at).collect()
}

/// The variable of the environment that holds the value of an argument.
///
/// `None` when the value is neither handed on nor exactly one variable.
fn variable(argument: &Argument) -> Option<String> {
    let Some(value) = &argument.value else {
        return Some(argument.name.clone());
    };
    single_variable(value)
}

/// The name in a text that is exactly `$NAME` or `${NAME}`, or asks besides that it is set (`${NAME:?…}`, `${NAME:-}`).
fn single_variable(text: &Text) -> Option<String> {
    let name = text.text.strip_prefix('$')?;
    let inside = name
        .strip_prefix('{')
        .and_then(|name| name.strip_suffix('}'));
    let name = match inside {
        Some(inside) => {
            let asked = inside.split_once('?').map(|(name, _)| name);
            let empty = inside.strip_suffix('-');
            let bare = asked.or(empty).unwrap_or(inside);
            bare.strip_suffix(':').unwrap_or(bare)
        }
        None => name,
    };
    // `$1` is an argument of the script, which no other program sees.
    let starts = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let is_name = name
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    (is_name && starts).then(|| name.to_owned())
}
