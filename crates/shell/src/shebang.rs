//! Script files: which program their first line names.

use crate::{Dialect, Script, Span, Why};

/// The first line of a script file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shebang {
    /// The program without its path, `env` looked through: `bash`, `python3`.
    pub program: String,
    /// The words behind it.
    pub arguments: Vec<String>,
    /// The whole line.
    pub span: Span,
}

impl Shebang {
    /// The line at the start of `text`, if it is one.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let line = text.lines().next()?;
        let mut words = line
            .strip_prefix("#!")?
            .split_whitespace()
            .map(str::to_owned);
        let base = |path: String| path.rsplit('/').next().unwrap_or_default().to_owned();
        let mut program = base(words.next()?);
        if program == "env" {
            let named = words
                .by_ref()
                .find(|word| !word.starts_with('-') && !word.contains('='));
            program = base(named?);
        }
        Some(Self {
            program,
            arguments: words.collect(),
            span: Span::new(0, line.len()),
        })
    }

    /// Whether it names a shell that [`Script::parse`] reads. `fish` and `csh` have languages of their own.
    #[must_use]
    pub fn is_shell(&self) -> bool {
        matches!(
            self.program.as_str(),
            "sh" | "bash" | "dash" | "ash" | "zsh" | "ksh" | "mksh" | "with-contenv"
        )
    }
}

impl Script {
    /// Reads a script file. One whose first line names something that is no shell is not understood; one without such a
    /// line is taken for a shell script, as a shell that runs it would.
    #[must_use]
    pub fn parse_file(text: &str) -> Self {
        match Shebang::of(text) {
            Some(shebang) if !shebang.is_shell() => {
                let cause = format!("it is for `{}`", shebang.program);
                Self::not_understood(Why::new(cause, shebang.span))
            }
            Some(_) | None if text.contains('\r') => {
                let at = text.find('\r').unwrap_or_default();
                Self::not_understood(Why::new("its lines end in CRLF", Span::new(at, at + 1)))
            }
            Some(_) | None => {
                let mut script = Self::parse_as(text, Dialect::Posix);
                script.shebang = Shebang::of(text);
                script
            }
        }
    }

    /// The first line of the file it was read from.
    #[must_use]
    pub const fn shebang(&self) -> Option<&Shebang> {
        self.shebang.as_ref()
    }
}
