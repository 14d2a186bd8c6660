//! A service that a compose file and its override say together: what each of the two says alone.

use crate::{Build, Caller, Memory, Tree, compose, discover, path};

/// The build of a service as each file of its project says it; nothing where one file says all of it, or where the file
/// without the override builds another Dockerfile.
#[must_use]
pub fn layers(build: &Build, tree: &dyn Tree) -> Vec<Build> {
    if build.caller != Caller::Compose {
        return Vec::new();
    }
    let files = tree.files_in(path::folder(&build.place.file));
    let Some((standard, overriding)) = compose::pair(&files) else {
        return Vec::new();
    };
    if ![standard, overriding].contains(&build.place.file.as_str()) {
        return Vec::new();
    }
    let alone = |file: &str| {
        let text = tree.read(file)?;
        let found = discover(&Memory::from([(file.to_owned(), text)]));
        let mut builds = found.builds.into_iter();
        builds.find(|other| other.caller == Caller::Compose && other.name == build.name)
    };
    match (alone(standard), alone(overriding)) {
        (Some(base), Some(over)) if base.path() == build.path() => vec![base, over],
        (_, _) => Vec::new(),
    }
}
