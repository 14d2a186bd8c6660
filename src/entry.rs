//! One file in the result of a run: what was found in it, and what happens to it.

use crate::diff::diff;
use crate::error::FileError;
use crate::mask::masked;
use crate::skip::Skip;
use std::borrow::Cow;
use std::path::PathBuf;
use transforms::{Bug, Outcome, Secret, Status, UnknownName};

/// A file that the run has something to say of.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Its path as people see it.
    pub(crate) path: String,
    /// The file itself, absolute; `None` for one that is not read.
    pub(crate) file: Option<PathBuf>,
    /// The least path of the files that are written together with it or not at all.
    pub(crate) unit: String,
    pub(crate) state: State,
    /// Whether it is no Dockerfile itself, but changes with those of its context.
    pub(crate) is_beside: bool,
    /// Whether the fixes of its findings stand on disk.
    pub(crate) is_written: bool,
    pub(crate) findings: Vec<Outcome>,
    pub(crate) silenced: usize,
    pub(crate) unknown_names: Vec<UnknownName>,
    pub(crate) bugs: Vec<Bug>,
    pub(crate) secrets: Vec<Secret>,
    /// Its texts when it changes; for standard input always.
    pub(crate) change: Option<Change>,
    /// The diff of the change as it is shown; empty until it is drawn.
    pub(crate) diff: Diff,
}

/// What happens to a file.
#[derive(Debug)]
pub(crate) enum State {
    Clean,
    WouldChange,
    Changed,
    Failed(FileError),
    Skipped(Skip),
}

/// The texts of a file before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// Where it is written; `None` for standard input.
    pub(crate) file: Option<PathBuf>,
    /// Its name in a diff.
    pub(crate) name: String,
    /// `None` for a file that is created.
    pub(crate) before: Option<String>,
    pub(crate) after: String,
}

impl Entry {
    /// A file of which there is nothing to say but its state.
    pub(crate) fn bare(path: String, state: State) -> Self {
        Self {
            file: None,
            unit: path.clone(),
            path,
            state,
            is_beside: false,
            is_written: false,
            findings: Vec::new(),
            silenced: 0,
            unknown_names: Vec::new(),
            bugs: Vec::new(),
            secrets: Vec::new(),
            change: None,
            diff: Diff::default(),
        }
    }

    /// The diff of its change, empty when there is none.
    pub(crate) fn draw(&self, show_secrets: bool) -> Diff {
        let Some(change) = self.change.as_ref().filter(|_| self.is_changing()) else {
            return Diff::default();
        };
        let text = diff(&change.name, change.before.as_deref(), &change.after);
        if show_secrets {
            return Diff {
                text,
                is_masked: false,
            };
        }
        let shown = masked(&text, &self.secrets);
        let is_masked = shown != text;
        let text = match shown {
            Cow::Owned(shown) => shown,
            Cow::Borrowed(_) => text,
        };
        Diff { text, is_masked }
    }

    /// Gives back what its findings say, which is most of an entry: a run that only counts them shows none of it.
    pub(crate) fn forget_words(&mut self) {
        for outcome in &mut self.findings {
            outcome.message = String::new();
            outcome.why = String::new();
            outcome.evidence = Vec::new();
            match &mut outcome.status {
                Status::Fixed { .. } => {}
                Status::Unsafe { assumption: words }
                | Status::Suggestion(words)
                | Status::HeldBack { detail: words, .. } => *words = String::new(),
            }
        }
    }

    /// Whether it changes, or did.
    pub(crate) fn is_changing(&self) -> bool {
        match self.state {
            State::WouldChange | State::Changed => true,
            State::Clean | State::Failed(_) | State::Skipped(_) => false,
        }
    }
}

/// A diff as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Diff {
    pub(crate) text: String,
    /// Whether a value was masked, so that the diff cannot be applied.
    pub(crate) is_masked: bool,
}
