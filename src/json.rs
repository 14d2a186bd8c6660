//! The result of a run, for programs.

use crate::entry::{Entry, State};
use crate::mask::masked;
use crate::summary::Summary;
use serde::Serialize;
use transforms::{Outcome, Status};

/// The version of the format. A field may be added without a new one.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Result<'a> {
    version: u32,
    tool: Tool,
    files: Vec<File<'a>>,
    summary: Totals,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    status: &'static str,
    error: Option<Error>,
    findings: Vec<Finding>,
    diff: &'a str,
}

#[derive(Serialize)]
struct Error {
    line: Option<usize>,
    message: String,
}

#[derive(Serialize)]
struct Finding {
    transform: &'static str,
    line: usize,
    end_line: usize,
    message: String,
    why: String,
    status: &'static str,
    reason: Option<&'static str>,
    assumption: Option<String>,
    evidence: Vec<String>,
    /// The snippet of a suggestion, or what is in the way of a fix that is held back.
    detail: Option<String>,
    follow_up: Vec<String>,
}

#[derive(Serialize)]
struct Totals {
    files: usize,
    changed: usize,
    failed: usize,
    findings: usize,
    fixed: usize,
    held_back: usize,
}

/// The whole result as one JSON object.
pub(crate) fn json(
    entries: &[Entry],
    summary: &Summary,
    show_secrets: bool,
) -> serde_json::Result<String> {
    serde_json::to_string_pretty(&Result {
        version: VERSION,
        tool: Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        files: entries
            .iter()
            .map(|entry| file(entry, show_secrets))
            .collect(),
        summary: Totals {
            files: summary.files,
            changed: summary.changing,
            failed: summary.failed,
            findings: summary.findings,
            fixed: if summary.is_written { summary.fixes } else { 0 },
            held_back: summary.held_back,
        },
    })
}

fn file(entry: &Entry, show_secrets: bool) -> File<'_> {
    let (status, error) = match &entry.state {
        State::Clean => ("clean", None),
        State::WouldChange => ("would-change", None),
        State::Changed => ("changed", None),
        State::Skipped(_) => ("skipped", None),
        State::Failed(error) => (
            "failed",
            Some(Error {
                line: error.line(),
                message: error.message(),
            }),
        ),
    };
    File {
        path: &entry.path,
        status,
        error,
        findings: entry
            .findings
            .iter()
            .map(|outcome| finding(entry, outcome, show_secrets))
            .collect(),
        diff: &entry.diff.text,
    }
}

fn finding(entry: &Entry, outcome: &Outcome, show_secrets: bool) -> Finding {
    let hide = |text: &String| {
        if show_secrets {
            text.clone()
        } else {
            masked(text, &entry.secrets).into_owned()
        }
    };
    let mut finding = Finding {
        transform: outcome.transform,
        line: outcome.lines.first,
        end_line: outcome.lines.last,
        message: hide(&outcome.message),
        why: hide(&outcome.why),
        status: "",
        reason: None,
        assumption: None,
        evidence: outcome.evidence.iter().map(hide).collect(),
        detail: None,
        follow_up: Vec::new(),
    };
    match &outcome.status {
        Status::Fixed {
            assumption,
            follow_up,
        } => {
            finding.status = if entry.is_written { "fixed" } else { "fixable" };
            finding.assumption = assumption.as_ref().map(hide);
            finding.follow_up = follow_up.iter().map(hide).collect();
        }
        Status::Unsafe { assumption } => {
            finding.status = "unsafe";
            finding.assumption = Some(hide(assumption));
        }
        Status::Suggestion(snippet) => {
            finding.status = "suggestion";
            finding.detail = Some(hide(snippet));
        }
        Status::HeldBack { reason, detail } => {
            finding.status = "held-back";
            finding.reason = Some(reason.code());
            finding.detail = Some(hide(detail));
        }
    }
    finding
}
