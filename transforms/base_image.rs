//! What the catalogue knows of the image below a stage.

use crate::{InTree, Target};
use callers::{File, base_of};
use dockerfile::{Base, ImageReference, Stage};
use std::borrow::Cow;
use std::sync::Arc;

/// The image below `stage`, through the stages it is built on and the Dockerfiles of the tree; `None` for `scratch`,
/// for a variable without a value, and for an image the catalogue does not know.
#[must_use]
pub fn of(target: &Target<'_>, stage: &Stage) -> Option<Arc<catalog::Base>> {
    if let Some(below) = in_tree(target, stage) {
        return below.known();
    }
    let reference = reference(target, stage)?;
    known(&reference)
}

/// The name of the image below `stage` for all who build the Dockerfile; `None` for `scratch`, and where a variable
/// leaves it open or they do not agree.
#[must_use]
pub fn reference<'s>(target: &Target<'s>, stage: &'s Stage) -> Option<Cow<'s, ImageReference>> {
    let root = root_stage(target.stages, stage);
    match &root.base {
        Base::Image(reference) | Base::Unresolved(reference) => given(target, root, reference),
        Base::Scratch | Base::Stage(_) => None,
    }
}

/// The image that `root` gets from all who build the Dockerfile: `default`, unless they give another by a build
/// argument; `None` where they do not agree.
fn given<'s>(
    target: &Target<'_>,
    root: &Stage,
    default: &'s ImageReference,
) -> Option<Cow<'s, ImageReference>> {
    let by_default = || (!default.has_variables).then_some(Cow::Borrowed(default));
    let builds = target.surroundings.map_or(&[][..], |around| around.builds);
    if builds.iter().all(|build| build.args.is_empty()) {
        return by_default();
    }
    let file = File::new(target.path, target.document);
    let written = file.stages.get(root.index)?;
    if !written.base.contains('$') {
        return by_default();
    }
    let mut bases = builds.iter().map(|build| base_of(build, &file, written));
    let first = bases.next()?;
    let is_same = first.is_known() && bases.all(|base| base.value() == Some(&first.text));
    is_same.then(|| Cow::Owned(ImageReference::parse(&first.text)))
}

/// The image of the tree below `stage`, through the stages it is built on.
#[must_use]
pub fn in_tree<'t>(target: &Target<'t>, stage: &Stage) -> Option<&'t InTree> {
    let root = root_stage(target.stages, stage);
    target.surroundings?.base(root.index)
}

/// What the catalogue knows of an image.
#[must_use]
pub fn known(reference: &ImageReference) -> Option<Arc<catalog::Base>> {
    catalog::Base::of(&reference.text)
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
