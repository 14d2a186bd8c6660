//! How the images of a tree on disk stand on each other: its Dockerfiles are read on all cores.

use crate::crew;
use crate::tree::DiskTree;
use callers::{Build, Chains, File, Tree, is_dockerfile};

/// The chains of `tree`, whose builds are `builds`.
pub(crate) fn chains(tree: &DiskTree, builds: &[Build]) -> Chains {
    if !Chains::are_possible(builds) {
        return Chains::default();
    }
    let mut paths = tree.files();
    paths.retain(|path| is_dockerfile(path));
    let files = crew::each(&paths, crew::cores(), |path| {
        Some(File::read(path.clone(), &tree.glance(path)?))
    });
    let files: Vec<File> = files.into_iter().flatten().collect();
    Chains::new(builds, &files)
}
