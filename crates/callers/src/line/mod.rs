//! Command lines that build images: `docker build`, `podman build`, `buildah bud`, kaniko's executor.

mod bake;
mod body;
mod docker;
mod flags;
mod session;
mod word;

pub(crate) use bake::Request as BakeRequest;
pub(crate) use body::Body;
pub(crate) use docker::{Invocation, invocation};
pub(crate) use flags::{Flag, flags};
pub(crate) use session::Session;

/// Whether a text can hold a command that builds an image: a cheap look before it is read.
pub(crate) fn may_build(text: &str) -> bool {
    let has = |word: &str| text.contains(word);
    has("kaniko") || (has_build_word(text) && PROGRAMS.iter().any(|name| has(name)))
}

/// Whether a text holds one of the words by which such a command builds.
fn has_build_word(text: &str) -> bool {
    ["build", "bud", "bake"]
        .iter()
        .any(|word| text.contains(word))
}

/// Whether a word is the name of one of the programs.
pub(crate) fn is_program(word: &str) -> bool {
    PROGRAMS.contains(&crate::path::name(word))
}

/// The programs whose command lines are read.
const PROGRAMS: [&str; 5] = ["docker", "podman", "buildah", "nerdctl", "depot"];
