//! Which base the final stage stands on, and whether it has a slim twin.

use crate::base_image::root_stage;
use crate::tag_spelling::{self, Spelling};
use crate::{Reason, Target};
use catalog::{ImageName, NoTwin, Twin, slim_twin};
use dockerfile::{Base, ImageReference, Stage};
use std::sync::Arc;

/// A full base of the final stage that has a slim twin.
#[derive(Debug)]
pub(super) struct Subject {
    /// The position of its `FROM`.
    pub(super) from: usize,
    /// The image as the file names it, variables filled in: `python:3.12`.
    pub(super) image: String,
    /// The same with the twin's tag.
    pub(super) slim_image: String,
    /// What the catalogue knows of the image.
    pub(super) full: Arc<catalog::Base>,
    /// What the catalogue knows of its twin.
    pub(super) slim: Arc<catalog::Base>,
    /// The twin.
    pub(super) twin: Twin,
    /// How the file comes to say the twin's tag.
    pub(super) spelling: Spelling,
}

impl Subject {
    /// The image without registry and folders: `python`.
    pub(super) fn language(&self) -> &str {
        self.full.name.as_str()
    }
}

/// What was found about the base of the final stage.
#[derive(Debug)]
pub(super) enum Found {
    /// There is nothing to say.
    Nothing,
    /// It cannot be swapped: the image, the position of its `FROM`, and why.
    Held(String, usize, Reason, String),
    /// It can, if nothing needs what goes.
    Subject(Box<Subject>),
}

/// The base of the final stage, through the stages it is built on.
pub(super) fn find(target: &Target<'_>) -> Found {
    let Some(stage) = dockerfile::final_stage(target.stages) else {
        return Found::Nothing;
    };
    let root = root_stage(target.stages, stage);
    match &root.base {
        Base::Scratch | Base::Stage(_) => Found::Nothing,
        Base::Unresolved(reference) => unresolved(root, reference),
        Base::Image(reference) => image(target, root, reference),
    }
}

fn image(target: &Target<'_>, root: &Stage, reference: &ImageReference) -> Found {
    let (name, tag) = ImageName::split(&reference.text);
    let text = reference.text.clone();
    let held = |reason, detail: String| Found::Held(text.clone(), root.from, reason, detail);
    if name.official().is_none() {
        return private(&name, tag, &held);
    }
    let twin = match slim_twin(&name, tag) {
        Ok(twin) => twin,
        Err(why) => return without_twin(why, &name, tag, &held),
    };
    // The minimal images of the others have another package manager.
    let full = catalog::Base::new(&name, tag);
    let family = full.as_ref().and_then(|base| base.family);
    if family.is_some_and(|family| family != catalog::Family::Dpkg) {
        return Found::Nothing;
    }
    if reference.digest.is_some() {
        let detail =
            format!("`{text}` names one image, and the digest of its slim twin is not known here");
        return held(Reason::PinnedByDigest, detail);
    }
    let slim = catalog::Base::new(&name, Some(&twin.tag));
    let (Some(full), Some(slim)) = (full, slim) else {
        return held(
            Reason::UnknownBase,
            format!("nobody described what is in `{text}`"),
        );
    };
    match tag_spelling::of(target, root, reference, &twin.tag) {
        Ok(spelling) => Found::Subject(Box::new(Subject {
            from: root.from,
            slim_image: with_tag(reference, &twin.tag),
            image: text,
            full,
            slim,
            twin,
            spelling,
        })),
        Err((reason, detail)) => held(reason, detail),
    }
}

fn with_tag(reference: &ImageReference, tag: &str) -> String {
    let end = reference.repository.end;
    format!("{}:{tag}", reference.text.get(..end).unwrap_or_default())
}

fn without_twin(
    why: NoTwin,
    name: &ImageName,
    tag: Option<&str>,
    held: &dyn Fn(Reason, String) -> Found,
) -> Found {
    let tag = tag.unwrap_or("latest");
    match why {
        NoTwin::NotOfficial | NoTwin::AlreadySlim | NoTwin::NoSlimLine | NoTwin::Windows => {
            Found::Nothing
        }
        // An image that nobody publishes says nothing about its tags.
        NoTwin::NoSuchTag if catalog::image(name).is_none_or(|image| image.slim.is_none()) => {
            Found::Nothing
        }
        NoTwin::NoSuchTag => held(
            Reason::UnknownTag,
            format!("`{name}:{tag}` was not published by {}", catalog::SNAPSHOT),
        ),
        NoTwin::Onbuild => held(
            Reason::OnbuildBase,
            format!(
                "`{name}:{tag}` runs instructions of its own in this build, and slim images have none"
            ),
        ),
        NoTwin::NoSuchTwin | NoTwin::OtherLife => held(
            Reason::NoSlimTwin,
            format!("there is no slim image of the same version for `{name}:{tag}`"),
        ),
        NoTwin::OtherRelease => held(
            Reason::TwinOnOtherRelease,
            format!("the slim image for `{name}:{tag}` is on another distribution or release"),
        ),
        NoTwin::UnknownRelease => held(
            Reason::TwinOnOtherRelease,
            format!("it is not known on which release `{name}:{tag}` and its slim twin are"),
        ),
    }
}

/// A copy of a full image in a registry of its own: which tags are there, only its owner knows.
fn private(name: &ImageName, tag: Option<&str>, held: &dyn Fn(Reason, String) -> Found) -> Found {
    let last = name.as_str().rsplit('/').next().unwrap_or_default();
    let is_full = slim_twin(&ImageName::new(last), tag).is_ok();
    let registry = name.as_str().split('/').next().unwrap_or_default();
    if is_full && registry.contains(['.', ':']) && catalog::image(name).is_none() {
        return held(
            Reason::UnknownBase,
            format!("which tags `{name}` has is not known here"),
        );
    }
    Found::Nothing
}

fn unresolved(root: &Stage, reference: &ImageReference) -> Found {
    let name = reference
        .part(Some(reference.repository))
        .unwrap_or_default();
    let name = name.rsplit('/').next().unwrap_or_default();
    let has_line = catalog::image(&ImageName::new(name)).is_some_and(|image| image.slim.is_some());
    let tag = reference.part(reference.tag).unwrap_or_default();
    if !has_line || tag.contains("slim") || tag.contains("alpine") {
        return Found::Nothing;
    }
    Found::Held(
        reference.text.clone(),
        root.from,
        Reason::UnresolvedBase,
        format!("`{}` has a variable without a default", reference.text),
    )
}
