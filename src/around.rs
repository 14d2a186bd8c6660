//! What the files around one Dockerfile say of it, with what the Dockerfiles before it planned.

use crate::group::Group;
use crate::neighbourhood::{Neighbourhood, Neighbourhoods};
use callers::{Build, Container, Link, Overlay, Tree};
use dockerfile::Document;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use transforms::surroundings::refresh;
use transforms::{Child, InTree, Surroundings};

/// What the files around one Dockerfile say of it.
pub(crate) struct Around<'a> {
    path: String,
    context: Option<String>,
    tree: Overlay<'a>,
    builds: Vec<Build>,
    containers: Vec<Container>,
    manifest: Option<&'a str>,
    unread: &'a [String],
    bases: Vec<InTree>,
    children: Vec<Child>,
}

/// What was planned before, by absolute path.
pub(crate) struct Planned<'p> {
    /// The Dockerfiles that change.
    pub(crate) documents: &'p BTreeMap<PathBuf, Document>,
    /// The files beside them.
    pub(crate) texts: BTreeMap<&'p Path, &'p str>,
}

/// How many images of the tree are looked at below each other.
const MAX_DEPTH: usize = 8;

impl<'a> Around<'a> {
    /// What is said of `file`; `None` where no tree is known that it lies in.
    pub(crate) fn new(
        file: &Path,
        group: &Group,
        neighbourhoods: &'a Neighbourhoods,
        planned: &Planned<'_>,
    ) -> Option<Self> {
        let (hood, path) = neighbourhoods.of(file)?;
        let texts = planned.texts.iter();
        let tree = Overlay {
            below: &hood.tree,
            files: texts
                .filter_map(|(file, text)| Some((hood.path(file)?, (*text).to_owned())))
                .collect(),
        };
        let mut builds = hood.builds(&path);
        let mut containers = hood.containers(&builds);
        for changed in tree.files.keys() {
            refresh(&path, &mut builds, &mut containers, changed, &tree);
        }
        let root = group.root.as_ref();
        Some(Self {
            context: root.and_then(|root| hood.path(&root.folder)),
            bases: bases(hood, &path, planned, 0),
            children: children(hood, &path, planned),
            manifest: hood.manifest(),
            unread: hood.unread(),
            path,
            tree,
            builds,
            containers,
        })
    }

    /// The same for a transform.
    pub(crate) fn surroundings(&self) -> Surroundings<'_> {
        Surroundings {
            path: &self.path,
            context: self.context.as_deref(),
            tree: &self.tree,
            builds: &self.builds,
            containers: &self.containers,
            manifest: self.manifest,
            unread: self.unread,
            bases: &self.bases,
            children: &self.children,
        }
    }
}

/// The images of the tree that the stages of the Dockerfile `path` stand on, where all its builds agree.
fn bases(hood: &Neighbourhood, path: &str, planned: &Planned<'_>, depth: usize) -> Vec<InTree> {
    let mut by_stage: BTreeMap<usize, Vec<&Link>> = BTreeMap::new();
    for link in hood.bases_of(path) {
        by_stage.entry(link.stage).or_default().push(link);
    }
    let count = hood.count_builds(path);
    let stages = by_stage.into_iter();
    stages
        .filter_map(|(stage, links)| {
            let first = links.first()?;
            let is_same =
                |link: &&Link| (&link.base, &link.base_target) == (&first.base, &first.base_target);
            if links.len() != count || !links.iter().all(is_same) || depth > MAX_DEPTH {
                return None;
            }
            let document = document(hood, &first.base, planned)?;
            let stages = dockerfile::stages(&document);
            Some(InTree {
                stage,
                image: first.image.text.clone(),
                path: first.base.clone(),
                document,
                stages,
                target: target(first)?,
                bases: bases(hood, &first.base, planned, depth + 1),
                assumption: first.assumption.clone(),
            })
        })
        .collect()
}

/// The stages of other Dockerfiles that stand on an image of `path`, each once.
fn children(hood: &Neighbourhood, path: &str, planned: &Planned<'_>) -> Vec<Child> {
    let mut children: Vec<Child> = Vec::new();
    for link in hood.children_of(path).filter(|link| link.path != path) {
        let Some(target) = target(link) else {
            continue;
        };
        let is_known = children.iter().any(|child| {
            (&child.path, child.stage, &child.target) == (&link.path, link.stage, &target)
        });
        if let (false, Some(document)) = (is_known, document(hood, &link.path, planned)) {
            children.push(Child {
                path: link.path.clone(),
                stages: dockerfile::stages(&document),
                document,
                stage: link.stage,
                target,
            });
        }
    }
    children.sort_by(|one, other| (&one.path, one.stage).cmp(&(&other.path, other.stage)));
    children
}

/// The stage of the base that a link means; nothing when a variable without a value names it.
fn target(link: &Link) -> Option<Option<String>> {
    match &link.base_target {
        None => Some(None),
        Some(text) => text.value().map(|name| Some(name.to_owned())),
    }
}

/// The Dockerfile `path` as it is planned, or as it stands.
fn document(hood: &Neighbourhood, path: &str, planned: &Planned<'_>) -> Option<Document> {
    let file: PathBuf = hood.top.join(path).components().collect();
    if let Some(document) = planned.documents.get(&file) {
        return Some(document.clone());
    }
    let document = Document::parse(hood.tree.read(path)?);
    document.problems.is_empty().then_some(document)
}
