//! What stands between double quotes.

use super::Reader;
use crate::Variable;

impl Reader<'_> {
    /// From one quote to the other.
    pub(super) fn quoted(&mut self, variables: &mut Vec<Variable>) -> Option<()> {
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(());
                }
                b'$' if self.is_bare_dollar() => self.at += 1,
                b'$' => self.expansion(true, variables)?,
                b'`' => self.backticks()?,
                b'\\' if self.next() == Some(b'\n') => self.continued_in_quotes()?,
                b'\\' => self.escaped()?,
                b'\n' => self.line_end_in_quotes()?,
                _ => self.at += 1,
            }
        }
    }

    /// Whether the `$` here, between double quotes, means itself.
    fn is_bare_dollar(&self) -> bool {
        matches!(self.next(), Some(b'/' | b'|' | b'"' | b')' | b',' | b'.'))
    }

    /// Goes over the end of a line between double quotes.
    fn line_end_in_quotes(&mut self) -> Option<()> {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n')) {
            self.at += 1;
        }
        // The grammar takes it for a comment.
        (self.peek() != Some(b'#')).then_some(())
    }

    /// Goes over a continuation of the line between double quotes.
    fn continued_in_quotes(&mut self) -> Option<()> {
        self.at += 2;
        self.line_end_in_quotes()?;
        // The grammar counts the continuation to an expansion behind it.
        (!matches!(self.peek(), Some(b'$' | b'`' | b'\\'))).then_some(())
    }
}
