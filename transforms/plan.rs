//! What hardening one Dockerfile comes to: texts before and after, and every finding with what became of it.

use crate::{FileChange, Reason, Secret};
use dockerfile::{Document, Lines};

/// The result of hardening one target. Showing it and writing it render the same value.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The Dockerfile as it was.
    pub before: String,
    /// The Dockerfile as it will be; the same when nothing applies.
    pub after: String,
    /// The same, as it was read when the last of its changes was made; `None` where there was none.
    pub document: Option<Document>,
    /// Other files that change, sorted by path; counted from the root of the tree where their place in it is known.
    pub files: Vec<FileChange>,
    /// Every weakness found, in the order of the original file's lines.
    pub findings: Vec<Outcome>,
    /// How many findings a comment in the file silenced.
    pub silenced: usize,
    /// Names in ignore comments that no transform has.
    pub unknown_names: Vec<UnknownName>,
    /// Where harden itself went wrong; none of it is in `after`.
    pub bugs: Vec<Bug>,
    /// The secret values that may stand in any of the texts.
    pub secrets: Vec<Secret>,
}

impl Plan {
    /// Whether any file comes out different.
    #[must_use]
    pub fn changes(&self) -> bool {
        self.before != self.after || !self.files.is_empty()
    }
}

/// A finding and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The name of the transform that found it.
    pub transform: &'static str,
    /// The lines it is about, in the original file; for what an earlier fix brought in, the nearest ones.
    pub lines: Lines,
    /// What is so.
    pub message: String,
    /// Why it matters.
    pub why: String,
    /// What that rests on.
    pub evidence: Vec<String>,
    /// What became of it.
    pub status: Status,
}

/// What became of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Its fix is part of the plan.
    Fixed {
        /// What an unsafe fix takes for granted.
        assumption: Option<String>,
        /// What remains for people to do.
        follow_up: Vec<String>,
    },
    /// Its fix takes something for granted and was not asked for.
    Unsafe {
        /// What it takes for granted.
        assumption: String,
    },
    /// A snippet to paste, or a command to run.
    Suggestion(String),
    /// Nothing is proposed.
    HeldBack {
        /// The reason, from the closed list.
        reason: Reason,
        /// The reason in this file.
        detail: String,
    },
}

/// A name in an ignore comment that no transform has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownName {
    /// The line of the comment.
    pub line: usize,
    /// The name as written.
    pub name: String,
    /// The name that was probably meant.
    pub suggestion: Option<&'static str>,
}

/// Something that must not happen, and that we want to hear of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bug {
    /// A fix broke a guard and was dropped.
    DroppedFix {
        /// The transform it came from.
        transform: &'static str,
        /// What was wrong with it, as a clause that follows the transform's name.
        what: String,
    },
    /// The file kept changing, so it was left alone.
    NeverRests {
        /// The transforms that changed it in the last round.
        transforms: Vec<&'static str>,
    },
}
