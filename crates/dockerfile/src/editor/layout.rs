//! The habits of a file: how it ends lines, writes keywords, and continues commands.

use super::New;
use crate::{Document, Instruction, Kind, Span};
use std::collections::BTreeMap;

/// The habits of a file, as far as a new instruction needs them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout<'d> {
    document: &'d Document,
    pub(super) newline: &'static str,
    is_lower_case: bool,
}

impl<'d> Layout<'d> {
    pub(super) fn of(document: &'d Document) -> Self {
        let text = document.text.as_bytes();
        let all = memchr::memchr_iter(b'\n', text).count();
        let with_return = memchr::memchr_iter(b'\r', text)
            .filter(|at| text.get(at + 1) == Some(&b'\n'))
            .count();
        let lower = document
            .instructions
            .iter()
            .filter(|instruction| !instruction.keyword().contains(char::is_uppercase))
            .count();
        Self {
            document,
            newline: if with_return * 2 > all { "\r\n" } else { "\n" },
            is_lower_case: lower * 2 > document.instructions.len(),
        }
    }

    /// The indentation for an instruction beside the one at `at`: that one's own, or, right under a `FROM`, that of the
    /// stage it opens.
    pub(super) fn indent(&self, at: usize, is_after: bool) -> &'d str {
        let document = self.document;
        let Some(beside) = document.instructions.get(at) else {
            return "";
        };
        let is_from = |instruction: &&Instruction| matches!(instruction.kind, Kind::From(_));
        let other = match (is_from(&beside), is_after) {
            (false, _) => None,
            (true, true) => document.instructions.get(at + 1),
            (true, false) => at
                .checked_sub(1)
                .and_then(|above| document.instructions.get(above)),
        };
        let model = other.filter(|other| !is_from(other)).unwrap_or(beside);
        indent_of(document, model)
    }

    /// The instruction as text, without an ending for its last line.
    pub(super) fn render(&self, new: &New, indent: &str) -> String {
        let mut text = String::new();
        for line in new.comment.iter().flat_map(|comment| comment.lines()) {
            let hash = if line.is_empty() { "#" } else { "# " };
            text.push_str(&[indent, hash, line, self.newline].concat());
        }
        text.push_str(indent);
        if self.is_lower_case {
            text.push_str(&new.keyword.to_lowercase());
        } else {
            text.push_str(new.keyword);
        }
        let separator = self.separator(new, indent);
        for (at, argument) in new.arguments.iter().enumerate() {
            text.push_str(if at == 0 { " " } else { &separator });
            text.push_str(&argument.replace('\n', self.newline));
        }
        text
    }

    /// What stands between the arguments: `&&` and a new line between the commands of a `RUN`, else a blank.
    fn separator(&self, new: &New, indent: &str) -> String {
        // Only between several commands does it matter how the file continues lines.
        if new.arguments.len() < 2 || !new.keyword.eq_ignore_ascii_case("RUN") {
            return " ".to_owned();
        }
        let mut continued = Continued::default();
        for instruction in &self.document.instructions {
            continued.see(self.document, instruction);
        }
        let start = format!("{}{}{indent}", self.document.escape.char(), self.newline);
        let stands_in = continued.indent();
        match continued.leading >= continued.trailing {
            true => format!(" {start}{stands_in}&& "),
            false => format!(" && {start}{stands_in}"),
        }
    }
}

/// The blanks before an instruction's keyword.
fn indent_of<'d>(document: &'d Document, instruction: &Instruction) -> &'d str {
    let start = instruction.span.start;
    let before = document.text.get(start..instruction.keyword_place().start);
    let before = before.unwrap_or_default().trim_start_matches('\u{feff}');
    if before.chars().all(|c| c == ' ' || c == '\t') {
        before
    } else {
        ""
    }
}

/// What was seen of continued lines.
#[derive(Debug, Default)]
struct Continued<'d> {
    /// How many lines begin with `&&`, and how many follow one that ends with it.
    leading: usize,
    trailing: usize,
    /// How often lines beside `&&`, and all others, stand in by what.
    chained: BTreeMap<&'d str, usize>,
    others: BTreeMap<&'d str, usize>,
}

impl<'d> Continued<'d> {
    fn see(&mut self, document: &Document, instruction: &'d Instruction) {
        let logical = &instruction.logical;
        if logical.pieces.len() < 2 {
            return;
        }
        let own = indent_of(document, instruction);
        let text = |piece: &crate::Piece| {
            logical.slice(Span::new(piece.logical, piece.logical + piece.len))
        };
        let mut above = None;
        for line in logical.pieces.iter().map(text) {
            if line.trim().is_empty() {
                continue;
            }
            if let Some(above) = above.replace(line) {
                let leads = line.trim_start().starts_with("&&");
                let trails = above.trim_end().ends_with("&&");
                self.leading += usize::from(leads);
                self.trailing += usize::from(trails && !leads);
                let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
                let blanks = line.get(..blanks).unwrap_or_default();
                let indent = blanks.strip_prefix(own).unwrap_or(blanks);
                let counts = if leads || trails {
                    &mut self.chained
                } else {
                    &mut self.others
                };
                *counts.entry(indent).or_default() += 1;
            }
        }
    }

    /// The usual indentation, four blanks where nothing shows one.
    fn indent(&self) -> String {
        let usual = |counts: &BTreeMap<&str, usize>| {
            let most = counts.values().max()?;
            counts
                .iter()
                .find(|(_, count)| *count == most)
                .map(|(indent, _)| (*indent).to_owned())
        };
        usual(&self.chained)
            .or_else(|| usual(&self.others))
            .unwrap_or_else(|| "    ".to_owned())
    }
}
