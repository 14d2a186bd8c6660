//! Reads JSON into values with places.

use super::{Entry, Layout, Node, ReadError, Scalar, Value};
use dockerfile::Span;
use jsonc_parser::ast::{self, ObjectPropName};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use std::sync::Arc;

/// The value of a JSON text.
pub(crate) fn json(text: &str) -> Result<Arc<Node>, ReadError> {
    let text_without_mark = text.strip_prefix('\u{feff}').unwrap_or(text);
    let shift = text.len() - text_without_mark.len();
    let parsed = parse_to_ast(
        text_without_mark,
        &CollectOptions::default(),
        &ParseOptions::default(),
    );
    let parsed = parsed.map_err(|error| ReadError {
        line: error.line_display(),
        message: error.to_string(),
    })?;
    let reader = Reader { text, shift };
    match parsed.value {
        Some(value) => Ok(reader.node(&value)),
        None => Err(ReadError {
            line: 1,
            message: "there is no value".into(),
        }),
    }
}

struct Reader<'t> {
    text: &'t str,
    shift: usize,
}

impl Reader<'_> {
    fn node(&self, value: &ast::Value<'_>) -> Arc<Node> {
        let read = match value {
            ast::Value::StringLit(text) => scalar(text.value.to_string(), true),
            ast::Value::NumberLit(number) => scalar(number.value.to_owned(), false),
            ast::Value::BooleanLit(boolean) => scalar(boolean.value.to_string(), false),
            ast::Value::NullKeyword(_) => Value::Null,
            ast::Value::Array(array) => {
                Value::List(array.elements.iter().map(|item| self.node(item)).collect())
            }
            ast::Value::Object(object) => {
                let entries = object.properties.iter().map(|property| Entry {
                    key: self.key(&property.name),
                    value: self.node(&property.value),
                    alias: None,
                });
                Value::Map(entries.collect())
            }
        };
        self.place(read, value.range())
    }

    fn key(&self, name: &ObjectPropName<'_>) -> Arc<Node> {
        self.place(scalar(name.as_str().to_owned(), true), name.range())
    }

    fn place(&self, value: Value, range: Range) -> Arc<Node> {
        let span = Span::new(range.start + self.shift, range.end + self.shift);
        Arc::new(Node {
            value,
            span,
            line: line_of(self.text, span.start),
            tag: None,
            layout: Layout::Flow,
        })
    }
}

fn scalar(text: String, is_text: bool) -> Value {
    Value::Scalar(Scalar {
        text,
        is_text,
        is_block: false,
    })
}

/// The line of a byte offset, counted from 1.
fn line_of(text: &str, offset: usize) -> usize {
    1 + text
        .bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
}
