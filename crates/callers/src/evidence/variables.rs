//! Files of variables (`.env`): which names they set. Their values are never kept, since they may be secrets.

use crate::{environment::assignment, path};

/// A file of variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableFile {
    /// The file.
    pub file: String,
    /// The variables, in order.
    pub variables: Vec<Variable>,
}

/// A variable that a file sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its line, counted from 1.
    pub line: usize,
    /// Its name.
    pub name: String,
    /// Whether its value is empty.
    pub is_empty: bool,
}

/// Whether a file is one of variables by its name: `.env`, `.env.local`, `web.env`.
pub(crate) fn is_variable_file(file: &str) -> bool {
    file.ends_with(".env") || path::name(file).starts_with(".env.")
}

impl VariableFile {
    /// Reads the text of `file`.
    pub(crate) fn read(file: &str, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let variables = text.lines().zip(1..).filter_map(|(text, line)| {
            let (name, value) = assignment(text)?;
            Some(Variable {
                line,
                name,
                is_empty: value.is_empty(),
            })
        });
        Self {
            file: file.to_owned(),
            variables: variables.collect(),
        }
    }
}
