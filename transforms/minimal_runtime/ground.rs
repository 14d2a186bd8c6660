//! The image that a stage stands on, as the file names it.

use crate::base_image::root_stage;
use catalog::ImageName;
use dockerfile::{Base, ImageReference, Stage};

/// The image below a stage: its reference is taken apart once for all who look at it.
pub(super) struct Ground<'t> {
    /// The stage whose `FROM` names it.
    pub(super) root: &'t Stage,
    pub(super) reference: &'t ImageReference,
    pub(super) name: ImageName,
    pub(super) tag: Option<&'t str>,
}

impl<'t> Ground<'t> {
    /// That of `stage`; none on `scratch`, and where a variable leaves it open.
    pub(super) fn of(stages: &'t [Stage], stage: &'t Stage) -> Option<Self> {
        let root = root_stage(stages, stage);
        let Base::Image(reference) = &root.base else {
            return None;
        };
        let (name, tag) = ImageName::split(&reference.text);
        Some(Self {
            root,
            reference,
            name,
            tag,
        })
    }
}
