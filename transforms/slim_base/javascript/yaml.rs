//! YAML as package managers write it: no references, and keys that are text.

use granit_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

/// How deep values may nest; those of lock files nest four levels deep.
const MAX_DEPTH: usize = 50;

/// The documents of `text`; `None` if it is not read whole.
pub(super) fn documents(text: &str) -> Option<Vec<Value>> {
    let mut reader = Reader::default();
    for event in Parser::new_from_str(text) {
        reader.take(event.ok()?.0)?;
    }
    Some(reader.documents)
}

#[derive(Default)]
struct Reader {
    documents: Vec<Value>,
    open: Vec<Open>,
}

/// A collection whose end is not read yet.
enum Open {
    List(Vec<Value>),
    /// The entries, and the key whose value comes next.
    Map(Map<String, Value>, Option<String>),
}

impl Reader {
    fn take(&mut self, event: Event<'_>) -> Option<()> {
        match event {
            Event::Scalar(text, style, ..) => {
                self.put(scalar(&text, style == ScalarStyle::Plain))?;
            }
            Event::SequenceStart(..) => self.start(Open::List(Vec::new()))?,
            Event::MappingStart(..) => self.start(Open::Map(Map::new(), None))?,
            Event::SequenceEnd | Event::MappingEnd => {
                let value = match self.open.pop()? {
                    Open::List(items) => Value::Array(items),
                    Open::Map(entries, _) => Value::Object(entries),
                };
                self.put(value)?;
            }
            Event::Alias(..) | Event::UnresolvedAlias(..) => return None,
            Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(..)
            | Event::DocumentEnd
            | Event::Anchor(..)
            | Event::Comment(..) => {}
            #[allow(
                clippy::wildcard_enum_match_arm,
                reason = "the library's type may grow"
            )]
            _ => {}
        }
        Some(())
    }

    fn start(&mut self, open: Open) -> Option<()> {
        self.open.push(open);
        (self.open.len() <= MAX_DEPTH).then_some(())
    }

    fn put(&mut self, value: Value) -> Option<()> {
        match self.open.last_mut() {
            None => self.documents.push(value),
            Some(Open::List(items)) => items.push(value),
            Some(Open::Map(entries, key)) => match key.take() {
                Some(key) => {
                    entries.insert(key, value);
                }
                None => {
                    *key = Some(
                        value
                            .as_str()
                            .map_or_else(|| value.to_string(), str::to_owned),
                    )
                }
            },
        }
        Some(())
    }
}

/// A number stays text: versions are no numbers.
fn scalar(text: &str, is_plain: bool) -> Value {
    match text {
        "true" if is_plain => Value::Bool(true),
        "false" if is_plain => Value::Bool(false),
        "" | "~" | "null" if is_plain => Value::Null,
        _ => Value::String(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::documents;
    use serde_json::json;

    #[test]
    fn values_are_read_with_their_kinds() {
        let text = "lockfileVersion: '9.0'\npackages:\n\n  '@a/b@1.0':\n    resolution: {integrity: x}\n    hasBin: true\n    os: [linux]\n  1:\n";
        let expected = json!({
            "lockfileVersion": "9.0",
            "packages": {"@a/b@1.0": {"resolution": {"integrity": "x"}, "hasBin": true, "os": ["linux"]}, "1": null},
        });
        assert_eq!(documents(text), Some(vec![expected]));
    }

    #[test]
    fn what_is_broken_too_deep_or_refers_to_other_places_is_not_read() {
        assert_eq!(documents("a: &x 1\nb: *x\n"), None);
        assert_eq!(documents("a: [1\n"), None);
        assert_eq!(documents(&"[".repeat(200)), None);
    }
}
