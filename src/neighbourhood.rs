//! What the files around the Dockerfiles say of them, read once for each tree that the paths lie in.

use crate::below::path_below;
use crate::chains::{Texts, chains};
use crate::crew;
use crate::discover::shown;
use crate::folders::Folders;
use crate::group::Root;
use crate::joined::joined;
use crate::landmark::OF_CLUSTERS;
use crate::places::Places;
use crate::tree::DiskTree;
use crate::walk::Walks;
use crate::write::JOURNAL;
use callers::{Build, Caller, Callers, Chains, Container, Link, Runner, Runs, discover};
use context::EntryKind;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The trees that the paths lie in, and what they say of contexts; all paths are absolute, without links.
#[derive(Default)]
pub(crate) struct Neighbourhoods {
    trees: Vec<Neighbourhood>,
    pub(crate) places: Arc<Places>,
    /// The context of each Dockerfile that all its callers build from the same folder.
    pub(crate) contexts: FxHashMap<OsString, Root>,
    /// The Dockerfiles that somebody builds from a folder.
    pub(crate) sharing: FxHashMap<OsString, BTreeSet<PathBuf>>,
}

/// One tree: the work tree of git, or the folder that was named where there is none.
pub(crate) struct Neighbourhood {
    /// Its root.
    pub(crate) top: PathBuf,
    /// Its files.
    pub(crate) tree: DiskTree,
    /// Which images stand on which.
    chains: Chains,
    callers: Callers,
    runs: Runs,
    /// The positions of the builds of each Dockerfile.
    builds: Positions,
    /// The positions of the links of each Dockerfile that stands on another, and of each that another stands on.
    bases: Positions,
    children: Positions,
    /// A file that says what runs in a cluster.
    manifest: Option<String>,
    /// Dockerfiles that were read, until they are asked for.
    texts: Mutex<Texts>,
}

impl Neighbourhoods {
    /// The trees with the roots `tops`, seen from `here`.
    pub(crate) fn read(walks: &Walks, here: &Path, tops: BTreeSet<PathBuf>) -> Self {
        let trees = tops.into_iter();
        let trees = trees.map(|top| Neighbourhood::read(walks, top));
        let mut trees: Vec<Neighbourhood> = trees.collect();
        let here = here.canonicalize().unwrap_or_else(|_| here.to_path_buf());
        let (mut contexts, mut sharing) = (FxHashMap::default(), FxHashMap::default());
        let read_contexts =
            || (contexts, sharing) = self::contexts(&trees, &here, &walks.places.folders);
        let read_chains = || {
            let trees = trees.iter();
            let chains = trees.map(|tree| chains(&tree.tree, &tree.callers.builds));
            chains.collect::<Vec<_>>()
        };
        let chains = crew::with(read_contexts, read_chains);
        for (tree, (chains, texts)) in trees.iter_mut().zip(chains) {
            tree.link(chains, texts);
        }
        Self {
            trees,
            places: Arc::clone(&walks.places),
            contexts,
            sharing,
        }
    }

    /// The folders in which an earlier run left a journal.
    pub(crate) fn journals(&self) -> Vec<PathBuf> {
        let trees = self.trees.iter();
        let journals = trees.flat_map(|tree| {
            let named = tree.tree.landmarks(JOURNAL);
            named.map(|file| below(&tree.top, file.trim_end_matches(JOURNAL)))
        });
        journals.collect()
    }

    /// The innermost tree that `file` lies in, and its path there.
    pub(crate) fn of(&self, file: &Path) -> Option<(&Neighbourhood, String)> {
        let trees = self.trees.iter().rev();
        trees
            .filter_map(|tree| Some((tree, tree.path(file)?)))
            .next()
    }

    /// The text of the Dockerfile `file`, where it was read on the way and nobody took it before.
    pub(crate) fn take_text(&self, file: &Path) -> Option<String> {
        let (tree, path) = self.of(file)?;
        let mut texts = tree.texts.lock().unwrap_or_else(PoisonError::into_inner);
        texts.remove(&path)
    }

    /// The pairs of Dockerfiles of which the second stands on the first.
    pub(crate) fn links(&self) -> impl Iterator<Item = (PathBuf, PathBuf)> {
        self.trees.iter().flat_map(|tree| {
            let links = tree.chains.links.iter();
            links.map(|link| (below(&tree.top, &link.base), below(&tree.top, &link.path)))
        })
    }

    /// Forgets what callers say of contexts: the command line names one for all files.
    pub(crate) fn forget_contexts(&mut self) {
        self.contexts.clear();
        self.sharing.clear();
    }
}

/// The context of each Dockerfile that all its callers build from the same folder, and the Dockerfiles that somebody
/// builds from each folder.
type Contexts = (
    FxHashMap<OsString, Root>,
    FxHashMap<OsString, BTreeSet<PathBuf>>,
);

/// What the callers of `trees` say of contexts, seen from `here`.
fn contexts(trees: &[Neighbourhood], here: &Path, known: &Folders) -> Contexts {
    let (mut contexts, mut sharing) = Contexts::default();
    let mut folders: FxHashMap<OsString, BTreeSet<PathBuf>> = FxHashMap::default();
    for tree in trees {
        for build in &tree.callers.builds {
            let is_said = build.caller != Caller::Nobody;
            let place = build.path().zip(build.context.folder());
            if let (true, Some((path, folder))) = (is_said, place) {
                let (file, folder) = (below(&tree.top, path), below(&tree.top, folder));
                let files = sharing.entry(folder.clone().into()).or_default();
                files.insert(file.clone());
                folders.entry(file.into()).or_default().insert(folder);
            }
        }
    }
    for (file, folders) in folders {
        let mut folders = folders.into_iter();
        if let (Some(folder), None) = (folders.next(), folders.next())
            && (known.known(&folder).flatten().is_some() || folder.is_dir())
        {
            let path = shown(folder.strip_prefix(here).unwrap_or(&folder));
            contexts.insert(file, Root { folder, path });
        }
    }
    (contexts, sharing)
}

impl Neighbourhood {
    fn read(walks: &Walks, top: PathBuf) -> Self {
        let tree = DiskTree::new(walks, top.clone());
        let callers = discover(&tree);
        let mut builds = Positions::default();
        for (at, build) in callers.builds.iter().enumerate() {
            if let Some(path) = build.path() {
                positions(&mut builds, path).push(at);
            }
        }
        Self {
            manifest: manifest(&tree, &callers),
            texts: Mutex::default(),
            chains: Chains::default(),
            bases: Positions::default(),
            children: Positions::default(),
            runs: Runs::new(&callers.containers),
            top,
            tree,
            callers,
            builds,
        }
    }

    /// Takes in how the images stand on each other, and the Dockerfiles that were read to know it.
    fn link(&mut self, chains: Chains, texts: Texts) {
        for (at, link) in chains.links.iter().enumerate() {
            positions(&mut self.bases, &link.path).push(at);
            positions(&mut self.children, &link.base).push(at);
        }
        self.chains = chains;
        self.texts = Mutex::new(texts);
    }

    /// The path of `file` below the root.
    pub(crate) fn path(&self, file: &Path) -> Option<String> {
        path_below(&self.top, file)
    }

    /// How many builds the Dockerfile `path` has.
    pub(crate) fn count_builds(&self, path: &str) -> usize {
        self.builds.get(path).map_or(0, Vec::len)
    }

    /// The links of the stages of the Dockerfile `path` to what they stand on.
    pub(crate) fn bases_of<'h>(&'h self, path: &str) -> impl Iterator<Item = &'h Link> + use<'h> {
        let positions = self.bases.get(path).into_iter().flatten();
        positions.filter_map(|at| self.chains.links.get(*at))
    }

    /// The links of the stages that stand on an image of the Dockerfile `path`.
    pub(crate) fn children_of<'h>(
        &'h self,
        path: &str,
    ) -> impl Iterator<Item = &'h Link> + use<'h> {
        let positions = self.children.get(path).into_iter().flatten();
        positions.filter_map(|at| self.chains.links.get(*at))
    }

    /// The builds of the Dockerfile `path`.
    pub(crate) fn builds(&self, path: &str) -> Vec<Build> {
        let positions = self.builds.get(path).into_iter().flatten();
        positions
            .filter_map(|at| self.callers.builds.get(*at).cloned())
            .collect()
    }

    /// The containers that run an image of one of `builds`.
    pub(crate) fn containers(&self, builds: &[Build]) -> Vec<Container> {
        let positions = self.runs.of(builds).into_iter();
        positions
            .filter_map(|at| self.callers.containers.get(at).cloned())
            .collect()
    }

    /// The files that may build images, by their names, and cannot be read.
    pub(crate) fn unread(&self) -> &[String] {
        &self.callers.unread
    }

    /// A file that says what runs in a cluster.
    pub(crate) fn manifest(&self) -> Option<&str> {
        self.manifest.as_deref()
    }
}

/// The first file that says what runs in a cluster: a manifest, a chart, or what ships them.
fn manifest(tree: &DiskTree, callers: &Callers) -> Option<String> {
    let mut containers = callers.containers.iter();
    let container = containers.find(|container| container.runner == Runner::Kubernetes);
    let place = container.map(|container| &container.place);
    let place = place.or(callers.charts.first().map(|line| &line.place));
    let named = OF_CLUSTERS
        .iter()
        .find_map(|name| tree.landmarks(name).next());
    place
        .map(|place| place.file.clone())
        .or_else(|| named.map(str::to_owned))
}

/// Positions in a list, by path.
type Positions = FxHashMap<String, Vec<usize>>;

fn positions<'p>(of: &'p mut Positions, path: &str) -> &'p mut Vec<usize> {
    of.entry(path.to_owned()).or_default()
}

fn below(top: &Path, path: &str) -> PathBuf {
    let is_plain = MAIN_SEPARATOR == '/' && path.split('/').all(|part| !matches!(part, "" | "."));
    match joined(top, path) {
        place if is_plain => place,
        place => place.components().collect(),
    }
}

/// The folders in which the callers of what `paths` name, seen from `here`, are looked for: the repository of each, or
/// itself where there is none. All of them, and the folders that are named, are walked over once this is known.
pub(crate) fn tops(walks: &Walks, here: &Path, paths: &[PathBuf]) -> BTreeSet<PathBuf> {
    let (mut tops, mut named) = (BTreeSet::new(), BTreeSet::new());
    for path in paths {
        let Ok(place) = walks.places.at(&joined(here, path)) else {
            continue;
        };
        let folder = place.folder();
        let root = walks.places.repository(folder);
        let top = root.as_deref().unwrap_or(folder);
        if !tops.contains(top) {
            tops.insert(top.to_path_buf());
        }
        if place.kind == EntryKind::Folder {
            named.insert(place.path);
        }
    }
    for top in &tops {
        walks.over(top);
    }
    for folder in &named {
        walks.into(folder);
    }
    tops
}
