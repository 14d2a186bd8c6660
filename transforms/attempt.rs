//! Trying a fix together with those already accepted.

use crate::guard::{self, Broken};
use crate::planned::{self, Files};
use crate::{Fix, Target};
use dockerfile::{Document, Edit};

/// What every transform of a look starts from.
#[derive(Clone, Copy)]
pub(crate) struct Start<'s> {
    pub(crate) document: &'s Document,
    pub(crate) files: &'s Files,
    pub(crate) target: &'s Target<'s>,
}

/// The fixes of one look that passed the guards, together.
#[derive(Debug, Clone)]
pub(crate) struct Accepted {
    pub(crate) edits: Vec<Edit>,
    /// The document with the edits; `None` as long as there are none.
    pub(crate) document: Option<Document>,
    pub(crate) files: Files,
}

/// What came of trying a fix.
pub(crate) enum Attempt {
    /// It passed; these are all of them together.
    Applies(Accepted),
    /// It meets what another fix of the same look changed: it is tried again after the next look.
    Waits,
    /// It is broken by itself.
    Breaks(Broken),
}

impl Start<'_> {
    /// Nothing accepted yet.
    pub(crate) fn accepted(self) -> Accepted {
        Accepted {
            edits: Vec::new(),
            document: None,
            files: self.files.clone(),
        }
    }

    /// Tries `fix` on top of `accepted`.
    pub(crate) fn attempt(self, accepted: &Accepted, fix: &Fix) -> Attempt {
        if fix.edits.is_empty() && fix.files.is_empty() {
            return Attempt::Breaks(Broken::NoEffect);
        }
        let mut files = accepted.files.clone();
        for change in &fix.files {
            let key = planned::key(self.target, change);
            if planned::text(self.target, self.files, &key) != change.before {
                let path = change.path.clone();
                return Attempt::Breaks(Broken::File { path });
            }
            if planned::text(self.target, &accepted.files, &key) != change.before {
                return Attempt::Waits;
            }
            planned::take(&mut files, key, change);
        }
        if fix.edits.is_empty() {
            return Attempt::Applies(Accepted {
                files,
                ..accepted.clone()
            });
        }
        let mut edits = fix.edits.clone();
        edits.sort_by_key(|edit| edit.span);
        let alone = match guard::apply(self.document, &edits) {
            Ok(document) => document,
            Err(broken) => return Attempt::Breaks(broken),
        };
        if meet(&accepted.edits, &edits) {
            return Attempt::Waits;
        }
        let document = if accepted.edits.is_empty() {
            alone
        } else {
            edits.extend(accepted.edits.iter().cloned());
            edits.sort_by_key(|edit| edit.span);
            match guard::apply(self.document, &edits) {
                Ok(document) => document,
                Err(_) => return Attempt::Waits,
            }
        };
        Attempt::Applies(Accepted {
            edits,
            document: Some(document),
            files,
        })
    }
}

/// Whether an edit of one touches or overlaps an edit of the other: then their order would matter.
fn meet(some: &[Edit], others: &[Edit]) -> bool {
    some.iter().any(|one| {
        let mut others = others.iter();
        others.any(|other| one.span.start <= other.span.end && other.span.start <= one.span.end)
    })
}
