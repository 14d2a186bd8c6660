//! What the catalogue knows of the image below a stage.

use crate::{InTree, Target};
use catalog::ImageName;
use dockerfile::{Base, ImageReference, Stage};

/// The image below `stage`, through the stages it is built on and the Dockerfiles of the tree; `None` for `scratch`,
/// for a variable without a value, and for an image the catalogue does not know.
#[must_use]
pub fn of(target: &Target<'_>, stage: &Stage) -> Option<catalog::Base> {
    if let Some(below) = in_tree(target, stage) {
        return below.known();
    }
    match stage.root(target.stages) {
        Base::Image(reference) => known(reference),
        Base::Scratch | Base::Stage(_) | Base::Unresolved(_) => None,
    }
}

/// The image of the tree below `stage`, through the stages it is built on.
#[must_use]
pub fn in_tree<'t>(target: &Target<'t>, stage: &Stage) -> Option<&'t InTree> {
    let bases = target.surroundings?.bases;
    let root = root_stage(target.stages, stage);
    bases.iter().find(|base| base.stage == root.index)
}

/// What the catalogue knows of an image.
#[must_use]
pub fn known(reference: &ImageReference) -> Option<catalog::Base> {
    let (name, tag) = ImageName::split(&reference.text);
    catalog::Base::new(&name, tag)
}

/// The stage at the bottom of those that `stage` is built on.
#[must_use]
pub fn root_stage<'s>(stages: &'s [Stage], stage: &'s Stage) -> &'s Stage {
    let mut root = stage;
    while let Base::Stage(below) = root.base {
        match stages.get(below) {
            Some(base) if base.index < root.index => root = base,
            Some(_) | None => break,
        }
    }
    root
}
