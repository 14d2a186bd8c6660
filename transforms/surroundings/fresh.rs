//! Reading callers again once a plan has changed them, so that the places they name are those of the new text.

use callers::{Build, Caller, Container, Tree, discover, folder};

/// Brings `builds` of the Dockerfile `path`, and `containers`, to what the file `changed` says now in `tree`.
pub fn refresh(
    path: &str,
    builds: &mut Vec<Build>,
    containers: &mut Vec<Container>,
    changed: &str,
    tree: &dyn Tree,
) {
    let is_named = builds.iter().any(|build| build.place.file == changed)
        || containers
            .iter()
            .any(|container| container.place.file == changed);
    if !is_named {
        return;
    }
    let found = discover(&Neighbours { tree, of: changed });
    builds.retain(|build| build.place.file != changed);
    builds.extend(found.builds.into_iter().filter(|build| {
        build.caller != Caller::Nobody && build.place.file == changed && build.path() == Some(path)
    }));
    builds.sort_by(|one, other| (&one.place, &one.name).cmp(&(&other.place, &other.name)));
    let names: Vec<String> = containers
        .iter()
        .filter(|container| container.place.file == changed)
        .map(|container| container.name.clone())
        .collect();
    containers.retain(|container| container.place.file != changed);
    containers.extend(
        found
            .containers
            .into_iter()
            .filter(|container| container.place.file == changed && names.contains(&container.name)),
    );
    containers.sort_by(|one, other| (&one.place, &one.name).cmp(&(&other.place, &other.name)));
}

/// The files in the folder of one of them: a caller is read together with those beside it, and all can be read by name.
struct Neighbours<'t> {
    tree: &'t dyn Tree,
    of: &'t str,
}

impl Tree for Neighbours<'_> {
    fn files(&self) -> Vec<String> {
        self.tree.files_in(folder(self.of))
    }

    fn read(&self, file: &str) -> Option<String> {
        self.tree.read(file)
    }

    fn has(&self, file: &str) -> bool {
        self.tree.has(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use callers::Memory;

    #[test]
    fn a_caller_is_read_again_after_its_text_has_changed() {
        let compose = |first: &str| {
            Memory::from([
                ("a/Dockerfile".to_owned(), "FROM scratch\n".to_owned()),
                (
                    "a/compose.yaml".to_owned(),
                    format!("{first}services:\n  web:\n    build: .\n    user: \"5\"\n"),
                ),
                ("build.sh".to_owned(), "docker build a\n".to_owned()),
            ])
        };
        let old = discover(&compose(""));
        let (mut builds, mut containers) = (old.builds, old.containers);
        assert_eq!(builds.len(), 2, "{builds:?}");
        let new = compose("name: shop\n\n");
        refresh(
            "a/Dockerfile",
            &mut builds,
            &mut containers,
            "a/compose.yaml",
            &new,
        );
        let fresh = discover(&new);
        assert_eq!((builds, containers), (fresh.builds, fresh.containers));
    }
}
