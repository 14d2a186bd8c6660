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
        }
    }
}
