//! A whole script: its commands, and whether all of it was understood.

use crate::{Command, Shebang, Span, Variable, memory, nested, walk, windows};
use std::sync::Arc;

/// Which language the text is in, as the caller knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Dialect {
    /// `sh`, `ash`, `dash`, `bash`, `ksh`, `zsh` as far as they agree.
    #[default]
    Posix,
    /// `cmd` or PowerShell: never understood.
    Windows,
    /// A program that is no shell, such as the `python3` of a heredoc: never understood.
    Other,
}

impl Dialect {
    /// The language that `text` is in by its first word: that of a Windows shell where only one runs such a program.
    #[must_use]
    pub fn told_by(text: &str) -> Self {
        let first = text.split_ascii_whitespace().next();
        match first.is_some_and(windows::runs) {
            true => Dialect::Windows,
            false => Dialect::Posix,
        }
    }
}

/// A command line or script that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Script {
    /// Whether every byte of it was read as the shell would. Where it is false, there are no commands, and nobody may
    /// edit the text.
    pub is_understood: bool,
    /// Why it was not understood.
    pub why: Option<Why>,
    /// Every simple command, in source order. Whoever keeps one shares it with everybody who read the same text.
    pub commands: Arc<[Arc<Command>]>,
    /// Every use of a variable, in source order, also where no command holds it: `for x in $LIST`.
    pub variables: Arc<[Variable]>,
    /// The functions it defines.
    pub functions: Arc<[String]>,
    /// Whether it uses what POSIX shells lack: `[[`, arrays, `<<<`, `<( )`, `&>`, `(( ))`.
    pub uses_bash: bool,
    pub(crate) set_by_syntax: Arc<[String]>,
    pub(crate) shebang: Option<Shebang>,
}

/// What stood in the way of understanding a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// What is so, in a clause.
    pub cause: String,
    /// Where.
    pub span: Span,
}

impl Why {
    pub(crate) fn new(cause: impl Into<String>, span: Span) -> Self {
        let cause = cause.into();
        Self { cause, span }
    }
}

impl Script {
    /// Reads `text` as a POSIX shell or bash does. Never fails; see [`Script::is_understood`].
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self::parse_as(text, Dialect::Posix)
    }

    /// Reads `text` in the language the caller knows it to be in.
    #[must_use]
    pub fn parse_as(text: &str, dialect: Dialect) -> Self {
        let whole = Span::new(0, text.len());
        let why = match dialect {
            Dialect::Posix => return memory::remembered(text, || Self::read(text)),
            Dialect::Windows => Why::new("it is for a Windows shell", whole),
            Dialect::Other => Why::new("it is not for a shell", whole),
        };
        Self::not_understood(why)
    }

    fn read(text: &str) -> Self {
        match walk::walk(text, 0) {
            Ok(found) => Self::from_found(found),
            Err(why) => Self::not_understood(why),
        }
    }

    /// Reads the exec form: one program and its arguments, with no shell between.
    ///
    /// Spans are places in the words joined by one blank; they are exact only for words without quotes or blanks.
    #[must_use]
    pub fn from_exec(words: &[String]) -> Self {
        match nested::from_exec(words) {
            Ok(found) => Self::from_found(found),
            Err(why) => Self::not_understood(why),
        }
    }

    fn from_found(found: walk::Found) -> Self {
        Self {
            is_understood: true,
            why: None,
            commands: found.commands.into_iter().map(Arc::new).collect(),
            variables: shared(found.variables),
            functions: shared(found.functions),
            uses_bash: found.uses_bash,
            set_by_syntax: shared(found.assigned),
            shebang: None,
        }
    }

    pub(crate) fn not_understood(why: Why) -> Self {
        Self {
            why: Some(why),
            ..Self::default()
        }
    }
}

/// `all`, to be shared: most scripts have none of a kind, and all of these share the same nothing.
fn shared<T>(all: Vec<T>) -> Arc<[T]> {
    match all.is_empty() {
        true => Arc::default(),
        false => all.into(),
    }
}
