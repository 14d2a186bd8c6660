//! Reads a word character by character, and keeps what it says and where it splits.

use super::{ExpandError, Expansion, Variable};
use crate::Escape;

/// How deep `${a:-${b:-…}}` may nest.
const MAX_DEPTH: usize = 64;

/// How many bytes a word may grow by its variables: each line of `ENV A=$A$A` doubles `A`.
const MAX_GROWTH: usize = 8 * 1024;

/// Reads `word` to its end.
pub(super) fn read(
    word: &str,
    escape: Escape,
    variables: &dyn Fn(&str) -> Variable,
) -> Result<Output, ExpandError> {
    let escape = match escape {
        Escape::Backslash => '\\',
        Escape::Backtick => '`',
    };
    let mut lexer = Lexer {
        rest: word,
        escape,
        variables,
        depth: 0,
        limit: word.len() + MAX_GROWTH,
    };
    lexer.until(None, false)
}

/// What was read: the whole text, and its words.
#[derive(Debug, Default)]
pub(super) struct Output {
    pub(super) whole: Expansion,
    words: Vec<Expansion>,
    word: Expansion,
}

impl Output {
    /// Adds text that stood there itself: its blanks split words.
    fn add(&mut self, text: &str) {
        self.whole.text.push_str(text);
        let mut parts = text.split(char::is_whitespace);
        self.word.text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            self.end_word();
            self.word.text.push_str(part);
        }
    }

    /// Adds a character that was quoted or escaped.
    fn add_literal(&mut self, character: char) {
        self.whole.text.push(character);
        self.word.text.push(character);
    }

    /// Adds text that was quoted.
    fn add_quoted(&mut self, text: &Expansion) {
        for expansion in [&mut self.whole, &mut self.word] {
            expansion.text.push_str(&text.text);
            expansion.add_unknown(&text.unknown);
        }
    }

    /// Adds the value of a variable: its blanks split words, unless it has holes and they may belong to those.
    fn add_value(&mut self, value: &Expansion) {
        if value.is_known() {
            self.add(&value.text);
        } else {
            self.add_quoted(value);
        }
    }

    fn end_word(&mut self) {
        if !self.word.text.is_empty() {
            self.words.push(std::mem::take(&mut self.word));
        }
    }

    pub(super) fn into_words(mut self) -> Vec<Expansion> {
        self.end_word();
        self.words
    }
}

/// The rest of a word.
pub(super) struct Lexer<'t> {
    pub(super) rest: &'t str,
    escape: char,
    variables: &'t dyn Fn(&str) -> Variable,
    depth: usize,
    limit: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let next = characters.next();
        self.rest = characters.as_str();
        next
    }

    /// What was read since `start`, an earlier value of `rest`.
    pub(super) fn since(&self, start: &'t str) -> &'t str {
        start
            .len()
            .checked_sub(self.rest.len())
            .and_then(|read| start.get(..read))
            .unwrap_or_default()
    }

    /// Reads up to `stop` and over it, or to the end. With `keeps_escapes`, escape characters stay in the text, for
    /// patterns, which have escapes of their own.
    pub(super) fn until(
        &mut self,
        stop: Option<char>,
        keeps_escapes: bool,
    ) -> Result<Output, ExpandError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(ExpandError::TooDeep);
        }
        let mut output = Output::default();
        loop {
            match self.peek() {
                None if stop.is_some() => return Err(ExpandError::OpenBrace),
                None => break,
                character if character == stop => {
                    self.next();
                    break;
                }
                Some('$') => {
                    output.add_value(&self.dollar()?);
                    self.within_limit(&output.whole)?;
                }
                Some('\'') => output.add_quoted(&self.single_quoted()?),
                Some('"') => output.add_quoted(&self.double_quoted(keeps_escapes)?),
                Some(character) if character == self.escape => {
                    self.next();
                    if keeps_escapes {
                        output.add_literal(character);
                    }
                    if let Some(escaped) = self.next() {
                        output.add_literal(escaped);
                    }
                }
                Some(_) => output.add(self.plain(stop)),
            }
        }
        self.depth -= 1;
        self.within_limit(&output.whole)?;
        Ok(output)
    }

    /// Reads up to `stop`, or the next character that means more than itself.
    fn plain(&mut self, stop: Option<char>) -> &'t str {
        let means_more = |next: char| {
            matches!(next, '$' | '\'' | '"') || next == self.escape || Some(next) == stop
        };
        let end = self.rest.find(means_more).unwrap_or(self.rest.len());
        let (plain, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.rest = rest;
        plain
    }

    fn within_limit(&self, expansion: &Expansion) -> Result<(), ExpandError> {
        if expansion.text.len() > self.limit {
            return Err(ExpandError::TooLong);
        }
        Ok(())
    }

    fn single_quoted(&mut self) -> Result<Expansion, ExpandError> {
        self.next();
        let Some((text, rest)) = self.rest.split_once('\'') else {
            return Err(ExpandError::OpenQuote('\''));
        };
        self.rest = rest;
        Ok(Expansion::known(text))
    }

    fn double_quoted(&mut self, keeps_escapes: bool) -> Result<Expansion, ExpandError> {
        self.next();
        let mut quoted = Expansion::default();
        loop {
            match self.peek() {
                None => return Err(ExpandError::OpenQuote('"')),
                Some('"') => {
                    self.next();
                    return Ok(quoted);
                }
                Some('$') => {
                    let value = self.dollar()?;
                    quoted.text.push_str(&value.text);
                    quoted.add_unknown(&value.unknown);
                    self.within_limit(&quoted)?;
                }
                Some(character) if character == self.escape => {
                    self.next();
                    if keeps_escapes {
                        quoted.text.push(character);
                    }
                    match self.peek() {
                        None => {}
                        Some(escaped)
                            if escaped == '"' || escaped == '$' || escaped == self.escape =>
                        {
                            self.next();
                            quoted.text.push(escaped);
                        }
                        Some(_) => quoted.text.push(character),
                    }
                }
                Some(character) => {
                    self.next();
                    quoted.text.push(character);
                }
            }
        }
    }

    /// Reads a name: letters, digits and `_`, or one special parameter, or a number.
    pub(super) fn name(&mut self) -> &'t str {
        let start = self.rest;
        match self.peek() {
            Some(first) if first.is_numeric() => {
                self.rest = start.trim_start_matches(char::is_numeric);
            }
            Some('@' | '*' | '#' | '?' | '-' | '$' | '!') => {
                self.next();
            }
            Some(_) | None => {
                self.rest = start.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
            }
        }
        self.since(start)
    }

    /// A shell's own parameters (`$@`, `$1`) are empty in a Dockerfile, whatever the base image is.
    pub(super) fn variable(&self, name: &str) -> Variable {
        match (self.variables)(name) {
            Variable::Unset | Variable::Unknown
                if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') =>
            {
                Variable::Set(Expansion::default())
            }
            variable @ (Variable::Set(_) | Variable::Unset | Variable::Unknown) => variable,
        }
    }
}
