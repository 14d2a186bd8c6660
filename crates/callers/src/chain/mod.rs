//! Chains of images: which Dockerfile of the tree builds the base of another.

mod circle;
mod image;
mod link;

use crate::{Build, Problem, Text};
use dockerfile::{Document, Kind};

pub(crate) use image::{Fit, Image};

/// What a Dockerfile says of its bases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path below the root of the tree.
    pub path: String,
    /// The arguments before the first `FROM`, with their defaults.
    pub args: Vec<(String, Option<String>)>,
    /// Its stages, in order.
    pub stages: Vec<FileStage>,
}

/// A stage as its `FROM` writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileStage {
    /// Its name, in lower case.
    pub name: Option<String>,
    /// The base as written, variables in it.
    pub base: String,
    /// The line of its `FROM`.
    pub line: usize,
}

impl File {
    /// What the text of a Dockerfile says, of which only the lines about bases are read.
    #[must_use]
    pub fn read(path: impl Into<String>, text: &str) -> Self {
        Self::new(path, &Document::parse_bases(text))
    }

    /// What a parsed Dockerfile says.
    #[must_use]
    pub fn new(path: impl Into<String>, document: &Document) -> Self {
        let mut file = Self {
            path: path.into(),
            args: Vec::new(),
            stages: Vec::new(),
        };
        for instruction in &document.instructions {
            if let Kind::From(from) = &instruction.kind {
                file.stages.push(FileStage {
                    name: from.alias.as_ref().map(|name| name.value.to_lowercase()),
                    base: from.image.value.clone(),
                    line: instruction.lines.first,
                });
            } else if let (Kind::Arg(pairs), true) = (&instruction.kind, file.stages.is_empty()) {
                let defaults = pairs.iter().map(|pair| {
                    let value = pair.value.as_ref().map(|value| value.value.clone());
                    (pair.key.value.clone(), value)
                });
                file.args.extend(defaults);
            }
        }
        file
    }
}

/// The base of a stage with the arguments of `build`; a default that is not overridden is taken.
#[must_use]
pub fn base_of(build: &Build, file: &File, stage: &FileStage) -> Text {
    link::base(build, file, stage)
}

/// The images of a tree and how they stand on each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chains {
    /// Every stage that stands on an image the tree builds, in the order of the builds.
    pub links: Vec<Link>,
    /// Circles and bases that more than one Dockerfile builds, by file and line.
    pub problems: Vec<Problem>,
}

/// One stage of one build, on the image that another build makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The Dockerfile that stands on the other.
    pub path: String,
    /// The stage in it, counted from 0.
    pub stage: usize,
    /// The build, as a position in the builds that were given.
    pub build: usize,
    /// The name of the base, variables replaced.
    pub image: Text,
    /// The Dockerfile that builds the base.
    pub base: String,
    /// The build of the base, as a position in the builds that were given.
    pub base_build: usize,
    /// The stage of the base that ships; `None` for its last one.
    pub base_target: Option<Text>,
    /// What is taken for granted, when anything is.
    pub assumption: Option<String>,
}

impl Chains {
    /// The chains of a tree, from its builds and the stages of its Dockerfiles.
    #[must_use]
    pub fn new(builds: &[Build], files: &[File]) -> Self {
        let (links, mut problems) = link::links(builds, files);
        problems.extend(circle::circles(&links));
        problems.sort();
        problems.dedup();
        Self { links, problems }
    }

    /// Whether any of `builds` makes an image that another Dockerfile may stand on.
    #[must_use]
    pub fn are_possible(builds: &[Build]) -> bool {
        let can_link = |build: &Build| !build.images.is_empty() || !build.contexts.is_empty();
        builds.iter().any(can_link)
    }

    /// What a stage of a Dockerfile stands on: one link for each build that gives it a base of the tree.
    pub fn bases<'c>(&'c self, path: &'c str, stage: usize) -> impl Iterator<Item = &'c Link> {
        let links = self.links.iter();
        links.filter(move |link| link.path == path && link.stage == stage)
    }

    /// Who stands on an image of a Dockerfile.
    pub fn children<'c>(&'c self, path: &'c str) -> impl Iterator<Item = &'c Link> {
        self.links.iter().filter(move |link| link.base == path)
    }
}
