//! A build context on disk, read one folder at a time and only when asked.

use crate::folders::{Folders, find};
use crate::joined::joined;
use crate::recent::Recent;
use context::{Context, Entry, EntryKind, Listing, has_only_names};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Files above this size are not read: [`Context::read`] promises so.
const MAX_BYTES: u64 = 1 << 20;

/// The files below a folder.
pub(crate) struct DiskContext {
    root: PathBuf,
    /// Every folder of the run; contexts lie in each other.
    shared: Arc<Folders>,
    known: Mutex<Known>,
}

/// What was looked at.
#[derive(Default)]
struct Known {
    /// What lies in each folder; `None` where there is none, or a link lies on the way there.
    folders: FxHashMap<String, Option<Arc<[Entry]>>>,
    /// Whether each folder is one, without a link on the way there; those above are known too.
    are_real: FxHashMap<String, bool>,
    listings: FxHashMap<String, Listing>,
    /// The texts of files.
    texts: Recent,
}

impl DiskContext {
    /// The context whose root is the folder `root`, an absolute path without links.
    pub(crate) fn new(root: PathBuf, shared: Arc<Folders>) -> Self {
        Self {
            root,
            shared,
            known: Mutex::default(),
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What lies in `folder`, a path that [`plain`] gave.
    fn folder(&self, folder: &str) -> Option<Arc<[Entry]>> {
        if let Some(entries) = self.known().folders.get(folder) {
            return entries.clone();
        }
        let entries = self.list(folder);
        let mut known = self.known();
        known.folders.insert(folder.to_owned(), entries.clone());
        entries
    }

    fn list(&self, folder: &str) -> Option<Arc<[Entry]>> {
        let place = self.place(folder);
        // What is known by its place has no link on the way there.
        if let Some(entries) = self.shared.known(&place) {
            return entries;
        }
        self.is_real(folder)
            .then(|| self.shared.entries(&place))
            .flatten()
    }

    /// The place of `folder`, a path that [`plain`] gave.
    fn place(&self, folder: &str) -> Cow<'_, Path> {
        match folder {
            "" => Cow::Borrowed(&self.root),
            folder => Cow::Owned(joined(&self.root, folder)),
        }
    }

    /// The text of `file`, a path below the root that was met as a plain file, with no link on the way there.
    pub(crate) fn read_met(&self, file: &str) -> Option<String> {
        self.text(file, || true)
    }

    /// The text of `file`, a path that [`plain`] gave, where it `is_there`.
    fn text(&self, file: &str, is_there: impl FnOnce() -> bool) -> Option<String> {
        if let Some(text) = self.known().texts.recall(file) {
            return text.as_deref().map(str::to_owned);
        }
        let text = if is_there() { self.open(file) } else { None };
        let kept = text.as_deref().map(Arc::from);
        self.known().texts.keep(file, kept);
        text
    }

    /// The same, without a look at what was read before.
    pub(crate) fn open(&self, file: &str) -> Option<String> {
        let mut file = File::open(joined(&self.root, file)).ok()?;
        let length = file.metadata().ok()?.len();
        if length > MAX_BYTES {
            return None;
        }
        let length = usize::try_from(length).ok()?;
        // One byte more than there is: what does not fill it is the whole.
        let mut bytes = vec![0; length + 1];
        let count = file.read(&mut bytes).ok()?;
        bytes.truncate(count);
        if count != length {
            // It came in parts, or changed its length.
            file.take(MAX_BYTES + 1).read_to_end(&mut bytes).ok()?;
        }
        let is_small = bytes.len() as u64 <= MAX_BYTES;
        String::from_utf8(bytes).ok().filter(|_| is_small)
    }

    /// Whether `file` is a plain one, and no link lies on the way there.
    fn is_file(&self, file: &str) -> bool {
        let (folder, name) = split(file);
        let listed = self.known().folders.get(folder).cloned();
        match listed.or_else(|| self.shared.known(&self.place(folder))) {
            Some(None) => false,
            Some(Some(entries)) => find(&entries, name) == Some(EntryKind::File),
            None => {
                let is_file = |metadata: fs::Metadata| metadata.is_file();
                let place = joined(&self.root, file);
                self.is_real(folder) && fs::symlink_metadata(place).is_ok_and(is_file)
            }
        }
    }

    /// Whether `folder` is one, and no link lies on the way there.
    fn is_real(&self, folder: &str) -> bool {
        if folder.is_empty() {
            return true;
        }
        if let Some(is_real) = self.known().are_real.get(folder) {
            return *is_real;
        }
        let (above, name) = split(folder);
        let listed = self.known().folders.get(above).cloned();
        let listed = listed.or_else(|| self.shared.known(&self.place(above)));
        let is_real = match listed.flatten() {
            Some(entries) => find(&entries, name) == Some(EntryKind::Folder),
            None => {
                let is_folder = |metadata: fs::Metadata| metadata.is_dir();
                let place = joined(&self.root, folder);
                self.is_real(above) && fs::symlink_metadata(place).is_ok_and(is_folder)
            }
        };
        self.known().are_real.insert(folder.to_owned(), is_real);
        is_real
    }
}

/// `path` without empty parts and `.`; `None` when it leaves the root.
fn plain(path: &str) -> Option<Cow<'_, str>> {
    if path.is_empty() || has_only_names(path) && Path::new(path).is_relative() {
        return Some(Cow::Borrowed(path));
    }
    let mut parts = Vec::new();
    for component in Path::new(path).components() {
        match component {
            Component::Normal(name) => parts.push(name.to_str()?),
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir | Component::ParentDir => return None,
        }
    }
    Some(Cow::Owned(parts.join("/")))
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

impl Context for DiskContext {
    fn entries(&self, folder: &str) -> Option<Arc<[Entry]>> {
        // What is known was asked for by a path in its shortest form.
        let known = self.known().folders.get(folder).cloned();
        known.unwrap_or_else(|| self.folder(&plain(folder)?))
    }

    fn read(&self, file: &str) -> Option<String> {
        let file = plain(file)?;
        self.text(&file, || self.is_file(&file))
    }

    fn kind(&self, path: &str) -> Option<EntryKind> {
        let path = plain(path)?;
        let (folder, name) = split(&path);
        find(&self.folder(folder)?, name)
    }

    fn recall(&self, key: &str) -> Option<Listing> {
        self.known().listings.get(key).cloned()
    }

    fn keep(&self, key: &str, listing: &Listing) {
        let mut known = self.known();
        known.listings.insert(key.to_owned(), listing.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_parents_are_not_followed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().join("root");
        fs::create_dir_all(root.join("sub")).expect("a folder");
        fs::write(root.join("sub/a"), "text").expect("a file");
        fs::write(folder.path().join("outside"), "secret").expect("a file");
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.path().join("outside"), root.join("link"))
            .expect("a link");
        let context = DiskContext::new(root, Arc::default());
        assert_eq!(context.read("sub/a").as_deref(), Some("text"));
        assert_eq!(context.read("../outside"), None);
        assert_eq!(context.read("link"), None);
        assert_eq!(context.entries("none"), None);
        let kinds: Vec<EntryKind> = context
            .entries("")
            .expect("the root")
            .iter()
            .map(|entry| entry.kind)
            .collect();
        assert_eq!(kinds, [EntryKind::Link, EntryKind::Folder]);
    }

    #[test]
    fn what_is_known_of_a_folder_is_the_same_however_it_is_spelled() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().join("root");
        fs::create_dir_all(root.join("sub/below")).expect("a folder");
        let context = DiskContext::new(root.clone(), Arc::default());
        let spellings = [
            "",
            ".",
            "sub",
            "./sub",
            "sub/",
            "sub//below",
            "sub/below",
            "sub/..",
            "../root",
            "/sub",
        ];
        for spelling in spellings.into_iter().chain(spellings) {
            let expected = DiskContext::new(root.clone(), Arc::default()).entries(spelling);
            assert_eq!(context.entries(spelling), expected, "{spelling}");
        }
    }
}
