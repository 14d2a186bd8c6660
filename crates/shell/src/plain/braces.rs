//! `${NAME}`, and what may stand behind the name: a word to take instead, a pattern to cut off or to replace.

use super::byte::{self, Kind};
use super::{MAX_DEPTH, Reader};
use crate::{Span, Variable};

impl Reader<'_> {
    /// Behind the `$`.
    pub(super) fn braces(&mut self, is_quoted: bool, variables: &mut Vec<Variable>) -> Option<()> {
        let start = self.at - 1;
        self.at += 1;
        let name = match self.peek()? {
            b'0'..=b'9' | b'@' | b'*' => {
                self.at += 1;
                self.text.get(self.at - 1..self.at)?
            }
            _ => self.name()?,
        };
        let outer = variables.len();
        let operator = self.operator_of_braces()?;
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.at += operator.len();
        self.depth += 1;
        match operator {
            "" => {}
            "#" | "##" | "%" | "%%" => self.pattern()?,
            "/" | "//" => self.replacement()?,
            _ => self.instead(is_quoted, variables)?,
        }
        self.depth -= 1;
        if matches!(operator, "=" | ":=") {
            self.found.assigned.push(name.to_owned());
        }
        if self.peek() != Some(b'}') {
            return None;
        }
        self.at += 1;
        self.closed = self.at;
        let variable = Variable {
            name: name.to_owned(),
            span: Span::new(start, self.at),
            is_quoted,
            operator: (!operator.is_empty()).then(|| operator.to_owned()),
        };
        variables.insert(outer, variable);
        Some(())
    }

    /// The operator that stands here; empty where there is none.
    fn operator_of_braces(&self) -> Option<&'static str> {
        Some(match (self.peek()?, self.next()) {
            (b'}', _) => "",
            (b':', Some(b'-')) => ":-",
            (b':', Some(b'+')) => ":+",
            (b':', Some(b'=')) => ":=",
            (b':', Some(b'?')) => ":?",
            (b'-', _) => "-",
            (b'+', _) => "+",
            (b'=', _) => "=",
            (b'?', _) => "?",
            (b'#', Some(b'#')) => "##",
            (b'#', _) => "#",
            (b'%', Some(b'%')) => "%%",
            (b'%', _) => "%",
            (b'/', Some(b'/')) => "//",
            (b'/', _) => "/",
            _ => return None,
        })
    }

    /// What is taken instead of a variable that is not set, or that is.
    fn instead(&mut self, is_quoted: bool, variables: &mut Vec<Variable>) -> Option<()> {
        let start = self.at;
        loop {
            match self.peek()? {
                b'}' => return Some(()),
                b'$' => self.expansion(is_quoted, variables)?,
                b'"' if !is_quoted => self.quoted(variables)?,
                b' ' if self.at > start => self.at += 1,
                byte if byte::kind(byte) == Kind::Itself => self.at += 1,
                _ => return None,
            }
        }
    }

    /// The pattern that is cut off.
    fn pattern(&mut self) -> Option<()> {
        let start = self.at;
        loop {
            match self.peek()? {
                // The grammar reads `${A##}` as something else.
                b'}' => return (self.at > start).then_some(()),
                b'[' | b']' | b'~' => self.at += 1,
                byte if matches!(byte::kind(byte), Kind::Itself | Kind::Pattern) => self.at += 1,
                _ => return None,
            }
        }
    }

    /// `old/new`, or `old`, which is then taken out.
    fn replacement(&mut self) -> Option<()> {
        let start = self.at;
        let mut has_new = false;
        loop {
            match self.peek()? {
                b'}' => return (self.at > start).then_some(()),
                b'/' if has_new || self.at == start => return None,
                b'/' => has_new = true,
                // `/%` is an operator of its own.
                b'%' if self.at == start => return None,
                byte if byte::kind(byte) == Kind::Itself => {}
                _ => return None,
            }
            self.at += 1;
        }
    }
}
