//! Words: plain bytes, quotes, variables and `$( )`.

use super::{MAX_DEPTH, Reader};
use crate::unquote::unquote;
use crate::{Span, Variable, Word};

impl Reader<'_> {
    /// A word, quotes and expansions included.
    pub(super) fn word(&mut self) -> Option<Word> {
        let start = self.at;
        let before = self.found.commands.len();
        let mut variables = Vec::new();
        while !self.is_at_end_of_word() {
            match self.peek()? {
                b'$' => variables.extend(self.expansion(false)?),
                b'\'' => {
                    let inner = self.text.get(self.at + 1..)?;
                    self.at += inner.find('\'')? + 2;
                }
                b'"' => self.quoted(&mut variables)?,
                b'\\' => self.escaped()?,
                b'[' | b']' if self.is_alone(start) => self.at += 1,
                b'~' if self.at == start && self.starts_with("~/") => self.at += 1,
                byte if is_plain(byte) => self.at += 1,
                _ => return None,
            }
        }
        let raw = self.text.get(start..self.at)?;
        if raw.is_empty() {
            return None;
        }
        let unquoted = unquote(raw);
        let expands = !variables.is_empty() || self.found.commands.len() > before;
        if expands && unquoted.literal.is_some() {
            return None;
        }
        Some(Word {
            raw: raw.to_owned(),
            literal: unquoted.literal,
            span: Span::new(start, self.at),
            variables,
            is_pattern: unquoted.is_pattern,
        })
    }

    pub(super) fn is_at_end_of_word(&self) -> bool {
        match self.peek() {
            None | Some(b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>') => true,
            Some(b')') => self.depth > 0,
            Some(_) => false,
        }
    }

    /// Whether the byte here is a word by itself.
    fn is_alone(&self, start: usize) -> bool {
        let next = self.text.as_bytes().get(self.at + 1);
        self.at == start && matches!(next, None | Some(b' ' | b'\t' | b'\n' | b';'))
    }

    /// A backslash and the byte that it takes the meaning from.
    fn escaped(&mut self) -> Option<()> {
        let next = self.text.as_bytes().get(self.at + 1)?;
        (next.is_ascii_graphic() && *next != b'`').then(|| self.at += 2)
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
        if !self.starts_with("$(") {
            return self.variable(is_quoted).map(Some);
        }
        if self.starts_with("$((") || self.depth >= MAX_DEPTH {
            return None;
        }
        self.at += 2;
        self.depth += 1;
        self.list()?;
        self.depth -= 1;
        Some(None)
    }

    fn variable(&mut self, is_quoted: bool) -> Option<Variable> {
        let start = self.at;
        let has_braces = self.starts_with("${");
        let name_at = start + if has_braces { 2 } else { 1 };
        let bytes = self.text.as_bytes().get(name_at..)?;
        let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
        let length = bytes.iter().take_while(is_name).count();
        if length == 0 || bytes.first()?.is_ascii_digit() {
            return None;
        }
        self.at = name_at + length;
        if has_braces {
            if self.peek() != Some(b'}') {
                return None;
            }
            self.at += 1;
        }
        Some(Variable {
            name: self.text.get(name_at..name_at + length)?.to_owned(),
            span: Span::new(start, self.at),
            is_quoted,
            operator: None,
        })
    }
}

/// Bytes that mean themselves wherever they stand in a word.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_./=:,+@%*?^".contains(&byte)
}
