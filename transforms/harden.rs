//! The loop: each transform in turn looks at the file, what it may do is done, until nothing changes any more.

use crate::work::Work;
use crate::{Plan, Target, Transform};

/// How often the list is run before we say that the file does not come to rest.
pub const MAX_ROUNDS: usize = 4;

/// What hardening `target` by `transforms`, in this order, comes to. A document with problems is never edited: its plan is
/// empty.
#[must_use]
pub fn harden(target: &Target<'_>, transforms: &[&'static dyn Transform]) -> Plan {
    let mut work = Work::new(target);
    if !target.document.problems.is_empty() {
        return work.plan();
    }
    let mut changed = Vec::new();
    for _ in 0..MAX_ROUNDS {
        changed = work.round(transforms);
        if changed.is_empty() {
            work.note_secrets_of_others(transforms);
            return work.plan();
        }
    }
    work.give_up(changed)
}

#[cfg(test)]
mod tests;
