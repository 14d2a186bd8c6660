//! What one Dockerfile does and takes.

use super::build::Build;
use super::needs::{Need, needs};
use dockerfile::{Document, Stage};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;

/// What one Dockerfile does and takes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Facts {
    pub(super) build: Build,
    pub(super) needs: Vec<Need>,
}

/// How many bytes of Dockerfiles are remembered.
const MAX_BYTES: usize = 1 << 20;

thread_local! {
    /// The Dockerfiles that others share a context with: each of those looks at all of them again.
    static SIBLINGS: RefCell<(usize, FxHashMap<String, Rc<Facts>>)> = RefCell::default();
}

impl Facts {
    /// Of the Dockerfile that is looked at.
    pub(super) fn own(document: &Document, stages: &[Stage], needs: Vec<Need>) -> Rc<Facts> {
        let build = Build::new(document, stages);
        Rc::new(Facts { build, needs })
    }

    /// Of another on the same context.
    pub(super) fn sibling(document: &Document) -> Rc<Facts> {
        let known = SIBLINGS.with_borrow(|(_, known)| known.get(&document.text).cloned());
        known.unwrap_or_else(|| {
            let stages = dockerfile::stages(document);
            let needs = needs(document, &stages, false);
            let facts = Facts::own(document, &stages, needs);
            SIBLINGS.with_borrow_mut(|(bytes, known)| {
                *bytes += document.text.len();
                if *bytes > MAX_BYTES {
                    known.clear();
                    *bytes = document.text.len();
                }
                known.insert(document.text.clone(), Rc::clone(&facts));
            });
            facts
        })
    }
}
