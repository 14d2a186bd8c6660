//! A Dockerfile as it stands on disk, with everything Docker reads in it.

use crate::reader::Extent;
use crate::{Instruction, Problem, Span, bases, reader};

/// A parsed Dockerfile. It owns its text; everything else is a span into it.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The text, byte for byte.
    pub text: String,
    /// Parser directives at the top (`# syntax=…`), in order.
    pub directives: Vec<Directive>,
    /// The character that continues a line.
    pub escape: Escape,
    /// Comment lines, also those between the lines of an instruction, in order.
    pub comments: Vec<Comment>,
    /// The instructions, in order.
    pub instructions: Vec<Instruction>,
    /// What Docker would refuse, in the order of the lines. A document with a problem is never edited.
    pub problems: Vec<Problem>,
}

impl Document {
    /// Reads any text. It never fails: what Docker would refuse is in [`problems`](Self::problems).
    #[must_use]
    pub fn parse(text: impl Into<String>) -> Self {
        reader::read(text.into(), Extent::Whole)
    }

    /// Reads no more than what the stages stand on: each `FROM`, and each `ARG` before the first of them, is there as
    /// [`parse`](Self::parse) reads it. Of everything else, some may be missing.
    #[must_use]
    pub fn parse_bases(text: impl Into<String>) -> Self {
        let text = text.into();
        let extent = bases::extent(&text);
        reader::read(text, extent)
    }

    /// The text between two places; empty when they are not places in this document.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The line, counted from 1, of the byte at `offset`.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        let before = self.text.as_bytes().get(..offset);
        let before = before.unwrap_or(self.text.as_bytes());
        1 + before.iter().filter(|&&byte| byte == b'\n').count()
    }

    /// The directive with this name, in lower case.
    #[must_use]
    pub fn directive(&self, name: &str) -> Option<&Directive> {
        self.directives
            .iter()
            .find(|directive| directive.name == name)
    }
}

/// The character that continues a line and escapes the next character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Escape {
    /// `\`, unless a directive says otherwise.
    #[default]
    Backslash,
    /// `` ` ``, by `# escape=` followed by a backtick.
    Backtick,
}

impl Escape {
    /// The character itself.
    #[must_use]
    pub fn char(self) -> char {
        match self {
            Escape::Backslash => '\\',
            Escape::Backtick => '`',
        }
    }

    /// Whether `text` holds neither a quote nor this character, so that there is nothing to take out of it.
    pub(crate) fn is_absent(self, text: &str) -> bool {
        let escape = match self {
            Escape::Backslash => b'\\',
            Escape::Backtick => b'`',
        };
        memchr::memchr3(b'\'', b'"', escape, text.as_bytes()).is_none()
    }

    /// The text between the double quotes around `word`, where nothing in it means more than itself: most quoted words
    /// are of that kind.
    pub(crate) fn plainly_quoted(self, word: &str) -> Option<&str> {
        let text = word.strip_prefix('"')?.strip_suffix('"')?;
        (self.is_absent(text) && !text.contains('$')).then_some(text)
    }
}

/// A parser directive: `# name=value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// The name in lower case.
    pub name: String,
    /// The value, without blanks around it.
    pub value: String,
    /// The value in the source.
    pub value_span: Span,
    /// The whole line, without its ending.
    pub span: Span,
    /// Its line, counted from 1.
    pub line: usize,
}

/// A comment line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// From `#` to the end of the line, ending excluded.
    pub span: Span,
    /// Its line, counted from 1.
    pub line: usize,
    /// The position in [`Document::instructions`] of the instruction it interrupts, if any.
    pub inside: Option<usize>,
}
