//! Words: plain bytes, patterns, quotes and expansions.

use super::Reader;
use super::byte::{self, Kind};
use crate::unquote::unquote;
use crate::word::Literal;
use crate::{Span, Variable, Word};

impl Reader<'_> {
    /// A word, quotes and expansions included.
    pub(super) fn word(&mut self) -> Option<Word> {
        let start = self.at;
        let before = self.found.commands.len();
        let mut variables = Vec::new();
        let mut is_bare = true;
        loop {
            let rest = self.text.as_bytes().get(self.at..)?;
            let plain = rest
                .iter()
                .take_while(|byte| byte::kind(**byte) == Kind::Itself);
            let length = plain.count();
            self.at += length;
            let Some(byte) = rest.get(length).copied() else {
                break;
            };
            match byte::kind(byte) {
                Kind::Itself | Kind::Pattern => self.at += 1,
                Kind::End => break,
                Kind::More if self.is_at_end_of_word() => break,
                Kind::More => self.more(byte, start, &mut variables)?,
            }
            is_bare = false;
        }
        let raw = self.text.get(start..self.at)?;
        if raw.is_empty() {
            return None;
        }
        let (literal, is_pattern) = if is_bare {
            (Literal::Raw, false)
        } else {
            let unquoted = unquote(raw);
            (Literal::of(raw, unquoted.literal), unquoted.is_pattern)
        };
        let expands = !variables.is_empty() || self.found.commands.len() > before;
        if expands && literal != Literal::Unknown {
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
            b'$' => self.expansion(false, variables)?,
            b'`' => self.backticks()?,
            b'\'' => {
                let inner = self.text.get(self.at + 1..)?;
                self.at += inner.find('\'')? + 2;
            }
            b'"' => self.quoted(variables)?,
            b'\\' if self.next() == Some(b' ') => self.escaped_blank(start)?,
            b'\\' => self.escaped()?,
            b'~' if self.at == start => {
                self.at += 1;
                let is_user = self
                    .peek()
                    .is_some_and(|byte| byte::kind(byte) == Kind::Itself);
                (is_user || self.is_at_end_of_word()).then_some(())?;
            }
            b'!' => self.at += 1,
            b'[' if self.at == start && self.next() == Some(b' ') => self.at += 1,
            b'[' | b']' | b'{' | b'}' if self.at > start || !self.is_glued() => self.at += 1,
            b'#' | b'~' if self.at > start => self.at += 1,
            _ => return None,
        }
        Some(())
    }

    pub(super) fn is_at_end_of_word(&self) -> bool {
        match self.peek() {
            None => true,
            Some(b'`') => self.in_backticks,
            Some(byte) => byte::ends_word(byte),
        }
    }

    /// Whether only blanks are between a bracket or brace before and the one here: the grammar makes one word of them.
    fn is_glued(&self) -> bool {
        let before = self.text.get(..self.at).unwrap_or_default();
        let before = before.trim_end_matches([' ', '\t', '\\', '\n']);
        before.len() > self.closed && before.ends_with(['[', ']', '{', '}'])
    }

    /// An escaped blank in the midst of the word that starts at `start`; anywhere else, the grammar may skip it.
    fn escaped_blank(&mut self, start: usize) -> Option<()> {
        let (before, behind) = self.text.split_at_checked(self.at)?;
        let is_inside = before
            .get(start..)?
            .ends_with(|byte: char| byte.is_ascii_alphanumeric())
            && behind
                .get(2..)?
                .starts_with(|byte: char| byte.is_ascii_alphanumeric());
        is_inside.then(|| self.at += 2)
    }

    /// A backslash and the byte that it takes the meaning from.
    pub(super) fn escaped(&mut self) -> Option<()> {
        let next = self.next()?;
        (next.is_ascii_graphic() && next != b'`').then(|| self.at += 2)
    }
}
