//! Where a command's input comes from and its output goes.

use crate::{Span, Word};

/// One redirection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirection {
    /// What it does.
    pub kind: RedirectionKind,
    /// The descriptor in front of the operator, where one is written.
    pub descriptor: Option<u32>,
    /// The file, the descriptor after `>&`, the text of `<<<`, or the delimiter of a heredoc as written.
    pub target: Option<Word>,
    /// The body of a heredoc; not repeated for those that inherit it.
    pub heredoc: Option<Heredoc>,
    /// The whole redirection; for a heredoc up to its delimiter.
    pub span: Span,
    /// Whether it is written after a `{ }`, `( )`, loop or `if` around the command.
    pub is_inherited: bool,
}

/// The kinds of redirection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RedirectionKind {
    /// `<`
    Read,
    /// `>`
    Write,
    /// `>>`
    Append,
    /// `>|`
    Clobber,
    /// `&>`
    WriteBoth,
    /// `&>>`
    AppendBoth,
    /// `<&`
    DuplicateInput,
    /// `>&`
    DuplicateOutput,
    /// `<&-` and `>&-`
    Close,
    /// `<<` and `<<-`
    Heredoc,
    /// `<<<`
    HereString,
}

impl RedirectionKind {
    pub(crate) fn of(operator: &str) -> Option<Self> {
        Some(match operator {
            "<" => Self::Read,
            ">" => Self::Write,
            ">>" => Self::Append,
            ">|" => Self::Clobber,
            "&>" => Self::WriteBoth,
            "&>>" => Self::AppendBoth,
            "<&" => Self::DuplicateInput,
            ">&" => Self::DuplicateOutput,
            "<&-" | ">&-" => Self::Close,
            "<<" | "<<-" => Self::Heredoc,
            "<<<" => Self::HereString,
            _ => return None,
        })
    }

    /// Whether a file may be made or changed by it.
    #[must_use]
    pub const fn writes(self) -> bool {
        match self {
            Self::Write | Self::Append | Self::Clobber | Self::WriteBoth | Self::AppendBoth => true,
            Self::Read
            | Self::DuplicateInput
            | Self::DuplicateOutput
            | Self::Close
            | Self::Heredoc
            | Self::HereString => false,
        }
    }
}

/// The body of a heredoc that the shell reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heredoc {
    /// The text up to the line of the delimiter, as written.
    pub body: String,
    /// Where the body is.
    pub span: Span,
    /// Whether variables in it are expanded: the delimiter is not quoted.
    pub expands: bool,
    /// Whether leading tabs are removed: `<<-`.
    pub strips_tabs: bool,
}
