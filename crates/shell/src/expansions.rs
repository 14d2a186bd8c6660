//! Variables and substitutions inside words.

use crate::simple::has_line_end;
use crate::tree::span;
use crate::walk::{MAX_DEPTH, Walker};
use crate::{Place, Span, Variable, Why};
use tree_sitter::Node;

impl<'s> Walker<'s> {
    /// Notes the variables in `node`, and reads the commands of its substitutions.
    pub(crate) fn expansions(&mut self, node: Node<'s>, is_quoted: bool) -> Result<(), Why> {
        if self.depth >= MAX_DEPTH {
            return Err(Why::new("it is nested too deep", span(node)));
        }
        if node.child_count() == 0 {
            match node.kind() {
                "variable_name" => self.used_variable(node, node, is_quoted, None),
                // The grammar glues some words together over a line end.
                "word" if has_line_end(self.text(node)) => {
                    return Err(Why::new("a line end inside a word", span(node)));
                }
                _ => {}
            }
            return Ok(());
        }
        match node.kind() {
            "command_substitution" => return self.substitution(node, Place::Substitution),
            "process_substitution" => {
                self.found.uses_bash = true;
                return self.substitution(node, Place::ProcessSubstitution);
            }
            "array" => self.found.uses_bash = true,
            "simple_expansion" => {
                if let Some(name) = node.named_child(0) {
                    self.used_variable(node, name, is_quoted, None);
                }
                return Ok(());
            }
            "expansion" => return self.braced(node, is_quoted),
            // The name in front of `=` is set, not used.
            "variable_assignment" => {
                let value = node.child_by_field_name("value");
                return value.map_or(Ok(()), |value| self.expansions(value, is_quoted));
            }
            _ => {}
        }
        let is_quoted = is_quoted || node.kind() == "string";
        self.depth += 1;
        let mut cursor = node.walk();
        let is_joined = node.kind() == "concatenation";
        let mut end = node.start_byte();
        for child in node.children(&mut cursor) {
            if is_joined && child.start_byte() > end {
                return Err(Why::new("a gap inside a word", span(node)));
            }
            end = child.end_byte();
            self.expansions(child, is_quoted)?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// `${NAME…}`: its first name is the variable; what follows the operator may hold others.
    fn braced(&mut self, node: Node<'s>, is_quoted: bool) -> Result<(), Why> {
        self.depth += 1;
        let mut cursor = node.walk();
        let mut name = None;
        let mut operator = None;
        for (index, child) in node.children(&mut cursor).enumerate() {
            let is_field = cursor_field(node, index) == Some("operator");
            match child.kind() {
                "variable_name" | "special_variable_name" if name.is_none() => name = Some(child),
                "subscript" if name.is_none() => {
                    name = child.child_by_field_name("name");
                    let index = child.child_by_field_name("index");
                    index.map_or(Ok(()), |index| self.expansions(index, is_quoted))?;
                }
                _ if is_field && operator.is_none() => operator = Some(self.text(child)),
                _ => self.expansions(child, is_quoted)?,
            }
        }
        self.depth -= 1;
        let Some(name) = name else {
            return Ok(());
        };
        if matches!(operator, Some("=" | ":=")) {
            self.found.assigned.push(self.text(name).to_owned());
        }
        self.used_variable(node, name, is_quoted, operator.map(str::to_owned));
        Ok(())
    }

    fn used_variable(
        &mut self,
        node: Node<'s>,
        name: Node<'s>,
        is_quoted: bool,
        operator: Option<String>,
    ) {
        // At the start of a string, the tree counts the blanks before an expansion to it.
        let text = self.text(node);
        let blanks = text.len() - text.trim_start().len();
        let variable = Variable {
            name: self.text(name).to_owned(),
            span: Span::new(node.start_byte() + blanks, node.end_byte()),
            is_quoted,
            operator,
        };
        self.used.push(variable.clone());
        self.found.variables.push(variable);
    }

    /// The text of `node` as it was given.
    pub(crate) fn text(&self, node: Node<'s>) -> &'s str {
        span(node).of(self.source.text)
    }
}

fn cursor_field(node: Node<'_>, index: usize) -> Option<&'static str> {
    node.field_name_for_child(u32::try_from(index).ok()?)
}
