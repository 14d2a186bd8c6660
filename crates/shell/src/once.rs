//! What follows from a value, worked out when it is first asked for.

use std::sync::OnceLock;

/// A fact that follows from the value it is kept in: it has no say in whether two values are equal, and a copy, which
/// may be changed, works it out anew.
#[derive(Debug, Default)]
pub(crate) struct Once<T>(OnceLock<T>);

impl<T> Once<T> {
    /// The fact, worked out now if nobody asked before.
    pub(crate) fn get(&self, work_out: impl FnOnce() -> T) -> &T {
        self.0.get_or_init(work_out)
    }
}

impl<T> Clone for Once<T> {
    fn clone(&self) -> Self {
        Self(OnceLock::new())
    }
}

impl<T> PartialEq for Once<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Once<T> {}
