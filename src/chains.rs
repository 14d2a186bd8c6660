//! How the images of a tree on disk stand on each other: its Dockerfiles are read on all cores.

use crate::crew;
use crate::tree::DiskTree;
use callers::{Build, Chains, File, Tree, is_dockerfile};
use rustc_hash::FxHashMap;

/// The texts of Dockerfiles, by path.
pub(crate) type Texts = FxHashMap<String, String>;

/// The chains of `tree`, whose builds are `builds`, and the Dockerfiles that were read for them.
pub(crate) fn chains(tree: &DiskTree, builds: &[Build]) -> (Chains, Texts) {
    if !Chains::are_possible(builds) {
        return Default::default();
    }
    let paths = tree.files_named(is_dockerfile);
    let files = crew::each(&paths, crew::cores(), |path| {
        let text = tree.glance(path)?;
        Some((File::read(path.clone(), &text), text))
    });
    let (files, texts): (Vec<File>, Vec<String>) = files.into_iter().flatten().unzip();
    let chains = Chains::new(builds, &files);
    let paths = files.into_iter().map(|file| file.path);
    (chains, paths.zip(texts).collect())
}
