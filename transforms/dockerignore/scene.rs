//! Everything that is known when the lines are chosen: the files, the ignore file, the builds and what they take.

use super::build::Build;
use super::env_file::Readers;
use super::facts::Facts;
use super::ignore_file::IgnoreFile;
use super::needs::Need;
use super::pattern::Pattern;
use super::proof::Obstacle;
use super::rules::{Class, Globs, RULES, Rule, Sort};
use crate::image_path::name;
use crate::{Reason, Surroundings, Target};
use context::{Context, EntryKind, Found, listing};
use std::cell::{LazyCell, OnceCell};
use std::rc::Rc;
use std::sync::Arc;

/// More entries than this are not looked through.
const MAX_ENTRIES: usize = 50_000;

/// Everything that is known.
pub(super) struct Scene<'a> {
    pub(super) context: &'a dyn Context,
    /// The files and folders of the context; folders that are left out as a whole are not looked into.
    pub(super) found: Arc<[Found]>,
    /// For each of `found`, whether it is sent to the builder, once somebody asks.
    sent: OnceCell<Vec<bool>>,
    pub(super) file: IgnoreFile,
    target: &'a Target<'a>,
    /// What the target takes.
    needs: &'a [Need],
    /// What is known of the Dockerfiles, once it is asked: many a context lacks a file, and nothing more is asked then.
    facts: OnceCell<Vec<Rc<Facts>>>,
    /// Who needs the `.env` in the context.
    pub(super) env_readers: Readers,
    /// What the files around the target say.
    pub(super) around: Option<Surroundings<'a>>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(
        target: &'a Target<'a>,
        context: &'a dyn Context,
        needs: &'a [Need],
    ) -> Result<Scene<'a>, Obstacle> {
        let file = IgnoreFile::find(target, context)?;
        let closed = LazyCell::new(|| closed_folders(context));
        let enters = |path: &str| {
            let name = name(path);
            let mut closed = closed.iter();
            !closed.any(|pattern| pattern.may_be_called(name) && pattern.matches(path))
                && (!file.ignore.leaves_out(path) || file.ignore.may_bring_back_below(path))
        };
        // What is entered depends on nothing but the context and the ignore file.
        let key = file.text.as_deref().unwrap_or_default();
        let found = listing(context, key, MAX_ENTRIES, enters)
            .map_err(|error| Obstacle::new(Reason::ContextNotListed, error.to_string()))?;
        Ok(Scene {
            context,
            found,
            sent: OnceCell::new(),
            file,
            target,
            needs,
            facts: OnceCell::new(),
            env_readers: Readers::default(),
            around: target.surroundings,
        })
    }

    /// What is known of the target first, then of the Dockerfiles that share its context.
    pub(super) fn facts(&self) -> &[Rc<Facts>] {
        self.facts.get_or_init(|| {
            let target = self.target;
            let own = Facts::own(target.document, target.stages, self.needs.to_vec());
            let siblings = target.siblings.iter().map(Facts::sibling);
            std::iter::once(own).chain(siblings).collect()
        })
    }

    /// The builds, the target's first.
    pub(super) fn builds(&self) -> impl Iterator<Item = &Build> {
        self.facts().iter().map(|facts| &facts.build)
    }

    /// The needs of all builds.
    pub(super) fn all_needs(&self) -> impl Iterator<Item = &Need> {
        self.facts().iter().flat_map(|facts| &facts.needs)
    }

    /// The copies of the whole context, or of a folder in it, by the target's own instructions.
    pub(super) fn broad_copies(&self) -> impl Iterator<Item = &Need> {
        self.needs.iter().filter(|need| {
            need.is_copied
                && !need.is_unresolved
                && (need.source.is_whole_context() || self.is_folder(&need.source.path))
        })
    }

    /// Whether an instruction of any of the builds copies the whole context.
    pub(super) fn copies_everything(&self) -> bool {
        self.all_needs()
            .any(|need| need.is_copied && !need.is_unresolved && need.source.is_whole_context())
    }

    /// Whether `path` is sent to the builder and copied into a layer.
    pub(super) fn reaches_a_layer(&self, path: &str) -> bool {
        let mut copies = self
            .all_needs()
            .filter(|need| need.is_copied && !need.is_unresolved);
        !self.file.leaves_out(path) && copies.any(|need| need.source.covers(path))
    }

    /// Whether there is a file of one of these names that is not left out.
    pub(super) fn has_name(&self, globs: &Globs) -> bool {
        self.sent().any(|found| globs.match_name(&found.path))
    }

    /// What of the files and folders is not left out.
    pub(super) fn sent(&self) -> impl Iterator<Item = &Found> {
        let is_sent = |found: &Found| !self.file.leaves_out(&found.path);
        let sent = self
            .sent
            .get_or_init(|| self.found.iter().map(is_sent).collect());
        let pairs = self.found.iter().zip(sent);
        pairs.filter_map(|(found, is_sent)| is_sent.then_some(found))
    }

    /// Whether a `RUN` gets the file at `path` as a secret: it has the name of one, at the root or as the only one.
    pub(super) fn is_mounted(&self, path: &str) -> bool {
        let name = name(path);
        let is_of_name = |mounted: &String| mounted == name;
        if !self
            .builds()
            .any(|build| build.mounted.iter().any(is_of_name))
        {
            return false;
        }
        let mut others = self.found.iter().filter(|found| found.path != path);
        path == name || others.all(|found| found.path.rsplit('/').next() != Some(name))
    }

    fn is_folder(&self, path: &str) -> bool {
        self.found
            .iter()
            .any(|found| found.kind == EntryKind::Folder && found.path == path)
    }

    /// A file that the instructions name, that is not there, and that no build or person would make beforehand.
    ///
    /// With it missing, this is not all of the context, and nothing can be proven of it.
    pub(super) fn missing(&self) -> Option<&Need> {
        let is_missing = |need: &&Need| {
            let path = &need.source.path;
            let is_literal = !need.is_unresolved && !need.source.is_wild() && !path.is_empty();
            is_literal && self.context.kind(path).is_none() && !is_made_beforehand(path)
        };
        let others = || {
            let others = self.facts().iter().skip(1);
            others.flat_map(|facts| &facts.needs).find(is_missing)
        };
        self.needs.iter().find(is_missing).or_else(others)
    }

    /// Whether the context holds nothing but Dockerfiles and ignore files.
    pub(super) fn is_bare(&self) -> bool {
        self.found.iter().all(|found| {
            let name = found.path.to_lowercase();
            let is_of_docker = |word: &str| name.starts_with(word) || name.ends_with(word);
            ["dockerfile", "containerfile", ".dockerignore"]
                .into_iter()
                .any(is_of_docker)
        })
    }
}

/// Whether the path looks like something that is built, downloaded or written before the image is built.
fn is_made_beforehand(path: &str) -> bool {
    const FOLDERS: [&str; 14] = [
        "dist",
        "build",
        "target",
        "out",
        "bin",
        "output",
        "public",
        "release",
        "publish",
        "artifacts",
        "node_modules",
        "vendor",
        "wheels",
        "_build",
    ];
    const ENDINGS: [&str; 12] = [
        ".jar", ".war", ".whl", ".tar", ".gz", ".tgz", ".zip", ".deb", ".rpm", ".pem", ".key",
        ".crt",
    ];
    let mut parts = path.split('/');
    let is_secret = path
        .rsplit('/')
        .next()
        .is_some_and(|name| name.starts_with(".env") || name.starts_with("id_"));
    is_secret
        || parts.any(|part| FOLDERS.contains(&part))
        || ENDINGS.iter().any(|ending| path.ends_with(ending))
}

/// The folders that are not looked into: those that a rule would leave out as a whole.
fn closed_folders(context: &dyn Context) -> Vec<&'static Pattern> {
    let root = context.entries("").unwrap_or_default();
    let has_evidence = |rule: &Rule| {
        root.iter()
            .any(|entry| rule.evidence.match_name(&entry.name))
    };
    let rules = RULES
        .rules
        .iter()
        .filter(|rule| rule.kind != Some(Sort::File));
    let rules = rules.filter(|rule| rule.class != Class::Output || has_evidence(rule));
    rules.flat_map(|rule| &rule.patterns).collect()
}
