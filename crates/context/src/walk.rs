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
    let mut listing = List {
        limit,
        enters,
        found: Vec::new(),
    };
    walk(context, "", &(), &mut listing)?;
    Ok(listing.found)
}

/// Whoever is led through a context.
trait Visitor {
    /// What was decided for a folder, for what lies in it.
    type Folder;

    /// Comes to a folder with so many entries.
    fn arrive(&mut self, entries: usize) -> Result<(), WalkError>;

    /// Looks at an entry of `folder`; gives it back where it is a folder to look into.
    fn visit(
        &mut self,
        path: String,
        kind: EntryKind,
        folder: &Self::Folder,
    ) -> Option<(String, Self::Folder)>;

    /// Has seen what lies in a folder and below it.
    fn leave(&mut self) -> Result<(), WalkError>;
}

/// Leads `visitor` through `folder` and what lies below it, in the order of the paths, so that nothing is left to sort.
fn walk<V: Visitor>(
    context: &dyn Context,
    folder: &str,
    decided: &V::Folder,
    visitor: &mut V,
) -> Result<(), WalkError> {
    let entries = context.entries(folder);
    let entries = entries.ok_or_else(|| WalkError::Unreadable(folder.to_owned()))?;
    visitor.arrive(entries.len())?;
    // What lies in `a` comes after `a-b`, and before `a0`: folders wait for their turn.
    let mut waiting: Vec<(String, V::Folder)> = Vec::new();
    for entry in entries.iter() {
        let path = join(folder, &entry.name);
        while let Some((above, decided)) =
            waiting.pop_if(|(above, _)| holds_what_is_before(above, &path))
        {
            walk(context, &above, &decided, visitor)?;
        }
        waiting.extend(visitor.visit(path, entry.kind, decided));
    }
    while let Some((above, decided)) = waiting.pop() {
        walk(context, &above, &decided, visitor)?;
    }
    visitor.leave()
}

/// A context on the way to be listed.
struct List<E> {
    limit: usize,
    enters: E,
    found: Vec<Found>,
}

impl<E: Fn(&str) -> bool> Visitor for List<E> {
    type Folder = ();

    fn arrive(&mut self, _entries: usize) -> Result<(), WalkError> {
        Ok(())
    }

    fn visit(&mut self, path: String, kind: EntryKind, (): &()) -> Option<(String, ())> {
        let is_entered = kind == EntryKind::Folder && (self.enters)(&path);
        let entered = is_entered.then(|| (path.clone(), ()));
        self.found.push(Found { path, kind });
        entered
    }

    fn leave(&mut self) -> Result<(), WalkError> {
        match self.found.len() > self.limit {
            true => Err(WalkError::TooMany(self.limit)),
            false => Ok(()),
        }
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
/// An excluded folder is only looked into when a `!` pattern may bring back something below it, any folder only when
/// `enters` lets us.
///
/// # Errors
/// A folder that cannot be read, or more than `limit` entries.
pub fn sent(
    context: &dyn Context,
    ignore: &Ignore,
    limit: usize,
    enters: impl Fn(&str) -> bool,
) -> Result<Vec<String>, WalkError> {
    let mut sent = Sent {
        ignore,
        limit,
        enters,
        seen: 0,
        paths: Vec::new(),
    };
    walk(context, "", &Decision::default(), &mut sent)?;
    let mut paths = sent.paths;
    // Folders that came along with something stand behind it, and more than once.
    paths.sort();
    paths.dedup();
    Ok(paths)
}

/// A context on the way to be sent.
struct Sent<'i, E> {
    ignore: &'i Ignore,
    limit: usize,
    enters: E,
    seen: usize,
    paths: Vec<String>,
}

impl<E: Fn(&str) -> bool> Visitor for Sent<'_, E> {
    type Folder = Decision;

    fn arrive(&mut self, entries: usize) -> Result<(), WalkError> {
        self.seen += entries;
        match self.seen > self.limit {
            true => Err(WalkError::TooMany(self.limit)),
            false => Ok(()),
        }
    }

    fn visit(
        &mut self,
        path: String,
        kind: EntryKind,
        above: &Decision,
    ) -> Option<(String, Decision)> {
        let decision = self.ignore.decide(&path, above);
        let is_sent = !decision.is_ignored;
        let is_open = || is_sent || self.ignore.may_bring_back_below(&path);
        let is_entered = kind == EntryKind::Folder && is_open() && (self.enters)(&path);
        let entered = is_entered.then(|| (path.clone(), decision));
        if is_sent {
            // Those above a folder that is sent came along with it.
            if above.is_ignored {
                self.paths.extend(folders_above(&path).map(str::to_owned));
            }
            self.paths.push(path);
        }
        entered
    }

    fn leave(&mut self) -> Result<(), WalkError> {
        Ok(())
    }
}

/// The path of `name` in `folder` of a context, where the root is `""`.
#[must_use]
pub fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        let mut path = String::with_capacity(folder.len() + 1 + name.len());
        path.push_str(folder);
        path.push('/');
        path.push_str(name);
        path
    }
}

fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/')
        .filter_map(|(end, _)| path.get(..end))
}
