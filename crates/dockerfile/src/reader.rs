//! Reads a file from its first line to its last: directives, comments, instructions with their continuation lines.
//!
//! The grammar is that of <https://github.com/moby/buildkit/blob/master/frontend/dockerfile/parser/parser.go>.

use crate::line::Line;
use crate::physical::{Physical, PhysicalLines};
use crate::problem::Refusal;
use crate::{
    Comment, Document, Escape, Kind, Lines, Logical, Problem, Span, directive, heredocs, statement,
};

/// The longest line, ending included, that Docker's scanner takes.
const LONGEST_LINE: usize = 64 * 1024;

/// How much of a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All of it.
    Whole,
    /// What stands before the first `FROM`, and what may be one.
    Bases,
}

/// Reads the text.
pub(crate) fn read(text: String, extent: Extent) -> Document {
    let mut document = Document {
        text: String::new(),
        directives: Vec::new(),
        escape: Escape::default(),
        comments: Vec::new(),
        instructions: Vec::new(),
        problems: Vec::new(),
    };
    let mut reader = Reader {
        lines: PhysicalLines::of(&text),
        document: &mut document,
    };
    reader.directives();
    while let Some(line) = reader.lines.next() {
        reader.line(line);
        if extent == Extent::Bases && reader.has_stage() {
            reader.lines.skip_to_from(reader.document.escape.char());
        }
    }
    let last = reader.lines.number();
    document.problems.extend(too_long(&text));
    document.problems.extend(stageless(&document, last));
    document.problems.sort_by_key(|problem| problem.line);
    document.text = text;
    document
}

struct Reader<'t, 'd> {
    lines: PhysicalLines<'t>,
    document: &'d mut Document,
}

impl<'t> Reader<'t, '_> {
    /// The directives at the top. The first line that is none ends them.
    fn directives(&mut self) {
        loop {
            let before = self.lines.clone();
            let Some(line) = self.lines.next() else {
                return;
            };
            let Some(directive) = directive::read(line) else {
                self.lines = before;
                return;
            };
            let name = &directive.name;
            if self.document.directive(name).is_some() {
                let message = format!("the directive `{name}` stands here a second time");
                self.refuse(
                    Refusal::syntax(message).help("remove this line"),
                    line.number,
                );
            } else {
                match directive::escape(&directive) {
                    Some(Ok(escape)) => self.document.escape = escape,
                    Some(Err(refusal)) => self.refuse(refusal, line.number),
                    None => {}
                }
            }
            self.document.directives.push(directive);
        }
    }

    /// A line outside of instructions: a comment, a blank line, or the first line of an instruction.
    fn line(&mut self, line: Physical<'t>) {
        let first = line.trim_start();
        if first.text.starts_with('#') {
            self.comment(first, None);
        } else if !first.text.is_empty() {
            self.instruction(line, first);
        }
    }

    fn has_stage(&self) -> bool {
        let mut instructions = self.document.instructions.iter();
        instructions.any(|instruction| matches!(instruction.kind, Kind::From(_)))
    }

    /// The comment that `line` is, without the blanks before it.
    fn comment(&mut self, line: Physical<'t>, inside: Option<usize>) {
        self.document.comments.push(Comment {
            span: line.span,
            line: line.number,
            inside,
        });
    }

    fn instruction(&mut self, line: Physical<'t>, first: Physical<'t>) {
        let (logical, last) = self.join(first);
        let escape = self.document.escape;
        let whole = Line {
            logical: &logical,
            escape,
        };
        let statement = statement::read(whole, Span::new(0, logical.text.len()));
        if let Some(refusal) = statement.refusal() {
            self.refuse(refusal.clone(), line.number);
        }
        let mut span = Span::new(line.span.start, last.span.end);
        let mut bodies = Vec::new();
        if statement.takes_heredocs() {
            let found = heredocs::read(whole, &mut self.lines, last.next);
            bodies = found.heredocs;
            span.end = found.end.unwrap_or(span.end);
            if let Some(refusal) = found.refusal {
                self.refuse(refusal, line.number);
            }
        }
        let lines = Lines {
            first: line.number,
            last: self.lines.number(),
        };
        let instruction = statement.into_instruction(span, lines, logical, bodies);
        self.document.instructions.push(instruction);
    }

    /// Joins the lines of an instruction; also gives the last of them, blank and comment lines included.
    fn join(&mut self, first: Physical<'t>) -> (Logical, Physical<'t>) {
        let escape = self.document.escape.char();
        let mut last = first;
        let mut continued = first.continued(escape);
        let mut logical = Logical::of(continued.unwrap_or(first.text), first.span.start);
        while continued.is_some() {
            let Some(line) = self.lines.next() else { break };
            last = line;
            let trimmed = line.trim_start();
            if trimmed.text.starts_with('#') {
                self.comment(trimmed, Some(self.document.instructions.len()));
            } else if !trimmed.text.is_empty() {
                continued = line.continued(escape);
                logical.join(continued.unwrap_or(line.text), line.span.start);
            }
        }
        (logical, last)
    }

    fn refuse(&mut self, refusal: Refusal, line: usize) {
        self.document.problems.push(refusal.at(line));
    }
}

/// Lines that Docker cannot read for their length.
fn too_long(text: &str) -> Option<Problem> {
    if text.len() < LONGEST_LINE {
        return None;
    }
    let mut lines = PhysicalLines::of(text);
    let line = lines.find(|line| {
        let is_ended = text
            .get(..line.next)
            .is_some_and(|text| text.ends_with('\n'));
        line.next - line.span.start >= LONGEST_LINE + usize::from(is_ended)
    })?;
    let refusal = Refusal::syntax("the line is longer than the 65,535 bytes Docker reads")
        .help("break it with continuation lines");
    Some(refusal.at(line.number))
}

/// The problem of a file that builds nothing, or that says something before its first stage.
fn stageless(document: &Document, last: usize) -> Option<Problem> {
    let Some(first) = document.instructions.first() else {
        return Some(
            Refusal::syntax("the file has no instructions")
                .help("a Dockerfile starts with `FROM`")
                .at(last.max(1)),
        );
    };
    let mut before = document.instructions.iter();
    let early =
        before.find(|instruction| !matches!(instruction.kind, Kind::Arg(_) | Kind::Unknown));
    match early {
        Some(instruction) if matches!(instruction.kind, Kind::From(_)) => None,
        Some(instruction) => {
            let keyword = instruction.keyword().to_ascii_uppercase();
            let refusal = Refusal::new(format!("`{keyword}` stands before the first `FROM`"));
            Some(
                refusal
                    .help("only `ARG` can stand there")
                    .at(instruction.lines.first),
            )
        }
        None if document.problems.is_empty() => Some(
            Refusal::new("the file has no `FROM`, so there is nothing to build")
                .help("name a base image, or `FROM scratch`")
                .at(first.lines.first),
        ),
        None => None,
    }
}
