//! Statements in a row, up to what ends the block that they stand in.

use super::Reader;
use super::byte::{self, Kind};
use crate::{Operator, Place};

/// What ends a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ender {
    Text,
    Parenthesis,
    Backtick,
    Brace,
    Then,
    Elif,
    Else,
    Fi,
    Do,
    Done,
    /// `;;`
    Branch,
    Esac,
}

impl Reader<'_> {
    /// One statement at least, up to and with what ends the block.
    pub(super) fn block(&mut self) -> Option<Ender> {
        let tails = self.tails.len();
        let mut is_empty = true;
        loop {
            self.skip_lines();
            if let Some(ender) = self.ender() {
                return (!is_empty).then_some(ender);
            }
            // The statement before was not the last one.
            self.may_be_left_out(tails);
            is_empty = false;
            let first = self.found.commands.len();
            self.statement()?;
            self.skip_blanks();
            self.operator = match self.peek() {
                Some(b'\n') => Operator::Sequence,
                Some(b';') if self.next() != Some(b';') => Operator::Sequence,
                Some(b'&') => {
                    self.in_background(first);
                    self.may_be_left_out(tails);
                    Operator::Background
                }
                // Nothing has to stand before these.
                None | Some(b')' | b'`' | b';') => return self.ender(),
                Some(byte) if self.is_word_behind_parenthesis(byte) => {
                    return self.refuse("a word after a block");
                }
                Some(_) => return None,
            };
            self.at += 1;
        }
    }

    /// A block in `place` that ends with `ender`; its end is not that of the script.
    pub(super) fn inside(&mut self, place: Place, is_conditional: bool) -> Option<Ender> {
        let tails = self.tails.len();
        let before = self.is_conditional;
        self.is_conditional |= is_conditional;
        self.places.push(place);
        let ender = self.block()?;
        self.places.pop();
        self.is_conditional = before;
        self.may_be_left_out(tails);
        Some(ender)
    }

    /// Whether a word starts right behind the end of a `( )`.
    fn is_word_behind_parenthesis(&self, byte: u8) -> bool {
        let before = self.text.get(..self.at).unwrap_or_default();
        before.ends_with(')') && byte::kind(byte) == Kind::Itself
    }

    /// Goes over what ends a block, where it stands here.
    fn ender(&mut self) -> Option<Ender> {
        let (ender, length) = match self.peek() {
            None => (Ender::Text, 0),
            Some(b')') => (Ender::Parenthesis, 1),
            Some(b'`') if self.in_backticks => (Ender::Backtick, 1),
            Some(b';') if self.starts_with(";;") => (Ender::Branch, 2),
            Some(b'}' | b't' | b'e' | b'f' | b'd') => match self.keyword()? {
                "}" => (Ender::Brace, 1),
                "then" => (Ender::Then, 4),
                "elif" => (Ender::Elif, 4),
                "else" => (Ender::Else, 4),
                "fi" => (Ender::Fi, 2),
                "do" => (Ender::Do, 2),
                "done" => (Ender::Done, 4),
                "esac" => (Ender::Esac, 4),
                _ => return None,
            },
            Some(_) => return None,
        };
        self.at += length;
        Some(ender)
    }
}
