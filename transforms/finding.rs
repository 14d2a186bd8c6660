//! A weakness with its place, and what can be done about it.

use crate::{Reason, Secret};
use dockerfile::{Edit, Lines};

/// One weakness of a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The lines it is about, in the target's Dockerfile.
    pub lines: Lines,
    /// What is so: one clause, lower case, no full stop, literals in backticks, no secret's value.
    pub message: String,
    /// Why it matters: one clause in the same form.
    pub why: String,
    /// What can be done.
    pub verdict: Verdict,
    /// What the verdict rests on, one clause each, with lines where there are some (`base `node:22` has the account
    /// `node` (1000:1000)`); for a finding that is held back, what was missing.
    pub evidence: Vec<String>,
    /// The secret values that stand in these lines, or in what the fix removes: whoever prints anything masks them.
    pub secrets: Vec<Secret>,
}

/// What can be done about a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Edits are ready.
    Fix(Fix),
    /// It needs knowledge that the files do not hold: a snippet to paste, or a command to run.
    Suggestion(String),
    /// Nothing is proposed.
    HeldBack {
        /// The reason, from the closed list.
        reason: Reason,
        /// The reason in this file: one clause that names the instruction, path or word.
        detail: String,
    },
}

/// Edits that belong together: all of them, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// How sure we are.
    pub applicability: Applicability,
    /// Edits to the target's Dockerfile.
    pub edits: Vec<Edit>,
    /// Other files that change with it.
    pub files: Vec<FileChange>,
    /// What remains for people to do once it is applied, one clause each (a command to run, a caller to change).
    pub follow_up: Vec<String>,
}

/// The promise a fix makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applicability {
    /// The image builds from the same inputs and the program runs as before, minus the weakness; every condition for
    /// that was read in the file, its context or the catalogue.
    Safe,
    /// Right in most cases; the text names the open assumption in one clause.
    Unsafe(String),
}

/// A file beside the Dockerfile, as it will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// What its path is counted from.
    pub origin: Origin,
    /// Its path, with `/` between parts.
    pub path: String,
    /// The text it has before; `None` when the file is created.
    pub before: Option<String>,
    /// The text it gets.
    pub after: String,
}

/// What the path of a file is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The root of the build context.
    Context,
    /// The root of the tree: see [`Surroundings`](crate::Surroundings).
    Tree,
}
