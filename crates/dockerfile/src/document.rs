//! A Dockerfile as it stands on disk, with everything Docker reads in it.

use crate::{Instruction, Problem, Span};

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

/// The character that continues a line and escapes the next character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Escape {
    /// `\`, unless a directive says otherwise.
    #[default]
    Backslash,
    /// `` ` ``, by `# escape=` followed by a backtick.
    Backtick,
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
