//! The state between two looks at a file, and one look: what a transform finds, and what becomes of it.

use crate::attempt::{Accepted, Attempt, Start};
use crate::ignores::Ignores;
use crate::line_map::LineMap;
use crate::planned::{self, Files};
use crate::surroundings::refresh;
use crate::{
    ALL, Applicability, Bug, FileChange, Finding, Fix, Origin, Outcome, Plan, Reason, Secret,
    Status, Surroundings, Target, Transform, UnknownName, Verdict,
};
use callers::{Build, Container, Tree};
use context::Context;
use dockerfile::{Document, Stage};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The state between two looks.
pub(crate) struct Work<'t> {
    target: &'t Target<'t>,
    /// The target's own until something is applied: most files stay as they are.
    document: Cow<'t, Document>,
    stages: Cow<'t, [Stage]>,
    /// The comments of the document that silence findings.
    ignores: Ignores,
    /// The names in those comments that no transform has, as the file was.
    unknown_names: Vec<UnknownName>,
    lines: LineMap,
    files: Files,
    /// The build context and the tree, by the planned files.
    context: Option<context::Overlay<'t>>,
    tree: Option<callers::Overlay<'t>>,
    /// Who builds and runs the image, by the planned files.
    builds: Vec<Build>,
    containers: Vec<Container>,
    /// Counts the changes, so that a transform does not look twice at the same state.
    version: usize,
    /// The last look of each transform that has had one.
    looks: Vec<Look>,
    fixed: Vec<Outcome>,
    bugs: Vec<Bug>,
    secrets: BTreeSet<Secret>,
}

/// The last look of a transform.
struct Look {
    transform: &'static str,
    /// The version of the state that it saw.
    version: usize,
    open: Open,
}

/// What a look left open.
#[derive(Default)]
struct Open {
    findings: Vec<Outcome>,
    silenced: usize,
    has_waiting: bool,
}

/// What a finding asks for.
enum Todo {
    Apply(Fix, Option<String>),
    Leave(Status),
}

/// How often one transform looks before the next has its turn. Each time at least one of its fixes is applied.
const MAX_LOOKS: usize = 64;

impl<'t> Work<'t> {
    pub(crate) fn new(target: &'t Target<'t>) -> Self {
        let around = target.surroundings;
        let mut ignores = Ignores::read(target.document);
        Self {
            target,
            document: Cow::Borrowed(target.document),
            stages: Cow::Borrowed(target.stages),
            unknown_names: std::mem::take(&mut ignores.unknown),
            ignores,
            lines: LineMap::identity(&target.document.text),
            files: BTreeMap::new(),
            context: planned::context(target, &BTreeMap::new()),
            tree: planned::tree(target, &BTreeMap::new()),
            builds: around.map_or_else(Vec::new, |around| around.builds.to_vec()),
            containers: around.map_or_else(Vec::new, |around| around.containers.to_vec()),
            version: 0,
            looks: Vec::new(),
            fixed: Vec::new(),
            bugs: Vec::new(),
            secrets: BTreeSet::new(),
        }
    }

    /// Lets every transform have its turn; the names of those that changed something.
    pub(crate) fn round(&mut self, transforms: &[&'static dyn Transform]) -> Vec<&'static str> {
        let mut changed = Vec::new();
        for transform in transforms {
            let version = self.version;
            self.turn(*transform);
            if self.version != version {
                changed.push(transform.name());
            }
        }
        changed
    }

    /// Lets one transform look, and look again while some of its fixes wait for others.
    fn turn(&mut self, transform: &'static dyn Transform) {
        for _ in 0..MAX_LOOKS {
            let version = self.version;
            if self
                .last_look(transform)
                .is_some_and(|last| last.version == version)
            {
                return;
            }
            let (open, accepted) = self.look(transform);
            let has_waiting = open.has_waiting;
            match self.last_look(transform) {
                Some(last) => last.give_way(version, open),
                None => self.looks.push(Look {
                    transform: transform.name(),
                    version,
                    open,
                }),
            }
            self.accept(accepted);
            if !has_waiting {
                return;
            }
        }
    }

    fn last_look(&mut self, transform: &dyn Transform) -> Option<&mut Look> {
        let mut looks = self.looks.iter_mut();
        looks.find(|look| look.transform == transform.name())
    }

    /// What `transform` finds now: fixes that may be applied pass the guards or are dropped, the rest stays open.
    fn look(&mut self, transform: &'static dyn Transform) -> (Open, Accepted) {
        let findings = self.findings(transform);
        let mut open = Open::default();
        let mut accepted = self.start().accepted();
        for finding in findings {
            self.secrets.extend(finding.secrets.iter().cloned());
            if self.ignores.silence(transform, finding.lines) {
                open.silenced += 1;
                continue;
            }
            let (fix, assumption) = match self.todo(&finding.verdict) {
                Todo::Apply(fix, assumption) => (fix, assumption),
                Todo::Leave(status) => {
                    open.findings.push(self.outcome(transform, finding, status));
                    continue;
                }
            };
            match self.start().attempt(&accepted, &fix) {
                Attempt::Applies(next) => {
                    accepted = next;
                    let follow_up = self.untold(transform, fix.follow_up);
                    let status = Status::Fixed {
                        assumption,
                        follow_up,
                    };
                    self.fixed.push(self.outcome(transform, finding, status));
                }
                Attempt::Waits => open.has_waiting = true,
                Attempt::Breaks(broken) => {
                    self.note_bug(transform, broken.to_string());
                    let status = dropped("its fix broke a guard of harden, and was dropped");
                    open.findings.push(self.outcome(transform, finding, status));
                }
            }
        }
        (open, accepted)
    }

    /// What is left for people to do is told once, though several stages share it.
    fn untold(&self, transform: &dyn Transform, mut follow_up: Vec<String>) -> Vec<String> {
        let own = self
            .fixed
            .iter()
            .filter(|outcome| outcome.transform == transform.name());
        let told: Vec<&String> = own
            .filter_map(|outcome| match &outcome.status {
                Status::Fixed { follow_up, .. } => Some(follow_up),
                Status::Unsafe { .. } | Status::Suggestion(_) | Status::HeldBack { .. } => None,
            })
            .flatten()
            .collect();
        follow_up.retain(|note| !told.contains(&note));
        follow_up
    }

    fn start(&self) -> Start<'_> {
        Start {
            document: &self.document,
            files: &self.files,
            target: self.target,
        }
    }

    fn findings(&self, transform: &dyn Transform) -> Vec<Finding> {
        let surroundings = self.target.surroundings.zip(self.tree.as_ref());
        transform.check(&Target {
            document: &self.document,
            stages: &self.stages,
            context: self.context.as_ref().map(|context| context as &dyn Context),
            surroundings: surroundings.map(|(around, tree)| Surroundings {
                tree: tree as &dyn Tree,
                builds: &self.builds,
                containers: &self.containers,
                ..around
            }),
            ..*self.target
        })
    }

    fn todo(&self, verdict: &Verdict) -> Todo {
        match verdict {
            Verdict::Fix(fix) => match &fix.applicability {
                Applicability::Safe => Todo::Apply(fix.clone(), None),
                Applicability::Unsafe(assumption) if self.target.applies_unsafe => {
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

    fn accept(&mut self, accepted: Accepted) {
        if accepted.edits.is_empty() && accepted.files == self.files {
            return;
        }
        self.version += 1;
        self.take_files(accepted.files);
        let Some(document) = accepted.document else {
            return;
        };
        self.lines = self.lines.after(&self.document.text, &accepted.edits);
        self.stages = Cow::Owned(dockerfile::stages(&document));
        self.ignores = Ignores::read(&document);
        self.document = Cow::Owned(document);
    }

    /// Takes the planned files over, and reads those again that say how the image is built or run.
    fn take_files(&mut self, files: Files) {
        let old = std::mem::replace(&mut self.files, files);
        self.context = planned::context(self.target, &self.files);
        self.tree = planned::tree(self.target, &self.files);
        let (Some(around), Some(tree)) = (self.target.surroundings, &self.tree) else {
            return;
        };
        for (key, change) in &self.files {
            let is_new = old.get(key).is_none_or(|old| old.after != change.after);
            if is_new && key.0 == Origin::Tree {
                let (builds, containers) = (&mut self.builds, &mut self.containers);
                refresh(around.path, builds, containers, &key.1, tree);
            }
        }
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

    fn note_bug(&mut self, transform: &dyn Transform, what: String) {
        let bug = Bug::DroppedFix {
            transform: transform.name(),
            what,
        };
        if !self.bugs.contains(&bug) {
            self.bugs.push(bug);
        }
    }

    /// A diff may show lines with secrets that only transforms know of which were not selected.
    pub(crate) fn note_secrets_of_others(&mut self, selected: &[&'static dyn Transform]) {
        let is_selected = |name| selected.iter().any(|transform| transform.name() == name);
        let others = ALL
            .iter()
            .filter(|transform| !is_selected(transform.name()));
        for transform in others.filter(|_| self.version > 0) {
            let findings = transform.check(self.target).into_iter();
            self.secrets
                .extend(findings.flat_map(|finding| finding.secrets));
        }
    }

    /// The plan of a file that does not come to rest: it is left alone.
    pub(crate) fn give_up(self, transforms: Vec<&'static str>) -> Plan {
        let mut plan = self.plan();
        plan.after.clone_from(&plan.before);
        plan.document = None;
        plan.files.clear();
        plan.bugs.push(Bug::NeverRests { transforms });
        for outcome in &mut plan.findings {
            if let Status::Fixed { .. } = outcome.status {
                outcome.status = dropped("the file did not come to rest, and was left alone");
            }
        }
        plan.findings.dedup();
        plan
    }

    /// The plan as far as the work has come.
    pub(crate) fn plan(self) -> Plan {
        let mut findings = self.fixed;
        let mut silenced = 0;
        for look in self.looks {
            findings.extend(look.open.findings);
            silenced += look.open.silenced;
        }
        let order = |outcome: &Outcome| {
            let mut transforms = ALL.iter();
            transforms.position(|transform| transform.name() == outcome.transform)
        };
        findings.sort_by_key(|outcome| (outcome.lines.first, order(outcome)));
        let mut files: Vec<FileChange> = self.files.into_values().collect();
        files.retain(|change| change.before.as_ref() != Some(&change.after));
        Plan {
            before: self.target.document.text.clone(),
            after: self.document.text.clone(),
            document: match self.document {
                Cow::Borrowed(_) => None,
                Cow::Owned(document) => Some(document),
            },
            files,
            findings,
            silenced,
            unknown_names: self.unknown_names,
            bugs: self.bugs,
            secrets: self.secrets.into_iter().collect(),
        }
    }
}

impl Look {
    /// The next look takes the place of this one.
    fn give_way(&mut self, version: usize, mut open: Open) {
        let findings = open.findings.into_iter();
        open.findings = findings
            .map(|finding| as_first_seen(&self.open.findings, finding))
            .collect();
        self.version = version;
        self.open = open;
    }
}

/// A finding that stays open, as it was when the transform first looked: what it says of lines and reasons is about the
/// file as it is, and not about what other fixes make of it. One that is held back no more is news.
fn as_first_seen(first: &[Outcome], now: Outcome) -> Outcome {
    let is_held = |outcome: &Outcome| matches!(outcome.status, Status::HeldBack { .. });
    let same = first
        .iter()
        .find(|outcome| outcome.lines == now.lines && outcome.message == now.message);
    match same {
        Some(then) if !is_held(then) || is_held(&now) => then.clone(),
        Some(_) | None => now,
    }
}

fn dropped(detail: &str) -> Status {
    Status::HeldBack {
        reason: Reason::FixDropped,
        detail: detail.to_owned(),
    }
}
