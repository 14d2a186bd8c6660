//! One word of a command, and the variables in it.

use crate::Span;

/// A word as the shell splits them: quotes and expansions included.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Word {
    /// The text as written.
    pub raw: String,
    pub(crate) literal: Literal,
    /// Where it is; see [`Command::is_exact`](crate::Command::is_exact).
    pub span: Span,
    /// The variables in it, not counting those inside `$( )`.
    pub variables: Vec<Variable>,
    /// Whether the shell may make other words of it: it holds `*`, `?`, `[…]` or `{a,b}` outside quotes.
    pub is_pattern: bool,
}

/// What a program receives for a word: of most, the text as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Literal {
    /// Nobody knows: an expansion is in it.
    #[default]
    Unknown,
    /// The text as written.
    Raw,
    /// This one, which is another.
    Other(String),
}

impl Literal {
    /// What is received for the word that is written as `raw`.
    pub(crate) fn of(raw: &str, received: Option<String>) -> Self {
        match received {
            None => Literal::Unknown,
            Some(text) if text == raw => Literal::Raw,
            Some(text) => Literal::Other(text),
        }
    }
}

impl Word {
    /// What the program receives, with the quotes removed, when no expansion is in it.
    #[must_use]
    pub fn literal(&self) -> Option<&str> {
        match &self.literal {
            Literal::Unknown => None,
            Literal::Raw => Some(&self.raw),
            Literal::Other(text) => Some(text),
        }
    }

    /// The end of the word that holds `value`; where that does not stand at its end as written, it has the word's place.
    pub(crate) fn end(&self, value: &str) -> Self {
        let is_plain = self.raw.ends_with(value);
        let start = self.span.end.saturating_sub(value.len());
        Self {
            raw: value.to_owned(),
            literal: match self.literal {
                Literal::Unknown => Literal::Unknown,
                Literal::Raw | Literal::Other(_) => Literal::Raw,
            },
            span: match is_plain {
                true => Span::new(start, self.span.end),
                false => self.span,
            },
            variables: self.variables.clone(),
            is_pattern: self.is_pattern,
        }
    }

    /// The same word, for which the program receives `text`.
    #[must_use]
    pub fn received_as(mut self, text: String) -> Self {
        self.literal = Literal::of(&self.raw, Some(text));
        self
    }

    /// The literal value, or an empty text when the word holds an expansion.
    #[must_use]
    pub fn value(&self) -> &str {
        self.literal().unwrap_or_default()
    }

    /// What the program receives; the word as written where an expansion is in it.
    #[must_use]
    pub fn text(&self) -> &str {
        self.literal().unwrap_or(&self.raw)
    }

    /// Whether its literal value is `text`.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        self.literal() == Some(text)
    }
}

/// One use of a variable.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Variable {
    /// The name: `HOME`, `1`, `@`.
    pub name: String,
    /// The whole expansion, with its `$` and braces. In arithmetic, the bare name.
    pub span: Span,
    /// Whether it stands between double quotes.
    pub is_quoted: bool,
    /// What `${NAME…}` does with it: `:-`, `:=`, `:?`, `:+`, `#`, `%`, `/`, … where it does anything.
    pub operator: Option<String>,
}

/// `NAME=value`, before a command or on its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assignment {
    /// The name; `A[0]` for an element of an array.
    pub name: String,
    /// Whether it is `+=`.
    pub appends: bool,
    /// The value; empty for `A=`.
    pub value: Word,
    /// The whole of `NAME=value`.
    pub span: Span,
}
