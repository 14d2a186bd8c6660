//! A Dockerfile with its build context: all that a transform sees.

use crate::{Options, Surroundings};
use context::Context;
use dockerfile::{Document, Stage};

/// A Dockerfile with its build context.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    /// The path of the Dockerfile as people see it, with `/` between parts.
    pub path: &'a str,
    /// The path of the Dockerfile below the root of the context; `None` when it lies outside.
    pub path_in_context: Option<&'a str>,
    /// The Dockerfile.
    pub document: &'a Document,
    /// Its stages, in order.
    pub stages: &'a [Stage],
    /// The build context; `None` when nothing is known of it (standard input without `--context`).
    pub context: Option<&'a dyn Context>,
    /// What the files around it say of it; `None` when nothing is known of them (standard input, a text alone).
    pub surroundings: Option<Surroundings<'a>>,
    /// The other Dockerfiles that are built from the same context.
    pub siblings: &'a [Document],
    /// The configuration in force.
    pub options: &'a Options,
    /// Whether fixes are applied that take something for granted. Where they are not, a transform may leave out what
    /// only such a fix needs and what is costly to find.
    pub applies_unsafe: bool,
}

impl Target<'_> {
    /// The path of the ignore file in force, below the root of the context: the one beside the Dockerfile that carries
    /// its name, else the one at the root; `None` where there is neither.
    ///
    /// Docker reads one of them and never both: <https://docs.docker.com/build/concepts/context/#filename-and-location>.
    #[must_use]
    pub fn ignore_file(&self) -> Option<String> {
        let own = self.path_in_context;
        let own = own.map(|path| format!("{path}.dockerignore"));
        let mut files = own.into_iter().chain([".dockerignore".to_owned()]);
        files.find(|file| {
            self.context
                .is_some_and(|context| context.kind(file).is_some())
        })
    }
}

#[cfg(test)]
impl<'a> Target<'a> {
    /// A Dockerfile of which nothing else is known.
    pub(crate) fn alone(document: &'a Document, stages: &'a [Stage], options: &'a Options) -> Self {
        Self {
            path: "Dockerfile",
            path_in_context: Some("Dockerfile"),
            document,
            stages,
            context: None,
            surroundings: None,
            siblings: &[],
            options,
            applies_unsafe: true,
        }
    }
}
