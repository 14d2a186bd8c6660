//! The value of an expression in a bake file, as far as it is known.

use crate::Text;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text; parts of it may be open.
    Text(Text),
    /// A list.
    List(Vec<Value>),
    /// Names and values, in order.
    Map(Vec<Field>),
    /// A value that depends on something outside, as it is written.
    Unknown(Text),
}

/// A name, its value, and the line it stands on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) value: Value,
    pub(crate) line: usize,
}

impl Value {
    /// A known text.
    pub(crate) fn known(text: impl Into<String>) -> Self {
        Self::Text(Text::known(text))
    }

    /// A value of which only the name is known.
    pub(crate) fn unknown(name: &str) -> Self {
        Self::Unknown(Text::open(format!("${{{name}}}"), name))
    }

    /// The value as a text, as `"${value}"` gives it.
    pub(crate) fn text(&self) -> Option<Text> {
        match self {
            Self::Text(text) | Self::Unknown(text) => Some(text.clone()),
            Self::Bool(truth) => Some(Text::known(truth.to_string())),
            Self::Number(number) => Some(Text::known(number.to_string())),
            Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The items of a list.
    pub(crate) fn items(&self) -> &[Value] {
        match self {
            Self::List(items) => items,
            Self::Null
            | Self::Bool(_)
            | Self::Number(_)
            | Self::Text(_)
            | Self::Map(_)
            | Self::Unknown(_) => &[],
        }
    }

    /// The fields of an object.
    pub(crate) fn fields(&self) -> &[Field] {
        match self {
            Self::Map(fields) => fields,
            Self::Null
            | Self::Bool(_)
            | Self::Number(_)
            | Self::Text(_)
            | Self::List(_)
            | Self::Unknown(_) => &[],
        }
    }

    /// The field `name` of an object.
    pub(crate) fn field(&self, name: &str) -> Option<&Value> {
        let mut fields = self.fields().iter();
        fields
            .find(|field| field.name == name)
            .map(|field| &field.value)
    }

    /// What stands open in it, if anything does.
    pub(crate) fn open(&self) -> Option<Text> {
        match self {
            Self::Unknown(text) => Some(text.clone()),
            Self::Text(text) => (!text.is_known()).then(|| text.clone()),
            Self::List(items) => items.iter().find_map(Value::open),
            Self::Map(fields) => fields.iter().find_map(|field| field.value.open()),
            Self::Null | Self::Bool(_) | Self::Number(_) => None,
        }
    }

    /// The truth of a condition; a text counts as HCL converts it.
    pub(crate) fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            Self::Text(text) => match text.value()? {
                "true" | "1" => Some(true),
                "false" | "0" => Some(false),
                _ => None,
            },
            Self::Null | Self::Number(_) | Self::List(_) | Self::Map(_) | Self::Unknown(_) => None,
        }
    }

    /// The number, also of a text that holds one.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.value()?.parse().ok(),
            Self::Null | Self::Bool(_) | Self::List(_) | Self::Map(_) | Self::Unknown(_) => None,
        }
    }
}
