//! The functions of bake that depend on nothing but their arguments.
//!
//! The list: <https://docs.docker.com/build/bake/stdlib/>

use super::operators::equal;
use super::value::{Field, Value};

/// The value of a call; `None` when the function is not known here, or an argument is not.
pub(super) fn call(name: &str, arguments: &[Value]) -> Option<Value> {
    if arguments.iter().any(|argument| argument.open().is_some()) {
        return None;
    }
    texts(name, arguments)
        .or_else(|| lists(name, arguments))
        .or_else(|| conditions(name, arguments))
}

fn texts(name: &str, arguments: &[Value]) -> Option<Value> {
    let text = |at: usize| Some(arguments.get(at)?.text()?.text);
    let result = match name {
        "lower" => text(0)?.to_lowercase(),
        "upper" => text(0)?.to_uppercase(),
        "trimspace" => text(0)?.trim().to_owned(),
        "trim" => {
            let letters = text(1)?;
            text(0)?
                .trim_matches(|letter| letters.contains(letter))
                .to_owned()
        }
        "trimprefix" => {
            let whole = text(0)?;
            whole.strip_prefix(&text(1)?).unwrap_or(&whole).to_owned()
        }
        "trimsuffix" => {
            let whole = text(0)?;
            whole.strip_suffix(&text(1)?).unwrap_or(&whole).to_owned()
        }
        "replace" => text(0)?.replace(&text(1)?, &text(2)?),
        "sanitize" => sanitized(&text(0)?),
        "join" => {
            let separator = text(0)?;
            let lists = arguments.iter().skip(1).flat_map(|list| list.items());
            let items: Option<Vec<String>> = lists.map(|item| Some(item.text()?.text)).collect();
            items?.join(&separator)
        }
        "format" => format(&text(0)?, arguments.get(1..)?)?,
        "basename" => text(0)?.rsplit('/').next()?.to_owned(),
        "dirname" => text(0)?
            .rsplit_once('/')
            .map_or(".".to_owned(), |(dir, _)| dir.to_owned()),
        _ => return None,
    };
    Some(Value::known(result))
}

fn lists(name: &str, arguments: &[Value]) -> Option<Value> {
    let first = arguments.first()?;
    let result = match name {
        "concat" => {
            let items = arguments.iter().flat_map(|list| list.items());
            Value::List(items.cloned().collect())
        }
        "flatten" => {
            let items = first.items().iter().flat_map(|item| {
                let is_list = matches!(item, Value::List(_));
                if is_list {
                    item.items().to_vec()
                } else {
                    vec![item.clone()]
                }
            });
            Value::List(items.collect())
        }
        "compact" => {
            let is_full = |item: &&Value| item.text().is_some_and(|text| !text.text.is_empty());
            Value::List(first.items().iter().filter(is_full).cloned().collect())
        }
        "distinct" => {
            let mut items: Vec<Value> = Vec::new();
            for item in first.items() {
                if !items.contains(item) {
                    items.push(item.clone());
                }
            }
            Value::List(items)
        }
        "split" => {
            let (separator, text) = (first.text()?.text, arguments.get(1)?.text()?.text);
            Value::List(text.split(&separator).map(Value::known).collect())
        }
        "merge" => {
            let mut fields: Vec<Field> = Vec::new();
            for field in arguments.iter().flat_map(|map| map.fields()) {
                fields.retain(|other| other.name != field.name);
                fields.push(field.clone());
            }
            Value::Map(fields)
        }
        "keys" => {
            let mut names: Vec<&str> = first
                .fields()
                .iter()
                .map(|field| field.name.as_str())
                .collect();
            names.sort_unstable();
            Value::List(names.into_iter().map(Value::known).collect())
        }
        "values" => Value::List(
            first
                .fields()
                .iter()
                .map(|field| field.value.clone())
                .collect(),
        ),
        "lookup" => {
            let name = arguments.get(1)?.text()?.text;
            let found = first.field(&name).or_else(|| arguments.get(2));
            found?.clone()
        }
        "element" => {
            let items = first.items();
            let at = arguments.get(1)?.text()?.text.parse::<usize>().ok()?;
            items.get(at.checked_rem(items.len())?)?.clone()
        }
        "length" => {
            let length = first.items().len().max(first.fields().len());
            Value::Number(u32::try_from(length).ok()?.into())
        }
        _ => return None,
    };
    Some(result)
}

fn conditions(name: &str, arguments: &[Value]) -> Option<Value> {
    let truth = |at: usize| arguments.get(at)?.truth();
    let is_equal = || equal(arguments.first()?, arguments.get(1)?);
    let result = match name {
        "equal" => Value::Bool(is_equal()?),
        "notequal" => Value::Bool(!is_equal()?),
        "and" => Value::Bool(truth(0)? && truth(1)?),
        "or" => Value::Bool(truth(0)? || truth(1)?),
        "not" => Value::Bool(!truth(0)?),
        "contains" => {
            let wanted = arguments.get(1)?;
            Value::Bool(arguments.first()?.items().contains(wanted))
        }
        "coalesce" => arguments
            .iter()
            .find(|argument| !matches!(argument, Value::Null))?
            .clone(),
        _ => return None,
    };
    Some(result)
}

/// What may stand in the name of a target: everything else becomes `_`.
fn sanitized(text: &str) -> String {
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || "_-".contains(letter);
    text.chars()
        .map(|letter| if is_allowed(letter) { letter } else { '_' })
        .collect()
}

/// `format` with `%s`, `%d`, `%v` and `%%`; other verbs are not known here.
fn format(pattern: &str, arguments: &[Value]) -> Option<String> {
    let mut arguments = arguments.iter();
    let mut result = String::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            result.push(letter);
            continue;
        }
        match letters.next()? {
            '%' => result.push('%'),
            's' | 'd' | 'v' => result.push_str(&arguments.next()?.text()?.text),
            _ => return None,
        }
    }
    Some(result)
}
