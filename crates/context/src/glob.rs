//! The patterns of `COPY` and `ADD` sources: Go's [`filepath.Match`](https://pkg.go.dev/path/filepath#Match).

use crate::IgnoreError;
use crate::expression::Expression;

/// A compiled pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    expression: Expression,
}

impl Glob {
    /// Compiles `pattern`.
    ///
    /// # Errors
    /// [`IgnoreError::BadPattern`] when a bracket is not closed or nothing follows a `\`.
    pub fn parse(pattern: &str) -> Result<Glob, IgnoreError> {
        Ok(Glob {
            expression: Expression::of_glob(pattern)?,
        })
    }

    /// Whether all of `path` matches; `*` and `?` never take a `/`.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        self.expression.matches(path)
    }
}
