//! The short way for texts as most are: plain commands joined by `&&`, `||`, `|`, `;` and line ends.
//!
//! What it reads, it reads as the syntax tree is read, without the cost of one (a test holds the two against each other);
//! at the first byte that could mean more, it gives up and leaves the whole text to the tree.

use crate::simple::is_reserved;
use crate::unquote::unquote;
use crate::walk::Found;
use crate::{Command, Operator, PipelinePosition, Span, Variable, Word};

/// Words that start more than a command, beside the reserved ones.
const STARTS_MORE: [&str; 5] = ["coproc", "function", "select", "time", "in"];

/// The commands of `text`; `None` where the tree has to be asked.
pub(crate) fn read(text: &str) -> Option<Found> {
    let mut reader = Reader { text, at: 0 };
    let mut found = Found::default();
    let mut statement: Vec<Command> = Vec::new();
    let mut statements: Vec<Vec<Command>> = Vec::new();
    let mut operator = Operator::First;
    // An operator that joins two commands wants the second one.
    let mut is_joined = false;
    loop {
        match reader.next()? {
            Token::Word(word) => {
                let command = reader.command(word, operator)?;
                found.variables.extend(command.variables.iter().cloned());
                statement.push(command);
                (operator, is_joined) = (Operator::Sequence, false);
                continue;
            }
            Token::LineEnd if is_joined || statement.is_empty() => continue,
            Token::Join(_) | Token::Semicolon if is_joined || statement.is_empty() => return None,
            Token::Join(next) => {
                (operator, is_joined) = (next, true);
                continue;
            }
            Token::End if is_joined => return None,
            Token::Semicolon | Token::LineEnd => {}
            Token::End => {
                statements.extend((!statement.is_empty()).then_some(statement));
                break;
            }
        }
        statements.push(std::mem::take(&mut statement));
    }
    let last = statements.len().checked_sub(1)?;
    for (index, mut statement) in statements.into_iter().enumerate() {
        place(&mut statement, index == last);
        found.commands.extend(statement);
    }
    Some(found)
}

/// Sets what depends on the list and the pipelines that a command stands in.
fn place(list: &mut [Command], is_last: bool) {
    let has_or = list.iter().skip(1).any(|it| it.operator == Operator::Or);
    // `a && b` at the end of a script fails it when `a` does, so `b` is not left out by a script that succeeds.
    let may_skip = has_or || !is_last;
    let mut is_first = true;
    let mut rest = list;
    while !rest.is_empty() {
        let pipes = rest.iter().skip(1);
        let length = 1 + pipes.take_while(|it| it.operator == Operator::Pipe).count();
        let (pipeline, after) = rest.split_at_mut(length);
        for (index, command) in pipeline.iter_mut().enumerate() {
            command.is_conditional = !is_first && may_skip;
            command.pipeline = (length > 1).then_some(PipelinePosition { index, length });
        }
        is_first = false;
        rest = after;
    }
}

enum Token {
    Word(Word),
    Join(Operator),
    Semicolon,
    LineEnd,
    End,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
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

    fn next(&mut self) -> Option<Token> {
        self.skip_blanks();
        let (token, length) = match self.peek() {
            None => (Token::End, 0),
            Some(b'\n') => (Token::LineEnd, 1),
            Some(b';') if !self.starts_with(";;") => (Token::Semicolon, 1),
            Some(b'&') if self.starts_with("&&") => (Token::Join(Operator::And), 2),
            Some(b'|') if self.starts_with("||") => (Token::Join(Operator::Or), 2),
            Some(b'|') if !self.starts_with("|&") => (Token::Join(Operator::Pipe), 1),
            Some(_) => return Some(Token::Word(self.word()?)),
        };
        self.at += length;
        Some(token)
    }

    /// The command whose first word is `first`, up to what ends it.
    fn command(&mut self, first: Word, operator: Operator) -> Option<Command> {
        let name = first.raw.as_str();
        if name.contains('=') || is_reserved(name) || STARTS_MORE.contains(&name) {
            return None;
        }
        let mut command = Command {
            name: first.literal.clone(),
            words: vec![first],
            operator,
            is_exact: true,
            ..Command::default()
        };
        loop {
            self.skip_blanks();
            match self.peek() {
                None | Some(b'\n' | b';' | b'&' | b'|') => break,
                Some(_) => command.words.push(self.word()?),
            }
        }
        let first = command.words.first()?.span.start;
        command.span = Span::new(first, command.words.last()?.span.end);
        let variables = command.words.iter().flat_map(|word| &word.variables);
        command.variables = variables.cloned().collect();
        Some(command)
    }

    /// A word, quotes and variables included.
    fn word(&mut self) -> Option<Word> {
        let start = self.at;
        let mut variables = Vec::new();
        loop {
            match self.peek() {
                None | Some(b' ' | b'\t' | b'\n' | b';' | b'&' | b'|') => break,
                Some(byte) if is_plain(byte) => self.at += 1,
                Some(b'$') => variables.push(self.variable(false)?),
                Some(b'\'') => {
                    let inner = self.text.get(self.at + 1..)?;
                    self.at += inner.find('\'')? + 2;
                }
                Some(b'"') => self.quoted(&mut variables)?,
                Some(_) => return None,
            }
        }
        let raw = self
            .text
            .get(start..self.at)
            .filter(|raw| !raw.is_empty())?;
        let unquoted = unquote(raw);
        Some(Word {
            raw: raw.to_owned(),
            literal: unquoted.literal,
            span: Span::new(start, self.at),
            variables,
            is_pattern: unquoted.is_pattern,
        })
    }

    /// What stands between double quotes.
    fn quoted(&mut self, variables: &mut Vec<Variable>) -> Option<()> {
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(());
                }
                b'$' => variables.push(self.variable(true)?),
                b'\\' | b'`' | b'\n' => return None,
                _ => self.at += 1,
            }
        }
    }

    /// `$NAME` or `${NAME}`.
    fn variable(&mut self, is_quoted: bool) -> Option<Variable> {
        let start = self.at;
        let has_braces = self.starts_with("${");
        let name_at = start + if has_braces { 2 } else { 1 };
        let bytes = self.text.as_bytes().get(name_at..)?;
        let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
        let length = bytes.iter().take_while(is_name).count();
        if length == 0 || bytes.first()?.is_ascii_digit() {
            return None;
        }
        self.at = name_at + length;
        if has_braces {
            if self.peek() != Some(b'}') {
                return None;
            }
            self.at += 1;
        }
        Some(Variable {
            name: self.text.get(name_at..name_at + length)?.to_owned(),
            span: Span::new(start, self.at),
            is_quoted,
            operator: None,
        })
    }
}

/// Bytes that mean themselves wherever they stand in a word.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_./=:,+@%*".contains(&byte)
}

#[cfg(test)]
mod tests;
