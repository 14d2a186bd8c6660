//! A text as far as it is known: variables without a value stay in it as they are written.

use std::fmt;

/// Longer texts are not built from variables: no name, path or value comes near it.
const MAX_LENGTH: usize = 1 << 16;

/// A text in which some variables may be open.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text {
    /// The text; what has no value stands as it is written (`app:${TAG}`).
    pub text: String,
    /// The variables without a value, in the order they occur.
    pub open: Vec<String>,
    /// Assumptions made on the way: `TAG` has its default `1`.
    pub defaults: Vec<String>,
}

impl Text {
    /// A text that is known.
    #[must_use]
    pub fn known(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// A text of which `name` is not known.
    #[must_use]
    pub fn open(text: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            open: vec![name.into()],
            ..Self::default()
        }
    }

    /// Whether everything in it is known.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.open.is_empty()
    }

    /// The text when everything in it is known.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        self.is_known().then_some(self.text.as_str())
    }

    /// Appends another text. One that grows without end (`A=$A$A`, again and again) is not followed.
    pub(crate) fn push(&mut self, other: &Text) {
        if self.text.len() + other.text.len() > MAX_LENGTH {
            self.open.push("a text without end".to_owned());
            return;
        }
        self.text.push_str(&other.text);
        for name in &other.open {
            if !self.open.contains(name) {
                self.open.push(name.clone());
            }
        }
        for name in &other.defaults {
            if !self.defaults.contains(name) {
                self.defaults.push(name.clone());
            }
        }
    }

    /// The same openness with another text.
    pub(crate) fn with(&self, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..self.clone()
        }
    }

    /// The two sides of the first `separator`.
    pub(crate) fn split_once(&self, separator: char) -> Option<(Text, Text)> {
        let (left, right) = self.text.split_once(separator)?;
        Some((self.with(left), self.with(right)))
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::known(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::known(text)
    }
}
