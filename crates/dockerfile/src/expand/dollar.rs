//! Reads what begins with `$`: a name, or `${…}` with one of Docker's operators.

use super::lexer::Lexer;
use super::pattern::Pattern;
use super::{ExpandError, Expansion, Variable};

impl<'t> Lexer<'t> {
    /// Reads what begins with `$`.
    pub(super) fn dollar(&mut self) -> Result<Expansion, ExpandError> {
        let start = self.rest;
        self.next();
        if self.peek() != Some('{') {
            let name = self.name();
            if name.is_empty() {
                return Ok(Expansion::known("$"));
            }
            return Ok(plain(name, self.variable(name)));
        }
        self.next();
        match self.peek() {
            None => return Err(ExpandError::OpenBrace),
            Some('{' | '}' | ':') => return Err(ExpandError::NoName),
            Some(_) => {}
        }
        let name = self.name();
        match self.next() {
            None => Err(ExpandError::OpenBrace),
            Some('}') => Ok(plain(name, self.variable(name))),
            Some('/') => self.replaced(start, name),
            Some(':') => {
                let Some(operator) = self.next() else {
                    return Err(ExpandError::OpenBrace);
                };
                self.modified(start, name, operator, true)
            }
            Some(operator) => self.modified(start, name, operator, false),
        }
    }

    /// Reads the rest of `${name-word}` and its like.
    fn modified(
        &mut self,
        start: &'t str,
        name: &str,
        operator: char,
        empty_is_unset: bool,
    ) -> Result<Expansion, ExpandError> {
        if !matches!(operator, '+' | '-' | '?' | '#' | '%') {
            let colon = if empty_is_unset { ":" } else { "" };
            return Err(ExpandError::Operator(format!("{colon}{operator}")));
        }
        let trims = matches!(operator, '#' | '%');
        let word = self.until(Some('}'), trims)?.whole;
        let hole = |mut names: Vec<String>| {
            names.dedup();
            Expansion {
                text: self.since(start).to_owned(),
                unknown: names,
            }
        };
        // `None`: not set, or as good as that. A value with holes may turn out empty.
        let value = match self.variable(name) {
            Variable::Unknown => return Ok(hole(vec![name.to_owned()])),
            Variable::Unset if trims => return Ok(hole(vec![name.to_owned()])),
            Variable::Set(value) if !value.is_known() && (trims || empty_is_unset) => {
                return Ok(hole(value.unknown));
            }
            Variable::Set(value) if empty_is_unset && value.text.is_empty() && !trims => None,
            Variable::Set(value) => Some(value),
            Variable::Unset => None,
        };
        match (operator, value) {
            ('-', value) => Ok(value.unwrap_or(word)),
            ('+', value) => Ok(value.map(|_| word).unwrap_or_default()),
            ('?', Some(value)) => Ok(value),
            ('?', None) => Err(ExpandError::Required {
                name: name.to_owned(),
                message: word.text,
            }),
            (_, None) => Ok(hole(vec![name.to_owned()])),
            (_, Some(_)) if !word.is_known() => Ok(hole(word.unknown)),
            (_, Some(value)) => {
                let doubled = word.text.strip_prefix(operator);
                let pattern = Pattern::parse(doubled.unwrap_or(&word.text))?;
                let is_greedy = doubled.is_some();
                let trimmed = if operator == '#' {
                    pattern.trim_start(&value.text, is_greedy)
                } else {
                    pattern.trim_end(&value.text, is_greedy)
                };
                Ok(trimmed.map_or_else(|| hole(vec![name.to_owned()]), Expansion::known))
            }
        }
    }

    /// Reads the rest of `${name/pattern/replacement}`.
    fn replaced(&mut self, start: &'t str, name: &str) -> Result<Expansion, ExpandError> {
        let replaces_all = self.peek() == Some('/');
        if replaces_all {
            self.next();
        }
        let pattern = self.until(Some('/'), true)?.whole;
        let replacement = self.until(Some('}'), true)?.whole;
        let hole = |unknown| Expansion {
            text: self.since(start).to_owned(),
            unknown,
        };
        let value = match self.variable(name) {
            Variable::Set(value) if value.is_known() => value,
            Variable::Set(value) => return Ok(hole(value.unknown)),
            Variable::Unset | Variable::Unknown => return Ok(hole(vec![name.to_owned()])),
        };
        let mut parts = Expansion::default();
        parts.add_unknown(&pattern.unknown);
        parts.add_unknown(&replacement.unknown);
        if !parts.is_known() {
            return Ok(hole(parts.unknown));
        }
        // BuildKit lets `$1` in the replacement of `//` mean a group, of which there are none.
        if replaces_all && replacement.text.contains('$') {
            return Ok(hole(vec![name.to_owned()]));
        }
        let replaced =
            Pattern::parse(&pattern.text)?.replace(&value.text, &replacement.text, replaces_all);
        Ok(replaced.map_or_else(|| hole(vec![name.to_owned()]), Expansion::known))
    }
}

/// The value of `$name`, or a hole.
fn plain(name: &str, variable: Variable) -> Expansion {
    match variable {
        Variable::Set(value) => value,
        Variable::Unset | Variable::Unknown => Expansion {
            text: format!("${{{name}}}"),
            unknown: vec![name.to_owned()],
        },
    }
}
