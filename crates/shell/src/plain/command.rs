//! One command: assignments, words and redirections, up to what ends it.

use super::doubt::{is_test_with_more, may_be_read, takes_no_block};
use super::{Reader, byte};
use crate::word::Literal;
use crate::{Assignment, Command, Operator, Span, Variable, Word};

impl<'t> Reader<'t> {
    /// Reads the command that starts here, with those in its words behind it. Where a function is defined instead, that
    /// is read; whether it was one.
    pub(super) fn command(&mut self, is_negated: bool) -> Option<bool> {
        let at = self.found.commands.len();
        let parent = self.parent.replace(at);
        self.found.commands.push(Command {
            operator: std::mem::replace(&mut self.operator, Operator::Sequence),
            places: self.places.clone(),
            parent,
            is_conditional: self.is_conditional,
            is_negated,
            is_exact: true,
            ..Command::default()
        });
        let (mut assignments, mut words, mut redirections) = (Vec::new(), Vec::new(), Vec::new());
        let start = self.at;
        let mut end = start;
        while !self.is_at_end_of_command() {
            if let Some(redirection) = self.redirection()? {
                // In front of the program, the grammar has its own ideas.
                words.first()?;
                redirections.push(redirection);
            } else if let Some(assignment) = self.assignment(words.is_empty())? {
                assignments.push(assignment);
            } else {
                words.push(self.word()?);
            }
            end = self.at;
            self.skip_blanks();
        }
        self.parent = parent;
        let command = self.found.commands.get_mut(at)?;
        command.assignments = assignments;
        command.words = words;
        command.redirections = redirections;
        if self.peek() == Some(b'(') {
            let command = self.found.commands.drain(at..).next()?;
            if self.has_block_behind() && takes_no_block(&command) {
                return self.refuse("`(` after a word");
            }
            self.operator = command.operator;
            self.function(&command)?;
            return Some(true);
        }
        let command = self.found.commands.get_mut(at)?;
        if is_test_with_more(command) {
            return self.refuse("a test goes on behind its `]`");
        }
        if !may_be_read(command) {
            return None;
        }
        command.span = Span::new(start, end);
        command.variables = variables(command);
        self.found
            .variables
            .extend(command.variables.iter().cloned());
        Some(false)
    }

    /// Whether the `(` here stands by itself and is not the one of a function.
    fn has_block_behind(&self) -> bool {
        let (before, behind) = self.text.split_at_checked(self.at).unwrap_or_default();
        let inside = behind.trim_start_matches(['(', ' ', '\t']);
        before.ends_with([' ', '\t']) && inside.starts_with(|next: char| next != ')')
    }

    fn is_at_end_of_command(&self) -> bool {
        match self.peek() {
            None | Some(b'\n' | b';' | b'|' | b'(' | b')') => true,
            Some(b'&') => self.next() != Some(b'>'),
            Some(b'`') => self.in_backticks,
            Some(_) => false,
        }
    }

    /// `NAME=value` in front of the program, where one stands here.
    #[allow(
        clippy::option_option,
        reason = "the outer one gives up, as everywhere in this room"
    )]
    fn assignment(&mut self, is_in_front: bool) -> Option<Option<Assignment>> {
        if !is_in_front {
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
            Some(b')' | b'`') if self.is_at_end_of_word() => return None,
            _ if !self.is_at_end_of_word() => self.word()?,
            _ => Word {
                literal: Literal::Raw,
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

/// The variables of all that stands in the command, in order.
fn variables(command: &Command) -> Vec<Variable> {
    let targets = command.redirections.iter();
    let targets = targets.filter_map(|redirection| redirection.target.as_ref());
    let values = command.assignments.iter().map(|set| &set.value);
    let mut variables = Vec::new();
    let words = values.chain(&command.words).chain(targets);
    for word in words.filter(|word| !word.variables.is_empty()) {
        variables.extend_from_slice(&word.variables);
    }
    variables.sort_by_key(|variable| variable.span);
    variables
}
