//! The short way for texts as most are: simple commands joined by `&&`, `||`, `|`, `;` and line ends, with their
//! assignments, redirections and `$( )`.
//!
//! What it reads, it reads as the syntax tree is read, without the cost of one (a test holds the two against each other);
//! at the first byte that could mean more, it gives up and leaves the whole text to the tree.

mod command;
mod redirection;
mod word;

use crate::walk::Found;
use crate::{Command, Operator, PipelinePosition, Place};

/// How deep `$( )` may nest here.
const MAX_DEPTH: usize = 8;

/// The commands of `text`; `None` where the tree has to be asked.
pub(crate) fn read(text: &str) -> Option<Found> {
    let mut reader = Reader {
        text,
        at: 0,
        found: Found::default(),
        parent: None,
        depth: 0,
    };
    reader.list()?;
    let mut found = reader.found;
    found.variables.sort_by_key(|variable| variable.span);
    Some(found)
}

/// Where the reading stands.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    found: Found,
    /// The command whose words are being read.
    parent: Option<usize>,
    /// How many `$( )` the place is in.
    depth: usize,
}

/// What stands between two commands, or ends the last one.
enum Joint {
    Operator(Operator),
    Semicolon,
    LineEnd,
    End,
}

impl Reader<'_> {
    /// Commands up to the end of the text, or to the `)` of the `$( )` that they stand in; one at least.
    fn list(&mut self) -> Option<()> {
        let start = self.found.commands.len();
        // Each statement with the end of what its commands hold.
        let mut statements: Vec<(Vec<usize>, usize)> = Vec::new();
        let mut statement: Vec<usize> = Vec::new();
        let mut operator = Operator::First;
        // An operator that joins two commands wants the second one.
        let mut is_joined = false;
        loop {
            self.skip_blanks();
            let Some(joint) = self.joint()? else {
                statement.push(self.command(operator)?);
                (operator, is_joined) = (Operator::Sequence, false);
                continue;
            };
            match joint {
                Joint::LineEnd if is_joined || statement.is_empty() => continue,
                Joint::Operator(_) | Joint::Semicolon if is_joined || statement.is_empty() => {
                    return None;
                }
                Joint::Operator(next) => {
                    (operator, is_joined) = (next, true);
                    continue;
                }
                Joint::End if is_joined => return None,
                Joint::Semicolon | Joint::LineEnd | Joint::End => {}
            }
            if !statement.is_empty() {
                let end = self.found.commands.len();
                statements.push((std::mem::take(&mut statement), end));
            }
            if matches!(joint, Joint::End) {
                break;
            }
        }
        let last = statements.len().checked_sub(1)?;
        for (index, (statement, end)) in statements.iter().enumerate() {
            let is_last = index == last && self.depth == 0;
            place(&mut self.found.commands, statement, *end, is_last);
        }
        if self.depth > 0 {
            let inner = self.found.commands.get_mut(start..)?;
            for command in inner {
                command.places.insert(0, Place::Substitution);
            }
        }
        Some(())
    }

    /// What stands here, if it is no command; inner `None` where one starts.
    #[allow(
        clippy::option_option,
        reason = "the outer one gives up, as everywhere in this room"
    )]
    fn joint(&mut self) -> Option<Option<Joint>> {
        let (joint, length) = match self.peek() {
            None if self.depth == 0 => (Joint::End, 0),
            None => return None,
            Some(b')') if self.depth > 0 => (Joint::End, 1),
            Some(b'\n') => (Joint::LineEnd, 1),
            Some(b';') if !self.starts_with(";;") => (Joint::Semicolon, 1),
            Some(b'&') if self.starts_with("&&") => (Joint::Operator(Operator::And), 2),
            Some(b'|') if self.starts_with("||") => (Joint::Operator(Operator::Or), 2),
            Some(b'|') if !self.starts_with("|&") => (Joint::Operator(Operator::Pipe), 1),
            Some(_) => return Some(None),
        };
        self.at += length;
        Some(Some(joint))
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn starts_with(&self, what: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at..);
        rest.is_some_and(|rest| rest.starts_with(what.as_bytes()))
    }

    /// Goes on over blanks and line continuations, where one may stand.
    fn skip_blanks(&mut self) {
        loop {
            match self.peek() {
                Some(b' ' | b'\t') => self.at += 1,
                Some(b'\\') if self.starts_with("\\\n") => self.at += 2,
                _ => return,
            }
        }
    }
}

/// Sets what depends on the list and the pipelines that the commands of a statement stand in; `end` is where those end
/// that stand in the last one's words.
fn place(commands: &mut [Command], statement: &[usize], end: usize, is_last: bool) {
    let operator = |at: &usize| commands.get(*at).map(|command| command.operator);
    let operators: Vec<Option<Operator>> = statement.iter().map(operator).collect();
    let has_or = operators.iter().skip(1).any(|it| *it == Some(Operator::Or));
    // `a && b` at the end of a script fails it when `a` does, so `b` is not left out by a script that succeeds.
    let may_skip = has_or || !is_last;
    let mut start = 0;
    while start < statement.len() {
        let pipes = operators.iter().skip(start + 1);
        let length = 1 + pipes.take_while(|it| **it == Some(Operator::Pipe)).count();
        for index in 0..length {
            let at = statement.get(start + index).copied().unwrap_or(end);
            let next = statement.get(start + index + 1).copied().unwrap_or(end);
            let is_conditional = start > 0 && may_skip;
            for command in commands.get_mut(at..next).unwrap_or_default() {
                command.is_conditional |= is_conditional;
            }
            if let Some(command) = commands.get_mut(at) {
                command.pipeline = (length > 1).then_some(PipelinePosition { index, length });
            }
        }
        start += length;
    }
}

#[cfg(test)]
mod tests;
