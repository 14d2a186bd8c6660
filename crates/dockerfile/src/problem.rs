//! What Docker would refuse, with its place and the reason in our words.

/// A reason for which Docker would not build from this document. A document with a problem is never edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, counted from 1.
    pub line: usize,
    /// What is so, in lower case, literals in backticks.
    pub message: String,
    /// What would mend it, if we know.
    pub help: Option<String>,
}

/// A problem before its line is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    message: String,
    help: Option<String>,
    /// Whether Docker refuses it while it reads lines, and so also under `ONBUILD`.
    pub(crate) is_syntax: bool,
}

impl Refusal {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
            is_syntax: false,
        }
    }

    pub(crate) fn syntax(message: impl Into<String>) -> Self {
        Self {
            is_syntax: true,
            ..Self::new(message)
        }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    pub(crate) fn at(self, line: usize) -> Problem {
        Problem {
            line,
            message: self.message,
            help: self.help,
        }
    }
}
