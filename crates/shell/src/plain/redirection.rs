//! Redirections with one word behind them; heredocs are left to the tree.

use super::Reader;
use crate::{Redirection, RedirectionKind, Span};

impl Reader<'_> {
    /// The redirection that stands here, if one does.
    #[allow(
        clippy::option_option,
        reason = "the outer one gives up, as everywhere in this room"
    )]
    pub(super) fn redirection(&mut self) -> Option<Option<Redirection>> {
        if !matches!(self.peek(), Some(b'0'..=b'9' | b'&' | b'<' | b'>')) {
            return Some(None);
        }
        let start = self.at;
        let rest = self.text.get(start..)?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let after = rest.get(digits..)?;
        let operator = match after.as_bytes() {
            [b'&', b'>', b'>', ..] => "&>>",
            [b'&', b'>', ..] => "&>",
            [b'>', b'>', ..] => ">>",
            [b'>', b'&', ..] => ">&",
            [b'>', ..] => ">",
            [b'<', ..] => "<",
            _ => return Some(None),
        };
        let behind = after.get(operator.len()..)?;
        // `<<`, `<(`, `<&`, `<>`, `>|`, `>&-` and `2&>` are rare.
        if behind.starts_with(['<', '>', '(', '&', '|', '-'])
            || digits > 0 && after.starts_with('&')
        {
            return None;
        }
        let descriptor = match digits {
            0 => None,
            digits => Some(rest.get(..digits)?.parse().ok()?),
        };
        self.at = start + digits + operator.len();
        self.skip_blanks();
        let target = self.word()?;
        self.found.uses_bash |= operator.starts_with('&');
        Some(Some(Redirection {
            kind: RedirectionKind::of(operator)?,
            descriptor,
            heredoc: None,
            span: Span::new(start, target.span.end),
            target: Some(target),
            is_inherited: false,
        }))
    }
}
