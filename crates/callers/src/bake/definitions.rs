//! What stands in bake files, before anything is evaluated: variables, functions, targets, groups.

use crate::Place;
use crate::read::{Node, Piece, ReadError, hcl, json};
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, BlockLabel, Body};
use hcl_edit::{Ident, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The contents of bake files that are read together; later files override earlier ones.
#[derive(Debug, Default)]
pub(crate) struct Definitions {
    /// `variable` blocks: the default, if there is one.
    pub(super) variables: BTreeMap<String, Option<Written>>,
    /// Attributes outside of blocks.
    pub(super) globals: BTreeMap<String, Written>,
    /// `function` blocks.
    pub(super) functions: BTreeMap<String, Function>,
    /// `target` blocks in order; one name may occur several times.
    pub(super) targets: Vec<Section>,
    /// `group` blocks in order.
    pub(super) groups: Vec<Section>,
}

/// An expression and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) expression: Form,
    pub(super) place: Place,
    /// For the places inside the expression.
    pub(super) lines: Lines,
}

/// The lines of a file, for the places in a piece of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines {
    /// Where each of them starts.
    starts: Arc<Vec<usize>>,
    /// Where the piece starts.
    at: usize,
}

impl Lines {
    /// The line of a place in the piece, counted from 1.
    pub(super) fn of(&self, offset: usize) -> usize {
        self.starts
            .partition_point(|start| *start <= self.at + offset)
    }
}

/// An expression in one of the two languages.
#[derive(Debug, Clone)]
pub(super) enum Form {
    /// HCL.
    Hcl(Arc<Expression>),
    /// JSON, whose texts are HCL templates.
    Json(Arc<Node>),
}

/// A function of the file.
#[derive(Debug, Clone)]
pub(super) struct Function {
    pub(super) params: Vec<String>,
    pub(super) variadic: Option<String>,
    pub(super) result: Written,
}

/// A `target` or `group` block.
#[derive(Debug, Clone)]
pub(super) struct Section {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) attributes: BTreeMap<String, Written>,
}

impl Definitions {
    /// Whether there is nothing to build in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.targets.is_empty() && self.groups.is_empty()
    }

    /// Adds an HCL file.
    pub(crate) fn add_hcl(&mut self, file: &str, text: &str) -> Result<(), ReadError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let pieces = hcl(text)?;
        let starts = Arc::new(line_starts(text));
        for Piece { at, body } in pieces {
            let starts = Arc::clone(&starts);
            let lines = Lines { starts, at };
            let hcl = Hcl { file, lines };
            self.globals.extend(hcl.attributes(&body));
            for block in body.blocks() {
                let Some(name) = label(block) else { continue };
                let attributes = hcl.attributes(&block.body);
                let place = hcl.place(block.span().map_or(0, |span| span.start));
                self.add(block.ident.as_str(), name, place, attributes);
            }
        }
        Ok(())
    }

    /// Adds a JSON file.
    pub(crate) fn add_json(&mut self, file: &str, text: &str) -> Result<(), ReadError> {
        let root = json(text)?;
        for kind in root.own_entries() {
            let Some(keyword) = kind.key.text() else {
                continue;
            };
            for entry in kind.value.own_entries() {
                let Some(name) = entry.key.text() else {
                    continue;
                };
                let attributes = entry.value.own_entries().iter().filter_map(|attribute| {
                    let written = Written {
                        expression: Form::Json(Arc::clone(&attribute.value)),
                        place: place(file, attribute.key.line),
                        lines: Lines::default(),
                    };
                    Some((attribute.key.text()?.to_owned(), written))
                });
                let at = place(file, entry.key.line);
                self.add(keyword, name.to_owned(), at, attributes.collect());
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        keyword: &str,
        name: String,
        place: Place,
        mut attributes: BTreeMap<String, Written>,
    ) {
        let section = |attributes| Section {
            name: name.clone(),
            place,
            attributes,
        };
        match keyword {
            "target" => self.targets.push(section(attributes)),
            "group" => self.groups.push(section(attributes)),
            "variable" => {
                let default = attributes.remove("default");
                let known = self.variables.remove(&name).flatten();
                self.variables.insert(name, default.or(known));
            }
            "function" => {
                let Some(result) = attributes.remove("result") else {
                    return;
                };
                let params = attributes.get("params").map(names).unwrap_or_default();
                let variadic = attributes.get("variadic_params").map(names);
                let function = Function {
                    params,
                    variadic: variadic.and_then(|names| names.into_iter().next()),
                    result,
                };
                self.functions.insert(name, function);
            }
            _ => {}
        }
    }
}

struct Hcl<'f> {
    file: &'f str,
    lines: Lines,
}

impl Hcl<'_> {
    fn place(&self, offset: usize) -> Place {
        place(self.file, self.lines.of(offset))
    }

    fn attributes(&self, body: &Body) -> BTreeMap<String, Written> {
        let attributes = body.attributes().map(|attribute| {
            let offset = attribute.span().map_or(0, |span| span.start);
            let written = Written {
                expression: Form::Hcl(Arc::new(attribute.value.clone())),
                place: self.place(offset),
                lines: self.lines.clone(),
            };
            (attribute.key.to_string(), written)
        });
        attributes.collect()
    }
}

fn label(block: &Block) -> Option<String> {
    block.labels.first().map(|label| match label {
        BlockLabel::Ident(ident) => ident.as_str().to_owned(),
        BlockLabel::String(text) => text.value().clone(),
    })
}

/// The names in `params = [a, b]`, or in one name.
fn names(written: &Written) -> Vec<String> {
    match &written.expression {
        Form::Hcl(expression) => {
            let items = expression.as_array().into_iter().flatten();
            let items = items.chain(expression.is_variable().then_some(&**expression));
            let names = items.filter_map(Expression::as_variable);
            names.map(Ident::to_string).collect()
        }
        Form::Json(node) => {
            let items = node.items().iter().filter_map(|item| item.text());
            items.chain(node.text()).map(str::to_owned).collect()
        }
    }
}

fn place(file: &str, line: usize) -> Place {
    Place {
        file: file.to_owned(),
        line,
    }
}

/// Where each line of a text starts.
fn line_starts(text: &str) -> Vec<usize> {
    let breaks = text.bytes().enumerate();
    let after = breaks
        .filter(|(_, byte)| *byte == b'\n')
        .map(|(at, _)| at + 1);
    std::iter::once(0).chain(after).collect()
}
