//! Evaluates the expressions of a bake file as far as they can be known without the outside.

use super::definitions::{Definitions, Form, Lines, Written};
use super::value::{Field, Value};
use super::{functions, operators};
use crate::Text;
use crate::read::{self, Node};
use hcl_edit::Span;
use hcl_edit::expr::{Expression, ForExpr, FuncCall, ObjectKey, Traversal, TraversalOperator};
use hcl_edit::template::{Directive, Element, Template};
use std::collections::BTreeMap;
use std::str::FromStr;

/// How deep variables, functions and expressions may lead to each other.
const MAX_DEPTH: usize = 64;

/// The names that an expression sees beside the variables of the file: matrix values, parameters.
pub(super) type Locals = BTreeMap<String, Value>;

/// Evaluates in the light of some definitions.
#[derive(Clone, Copy)]
pub(super) struct Evaluator<'d> {
    pub(super) definitions: &'d Definitions,
    pub(super) locals: &'d Locals,
    pub(super) depth: usize,
    /// Those of what is evaluated, where it stands in a file.
    pub(super) lines: Option<&'d Lines>,
}

impl<'d> Evaluator<'d> {
    /// An evaluator for what stands in `definitions`.
    pub(super) fn new(definitions: &'d Definitions, locals: &'d Locals) -> Self {
        Self {
            definitions,
            locals,
            depth: 0,
            lines: None,
        }
    }

    /// The value of what is written.
    pub(super) fn written(self, written: &Written) -> Value {
        if self.depth > MAX_DEPTH {
            return Value::unknown("a circle of variables");
        }
        let inner = Evaluator {
            depth: self.depth + 1,
            lines: Some(&written.lines),
            ..self
        };
        match &written.expression {
            Form::Hcl(expression) => inner.expression(expression),
            Form::Json(node) => inner.json(node),
        }
    }

    fn json(self, node: &Node) -> Value {
        match &node.value {
            read::Value::Null => Value::Null,
            read::Value::Scalar(scalar) if scalar.is_text => match Template::from_str(&scalar.text)
            {
                Ok(template) => self.template(&template),
                Err(_) => Value::known(scalar.text.clone()),
            },
            read::Value::Scalar(scalar) => match scalar.text.as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                number => number
                    .parse()
                    .map_or_else(|_| Value::known(number), Value::Number),
            },
            read::Value::List(items) => {
                Value::List(items.iter().map(|item| self.json(item)).collect())
            }
            read::Value::Map(entries) => {
                let fields = entries.iter().filter_map(|entry| {
                    Some(Field {
                        name: entry.key.text()?.to_owned(),
                        value: self.json(&entry.value),
                        line: entry.key.line,
                    })
                });
                Value::Map(fields.collect())
            }
        }
    }

    fn expression(self, expression: &Expression) -> Value {
        if self.depth > MAX_DEPTH {
            return Value::unknown("an expression too deep");
        }
        let inner = Evaluator {
            depth: self.depth + 1,
            ..self
        };
        match expression {
            Expression::Null(_) => Value::Null,
            Expression::Bool(truth) => Value::Bool(*truth.value()),
            Expression::Number(number) => Value::Number(number.value().as_f64().unwrap_or(0.0)),
            Expression::String(text) => Value::known(text.value().clone()),
            Expression::Array(array) => {
                Value::List(array.iter().map(|item| inner.expression(item)).collect())
            }
            Expression::Object(object) => {
                let fields = object.iter().map(|(key, value)| Field {
                    name: inner.key(key),
                    value: inner.expression(value.expr()),
                    line: inner.line(key.span().map_or(0, |span| span.start)),
                });
                Value::Map(fields.collect())
            }
            Expression::StringTemplate(template) => inner.elements(template.iter()),
            Expression::HeredocTemplate(heredoc) => inner.template(&heredoc.template),
            Expression::Parenthesis(parenthesis) => inner.expression(parenthesis.inner()),
            Expression::Variable(name) => inner.variable(name.as_str()),
            Expression::Conditional(conditional) => {
                let condition = inner.expression(&conditional.cond_expr);
                match condition.truth() {
                    Some(true) => inner.expression(&conditional.true_expr),
                    Some(false) => inner.expression(&conditional.false_expr),
                    None => unknown(&[condition], "a condition"),
                }
            }
            Expression::FuncCall(call) => inner.call(call),
            Expression::Traversal(traversal) => inner.traversal(traversal),
            Expression::UnaryOp(operation) => {
                let value = inner.expression(&operation.expr);
                operators::unary(*operation.operator.value(), &value)
                    .unwrap_or_else(|| unknown(&[value], "an operation"))
            }
            Expression::BinaryOp(operation) => {
                let left = inner.expression(&operation.lhs_expr);
                let right = inner.expression(&operation.rhs_expr);
                operators::binary(*operation.operator.value(), &left, &right)
                    .unwrap_or_else(|| unknown(&[left, right], "an operation"))
            }
            Expression::ForExpr(each) => inner.each(each),
        }
    }

    /// The line of a place in what is evaluated.
    fn line(self, offset: usize) -> usize {
        self.lines.map_or(0, |lines| lines.of(offset))
    }

    fn key(self, key: &ObjectKey) -> String {
        match key {
            ObjectKey::Ident(ident) => ident.as_str().to_owned(),
            ObjectKey::Expression(expression) => {
                let text = self.expression(expression).text();
                text.map(|text| text.text).unwrap_or_default()
            }
        }
    }

    /// A variable, a global attribute, or a local name.
    fn variable(self, name: &str) -> Value {
        if let Some(value) = self.locals.get(name) {
            return value.clone();
        }
        // Names inside a default are those of the file, never those of the place that asks.
        let none = Locals::new();
        let outer = Evaluator {
            locals: &none,
            ..self
        };
        if let Some(Some(default)) = self.definitions.variables.get(name) {
            return with_default(outer.written(default), name);
        }
        match self.definitions.globals.get(name) {
            Some(written) => outer.written(written),
            None => Value::unknown(name),
        }
    }

    fn template(self, template: &Template) -> Value {
        self.elements(template.iter())
    }

    fn elements<'e>(self, elements: impl Iterator<Item = &'e Element>) -> Value {
        let mut whole = Text::default();
        for element in elements {
            let part = match element {
                Element::Literal(text) => Text::known(text.value().clone()),
                Element::Interpolation(interpolation) => {
                    let value = self.expression(&interpolation.expr);
                    value.text().unwrap_or_default()
                }
                Element::Directive(directive) => self.directive(directive),
            };
            whole.push(&part);
        }
        Value::Text(whole)
    }

    fn directive(self, directive: &Directive) -> Text {
        let value = match directive {
            Directive::If(branch) => match self.expression(&branch.if_expr.cond_expr).truth() {
                Some(true) => self.template(&branch.if_expr.template),
                Some(false) => match &branch.else_expr {
                    Some(other) => self.template(&other.template),
                    None => Value::known(""),
                },
                None => Value::unknown("a condition"),
            },
            Directive::For(_) => Value::unknown("a loop"),
        };
        value.text().unwrap_or_default()
    }

    fn call(self, call: &FuncCall) -> Value {
        let mut arguments: Vec<Value> = call.args.iter().map(|arg| self.expression(arg)).collect();
        if call.args.expand_final()
            && let Some(last) = arguments.pop()
        {
            arguments.extend(last.items().iter().cloned());
        }
        let name = call.name.name.as_str();
        let Some(function) = self.definitions.functions.get(name) else {
            return functions::call(name, &arguments)
                .unwrap_or_else(|| unknown(&arguments, &format!("{name}()")));
        };
        let mut locals = Locals::new();
        let mut arguments = arguments.into_iter();
        for param in &function.params {
            locals.insert(param.clone(), arguments.next().unwrap_or(Value::Null));
        }
        if let Some(variadic) = &function.variadic {
            locals.insert(variadic.clone(), Value::List(arguments.collect()));
        }
        let inner = Evaluator {
            locals: &locals,
            ..self
        };
        inner.written(&function.result)
    }

    fn traversal(self, traversal: &Traversal) -> Value {
        let root = traversal.expr.as_variable();
        let mut value = if root.is_some_and(|name| name.as_str() == "target") {
            self.targets()
        } else {
            self.expression(&traversal.expr)
        };
        for operator in &traversal.operators {
            value = match operator.value() {
                TraversalOperator::GetAttr(name) => value.field(name.as_str()).cloned(),
                TraversalOperator::Index(index) => {
                    let index = self.expression(index);
                    match (&value, index.number()) {
                        (Value::List(items), Some(number)) => item(items, number),
                        _ => index
                            .text()
                            .and_then(|name| value.field(&name.text).cloned()),
                    }
                }
                TraversalOperator::LegacyIndex(index) => usize::try_from(*index.value())
                    .ok()
                    .and_then(|index| value.items().get(index).cloned()),
                TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => None,
            }
            .unwrap_or_else(|| unknown(&[value], "a part"));
        }
        value
    }

    /// What `target.name.attribute` looks into.
    fn targets(self) -> Value {
        let fields = self.definitions.targets.iter().map(|section| {
            let attributes = section.attributes.iter().map(|(name, written)| Field {
                name: name.clone(),
                value: self.written(written),
                line: written.place.line,
            });
            Field {
                name: section.name.clone(),
                value: Value::Map(attributes.collect()),
                line: section.place.line,
            }
        });
        if self.depth > MAX_DEPTH / 4 {
            return Value::unknown("a circle of targets");
        }
        Value::Map(fields.collect())
    }

    fn each(self, each: &ForExpr) -> Value {
        let collection = self.expression(&each.intro.collection_expr);
        let pairs: Vec<(Value, Value)> = match &collection {
            Value::List(items) => (0u32..)
                .zip(items)
                .map(|(at, item)| (Value::Number(at.into()), item.clone()))
                .collect(),
            Value::Map(fields) => fields
                .iter()
                .map(|field| (Value::known(field.name.clone()), field.value.clone()))
                .collect(),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Text(_)
            | Value::Unknown(_) => return unknown(&[collection], "a loop"),
        };
        let mut items = Vec::new();
        let mut fields = Vec::new();
        for (key, value) in pairs {
            let mut locals = self.locals.clone();
            if let Some(name) = &each.intro.key_var {
                locals.insert(name.as_str().to_owned(), key);
            }
            locals.insert(each.intro.value_var.as_str().to_owned(), value);
            let inner = Evaluator {
                locals: &locals,
                ..self
            };
            let is_wanted = match &each.cond {
                Some(condition) => inner.expression(&condition.expr).truth(),
                None => Some(true),
            };
            match (is_wanted, &each.key_expr) {
                (Some(false), _) => {}
                (None, _) => return Value::unknown("a loop"),
                (Some(true), None) => items.push(inner.expression(&each.value_expr)),
                (Some(true), Some(key)) => fields.push(Field {
                    name: inner.expression(key).text().unwrap_or_default().text,
                    value: inner.expression(&each.value_expr),
                    line: 0,
                }),
            }
        }
        if each.key_expr.is_some() {
            Value::Map(fields)
        } else {
            Value::List(items)
        }
    }
}

/// Notes in a text that it stands on the default of `name`.
fn with_default(value: Value, name: &str) -> Value {
    match value {
        Value::Text(mut text) => {
            text.defaults.push(name.to_owned());
            Value::Text(text)
        }
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::List(_)
        | Value::Map(_)
        | Value::Unknown(_) => value,
    }
}

/// The unknown result of something, named after the first open part of what it is made of.
fn unknown(parts: &[Value], what: &str) -> Value {
    let open = parts.iter().find_map(Value::open);
    open.map_or_else(|| Value::unknown(what), Value::Unknown)
}

/// The item at a number that stands for a position.
fn item(items: &[Value], number: f64) -> Option<Value> {
    let mut at = 0.0;
    for item in items {
        if at == number {
            return Some(item.clone());
        }
        at += 1.0;
    }
    None
}
