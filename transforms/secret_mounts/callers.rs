//! Those who build the image: who passes what, and by which builder.

use crate::Target;
use ::callers::{Build, Caller, Place};

/// The builds of the Dockerfile that some file asks for.
pub(super) fn builds<'t>(target: &Target<'t>) -> impl Iterator<Item = &'t Build> {
    let builds = target.surroundings.map_or(&[][..], |around| around.builds);
    builds.iter().filter(|build| build.caller != Caller::Nobody)
}

/// Whether some build passes the argument.
pub(super) fn is_passed(target: &Target<'_>, id: &str) -> bool {
    builds(target).any(|build| passes(build, id))
}

pub(super) fn passes(build: &Build, id: &str) -> bool {
    build.args.iter().any(|argument| argument.name == id)
}

/// The file of a caller whose builder gives secrets as files only.
///
/// Buildah and Podman take `env=` on a mount in recent releases only (<https://github.com/containers/buildah/issues/5892>),
/// and kaniko has no mounts of its own.
pub(super) fn wants_files(target: &Target<'_>) -> Option<String> {
    let tree = target.surroundings?.tree;
    let mut files: Vec<&str> = builds(target)
        .map(|build| build.place.file.as_str())
        .collect();
    files.dedup();
    let other = files.into_iter().find(|file| {
        tree.read(file).is_some_and(|text| {
            ["podman", "buildah", "kaniko"]
                .iter()
                .any(|builder| text.contains(builder))
        })
    });
    other.map(str::to_owned)
}

/// The file of a caller that turns BuildKit off: the builder before it knows no mounts.
pub(super) fn turns_mounts_off(target: &Target<'_>) -> Option<String> {
    let tree = target.surroundings?.tree;
    let mut files = builds(target).map(|build| build.place.file.as_str());
    let legacy = files.find(|file| {
        tree.read(file)
            .is_some_and(|text| text.contains("DOCKER_BUILDKIT=0"))
    });
    legacy.map(str::to_owned)
}

/// A place as people read it.
pub(super) fn shown(place: &Place) -> String {
    format!("{}:{}", place.file, place.line)
}
