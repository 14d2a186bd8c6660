//! Values of a configuration file: of the right type, or an error with its line.

use super::ConfigError;
use toml::de::DeValue;
use transforms::{OptionKind, OptionSpec, OptionValue};

/// A place in a configuration file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'s> {
    pub(super) source: &'s str,
    pub(super) path: &'s str,
    pub(super) offset: usize,
}

impl Place<'_> {
    /// Another place in the same file.
    pub(super) fn at(self, offset: usize) -> Self {
        Self { offset, ..self }
    }

    /// Its line, from 1.
    pub(super) fn line(self) -> usize {
        let before = self.source.get(..self.offset).unwrap_or(self.source);
        before.matches('\n').count() + 1
    }

    pub(super) fn error(self, message: String, help: Option<String>) -> ConfigError {
        ConfigError {
            path: self.path.to_owned(),
            line: self.line(),
            message,
            help,
        }
    }

    fn mismatch(self, key: &str, wanted: &str, value: &DeValue<'_>) -> ConfigError {
        self.error(
            format!("`{key}` takes {wanted}, not {}", described(value)),
            None,
        )
    }
}

fn described(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) if text.len() < 40 => format!("`\"{text}\"`"),
        DeValue::Integer(number) => format!("`{number}`"),
        DeValue::Boolean(flag) => format!("`{flag}`"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::String(_) | DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Table(_) => {
            format!("a {}", value.type_str())
        }
    }
}

pub(super) fn text(
    place: Place<'_>,
    key: &str,
    value: &DeValue<'_>,
) -> Result<String, ConfigError> {
    let text = value.as_str().map(str::to_owned);
    text.ok_or_else(|| place.mismatch(key, "a text", value))
}

pub(super) fn flag(place: Place<'_>, key: &str, value: &DeValue<'_>) -> Result<bool, ConfigError> {
    value
        .as_bool()
        .ok_or_else(|| place.mismatch(key, "`true` or `false`", value))
}

pub(super) fn texts(
    place: Place<'_>,
    key: &str,
    value: &DeValue<'_>,
) -> Result<Vec<String>, ConfigError> {
    let texts = value.as_array().map(|list| {
        let texts = list
            .iter()
            .map(|item| item.get_ref().as_str().map(str::to_owned));
        texts.collect::<Option<Vec<String>>>()
    });
    texts
        .flatten()
        .ok_or_else(|| place.mismatch(key, "a list of texts", value))
}

/// The value of a transform's option, checked against what it takes.
pub(super) fn option_value(
    place: Place<'_>,
    spec: &OptionSpec,
    value: &DeValue<'_>,
) -> Result<OptionValue, ConfigError> {
    let key = spec.key;
    match spec.kind {
        OptionKind::Number(low, high) => {
            let number = value.as_integer();
            let number =
                number.and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
            let number = number.filter(|number| (low..=high).contains(number));
            let wanted = format!("a number from {low} to {high}");
            number
                .map(OptionValue::Number)
                .ok_or_else(|| place.mismatch(key, &wanted, value))
        }
        OptionKind::Choice(words) => {
            let word = value.as_str().filter(|word| words.contains(word));
            let wanted: Vec<String> = words.iter().map(|word| format!("`\"{word}\"`")).collect();
            let wanted = wanted.join(" or ");
            let word = word.ok_or_else(|| place.mismatch(key, &wanted, value))?;
            Ok(OptionValue::Text(word.to_owned()))
        }
        OptionKind::Text => text(place, key, value).map(OptionValue::Text),
        OptionKind::Flag => flag(place, key, value).map(OptionValue::Flag),
        OptionKind::List => texts(place, key, value).map(OptionValue::List),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml::de::DeTable;

    fn read(kind: OptionKind, toml: &str) -> Result<OptionValue, String> {
        let spec = OptionSpec {
            key: "key",
            kind,
            default: "",
            summary: "",
        };
        let table = DeTable::parse(toml).expect("the test gives sound TOML");
        let value = table.get_ref().get("key").expect("the test sets `key`");
        let place = Place {
            source: toml,
            path: "harden.toml",
            offset: 0,
        };
        option_value(place, &spec, value.get_ref()).map_err(|error| error.message)
    }

    #[test]
    fn values_are_checked_against_their_kind() {
        let number = OptionKind::Number(1, 60_000);
        assert_eq!(
            read(number, "key = 10_001"),
            Ok(OptionValue::Number(10_001))
        );
        assert_eq!(
            read(number, "key = 0"),
            Err("`key` takes a number from 1 to 60000, not `0`".to_owned())
        );
        let choice = OptionKind::Choice(&["base", "app"]);
        assert_eq!(
            read(choice, "key = \"app\""),
            Ok(OptionValue::Text("app".to_owned()))
        );
        assert_eq!(
            read(choice, "key = \"x\""),
            Err("`key` takes `\"base\"` or `\"app\"`, not `\"x\"`".to_owned())
        );
        assert_eq!(
            read(OptionKind::Flag, "key = true"),
            Ok(OptionValue::Flag(true))
        );
        assert_eq!(
            read(OptionKind::List, "key = [1]"),
            Err("`key` takes a list of texts, not a list".to_owned())
        );
    }
}
