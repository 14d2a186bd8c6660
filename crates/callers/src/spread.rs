//! The same work for many files, in turn or on all cores: whoever holds the tree knows.

use crate::Tree;
use std::sync::OnceLock;

/// What `work` gives for each of `items`, in their order.
pub(crate) fn each<T: Sync, R: Send + Sync>(
    tree: &dyn Tree,
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let done: Vec<OnceLock<R>> = items.iter().map(|_| OnceLock::new()).collect();
    tree.spread(items.len(), &|at| {
        if let Some((item, done)) = items.get(at).zip(done.get(at)) {
            done.get_or_init(|| work(item));
        }
    });
    done.into_iter().filter_map(OnceLock::into_inner).collect()
}
