//! One pattern of an ignore file, compiled.
//!
//! Patterns without wildcards, or with `**` only at one end, are compared as text, as Docker does: `**foo` is a plain
//! suffix, `a/**` a plain prefix. See <https://pkg.go.dev/github.com/moby/patternmatcher>.

use crate::expression::Expression;
use crate::{Glob, IgnoreError, clean};

/// One pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    /// Whether it brings back what earlier patterns excluded.
    pub(crate) is_negated: bool,
    /// The pattern after cleaning, without its `!`.
    pub(crate) text: String,
    form: Form,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    Exact,
    Prefix(String),
    Suffix(String),
    Wild(Expression),
}

impl Pattern {
    /// Compiles one pattern as [`ignore_lines`](crate::ignore_lines) gives it.
    pub(crate) fn parse(line: &str) -> Result<Pattern, IgnoreError> {
        let cleaned = clean(line.trim());
        let (is_negated, text) = match cleaned.strip_prefix('!') {
            Some("") => return Err(IgnoreError::BareNegation),
            Some(rest) => {
                let rest = clean(rest);
                (true, rest.strip_prefix('/').unwrap_or(&rest).to_owned())
            }
            None => (false, cleaned),
        };
        if may_be_refused(&text) {
            Glob::parse(&text)?;
        }
        let form = Form::of(&text)?;
        Ok(Pattern {
            is_negated,
            text,
            form,
        })
    }

    /// What every match starts with, as far as it can be seen.
    pub(crate) fn fixed_part(&self) -> &str {
        // Beside a wildcard `^` is no letter, but the start of the path.
        let is_letter = matches!(self.form, Form::Exact | Form::Prefix(_) | Form::Suffix(_));
        let ends = |letter: char| {
            matches!(letter, '*' | '?' | '[' | '\\') || (letter == '^' && !is_letter)
        };
        self.text.split(ends).next().unwrap_or_default()
    }

    /// Whether it matches `path` itself; what lies below a match is decided by whoever walks.
    pub(crate) fn matches(&self, path: &str) -> bool {
        match &self.form {
            Form::Exact => path == self.text,
            Form::Prefix(prefix) => path.starts_with(prefix),
            Form::Suffix(suffix) => {
                path.ends_with(suffix) || suffix.strip_prefix('/') == Some(path)
            }
            Form::Wild(expression) => expression.matches(path),
        }
    }
}

/// Whether `text` holds what can be wrong in a pattern: a bracket without its end, or an escape character without what
/// it escapes.
fn may_be_refused(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'[' | b'\\'))
}

impl Form {
    fn of(text: &str) -> Result<Form, IgnoreError> {
        let is_plain = |text: &str| !text.contains(['*', '?', '[', ']', '\\']);
        if is_plain(text) {
            return Ok(Form::Exact);
        }
        if let Some(suffix) = text.strip_prefix("**").filter(|suffix| is_plain(suffix)) {
            return Ok(Form::Suffix(suffix.to_owned()));
        }
        if let Some(prefix) = text.strip_suffix("**").filter(|prefix| is_plain(prefix)) {
            return Ok(Form::Prefix(prefix.to_owned()));
        }
        let expression = Expression::of_ignore(text)?;
        if !expression.is_clear(text) {
            return Err(IgnoreError::Unclear(text.to_owned()));
        }
        Ok(Form::Wild(expression))
    }
}

#[cfg(test)]
mod tests {
    use super::may_be_refused;
    use crate::Glob;

    #[test]
    fn a_pattern_without_brackets_and_escapes_is_never_refused() {
        let signs = ["a", "*", "?", "[", "]", "\\", "^", "-", "!", "/"];
        let mut texts = vec![String::new()];
        for _ in 0..4 {
            let longer = texts
                .iter()
                .flat_map(|text| signs.map(|sign| format!("{text}{sign}")));
            texts = longer.collect();
            for text in &texts {
                assert!(may_be_refused(text) || Glob::parse(text).is_ok(), "{text}");
            }
        }
    }
}
