//! `docker buildx bake` on a command line: which files, which targets, what is set.

use super::flags::flags;
use crate::bake::{self, Override, Selection};
use crate::{Build, Caller, Place, Text, Tree, path};

/// The builds of a `bake` command that sets something of its own; without that, the bake file says it all.
pub(super) fn builds(
    words: &[Text],
    tree: &dyn Tree,
    folder: &str,
    caller: Caller,
    place: &Place,
) -> Vec<Build> {
    let (flags, rest) = flags(words, false);
    let of = |name: &str| {
        let flags = flags.iter().filter(|flag| flag.name == name);
        flags.map(|flag| flag.value.clone()).collect::<Vec<Text>>()
    };
    let targets = rest
        .iter()
        .filter_map(|at| Some(words.get(*at)?.text.clone()));
    let request = Request {
        files: of("file").into_iter().map(|file| file.text).collect(),
        targets: targets.collect(),
        sets: of("set"),
    };
    request.builds(tree, folder, caller, place)
}

/// A call of bake.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    /// The bake files; empty for those that bake finds itself.
    pub(crate) files: Vec<String>,
    /// The targets; empty for `default`.
    pub(crate) targets: Vec<String>,
    /// `target.key=value`.
    pub(crate) sets: Vec<Text>,
}

impl Request {
    /// The builds, when anything is set; each is said to stand at `place`.
    pub(crate) fn builds(
        &self,
        tree: &dyn Tree,
        folder: &str,
        caller: Caller,
        place: &Place,
    ) -> Vec<Build> {
        let overrides: Vec<Override> = self.sets.iter().filter_map(set).collect();
        if overrides.is_empty() {
            return Vec::new();
        }
        let files = if self.files.is_empty() {
            bake::standard(tree, folder)
        } else {
            let files = self.files.iter();
            files.filter_map(|file| path::join(folder, file)).collect()
        };
        let files: Vec<String> = files
            .into_iter()
            .filter(|file| bake::is_bake(file))
            .collect();
        let (definitions, _) = bake::read(tree, &files);
        let names = if self.targets.is_empty() {
            vec!["default".to_owned()]
        } else {
            self.targets.clone()
        };
        let selection = Selection { names, overrides };
        let (mut builds, _) = bake::builds(&definitions, folder, &selection);
        for build in &mut builds {
            build.caller = caller;
            build.place = place.clone();
        }
        builds
    }
}

/// `target.key=value`, as `--set` takes it.
fn set(text: &Text) -> Option<Override> {
    let (left, value) = text.split_once('=')?;
    let (target, key) = left.text.split_once('.')?;
    Some(Override {
        target: target.to_owned(),
        key: key.to_owned(),
        value,
    })
}
