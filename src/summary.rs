//! The run in one line.

use crate::args::Mode;
use crate::entry::{Entry, State};
use crate::plural::plural;
use crate::skip::Skip;
use std::collections::BTreeMap;
use transforms::{Bug, Status};

/// What a run comes to, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Summary {
    /// Dockerfiles that were read.
    pub(crate) files: usize,
    /// Files that change, or did.
    pub(crate) changing: usize,
    pub(crate) failed: usize,
    pub(crate) bugs: usize,
    pub(crate) findings: usize,
    /// Findings whose fix is part of the plan.
    pub(crate) fixes: usize,
    pub(crate) unsafe_fixes: usize,
    pub(crate) suggestions: usize,
    pub(crate) held_back: usize,
    pub(crate) silenced: usize,
    pub(crate) skipped: BTreeMap<Skip, usize>,
    pub(crate) is_written: bool,
}

/// The numbers of a run.
pub(crate) fn summary(entries: &[Entry], mode: Mode) -> Summary {
    let is_written = matches!(mode, Mode::Write { .. });
    let mut summary = Summary {
        is_written,
        ..Summary::default()
    };
    for entry in entries {
        match &entry.state {
            State::Clean => {}
            State::WouldChange | State::Changed => summary.changing += 1,
            State::Failed(_) => summary.failed += 1,
            State::Skipped(skip) => {
                *summary.skipped.entry(*skip).or_default() += 1;
                continue;
            }
        }
        summary.files += usize::from(!entry.is_beside);
        summary.silenced += entry.silenced;
        summary.findings += entry.findings.len();
        let dropped = |bug: &&Bug| matches!(bug, Bug::DroppedFix { .. });
        summary.bugs += entry.bugs.iter().filter(dropped).count();
        for outcome in &entry.findings {
            match outcome.status {
                Status::Fixed { .. } if is_written && !entry.is_written => {}
                Status::Fixed { .. } => summary.fixes += 1,
                Status::Unsafe { .. } => summary.unsafe_fixes += 1,
                Status::Suggestion(_) => summary.suggestions += 1,
                Status::HeldBack { .. } => summary.held_back += 1,
            }
        }
    }
    summary
}

impl Summary {
    /// The last line of a run: ``would fix 7 findings in 3 files (2 more with `--unsafe`)``.
    pub(crate) fn line(&self) -> String {
        let done = self.files.saturating_sub(self.failed);
        let mut line = match (self.fixes, self.is_written) {
            (0, _) if done == 0 && self.failed > 0 => "nothing done".to_owned(),
            (0, _) if done == 0 => "no Dockerfile to harden".to_owned(),
            (0, _) if self.findings == 0 => format!("nothing to do in {}", plural(done, "file")),
            (0, _) => format!("nothing to fix in {}", plural(done, "file")),
            (fixes, is_written) => {
                let verb = if is_written { "fixed" } else { "would fix" };
                let findings = plural(fixes, "finding");
                format!("{verb} {findings} in {}", plural(self.changing, "file"))
            }
        };
        if self.unsafe_fixes > 0 {
            let more = if self.fixes > 0 { " more" } else { "" };
            line.push_str(&format!(" ({}{more} with `--unsafe`)", self.unsafe_fixes));
        }
        let mut rest: Vec<String> = Vec::new();
        if self.held_back > 0 {
            rest.push(format!("{} held back", self.held_back));
        }
        if self.suggestions > 0 {
            rest.push(plural(self.suggestions, "suggestion"));
        }
        if self.silenced > 0 {
            rest.push(format!("{} ignored by comments", self.silenced));
        }
        let skipped = self.skipped.iter();
        rest.extend(
            skipped.map(|(skip, count)| format!("{} skipped", plural(*count, skip.noun()))),
        );
        if self.failed > 0 {
            rest.push(format!("{} failed", plural(self.failed, "file")));
        }
        for part in rest {
            line.push_str("; ");
            line.push_str(&part);
        }
        line
    }
}
