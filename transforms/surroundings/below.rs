//! Images of the tree: the one below a stage, and those that stand on this one.

use crate::base_image::{known, root_stage};
use crate::{Surroundings, Target};
use dockerfile::{Base, Document, Stage, final_stage, target_stage};
use std::sync::Arc;

/// An image of the tree that a stage of another Dockerfile stands on, as the plan leaves it.
#[derive(Debug, Clone, PartialEq)]
pub struct InTree {
    /// The number of the stage that stands on it.
    pub stage: usize,
    /// The name by which that stage calls it, variables replaced.
    pub image: String,
    /// The Dockerfile that builds it.
    pub path: String,
    /// That Dockerfile, with the fixes that it gets in the same run.
    pub document: Document,
    /// The stages of that Dockerfile.
    pub stages: Vec<Stage>,
    /// The stage of it that is built; `None` for the last one.
    pub target: Option<String>,
    /// The images of the tree that it stands on in turn.
    pub bases: Vec<InTree>,
    /// What is taken for granted, when anything is.
    pub assumption: Option<String>,
}

impl InTree {
    /// The stage that ships as this image.
    #[must_use]
    pub fn shipped(&self) -> Option<&Stage> {
        match &self.target {
            Some(target) => target_stage(&self.stages, target),
            None => final_stage(&self.stages),
        }
    }

    /// The Dockerfile as a target of its own, seen from `of`, which stands on it. Its build context is not at hand.
    #[must_use]
    pub fn target<'a>(&'a self, of: &Target<'a>) -> Target<'a> {
        Target {
            path: &self.path,
            path_in_context: None,
            document: &self.document,
            stages: &self.stages,
            context: None,
            surroundings: of.surroundings.map(|around| Surroundings {
                path: &self.path,
                context: None,
                builds: &[],
                containers: &[],
                bases: &self.bases,
                children: &[],
                ..around
            }),
            siblings: &[],
            options: of.options,
            applies_unsafe: of.applies_unsafe,
        }
    }

    /// What is known of the image: what the catalogue knows of the one at its bottom, with what the Dockerfiles on the
    /// way set. `None` where the bottom is not known.
    #[must_use]
    pub fn known(&self) -> Option<Arc<catalog::Base>> {
        let stage = self.shipped()?;
        let root = root_stage(&self.stages, stage);
        let below = self.bases.iter().find(|base| base.stage == root.index);
        let base = match (below, &root.base) {
            (Some(below), _) => below.known()?,
            (None, Base::Image(reference)) => known(reference)?,
            (None, Base::Scratch | Base::Stage(_) | Base::Unresolved(_)) => return None,
        };
        let mut base = Arc::unwrap_or_clone(base);
        // What the catalogue knows of the bottom's start is no longer so where a Dockerfile says another.
        if let Some(user) = &stage.user {
            base.default_user = user.is_known().then(|| user.value.clone().into());
            base.action = None;
        }
        if let Some(workdir) = &stage.workdir {
            base.workdir = workdir.is_known().then(|| workdir.value.clone().into());
        }
        if stage.entrypoint.is_some() {
            base.entrypoint = None;
            base.drops_to = None;
            base.action = None;
        }
        Some(Arc::new(base))
    }
}

/// A stage of another Dockerfile that stands on an image of this one.
#[derive(Debug, Clone, PartialEq)]
pub struct Child {
    /// The other Dockerfile.
    pub path: String,
    /// That Dockerfile as it is now: it is hardened after this one.
    pub document: Document,
    /// Its stages.
    pub stages: Vec<Stage>,
    /// The number of its stage that stands on the image.
    pub stage: usize,
    /// The stage of this Dockerfile that it stands on; `None` for the last one.
    pub target: Option<String>,
}

/// The stages of other Dockerfiles that stand on the image that `stage` ships as.
pub fn children<'t>(target: &Target<'t>, stage: &'t Stage) -> impl Iterator<Item = &'t Child> {
    let children = target
        .surroundings
        .map_or(&[][..], |around| around.children);
    let stages = target.stages;
    children.iter().filter(move |child| {
        let shipped = match &child.target {
            Some(name) => target_stage(stages, name),
            None => final_stage(stages),
        };
        shipped.is_some_and(|shipped| shipped.index == stage.index)
    })
}
