//! The inputs of an action that are lists, one item a line: as a block, on one line, or in braces.
//!
//! <https://github.com/docker/build-push-action#inputs>

use super::yaml::{Yaml, own};
use super::{EditError, lines};
use crate::read::{Entry, Layout, Node, Value};
use dockerfile::{Edit, Span};

/// The build arguments `names` among the inputs as secrets.
pub(super) fn moved(yaml: Yaml<'_>, inputs: &Node, names: &[&str]) -> Result<Vec<Edit>, EditError> {
    let args = own(inputs, "build-args")?;
    let written = items(yaml, args)?;
    let name = |item: &Item| item.text.split('=').next().map(str::to_owned);
    let is_meant = |item: &Item| name(item).is_some_and(|name| names.contains(&name.as_str()));
    let (meant, rest): (Vec<Item>, Vec<Item>) = written.into_iter().partition(is_meant);
    if let Some(literal) = meant.iter().find(|item| !item.text.contains("${{")) {
        return Err(EditError::Literal(name(literal).unwrap_or_default()));
    }
    let missing = names.iter().find(|name| {
        let start = format!("{name}=");
        !meant.iter().any(|item| item.text.starts_with(&start))
    });
    if let Some(missing) = missing {
        return Err(EditError::NotHere((*missing).to_owned()));
    }
    let mut new: Vec<String> = meant.iter().map(|item| item.text.clone()).collect();
    new.sort();
    new.dedup();
    if new.len() != names.len() {
        return Err(EditError::Twice(names.join(", ")));
    }
    let is_last = inputs.own_entries().last().map(Entry::span) == Some(args.span());
    let is_flow = inputs.layout == Layout::Flow;
    if rest.is_empty() && inputs.get("secrets").is_none() && (is_last || is_flow) {
        return Ok(vec![in_place_of(yaml, inputs, args, &new)]);
    }
    let mut edits = match rest.as_slice() {
        [] => yaml.remove_entries(inputs, &["build-args"]),
        _ if is_block(args) => {
            let spans = meant.iter().filter_map(|item| item.span);
            spans.map(|span| lines::remove(yaml.text, span)).collect()
        }
        rest => {
            let rest: Vec<String> = rest.iter().map(|item| item.text.clone()).collect();
            written_as(yaml, inputs, args, &rest)
        }
    };
    edits.extend(added(yaml, inputs, "secrets", &new)?);
    Ok(edits)
}

/// Adds items to the input `key`, which need not be there.
pub(super) fn added(
    yaml: Yaml<'_>,
    inputs: &Node,
    key: &str,
    new: &[String],
) -> Result<Vec<Edit>, EditError> {
    if inputs.get(key).is_none() {
        let entry = match inputs.layout {
            Layout::Block => entry(key, new),
            Layout::Flow => (format!("{key}: {}", quoted(new)), Vec::new()),
        };
        return Ok(yaml.append_entries(inputs, &[entry]));
    }
    let known = own(inputs, key)?;
    if is_block(known) {
        let span = known.value.span;
        let start = lines::start(yaml.text, span.start);
        let indent = yaml.text.get(start..span.start).unwrap_or_default();
        let new: Vec<String> = new.iter().map(|line| format!("{indent}{line}")).collect();
        return Ok(vec![lines::insert_after(yaml.text, span.end, &new)]);
    }
    let known_items = items(yaml, known)?;
    let all = known_items.into_iter().map(|item| item.text);
    let all: Vec<String> = all.chain(new.iter().cloned()).collect();
    Ok(written_as(yaml, inputs, known, &all))
}

/// An input with its items, for a mapping in block layout: the key, and the lines below it.
pub(super) fn entry(key: &str, items: &[String]) -> (String, Vec<String>) {
    match items {
        [one] if key == "ssh" => (format!("{key}: {one}"), Vec::new()),
        items => {
            let below = items.iter().map(|item| format!("  {item}")).collect();
            (format!("{key}: |"), below)
        }
    }
}

/// One item of an input, with its place where it has a line of its own.
struct Item {
    span: Option<Span>,
    text: String,
}

fn is_block(entry: &Entry) -> bool {
    matches!(&entry.value.value, Value::Scalar(scalar) if scalar.is_block)
}

/// The items of an input, comments left out.
fn items(yaml: Yaml<'_>, entry: &Entry) -> Result<Vec<Item>, EditError> {
    let not_here = || EditError::NotHere(entry.key.text().unwrap_or_default().to_owned());
    let Value::Scalar(scalar) = &entry.value.value else {
        return Err(not_here());
    };
    let raw = yaml.text.get(entry.value.span.range()).unwrap_or_default();
    let is_said = |line: &str| !line.is_empty() && !line.starts_with('#');
    if !scalar.is_block {
        // A text that goes on below is put together by rules of its own.
        if raw.contains('\n') || entry.alias.is_some() {
            return Err(not_here());
        }
        let lines = scalar.text.lines().map(str::trim);
        let items = lines.filter(|line| is_said(line)).map(|line| Item {
            span: None,
            text: line.to_owned(),
        });
        return Ok(items.collect());
    }
    let mut found = Vec::new();
    let mut offset = entry.value.span.start;
    for line in raw.split_inclusive('\n') {
        let bare = line.trim();
        let start = offset + (line.len() - line.trim_start().len());
        offset += line.len();
        if is_said(bare) {
            found.push(Item {
                span: Some(Span::new(start, start + bare.len())),
                text: bare.to_owned(),
            });
        }
    }
    Ok(found)
}

/// `secrets` with these items in the place of an input that goes.
fn in_place_of(yaml: Yaml<'_>, inputs: &Node, gone: &Entry, new: &[String]) -> Edit {
    let text = match inputs.layout {
        Layout::Flow => format!("secrets: {}", quoted(new)),
        Layout::Block => {
            let indent = yaml.indent_of(inputs);
            let ending = lines::ending(yaml.text);
            let (head, below) = entry("secrets", new);
            let below = below.iter().map(|line| format!("{ending}{indent}{line}"));
            head + &below.collect::<String>()
        }
    };
    Edit {
        span: gone.span(),
        text,
    }
}

/// Writes the items of an input that stands on one line anew: as a block, or in braces as one text.
fn written_as(yaml: Yaml<'_>, inputs: &Node, input: &Entry, items: &[String]) -> Vec<Edit> {
    let value = input.value.span;
    if inputs.layout == Layout::Flow {
        return vec![Edit {
            span: value,
            text: quoted(items),
        }];
    }
    let indent = yaml.indent_of(inputs);
    let below: Vec<String> = items
        .iter()
        .map(|item| format!("{indent}  {item}"))
        .collect();
    // A comment stays behind the key.
    vec![
        Edit {
            span: value,
            text: "|".to_owned(),
        },
        lines::insert_after(yaml.text, value.end, &below),
    ]
}

/// The items as one text in quotes.
fn quoted(items: &[String]) -> String {
    let text = items.join("\n");
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace('\n', "\\n"))
}
