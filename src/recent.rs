//! Texts that were read lately: several transforms ask for the same files of a context, and opening one is what costs.

use rustc_hash::FxHashMap;
use std::sync::Arc;

/// How many bytes of text are remembered, twice.
const MAX_BYTES: usize = 8 << 20;

/// What a name of no text counts.
const MIN_BYTES: usize = 64;

/// Texts by path; `None` for a path that holds none.
///
/// When the young ones are too many, they become the old ones, which are forgotten.
#[derive(Default)]
pub(crate) struct Recent {
    young: FxHashMap<String, Option<Arc<str>>>,
    old: FxHashMap<String, Option<Arc<str>>>,
    bytes: usize,
}

impl Recent {
    /// What was kept for `path`.
    pub(crate) fn recall(&mut self, path: &str) -> Option<Option<Arc<str>>> {
        if let Some(text) = self.young.get(path) {
            return Some(text.clone());
        }
        let text = self.old.remove(path)?;
        self.keep(path, text.clone());
        Some(text)
    }

    /// Keeps what was read at `path`.
    pub(crate) fn keep(&mut self, path: &str, text: Option<Arc<str>>) {
        if self.bytes > MAX_BYTES {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        self.bytes += MIN_BYTES + path.len() + text.as_deref().map_or(0, str::len);
        self.young.insert(path.to_owned(), text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_long_ago_is_forgotten_and_what_is_asked_for_stays() {
        let mut recent = Recent::default();
        let text: Arc<str> = "x".repeat(1 << 20).into();
        recent.keep("none", None);
        recent.keep("asked", Some(Arc::clone(&text)));
        for number in 0..40 {
            recent.keep(&number.to_string(), Some(Arc::clone(&text)));
            assert_eq!(recent.recall("asked"), Some(Some(Arc::clone(&text))));
            assert!(recent.young.len() + recent.old.len() < 20);
        }
        assert_eq!(recent.recall("39"), Some(Some(text)));
        assert_eq!(recent.recall("0"), None);
        assert_eq!(recent.recall("none"), None);
    }
}
