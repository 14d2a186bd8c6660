//! One command: assignments, words and redirections, up to what ends it.

use super::{Reader, byte};
use crate::simple::is_reserved;
use crate::{Assignment, Command, Operator, Redirection, Span, Variable, Word};

/// Words that start more than a command, beside the reserved ones.
const STARTS_MORE: [&str; 5] = ["coproc", "function", "select", "time", "in"];

impl<'t> Reader<'t> {
    /// Reads the command that starts here, with those in its words behind it.
    pub(super) fn command(&mut self, is_negated: bool) -> Option<()> {
        let at = self.found.commands.len();
        self.found.commands.push(Command::default());
        let mut command = Command {
            operator: std::mem::replace(&mut self.operator, Operator::Sequence),
            places: self.places.clone(),
            parent: self.parent.replace(at),
            is_conditional: self.is_conditional,
            is_negated,
            is_exact: true,
            ..Command::default()
        };
        let start = self.at;
        let mut end = start;
        while !self.is_at_end_of_command() {
            if let Some(redirection) = self.redirection()? {
                // In front of the program, the grammar has its own ideas.
                command.words.first()?;
                command.redirections.push(redirection);
            } else if let Some(assignment) = self.assignment(&command)? {
                command.assignments.push(assignment);
            } else {
                command.words.push(self.word()?);
            }
            end = self.at;
            self.skip_blanks();
        }
        self.parent = command.parent;
        if !may_be_read(&command) {
            return None;
        }
        command.span = Span::new(start, end);
        command.name = command.words.first().and_then(|word| word.literal.clone());
        command.variables = variables(&command);
        self.found
            .variables
            .extend(command.variables.iter().cloned());
        *self.found.commands.get_mut(at)? = command;
        Some(())
    }

    fn is_at_end_of_command(&self) -> bool {
        match self.peek() {
            None | Some(b'\n' | b';' | b'|' | b')') => true,
            Some(b'&') => self.next() != Some(b'>'),
            Some(_) => false,
        }
    }

    /// `NAME=value` in front of the program, where one stands here.
    #[allow(
        clippy::option_option,
        reason = "the outer one gives up, as everywhere in this room"
    )]
    fn assignment(&mut self, command: &Command) -> Option<Option<Assignment>> {
        if !command.words.is_empty() {
            return Some(None);
        }
        let start = self.at;
        let Some(name) = self.name() else {
            return Some(None);
        };
        let appends = self.starts_with("+=");
        if !appends && self.peek() != Some(b'=') {
            self.at = start;
            return Some(None);
        }
        self.at += if appends { 2 } else { 1 };
        let value = match self.peek() {
            // What the grammar reads for `(A=)` is no text.
            Some(b')') => return None,
            Some(byte) if !byte::ends_word(byte) => self.word()?,
            None | Some(_) => Word {
                literal: Some(String::new()),
                span: Span::new(self.at, self.at),
                ..Word::default()
            },
        };
        Some(Some(Assignment {
            name: name.to_owned(),
            appends,
            value,
            span: Span::new(start, self.at),
        }))
    }

    /// Goes over the name of a variable, where one stands here.
    pub(super) fn name(&mut self) -> Option<&'t str> {
        let rest = self.text.get(self.at..)?;
        let first = rest.bytes().next()?;
        if !byte::is_name(first) || first.is_ascii_digit() {
            return None;
        }
        let length = rest.bytes().take_while(|byte| byte::is_name(*byte)).count();
        self.at += length;
        rest.get(..length)
    }
}

/// Whether the words mean no more than they say.
fn may_be_read(command: &Command) -> bool {
    let Some(first) = command.words.first() else {
        return !command.assignments.is_empty();
    };
    let name = first.raw.as_str();
    let is_word = !name.contains('=') && !is_reserved(name) && !STARTS_MORE.contains(&name);
    let mut closing = command.words.iter().map(|word| word.raw == "]");
    let is_test = name == "[";
    // `[` is a program that wants its `]` at the end.
    let is_closed = closing.next_back() == Some(is_test) && !closing.any(|closes| closes);
    let opens = |word: &Word| word.raw == "[";
    let end = command.words.last().map_or(0, |word| word.span.end);
    let mut redirections = command.redirections.iter();
    let is_whole = !is_test
        || command.assignments.is_empty()
            && redirections.all(|redirection| redirection.span.start >= end);
    is_word && is_closed && is_whole && !command.words.iter().skip(1).any(opens)
}

/// The variables of all that stands in the command, in order.
fn variables(command: &Command) -> Vec<Variable> {
    let targets = command
        .redirections
        .iter()
        .filter_map(|redirection: &Redirection| redirection.target.as_ref());
    let values = command.assignments.iter().map(|set| &set.value);
    let all = values.chain(&command.words).chain(targets);
    let mut variables: Vec<Variable> = all.flat_map(|word| word.variables.clone()).collect();
    variables.sort_by_key(|variable| variable.span);
    variables
}
