//! Words: plain bytes, quotes, variables and `$( )`.

use super::block::Ender;
use super::byte::{self, Kind};
use super::{MAX_DEPTH, Reader};
use crate::unquote::unquote;
use crate::{Operator, Place, Span, Variable, Word};

impl Reader<'_> {
    /// A word, quotes and expansions included.
    pub(super) fn word(&mut self) -> Option<Word> {
        let start = self.at;
        let before = self.found.commands.len();
        let mut variables = Vec::new();
        let mut is_bare = true;
        while let Some(byte) = self.peek() {
            match byte::kind(byte) {
                Kind::Itself => {
                    self.at += 1;
                    continue;
                }
                Kind::Pattern => self.at += 1,
                Kind::End => break,
                Kind::More => self.more(byte, start, &mut variables)?,
            }
            is_bare = false;
        }
        let raw = self.text.get(start..self.at)?;
        if raw.is_empty() {
            return None;
        }
        let (literal, is_pattern) = if is_bare {
            (Some(raw.to_owned()), false)
        } else {
            let unquoted = unquote(raw);
            (unquoted.literal, unquoted.is_pattern)
        };
        let expands = !variables.is_empty() || self.found.commands.len() > before;
        if expands && literal.is_some() {
            return None;
        }
        Some(Word {
            raw: raw.to_owned(),
            literal,
            span: Span::new(start, self.at),
            variables,
            is_pattern,
        })
    }

    /// Goes over what is more than a plain byte of the word that starts at `start`.
    fn more(&mut self, byte: u8, start: usize, variables: &mut Vec<Variable>) -> Option<()> {
        match byte {
            b'$' => variables.extend(self.expansion(false)?),
            b'\'' => {
                let inner = self.text.get(self.at + 1..)?;
                self.at += inner.find('\'')? + 2;
            }
            b'"' => self.quoted(variables)?,
            b'\\' => self.escaped()?,
            b'[' | b']' if self.is_alone(start) => self.at += 1,
            b'~' if self.at == start && self.next() == Some(b'/') => self.at += 1,
            _ => return None,
        }
        Some(())
    }

    /// Whether the byte here is a word by itself.
    fn is_alone(&self, start: usize) -> bool {
        let next = self.next();
        self.at == start && matches!(next, None | Some(b' ' | b'\t' | b'\n' | b';'))
    }

    /// A backslash and the byte that it takes the meaning from.
    fn escaped(&mut self) -> Option<()> {
        let next = self.next()?;
        (next.is_ascii_graphic() && next != b'`').then(|| self.at += 2)
    }

    /// What stands between double quotes.
    fn quoted(&mut self, variables: &mut Vec<Variable>) -> Option<()> {
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(());
                }
                b'$' => variables.extend(self.expansion(true)?),
                b'\\' => self.escaped()?,
                b'`' | b'\n' => return None,
                _ => self.at += 1,
            }
        }
    }

    /// `$NAME`, `${NAME}` or `$( )`, whose commands are added to the row; inner `None` for the last.
    #[allow(
        clippy::option_option,
        reason = "the outer one gives up, as everywhere in this room"
    )]
    fn expansion(&mut self, is_quoted: bool) -> Option<Option<Variable>> {
        if self.next() != Some(b'(') {
            return self.variable(is_quoted).map(Some);
        }
        if self.starts_with("$((") || self.depth >= MAX_DEPTH {
            return None;
        }
        self.at += 2;
        self.depth += 1;
        let operator = std::mem::replace(&mut self.operator, Operator::First);
        let ender = self.inside(Place::Substitution, false)?;
        self.operator = operator;
        self.depth -= 1;
        (ender == Ender::Parenthesis).then_some(None)
    }

    fn variable(&mut self, is_quoted: bool) -> Option<Variable> {
        let start = self.at;
        let has_braces = self.next() == Some(b'{');
        self.at += if has_braces { 2 } else { 1 };
        let name = self.name()?;
        if has_braces {
            if self.peek() != Some(b'}') {
                return None;
            }
            self.at += 1;
        }
        Some(Variable {
            name: name.to_owned(),
            span: Span::new(start, self.at),
            is_quoted,
            operator: None,
        })
    }
}
