//! A statement: pipelines joined by `&&` and `||`, each made of commands and blocks.

use super::Reader;
use crate::Operator;

/// A part of a pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its first command, in the row of all.
    pub(super) first: usize,
    pub(super) is_block: bool,
}

impl Reader<'_> {
    pub(super) fn statement(&mut self) -> Option<()> {
        let tails = self.tails.len();
        let mut second = None;
        let mut has_or = false;
        loop {
            self.pipeline()?;
            self.operator = match self.peek() {
                Some(b'&') if self.next() == Some(b'&') => Operator::And,
                Some(b'|') if self.next() == Some(b'|') => Operator::Or,
                _ => break,
            };
            self.at += 2;
            self.skip_lines();
            self.may_be_left_out(tails);
            has_or |= self.operator == Operator::Or;
            second = second.or(Some(self.found.commands.len()));
        }
        if let Some(second) = second {
            // `a && b` at the end of a script fails it when `a` does, so `b` is not left out by a script that succeeds.
            self.tails.push((second, self.found.commands.len()));
            if has_or {
                self.may_be_left_out(tails);
            }
        }
        self.operator = Operator::Sequence;
        Some(())
    }

    /// A pipeline, and the blanks behind it.
    fn pipeline(&mut self) -> Option<()> {
        let tails = self.tails.len();
        let first = self.piece(true)?;
        if !self.is_at_pipe() {
            return Some(());
        }
        let pieces = self.pieces.len();
        self.pieces.push(first);
        while self.is_at_pipe() {
            self.at += 1;
            self.skip_lines();
            self.operator = Operator::Pipe;
            let piece = self.piece(false)?;
            self.pieces.push(piece);
        }
        self.may_be_left_out(tails);
        self.piped(pieces);
        self.pieces.truncate(pieces);
        Some(())
    }

    /// Whether a `|` stands behind the blanks here.
    fn is_at_pipe(&mut self) -> bool {
        self.skip_blanks();
        self.peek() == Some(b'|') && !matches!(self.next(), Some(b'|' | b'&'))
    }

    fn piece(&mut self, is_first: bool) -> Option<Piece> {
        let first = self.found.commands.len();
        let is_negated = is_first && self.peek() == Some(b'!') && self.keyword().is_some();
        if is_negated {
            self.at += 1;
            self.skip_blanks();
        }
        let is_block = self.compound(is_negated)? || self.command(is_negated)?;
        Some(Piece { first, is_block })
    }
}
