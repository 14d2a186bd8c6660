//! Finds the build that makes the base of a stage.

use super::image::{Fit, Image};
use super::{File, FileStage, Link};
use crate::interpolate::interpolate;
use crate::{Build, Problem, Source, Text};
use rustc_hash::FxHashMap;

/// Every stage that stands on an image of the tree, and what is not clear.
pub(super) fn links(builds: &[Build], files: &[File]) -> (Vec<Link>, Vec<Problem>) {
    let finder = Finder {
        builds,
        images: images(builds),
    };
    let files = files.iter().map(|file| (file.path.as_str(), file));
    let files: FxHashMap<&str, &File> = files.collect();
    let (mut links, mut problems) = (Vec::new(), Vec::new());
    for (at, build) in builds.iter().enumerate() {
        let Some(file) = build.path().and_then(|path| files.get(path)) else {
            continue;
        };
        for (number, stage) in file.stages.iter().enumerate() {
            let before = file.stages.get(..number).unwrap_or_default();
            let image = base(build, file, stage);
            if is_stage(before, &image.text) {
                continue;
            }
            match finder.find(build, &image) {
                Found::Nothing => {}
                Found::Build(base_build, assumption) => {
                    links.extend(finder.link(file, number, at, image, base_build, assumption));
                }
                Found::Several(paths) => {
                    let paths = paths.join("`, `");
                    let message = format!("the base `{image}` is built by `{paths}`");
                    problems.push(Problem::new(&file.path, stage.line, message));
                }
            }
        }
    }
    (links, problems)
}

/// The base of a stage with the arguments of a build; `$x` and `${x:-y}` as in a shell.
pub(super) fn base(build: &Build, file: &File, stage: &FileStage) -> Text {
    let value = |name: &str| {
        let given = build.args.iter().find(|argument| argument.name == name);
        let (_, default) = file.args.iter().find(|(other, _)| other == name)?;
        match given.map(|argument| &argument.value) {
            Some(Some(value)) => Some(value.clone()),
            // The environment of the caller decides, and it may have no such variable.
            Some(None) | None => {
                let mut text = Text::known(default.clone()?);
                text.defaults.push(name.to_owned());
                Some(text)
            }
        }
    };
    interpolate(&stage.base, &value)
}

fn is_stage(before: &[FileStage], image: &str) -> bool {
    let mut names = before.iter().filter_map(|stage| stage.name.as_ref());
    names.any(|name| *name == image.to_lowercase())
}

/// The images that are built, by repository, with the positions of their builds.
type Images<'b> = FxHashMap<&'b str, Vec<(usize, Image<'b>)>>;

fn images(builds: &[Build]) -> Images<'_> {
    let mut images = Images::default();
    for (at, build) in builds.iter().enumerate() {
        for image in build.images.iter().filter_map(Image::parse) {
            let named = images.entry(image.repository).or_default();
            named.push((at, image));
        }
    }
    images
}

struct Finder<'f> {
    builds: &'f [Build],
    images: Images<'f>,
}

enum Found {
    Nothing,
    Build(usize, Option<String>),
    Several(Vec<String>),
}

impl Finder<'_> {
    fn find(&self, build: &Build, image: &Text) -> Found {
        let named = build.contexts.iter().find(|named| {
            let is_name = named.name == image.text;
            let pair = Image::of(&named.name).zip(Image::parse(image));
            is_name || pair.is_some_and(|(name, image)| name.fit(&image) == Some(Fit::Same))
        });
        match named.map(|named| &named.source) {
            Some(Source::Build(name)) => self.sibling(build, name),
            Some(Source::Image(other)) => self.by_name(other),
            Some(Source::Folder(_) | Source::Remote(_) | Source::Stdin | Source::Unresolved(_)) => {
                Found::Nothing
            }
            None => self.by_name(image),
        }
    }

    /// The build of the same caller that is called `name`.
    fn sibling(&self, build: &Build, name: &str) -> Found {
        let folder = |build: &Build| crate::path::folder(&build.place.file).to_owned();
        let mut siblings = self.builds.iter().enumerate();
        let found = siblings.find(|(_, other)| {
            other.caller == build.caller && other.name == name && folder(other) == folder(build)
        });
        found.map_or(Found::Nothing, |(at, _)| Found::Build(at, None))
    }

    fn by_name(&self, image: &Text) -> Found {
        let Some(wanted) = Image::parse(image) else {
            return Found::Nothing;
        };
        let fits = self.images.get(wanted.repository).into_iter().flatten();
        let fits: Vec<(Fit, usize)> = fits
            .filter_map(|(at, image)| Some((image.fit(&wanted)?, *at)))
            .collect();
        let Some(best) = fits.iter().map(|(fit, _)| *fit).max() else {
            return Found::Nothing;
        };
        let mut candidates = fits
            .iter()
            .filter(|(fit, _)| *fit == best)
            .map(|(_, at)| *at);
        let Some(first) = candidates.next() else {
            return Found::Nothing;
        };
        let what = |at: usize| {
            let build = self.builds.get(at)?;
            Some((build.path()?.to_owned(), build.target.clone()))
        };
        let mut others: Vec<String> = candidates
            .filter(|at| what(*at) != what(first))
            .filter_map(|at| what(at).map(|(path, _)| path))
            .collect();
        if others.is_empty() {
            let assumption = (best == Fit::Repository)
                .then(|| format!("`{image}` has the tag that the build of its base gives"));
            return Found::Build(first, assumption);
        }
        others.extend(what(first).map(|(path, _)| path));
        others.sort();
        others.dedup();
        Found::Several(others)
    }

    fn link(
        &self,
        file: &File,
        stage: usize,
        build: usize,
        image: Text,
        base_build: usize,
        assumption: Option<String>,
    ) -> Option<Link> {
        let base = self.builds.get(base_build)?;
        Some(Link {
            path: file.path.clone(),
            stage,
            build,
            image,
            base: base.path()?.to_owned(),
            base_build,
            base_target: base.target.clone(),
            assumption,
        })
    }
}
