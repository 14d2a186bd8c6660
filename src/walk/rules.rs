//! What git ignores, folder by folder.
//!
//! The `ignore` crate reads and matches the patterns. Its own walk is not used: it passes over what it leaves out, which
//! build contexts hold all the same, so that every folder would be listed twice.

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The rules that hold in a folder; none outside of a repository.
#[derive(Debug, Clone, Default)]
pub(super) struct Rules(Option<Arc<Level>>);

/// What a folder adds to the rules of the folders above it.
#[derive(Debug)]
struct Level {
    /// Its `.gitignore`.
    own: Gitignore,
    above: Above,
}

/// Where rules come from that a folder's own do not decide.
#[derive(Debug)]
enum Above {
    /// A folder further up.
    Folder(Arc<Level>),
    /// The folder is a repository: rules from above it do not count.
    Repository {
        /// Its `.git/info/exclude`.
        exclude: Gitignore,
        /// What the user's configuration of git ignores everywhere.
        everywhere: Gitignore,
    },
}

impl Rules {
    /// The rules that the folders above `root` bring: those down from the repository that it lies in, none where it is
    /// one itself.
    pub(super) fn above(root: &Path) -> Self {
        let has = |folder: &Path, name: &str| folder.join(name).exists();
        let is_repository = |folder: &&Path| MARKS.iter().any(|mark| has(folder, mark));
        let folders: Vec<&Path> = root.ancestors().collect();
        let repository = folders.iter().position(is_repository);
        let above = repository.and_then(|at| folders.get(1..=at));
        let above = above.unwrap_or_default().iter().rev();
        above.fold(Self::default(), |rules, folder| {
            rules.in_folder(folder, |name| has(folder, name))
        })
    }

    /// The rules in `folder`, which lies in the one that these are for; `has` tells whether a name is there.
    pub(super) fn in_folder(&self, folder: &Path, has: impl Fn(&str) -> bool) -> Self {
        let own = || match has(IGNORE_FILE) {
            true => patterns(folder, &folder.join(IGNORE_FILE)),
            false => Gitignore::empty(),
        };
        if MARKS.iter().any(|mark| has(mark)) {
            let above = Above::Repository {
                exclude: exclude(folder)
                    .map_or_else(Gitignore::empty, |file| patterns(folder, &file)),
                everywhere: Gitignore::global().0,
            };
            return Self(Some(Arc::new(Level { own: own(), above })));
        }
        match &self.0 {
            Some(above) if has(IGNORE_FILE) => Self(Some(Arc::new(Level {
                own: own(),
                above: Above::Folder(Arc::clone(above)),
            }))),
            _ => self.clone(),
        }
    }

    /// Whether git ignores `path`, which lies in the folder itself.
    pub(super) fn ignore(&self, path: &Path, is_folder: bool) -> bool {
        let mut level = self.0.as_deref();
        while let Some(Level { own, above }) = level {
            let decision = own.matched(path, is_folder);
            if !decision.is_none() {
                return decision.is_ignore();
            }
            level = match above {
                Above::Folder(above) => Some(above),
                Above::Repository {
                    exclude,
                    everywhere,
                } => {
                    let decision = exclude.matched(path, is_folder);
                    return decision.or(everywhere.matched(path, is_folder)).is_ignore();
                }
            };
        }
        false
    }
}

const IGNORE_FILE: &str = ".gitignore";

/// What makes a folder a repository: git's own folder (or file, in a linked work tree), or that of Jujutsu.
const MARKS: [&str; 2] = [".git", ".jj"];

/// The patterns in `file`, which count from `folder`. A broken line is git's affair, not ours.
fn patterns(folder: &Path, file: &Path) -> Gitignore {
    let mut builder = GitignoreBuilder::new(folder);
    builder.add(file);
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

/// The file of patterns that the repository in `folder` keeps to itself. In a linked work tree `.git` is a file that
/// names a folder, in which `commondir` names the repository's own, by `gitrepository-layout(5)`.
fn exclude(folder: &Path) -> Option<PathBuf> {
    let git = folder.join(".git");
    let Ok(link) = fs::read_to_string(&git) else {
        return Some(git.join("info/exclude"));
    };
    let own = folder.join(link.lines().next()?.strip_prefix("gitdir: ")?);
    let common = fs::read_to_string(own.join("commondir")).ok()?;
    Some(own.join(common.lines().next()?).join("info/exclude"))
}
