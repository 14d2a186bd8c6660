//! What a `$` or a backtick starts: a variable, or commands whose output is taken.

use super::block::Ender;
use super::{MAX_DEPTH, Reader, byte};
use crate::{Operator, Place, Span, Variable};

impl<'t> Reader<'t> {
    /// What the `$` here starts; the commands of a `$( )` are added to the row.
    pub(super) fn expansion(
        &mut self,
        is_quoted: bool,
        variables: &mut Vec<Variable>,
    ) -> Option<()> {
        let start = self.at;
        self.at += 1;
        let name = match self.peek()? {
            b'(' => return self.substitution(),
            b'{' => return self.braces(is_quoted, variables),
            b'0'..=b'9' | b'@' | b'*' | b'#' | b'?' | b'$' | b'!' | b'-' => {
                self.special(is_quoted)?
            }
            _ => self.name()?,
        };
        variables.push(Variable {
            name: name.to_owned(),
            span: Span::new(start, self.at),
            is_quoted,
            operator: None,
        });
        Some(())
    }

    /// The `1` of `$1`, the `?` of `$?` and their kind.
    fn special(&mut self, is_quoted: bool) -> Option<&'t str> {
        let name = self.text.get(self.at..=self.at)?;
        self.at += 1;
        match self.peek() {
            // `$10` is `${1}0` to the shell, and the grammar may take the end of `$1>` for a redirection.
            Some(byte) if byte::is_name(byte) || matches!(byte, b'<' | b'>') => None,
            // Outside quotes, the grammar may see a `$` on its own in `$-` and `$$x`.
            _ if name == "-" && !is_quoted => None,
            Some(_) if name == "$" && !is_quoted && !self.is_at_end_of_word() => None,
            _ => Some(name),
        }
    }

    /// Behind the `$` of a `$( )`.
    fn substitution(&mut self) -> Option<()> {
        if self.next() == Some(b'(') {
            return None;
        }
        self.at += 1;
        (self.commands()? == Ender::Parenthesis).then_some(())
    }

    /// Backticks, where the text between them is what the shell reads.
    pub(super) fn backticks(&mut self) -> Option<()> {
        let before = self.text.get(..self.at)?.trim_end();
        self.at += 1;
        let rest = self.text.get(self.at..)?;
        let length = rest.find('`')?;
        // The end of one and the start of the next are one token to the grammar.
        let is_odd = before.ends_with('`') || rest.get(..length)?.contains(['\\', '#']);
        if self.in_backticks || is_odd {
            return None;
        }
        let end = self.at + length + 1;
        self.in_backticks = true;
        let ender = self.commands()?;
        self.in_backticks = false;
        (ender == Ender::Backtick && self.at == end).then_some(())
    }

    /// The commands of a substitution, up to and with its end.
    fn commands(&mut self) -> Option<Ender> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let operator = std::mem::replace(&mut self.operator, Operator::First);
        let ender = self.inside(Place::Substitution, false)?;
        self.operator = operator;
        self.depth -= 1;
        Some(ender)
    }
}
