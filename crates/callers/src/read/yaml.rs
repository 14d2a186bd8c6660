//! Reads YAML into values with places.

use super::{Entry, Layout, MAX_DEPTH, Node, ReadError, Scalar, Value};
use dockerfile::Span;
use granit_parser::{Event, Options, Parser, ScalarStyle, StructureStyle, Tag};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// The documents of a YAML text.
pub(crate) fn yaml(text: &str) -> Result<Vec<Arc<Node>>, ReadError> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    let mut reader = Reader::default();
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| ReadError {
            line: error.marker().line(),
            message: error.to_string(),
        })?;
        let bytes = span.byte_range().unwrap_or_default();
        let at = At {
            span: Span::new(bytes.start, bytes.end.max(bytes.start)),
            line: span.start.line(),
        };
        reader.take(event, at, text)?;
    }
    Ok(reader.documents)
}

#[derive(Clone, Copy)]
struct At {
    span: Span,
    line: usize,
}

#[derive(Default)]
struct Reader {
    documents: Vec<Arc<Node>>,
    open: Vec<Open>,
    anchors: HashMap<usize, Arc<Node>>,
}

/// A collection whose end is not read yet.
struct Open {
    is_map: bool,
    items: Vec<(Arc<Node>, Option<Span>)>,
    anchor: usize,
    node: Node,
}

impl Reader {
    fn take(&mut self, event: Event<'_>, at: At, source: &str) -> Result<(), ReadError> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let is_plain = style == ScalarStyle::Plain;
                let is_null = is_plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                let at = if is_block {
                    block(at, source, &text)
                } else {
                    at
                };
                let value = if is_null {
                    Value::Null
                } else {
                    Value::Scalar(Scalar {
                        text: text.into_owned(),
                        is_text: !is_plain,
                        is_block,
                    })
                };
                self.put(Arc::new(node(value, at, tag, Layout::Block)), anchor, None);
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.start(false, node(Value::Null, at, tag, layout(style)), anchor)?;
            }
            Event::MappingStart(style, anchor, tag) => {
                self.start(true, node(Value::Null, at, tag, layout(style)), anchor)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(at),
            Event::Alias(anchor) => {
                let target = self.anchors.get(&anchor).cloned();
                let target =
                    target.unwrap_or_else(|| Arc::new(node(Value::Null, at, None, Layout::Block)));
                self.put(target, 0, Some(at.span));
            }
            Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(..)
            | Event::DocumentEnd
            | Event::Anchor(..)
            | Event::Comment(..) => {}
            Event::UnresolvedAlias(_) => {
                let nothing = node(Value::Null, at, None, Layout::Block);
                self.put(Arc::new(nothing), 0, Some(at.span));
            }
            #[allow(
                clippy::wildcard_enum_match_arm,
                reason = "the library's type may grow"
            )]
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, is_map: bool, node: Node, anchor: usize) -> Result<(), ReadError> {
        if self.open.len() >= MAX_DEPTH {
            return Err(ReadError {
                line: node.line,
                message: format!("values nest deeper than {MAX_DEPTH} levels"),
            });
        }
        self.open.push(Open {
            is_map,
            items: Vec::new(),
            anchor,
            node,
        });
        Ok(())
    }

    fn end(&mut self, at: At) {
        let Some(mut open) = self.open.pop() else {
            return;
        };
        // A block ends where its last value ends, not where the next thing begins.
        let last = open
            .items
            .last()
            .map(|(node, alias)| alias.unwrap_or(node.span).end);
        open.node.span.end = match open.node.layout {
            Layout::Flow => at.span.end,
            Layout::Block => last.unwrap_or(open.node.span.start),
        }
        .max(open.node.span.start);
        open.node.value = if open.is_map {
            Value::Map(entries(open.items))
        } else {
            Value::List(open.items.into_iter().map(|(node, _)| node).collect())
        };
        self.put(Arc::new(open.node), open.anchor, None);
    }

    fn put(&mut self, node: Arc<Node>, anchor: usize, alias: Option<Span>) {
        if anchor != 0 {
            self.anchors.insert(anchor, Arc::clone(&node));
        }
        match self.open.last_mut() {
            Some(open) => open.items.push((node, alias)),
            None => self.documents.push(node),
        }
    }
}

fn entries(items: Vec<(Arc<Node>, Option<Span>)>) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut items = items.into_iter();
    while let (Some((key, _)), Some((value, alias))) = (items.next(), items.next()) {
        entries.push(Entry { key, value, alias });
    }
    entries
}

fn node(value: Value, at: At, tag: Option<Cow<'_, Tag>>, layout: Layout) -> Node {
    Node {
        value,
        span: at.span,
        line: at.line,
        tag: tag.map(|tag| tag.suffix().to_owned()),
        layout,
    }
}

fn layout(style: StructureStyle) -> Layout {
    match style {
        StructureStyle::Block => Layout::Block,
        StructureStyle::Flow => Layout::Flow,
    }
}

/// A block scalar without the blanks the library counts to it, starting on the line of its first letter or break.
fn block(at: At, source: &str, value: &str) -> At {
    let content = source.get(at.span.range()).unwrap_or_default().trim_end();
    let skipped = value.len() - value.trim_start_matches('\n').len();
    At {
        span: Span::new(at.span.start, at.span.start + content.len()),
        line: at.line.saturating_sub(skipped),
    }
}

#[cfg(test)]
mod tests {
    use super::yaml;
    use crate::read::Node;

    fn values(node: &Node, text: &str, shown: &mut Vec<String>) {
        for entry in node.own_entries() {
            let name = entry.key.text().unwrap_or_default();
            if entry.value.own_entries().is_empty() {
                let span = entry.value.span.range();
                shown.push(format!(
                    "{name}@{}: {:?}",
                    entry.value.line,
                    text.get(span).unwrap()
                ));
            }
            values(&entry.value, text, shown);
        }
    }

    #[test]
    fn every_value_has_its_place() {
        let text = "a:\n  run: |  # c\n    x\n      y\n\n  b: >-\n     p\n  c: &n [1, 2]\n  d: !x 'q'\n  e: |\n\n    z\nf: *n\ng:\n";
        let mut shown = Vec::new();
        values(&yaml(text).unwrap()[0], text, &mut shown);
        let expected = [
            "run@3: \"x\\n      y\"",
            "b@7: \"p\"",
            "c@8: \"[1, 2]\"",
            "d@9: \"'q'\"",
            "e@11: \"z\"",
            "f@8: \"[1, 2]\"",
            "g@14: \"\"",
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn merge_keys_lose_to_what_stands_beside_them() {
        let text = "x: &x {a: 1, b: 2}\ny:\n  <<: *x\n  b: 3\n";
        let root = &yaml(text).unwrap()[0];
        let of = |name: &str| root.at(&["y", name]).unwrap().text().unwrap().to_owned();
        assert_eq!([of("a"), of("b")], ["1", "3"]);
    }

    #[test]
    fn what_goes_in_circles_or_too_deep_is_no_value() {
        assert!(yaml(&"[".repeat(5000)).is_err());
        let root = &yaml("a: &a\n  <<: *a\n  b: 1\n").unwrap_or_default();
        for node in root {
            assert!(node.entries().len() < 9);
        }
    }
}
