//! What speaks for a fix, what it takes for granted, and what forbids it: everything the looks at a stage find.

use crate::Reason;

/// The scales: every look at a stage adds to them, and the verdict is read off at the end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Weighing {
    /// What the fix rests on, one clause each.
    pub(super) evidence: Vec<String>,
    /// What it takes for granted, one clause each. Without any, the fix is safe.
    pub(super) assumptions: Vec<String>,
    /// What forbids a fix; the first one is told.
    pub(super) held: Vec<(Reason, String)>,
    /// What remains for people to do.
    pub(super) follow_up: Vec<String>,
}

impl Weighing {
    pub(super) fn rests_on(&mut self, evidence: impl Into<String>) {
        push_new(&mut self.evidence, evidence.into());
    }

    pub(super) fn assumes(&mut self, assumption: impl Into<String>) {
        push_new(&mut self.assumptions, assumption.into());
    }

    pub(super) fn holds_back(&mut self, reason: Reason, detail: impl Into<String>) {
        self.held.push((reason, detail.into()));
    }

    pub(super) fn leaves(&mut self, follow_up: impl Into<String>) {
        push_new(&mut self.follow_up, follow_up.into());
    }
}

fn push_new(list: &mut Vec<String>, text: String) {
    if !list.contains(&text) {
        list.push(text);
    }
}
