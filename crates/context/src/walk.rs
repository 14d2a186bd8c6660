//! All of a context, folder by folder: what is there, and what Docker would send of it.

use crate::{Context, Decision, EntryKind, Ignore, WalkError};
use std::sync::Arc;

/// A path in a context and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// The path below the root.
    pub path: String,
    /// What it is.
    pub kind: EntryKind,
}

/// Everything in `context`, a folder before what it holds; folders for which `enters` says no are not looked into.
///
/// # Errors
/// A folder that cannot be read, or more than `limit` entries.
pub fn list(
    context: &dyn Context,
    limit: usize,
    enters: impl Fn(&str) -> bool,
) -> Result<Vec<Found>, WalkError> {
    let mut lister = Lister {
        context,
        limit,
        enters,
        found: Vec::new(),
    };
    lister.folder("")?;
    Ok(lister.found)
}

/// A context on the way to be listed, in the order of the paths, so that nothing is left to sort.
struct Lister<'c, E> {
    context: &'c dyn Context,
    limit: usize,
    enters: E,
    found: Vec<Found>,
}

impl<E: Fn(&str) -> bool> Lister<'_, E> {
    /// Takes what lies in `folder` and below it.
    fn folder(&mut self, folder: &str) -> Result<(), WalkError> {
        let entries = self.context.entries(folder);
        let entries = entries.ok_or_else(|| WalkError::Unreadable(folder.to_owned()))?;
        // What lies in `a` comes after `a-b`, and before `a0`: folders wait for their turn.
        let mut waiting: Vec<String> = Vec::new();
        for entry in entries.iter() {
            let path = join(folder, &entry.name);
            while let Some(above) = waiting.pop_if(|above| holds_what_is_before(above, &path)) {
                self.folder(&above)?;
            }
            if entry.kind == EntryKind::Folder && (self.enters)(&path) {
                waiting.push(path.clone());
            }
            self.found.push(Found {
                path,
                kind: entry.kind,
            });
        }
        while let Some(above) = waiting.pop() {
            self.folder(&above)?;
        }
        if self.found.len() > self.limit {
            return Err(WalkError::TooMany(self.limit));
        }
        Ok(())
    }
}

/// Whether what lies in `folder` stands before `path`, which stands behind the folder itself.
fn holds_what_is_before(folder: &str, path: &str) -> bool {
    let sign = path.as_bytes().get(folder.len());
    !path.starts_with(folder) || sign.is_some_and(|sign| *sign > b'/')
}

/// Everything that was looked at in a context, or why it could not be listed.
pub type Listing = Result<Arc<[Found]>, WalkError>;

/// The same as [`list`], made once for each `key`, which has to say all that `limit` and `enters` depend on.
///
/// Dockerfiles that share a large context would list it again and again otherwise.
///
/// # Errors
/// As [`list`].
pub fn listing(
    context: &dyn Context,
    key: &str,
    limit: usize,
    enters: impl Fn(&str) -> bool,
) -> Listing {
    kept(context, key, || list(context, limit, enters))
}

/// What `list` finds in `context`, made once for each `key`, which has to say all that it depends on.
///
/// # Errors
/// Those of `list`.
pub fn kept(
    context: &dyn Context,
    key: &str,
    list: impl FnOnce() -> Result<Vec<Found>, WalkError>,
) -> Listing {
    if let Some(listing) = context.recall(key) {
        return listing;
    }
    let listing = list().map(Arc::from);
    context.keep(key, &listing);
    listing
}

/// The paths that Docker would send, sorted; folders that are excluded come along when something below them does.
///
/// An excluded folder is only looked into when a `!` pattern may bring back something below it.
///
/// # Errors
/// A folder that cannot be read, or more than `limit` entries.
pub fn sent(
    context: &dyn Context,
    ignore: &Ignore,
    limit: usize,
) -> Result<Vec<String>, WalkError> {
    let mut paths = Vec::new();
    let mut folders = vec![(String::new(), Decision::default())];
    let mut seen = 0;
    while let Some((folder, above)) = folders.pop() {
        let entries = context
            .entries(&folder)
            .ok_or_else(|| WalkError::Unreadable(folder.clone()))?;
        seen += entries.len();
        if seen > limit {
            return Err(WalkError::TooMany(limit));
        }
        for entry in entries.iter() {
            let path = join(&folder, &entry.name);
            let decision = ignore.decide(&path, &above);
            if !decision.is_ignored {
                paths.push(path.clone());
                // Those above a folder that is sent came along with it.
                if above.is_ignored {
                    paths.extend(folders_above(&path).map(str::to_owned));
                }
            }
            let is_open = !decision.is_ignored || ignore.may_bring_back_below(&path);
            if entry.kind == EntryKind::Folder && is_open {
                folders.push((path, decision));
            }
        }
    }
    paths.sort();
    paths.dedup();
    Ok(paths)
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        [folder, "/", name].concat()
    }
}

fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/')
        .filter_map(|(end, _)| path.get(..end))
}
