//! One command: assignments, words and redirections, up to what ends it.

use super::Reader;
use crate::simple::is_reserved;
use crate::{Assignment, Command, Operator, Redirection, Span, Variable, Word};

/// Words that start more than a command, beside the reserved ones.
const STARTS_MORE: [&str; 5] = ["coproc", "function", "select", "time", "in"];

impl Reader<'_> {
    /// Reads the command that starts here, with those in its words behind it; where it stands in the row.
    pub(super) fn command(&mut self, operator: Operator) -> Option<usize> {
        let at = self.found.commands.len();
        self.found.commands.push(Command::default());
        let parent = self.parent.replace(at);
        let mut command = Command {
            operator,
            parent,
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
        self.parent = parent;
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
        Some(at)
    }

    fn is_at_end_of_command(&self) -> bool {
        match self.peek() {
            None | Some(b'\n' | b';' | b'|') => true,
            Some(b'&') => !self.starts_with("&>"),
            Some(b')') => self.depth > 0,
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
        let rest = self.text.get(start..)?;
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let length = rest.bytes().take_while(is_name).count();
        let starts_right = rest
            .bytes()
            .next()
            .is_some_and(|byte| !byte.is_ascii_digit());
        let after = rest.get(length..)?;
        let appends = after.starts_with("+=");
        if length == 0 || !starts_right || !(appends || after.starts_with('=')) {
            return Some(None);
        }
        self.at = start + length + if appends { 2 } else { 1 };
        let value = match self.is_at_end_of_word() {
            true => Word {
                literal: Some(String::new()),
                span: Span::new(self.at, self.at),
                ..Word::default()
            },
            false => self.word()?,
        };
        Some(Some(Assignment {
            name: rest.get(..length)?.to_owned(),
            appends,
            value,
            span: Span::new(start, self.at),
        }))
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
