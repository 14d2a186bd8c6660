//! A service: what it builds, and how its container runs.

use super::container;
use super::load::Scope;
use super::recipe::Recipe;
use crate::read::Node;
use crate::{Container, Text};

/// A service of a project.
#[derive(Debug, Clone)]
pub(super) struct Service {
    pub(super) recipe: Option<Recipe>,
    pub(super) image: Option<Text>,
    pub(super) container: Container,
}

impl Service {
    /// Reads the service `name`; `line` is where its name stands.
    pub(super) fn read(name: &str, line: usize, node: &Node, scope: &Scope<'_>) -> Self {
        let build = node.entry("build");
        Self {
            recipe: build.and_then(|build| Recipe::read(&build.value, build.key.line, scope)),
            image: node
                .get("image")
                .and_then(|image| image.text())
                .map(|image| scope.text(image)),
            container: container::read(name, line, node, scope),
        }
    }
}
