//! Functions: `name() { … }`.

use super::Reader;
use crate::{Command, Place};

impl Reader<'_> {
    /// Behind the name, which was read as the only word of a command.
    pub(super) fn function(&mut self, command: &Command) -> Option<()> {
        let [name] = command.words.as_slice() else {
            return None;
        };
        let name = name.literal().filter(|it| *it == name.raw)?;
        let is_bare = command.assignments.is_empty() && command.redirections.is_empty();
        if !is_bare || command.is_negated || !self.starts_with("()") {
            return None;
        }
        self.at += 2;
        self.skip_blanks();
        self.found.functions.push(name.to_owned());
        let tails = self.tails.len();
        let before = std::mem::replace(&mut self.is_conditional, true);
        self.places.push(Place::Function(name.to_owned()));
        let opening = self.opening()?;
        if !matches!(opening, "{" | "(") {
            return None;
        }
        self.body(opening)?;
        self.places.pop();
        self.is_conditional = before;
        self.may_be_left_out(tails);
        self.skip_blanks();
        // Redirections would be those of every call.
        self.redirection()?.is_none().then_some(())
    }
}
