//! One `[…]` of a pattern.

use crate::IgnoreError;
use std::iter::Peekable;
use std::str::Chars;

/// The characters that a `[…]` stands for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Class {
    is_negated: bool,
    ranges: Vec<(char, char)>,
    /// Whether it means the same in an ignore file, where Docker makes a regular expression of it.
    pub(crate) is_plain: bool,
}

impl Class {
    /// Reads on after the `[`, up to and including its `]`.
    pub(crate) fn read(rest: &mut Peekable<Chars<'_>>) -> Result<Class, IgnoreError> {
        let mut class = Class {
            is_negated: rest.next_if_eq(&'^').is_some(),
            is_plain: true,
            ..Class::default()
        };
        while class.ranges.is_empty() || rest.next_if_eq(&']').is_none() {
            let low = class.character(rest)?;
            let high = match rest.next_if_eq(&'-') {
                Some(_) => class.character(rest)?,
                None => low,
            };
            class.is_plain &= low <= high;
            class.ranges.push((low, high));
        }
        Ok(class)
    }

    /// Whether it stands for `character`.
    pub(crate) fn contains(&self, character: char) -> bool {
        let is_listed = self
            .ranges
            .iter()
            .any(|&(low, high)| low <= character && character <= high);
        is_listed != self.is_negated
    }

    fn character(&mut self, rest: &mut Peekable<Chars<'_>>) -> Result<char, IgnoreError> {
        let character = match rest.next() {
            None | Some('-' | ']') => return Err(IgnoreError::BadPattern),
            Some('\\') => {
                let escaped = rest.next().ok_or(IgnoreError::BadPattern)?;
                self.is_plain &= means_itself(escaped);
                escaped
            }
            Some(other) => {
                let is_named_class = other == '[' && rest.peek() == Some(&':');
                self.is_plain &= !is_named_class && !matches!(other, '*' | '?');
                other
            }
        };
        // Something has to follow: at least the closing bracket.
        rest.peek().ok_or(IgnoreError::BadPattern)?;
        Ok(character)
    }
}

/// Whether a regular expression reads `\` and `escaped` as `escaped`, which holds for ASCII punctuation.
pub(crate) fn means_itself(escaped: char) -> bool {
    escaped.is_ascii() && !escaped.is_ascii_alphanumeric()
}
