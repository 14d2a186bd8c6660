//! Docker's own expansion of a word: variables, quotes and the escape character.
//!
//! The rules are those of [BuildKit's word lexer]; what differs is that a variable may be unknown. Its place then stays
//! in the text, as a hole, and its name is listed.
//!
//! [BuildKit's word lexer]: https://github.com/moby/buildkit/blob/master/frontend/dockerfile/shell/lex.go

mod dollar;
mod lexer;
mod pattern;

use crate::Escape;

/// What a word says after Docker removed quotes and escapes and put in the values of variables.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expansion {
    /// The text. A variable without a known value stays in it as `${NAME}`.
    pub text: String,
    /// The names of those variables, each once, in order.
    pub unknown: Vec<String>,
}

impl Expansion {
    /// A text without holes.
    #[must_use]
    pub fn known(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            unknown: Vec::new(),
        }
    }

    /// Whether `word` holds no variable, quote or escape character, so that it is its own expansion.
    #[must_use]
    pub fn is_plain(word: &str) -> bool {
        !word.contains(['$', '"', '\'', '\\', '`'])
    }

    /// Whether every variable in it had a value.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.unknown.is_empty()
    }

    /// Adds the names that are not listed yet.
    pub(crate) fn add_unknown(&mut self, names: &[String]) {
        for name in names {
            if !self.unknown.contains(name) {
                self.unknown.push(name.clone());
            }
        }
    }
}

/// What is known of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Variable {
    /// It has this value, which may have holes of its own.
    Set(Expansion),
    /// Nothing in the file sets it, but a build argument may: `${x:-default}` gives the default, `$x` is a hole.
    Unset,
    /// It may have a value that the file does not show: the base image's environment, the platform.
    Unknown,
}

/// Why Docker would refuse a word.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpandError {
    /// A quote that is never closed.
    #[error("the quote `{0}` is never closed")]
    OpenQuote(char),
    /// `${` without its end.
    #[error("`${{` is never closed by `}}`")]
    OpenBrace,
    /// `${}`, `${:…}` or `${{…}`.
    #[error("`${{` is not followed by the name of a variable")]
    NoName,
    /// An operator that Docker does not have, such as `^^`.
    #[error("Docker has no operator `{0}` inside `${{…}}`")]
    Operator(String),
    /// `${x:?message}` where `x` has no value.
    #[error("`{name}` must have a value: {message}")]
    Required {
        /// The variable.
        name: String,
        /// What the file says about it.
        message: String,
    },
    /// A pattern with an escape that patterns do not have.
    #[error("the pattern `{0}` is not one that Docker reads")]
    Pattern(String),
    /// Values that grow beyond all measure, as `A=$A$A` does line by line.
    #[error("the values of its variables make it too long")]
    TooLong,
    /// More nested `${…}` than anybody writes.
    #[error("`${{…}}` is nested too deeply")]
    TooDeep,
}

/// Expands `word`, written as in the file, quotes and escapes included.
///
/// ```
/// use dockerfile::{Escape, Expansion, Variable, expand};
///
/// let variables = |name: &str| match name {
///     "version" => Variable::Set(Expansion::known("3.12")),
///     _ => Variable::Unknown,
/// };
/// let word = expand(r#""python:${version%.*}"-$flavour"#, Escape::Backslash, &variables)?;
/// assert_eq!(word.text, "python:3-${flavour}");
/// assert_eq!(word.unknown, ["flavour"]);
/// # Ok::<(), dockerfile::ExpandError>(())
/// ```
///
/// # Errors
/// When Docker would refuse the word.
pub fn expand(
    word: &str,
    escape: Escape,
    variables: &dyn Fn(&str) -> Variable,
) -> Result<Expansion, ExpandError> {
    if is_plain(word, escape) {
        return Ok(Expansion::known(word));
    }
    if let Some(text) = escape.plainly_quoted(word) {
        return Ok(Expansion::known(text));
    }
    Ok(lexer::read(word, escape, variables)?.whole)
}

/// Whether `word` is its own expansion.
fn is_plain(word: &str, escape: Escape) -> bool {
    escape.is_absent(word) && !word.contains('$')
}

/// Expands `word` and splits it at the blanks that come out of variables, as Docker does for `EXPOSE`.
///
/// # Errors
/// When Docker would refuse the word.
pub fn expand_words(
    word: &str,
    escape: Escape,
    variables: &dyn Fn(&str) -> Variable,
) -> Result<Vec<Expansion>, ExpandError> {
    if is_plain(word, escape) {
        return Ok(word.split_whitespace().map(Expansion::known).collect());
    }
    Ok(lexer::read(word, escape, variables)?.into_words())
}

#[cfg(test)]
mod tests;
