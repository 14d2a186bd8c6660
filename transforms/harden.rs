//! The loop: each transform in turn looks at the file, what it may do is done, until nothing changes any more.

use crate::guard::{self, Broken};
use crate::ignores::Ignores;
use crate::line_map::LineMap;
use crate::{
    ALL, Applicability, Bug, FileChange, Finding, Fix, Outcome, Overlay, Plan, Reason, Secret,
    Status, Target, Transform, Verdict,
};
use dockerfile::{Document, Edit, Stage};
use std::collections::{BTreeMap, BTreeSet};

/// How often the list is run before we say that the file does not come to rest.
pub const MAX_ROUNDS: usize = 4;

/// Which transforms run, and how much they may do.
#[derive(Clone)]
pub struct Selection {
    /// The transforms, in running order.
    pub transforms: Vec<&'static dyn Transform>,
    /// Whether fixes are applied that take something for granted.
    pub apply_unsafe: bool,
}

/// What hardening `target` comes to. A document with problems is never edited: its plan is empty.
#[must_use]
pub fn harden(target: &Target<'_>, selection: &Selection) -> Plan {
    let mut work = Work::new(target, selection.apply_unsafe);
    if !target.document.problems.is_empty() {
        return work.plan();
    }
    let mut changed = Vec::new();
    for _ in 0..MAX_ROUNDS {
        changed = work.round(&selection.transforms);
        if changed.is_empty() {
            work.note_secrets_of_others(&selection.transforms);
            return work.plan();
        }
    }
    work.give_up(changed)
}

/// The state between two transforms.
struct Work<'t> {
    target: &'t Target<'t>,
    apply_unsafe: bool,
    document: Document,
    stages: Vec<Stage>,
    lines: LineMap,
    files: BTreeMap<String, FileChange>,
    /// Counts the changes, so that a transform does not look twice at the same state.
    version: usize,
    seen: BTreeMap<&'static str, usize>,
    fixed: Vec<Outcome>,
    /// What was left open when each transform last looked.
    open: BTreeMap<&'static str, Open>,
    bugs: Vec<Bug>,
    secrets: BTreeSet<Secret>,
}

#[derive(Default)]
struct Open {
    findings: Vec<Outcome>,
    silenced: usize,
}

/// What came of trying a fix together with those already accepted.
enum Attempt {
    Applies(Accepted),
    /// It touches what another fix of the same look changed: it is tried again after the next look.
    Waits,
    Breaks(Broken),
}

/// The fixes of one look that passed the guards, together.
#[derive(Clone)]
struct Accepted {
    edits: Vec<Edit>,
    document: Document,
    files: BTreeMap<String, FileChange>,
}

impl<'t> Work<'t> {
    fn new(target: &'t Target<'t>, apply_unsafe: bool) -> Self {
        Self {
            target,
            apply_unsafe,
            document: target.document.clone(),
            stages: target.stages.to_vec(),
            lines: LineMap::identity(&target.document.text),
            files: BTreeMap::new(),
            version: 0,
            seen: BTreeMap::new(),
            fixed: Vec::new(),
            open: BTreeMap::new(),
            bugs: Vec::new(),
            secrets: BTreeSet::new(),
        }
    }

    /// Lets every transform look once; the names of those that changed something.
    fn round(&mut self, transforms: &[&'static dyn Transform]) -> Vec<&'static str> {
        let mut changed = Vec::new();
        for transform in transforms {
            let version = self.version;
            self.take_turns(*transform);
            if self.version != version {
                changed.push(transform.name());
            }
        }
        changed
    }

    /// Lets one transform look, and look again while some of its fixes wait for others.
    fn take_turns(&mut self, transform: &'static dyn Transform) {
        for _ in 0..MAX_ROUNDS {
            if self.seen.get(transform.name()) == Some(&self.version) {
                return;
            }
            self.seen.insert(transform.name(), self.version);
            if !self.apply(transform) {
                return;
            }
        }
    }

    /// Applies what `transform` may do now; whether some of its fixes wait.
    fn apply(&mut self, transform: &'static dyn Transform) -> bool {
        let findings = self.look(transform);
        let ignores = Ignores::read(&self.document);
        let mut accepted = Accepted {
            edits: Vec::new(),
            document: self.document.clone(),
            files: self.files.clone(),
        };
        let mut open = Open::default();
        let mut has_waiting = false;
        for finding in findings {
            self.secrets.extend(finding.secrets.iter().cloned());
            if ignores.silence(transform, finding.lines) {
                open.silenced += 1;
                continue;
            }
            let (fix, assumption) = match self.what_to_do(&finding) {
                Todo::Apply(fix, assumption) => (fix, assumption),
                Todo::Leave(status) => {
                    open.findings.push(self.outcome(transform, finding, status));
                    continue;
                }
            };
            match self.attempt(&accepted, &fix) {
                Attempt::Applies(next) => {
                    accepted = next;
                    let follow_up = fix.follow_up;
                    let status = Status::Fixed {
                        assumption,
                        follow_up,
                    };
                    self.fixed.push(self.outcome(transform, finding, status));
                }
                Attempt::Waits => has_waiting = true,
                Attempt::Breaks(broken) => {
                    self.note_bug(transform, &broken);
                    let detail = "its fix broke a guard of harden, and was dropped".to_owned();
                    let status = Status::HeldBack {
                        reason: Reason::FixDropped,
                        detail,
                    };
                    open.findings.push(self.outcome(transform, finding, status));
                }
            }
        }
        self.open.insert(transform.name(), open);
        self.accept(accepted);
        has_waiting
    }

    fn look(&self, transform: &dyn Transform) -> Vec<Finding> {
        let files = self.files.iter();
        let files = files
            .map(|(path, change)| (path.clone(), change.after.clone()))
            .collect();
        let overlay = self.target.context.map(|base| Overlay {
            base,
            files: &files,
        });
        transform.check(&Target {
            document: &self.document,
            stages: &self.stages,
            context: overlay
                .as_ref()
                .map(|overlay| overlay as &dyn context::Context),
            ..*self.target
        })
    }

    fn what_to_do(&self, finding: &Finding) -> Todo {
        match &finding.verdict {
            Verdict::Fix(fix) => match &fix.applicability {
                Applicability::Safe => Todo::Apply(fix.clone(), None),
                Applicability::Unsafe(assumption) if self.apply_unsafe => {
                    Todo::Apply(fix.clone(), Some(assumption.clone()))
                }
                Applicability::Unsafe(assumption) => {
                    let assumption = assumption.clone();
                    Todo::Leave(Status::Unsafe { assumption })
                }
            },
            Verdict::Suggestion(snippet) => Todo::Leave(Status::Suggestion(snippet.clone())),
            Verdict::HeldBack { reason, detail } => {
                let (reason, detail) = (*reason, detail.clone());
                Todo::Leave(Status::HeldBack { reason, detail })
            }
        }
    }

    fn attempt(&self, accepted: &Accepted, fix: &Fix) -> Attempt {
        let mut next = accepted.clone();
        if fix.edits.is_empty() && fix.files.is_empty() {
            return Attempt::Breaks(Broken::NoEffect);
        }
        for change in &fix.files {
            let planned = self.planned(&self.files, &change.path);
            if planned != change.before {
                let path = change.path.clone();
                return Attempt::Breaks(Broken::File { path });
            }
            if self.planned(&accepted.files, &change.path) != change.before {
                return Attempt::Waits;
            }
            let entry = next.files.entry(change.path.clone());
            entry.or_insert_with(|| change.clone()).after = change.after.clone();
        }
        if fix.edits.is_empty() {
            return Attempt::Applies(next);
        }
        // A fix that is broken by itself is dropped at once; one that only meets another waits for it.
        let mut own = fix.edits.clone();
        own.sort_by_key(|edit| edit.span);
        if let Err(broken) = guard::apply(&self.document, &own) {
            return Attempt::Breaks(broken);
        }
        if meet(&accepted.edits, &own) {
            return Attempt::Waits;
        }
        next.edits.extend(own);
        next.edits.sort_by_key(|edit| edit.span);
        match guard::apply(&self.document, &next.edits) {
            Ok(document) => Attempt::Applies(Accepted { document, ..next }),
            Err(_) => Attempt::Waits,
        }
    }

    /// The text that `path` has by now.
    fn planned(&self, files: &BTreeMap<String, FileChange>, path: &str) -> Option<String> {
        match files.get(path) {
            Some(change) => Some(change.after.clone()),
            None => self.target.context.and_then(|context| context.read(path)),
        }
    }

    fn accept(&mut self, accepted: Accepted) {
        if accepted.edits.is_empty() && accepted.files == self.files {
            return;
        }
        self.version += 1;
        self.files = accepted.files;
        if accepted.edits.is_empty() {
            return;
        }
        self.lines = self.lines.after(&self.document.text, &accepted.edits);
        self.document = accepted.document;
        self.stages = dockerfile::stages(&self.document);
    }

    fn outcome(&self, transform: &dyn Transform, finding: Finding, status: Status) -> Outcome {
        Outcome {
            transform: transform.name(),
            lines: self.lines.originals(finding.lines),
            message: finding.message,
            why: finding.why,
            evidence: finding.evidence,
            status,
        }
    }

    fn note_bug(&mut self, transform: &dyn Transform, broken: &Broken) {
        let bug = Bug::DroppedFix {
            transform: transform.name(),
            what: broken.to_string(),
        };
        if !self.bugs.contains(&bug) {
            self.bugs.push(bug);
        }
    }

    /// A diff may show lines with secrets that only transforms which were not selected know of.
    fn note_secrets_of_others(&mut self, selected: &[&'static dyn Transform]) {
        if self.version == 0 {
            return;
        }
        for transform in ALL {
            if selected
                .iter()
                .all(|other| other.name() != transform.name())
            {
                let findings = transform.check(self.target);
                self.secrets
                    .extend(findings.into_iter().flat_map(|finding| finding.secrets));
            }
        }
    }

    /// The plan of a file that does not come to rest: it is left alone.
    fn give_up(self, transforms: Vec<&'static str>) -> Plan {
        let mut plan = self.plan();
        plan.after = plan.before.clone();
        plan.files.clear();
        plan.bugs.push(Bug::NeverRests { transforms });
        for outcome in &mut plan.findings {
            if let Status::Fixed { .. } = outcome.status {
                let detail = "the file did not come to rest, and was left alone".to_owned();
                outcome.status = Status::HeldBack {
                    reason: Reason::FixDropped,
                    detail,
                };
            }
        }
        plan.findings.dedup();
        plan
    }

    fn plan(self) -> Plan {
        let mut findings = self.fixed;
        let mut silenced = 0;
        for open in self.open.into_values() {
            findings.extend(open.findings);
            silenced += open.silenced;
        }
        let order = |outcome: &Outcome| {
            ALL.iter()
                .position(|transform| transform.name() == outcome.transform)
        };
        findings.sort_by_key(|outcome| (outcome.lines.first, order(outcome)));
        let mut files: Vec<FileChange> = self.files.into_values().collect();
        files.retain(|change| change.before.as_ref() != Some(&change.after));
        Plan {
            before: self.target.document.text.clone(),
            after: self.document.text,
            files,
            findings,
            silenced,
            unknown_names: Ignores::read(self.target.document).unknown,
            bugs: self.bugs,
            secrets: self.secrets.into_iter().collect(),
        }
    }
}

/// What a finding asks for.
enum Todo {
    Apply(Fix, Option<String>),
    Leave(Status),
}

/// Whether an edit of one touches or overlaps an edit of the other: then their order would matter.
fn meet(some: &[Edit], others: &[Edit]) -> bool {
    some.iter().any(|one| {
        others
            .iter()
            .any(|other| one.span.start <= other.span.end && other.span.start <= one.span.end)
    })
}
