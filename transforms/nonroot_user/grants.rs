//! What the account is given: copies that become its own, and folders that are made for it.

use super::account::Account;
use super::port_move::PortMove;
use super::sweep::Sweep;
use crate::FileChange;
use crate::image_path::below;
use dockerfile::Span;

/// What the account is given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Grants {
    /// The folders that hold the program and what the file copies beside it.
    pub(super) trees: Vec<String>,
    /// The positions of `COPY`s and `ADD`s that get `--chown`.
    pub(super) copies: Vec<usize>,
    /// Folders made for it.
    pub(super) folders: Vec<String>,
    /// Empty files made for it.
    pub(super) files: Vec<String>,
    /// Folders of the base that become its own with what lies in them.
    pub(super) given: Vec<String>,
    /// Files of the context that change with it.
    pub(super) changes: Vec<FileChange>,
    /// Ports that move, with the files that say so.
    pub(super) port_move: Option<PortMove>,
    /// Folders that a `mkdir` makes, which are given away right behind it: the place, and the folders.
    pub(super) behind: Vec<(Span, Vec<String>)>,
    /// `RUN`s that give away what they leave.
    pub(super) sweeps: Vec<Sweep>,
    /// Whether the base can make folders: it has a shell and `install`.
    pub(super) can_make_folders: bool,
    /// The account's home.
    pub(super) home: Option<String>,
}

impl Grants {
    pub(super) fn new(account: &Account, can_make_folders: bool) -> Self {
        Self {
            home: account.home.clone(),
            can_make_folders,
            ..Self::default()
        }
    }

    /// Gives a folder, unless it lies in one that is given already and can be made by the program itself.
    pub(super) fn folder(&mut self, path: &str) {
        if !self.folders.iter().any(|other| other == path) {
            self.folders.push(path.to_owned());
        }
    }

    /// Whether this very folder is given.
    pub(super) fn gives(&self, path: &str) -> bool {
        let behind = self.behind.iter().flat_map(|(_, folders)| folders);
        self.folders
            .iter()
            .chain(behind)
            .any(|folder| folder == path)
    }

    /// The folders made for it, each with those between it and the one above it that is given too: whoever makes
    /// `/app/a/b` for an account that owns `/app` makes `/app/a` for it as well.
    pub(super) fn folders_between(&self) -> Vec<String> {
        let mut all = self.folders.clone();
        for folder in &self.folders {
            let above = self
                .folders
                .iter()
                .filter(|other| *other != folder && below(other, folder).is_some());
            let Some(above) = above.max_by_key(|other| other.len()) else {
                continue;
            };
            let mut between = crate::image_path::folder(folder);
            while between.len() > above.len() {
                all.push(between.to_owned());
                between = crate::image_path::folder(between);
            }
        }
        all.sort();
        all.dedup();
        all
    }

    /// Gives a folder away right behind the command that makes it.
    pub(super) fn behind(&mut self, place: Span, path: &str) {
        match self.behind.iter_mut().find(|(other, _)| *other == place) {
            Some((_, folders)) => folders.push(path.to_owned()),
            None => self.behind.push((place, vec![path.to_owned()])),
        }
    }

    /// Whether a sweep gives away what lies at `path`, as far as its folders tell.
    pub(super) fn sweeps_over(&self, path: &str) -> bool {
        let mut trees = self.sweeps.iter().flat_map(|sweep| &sweep.trees);
        trees.any(|tree| below(tree, path).is_some())
    }

    /// Whether the program can write at `path`.
    pub(super) fn can_write(&self, path: &str) -> bool {
        let own = self
            .folders
            .iter()
            .chain(self.home.as_ref())
            .chain(self.behind.iter().flat_map(|(_, folders)| folders));
        super::tree::is_open_to_all(path)
            || self.files.iter().any(|file| file == path)
            || own.into_iter().any(|folder| below(folder, path).is_some())
    }
}
