//! `if`, `for`, `while`, `case`, `{ }`, `( )` and functions.

use crate::tree::span;
use crate::walk::Walker;
use crate::{Place, Why};
use tree_sitter::Node;

impl<'s> Walker<'s> {
    pub(crate) fn block_statement(&mut self, node: Node<'s>) -> Result<(), Why> {
        let parts = self.children(node)?;
        match node.kind() {
            "subshell" => self.inside(Some(Place::Subshell), false, true, between(&parts)),
            "compound_statement" if parts.first().is_some_and(|part| part.kind() == "{") => {
                self.inside(Some(Place::Group), false, true, between(&parts))
            }
            "compound_statement" => self.arithmetic(&parts),
            "if_statement" => self.branches(&parts),
            "while_statement" => self.while_loop(&parts),
            "for_statement" => self.for_loop(&parts),
            "c_style_for_statement" => {
                let (body, head) = parts.split_last().unwrap_or((&node, &[]));
                self.arithmetic(head)?;
                self.loop_body(*body)
            }
            "case_statement" => self.case(&parts),
            "function_definition" => self.function(node, &parts),
            kind => Err(Why::new(format!("a {kind} is not read"), span(node))),
        }
    }

    /// Variables and substitutions in `(( ))`.
    fn arithmetic(&mut self, parts: &[Node<'s>]) -> Result<(), Why> {
        self.found.uses_bash = true;
        for part in parts {
            self.expansions(*part, false)?;
        }
        self.used.clear();
        Ok(())
    }

    /// `if a; then b; elif c; then d; else e; fi`: the parts of an `elif` or `else` are read by the same rule.
    fn branches(&mut self, parts: &[Node<'s>]) -> Result<(), Why> {
        let mut place = Place::Condition;
        let mut is_conditional = false;
        let mut start = 0;
        for (index, part) in parts.iter().enumerate() {
            let next = match part.kind() {
                "if" | "elif" => Place::Condition,
                "then" | "else" | "fi" => Place::Branch,
                "elif_clause" | "else_clause" => {
                    let own = parts.get(start..index).unwrap_or_default();
                    self.inside(Some(place.clone()), is_conditional, false, own)?;
                    let clause = self.children(*part)?;
                    let before = std::mem::replace(&mut self.is_conditional, true);
                    self.branches(&clause)?;
                    self.is_conditional = before;
                    start = index + 1;
                    continue;
                }
                _ => continue,
            };
            let own = parts.get(start..index).unwrap_or_default();
            self.inside(Some(place), is_conditional, false, own)?;
            is_conditional = next == Place::Branch;
            place = next;
            start = index + 1;
        }
        let own = parts.get(start..).unwrap_or_default();
        self.inside(Some(place), is_conditional, false, own)
    }

    fn while_loop(&mut self, parts: &[Node<'s>]) -> Result<(), Why> {
        let [_, condition @ .., body] = parts else {
            return Ok(());
        };
        self.inside(Some(Place::LoopCondition), false, false, condition)?;
        self.loop_body(*body)
    }

    fn for_loop(&mut self, parts: &[Node<'s>]) -> Result<(), Why> {
        let [_, name, values @ .., body] = parts else {
            return Ok(());
        };
        self.found.assigned.push(self.text(*name).to_owned());
        for value in values {
            if value.is_named() {
                self.expansions(*value, false)?;
            }
        }
        self.used.clear();
        self.loop_body(*body)
    }

    fn loop_body(&mut self, body: Node<'s>) -> Result<(), Why> {
        let parts = self.children(body)?;
        self.inside(Some(Place::Loop), true, false, between(&parts))
    }

    fn case(&mut self, parts: &[Node<'s>]) -> Result<(), Why> {
        for part in parts.iter().filter(|part| part.is_named()) {
            if part.kind() != "case_item" {
                self.expansions(*part, false)?;
                self.used.clear();
                continue;
            }
            let item = self.children(*part)?;
            let close = item.iter().position(|part| part.kind() == ")");
            let Some((patterns, rest)) = close.and_then(|close| item.split_at_checked(close))
            else {
                return Err(Why::new("a branch of `case` without `)`", span(*part)));
            };
            for pattern in patterns.iter().filter(|pattern| pattern.is_named()) {
                self.expansions(*pattern, false)?;
            }
            self.used.clear();
            let is_end = |part: &&Node<'_>| !matches!(part.kind(), ";;" | ";&" | ";;&" | ")");
            let body: Vec<Node<'s>> = rest.iter().filter(is_end).copied().collect();
            self.inside(Some(Place::Case), true, false, &body)?;
        }
        Ok(())
    }

    fn function(&mut self, node: Node<'s>, parts: &[Node<'s>]) -> Result<(), Why> {
        let name = node.child_by_field_name("name").map(|name| self.text(name));
        let name = name.unwrap_or_default().to_owned();
        let Some(body) = node.child_by_field_name("body") else {
            return Err(Why::new("a function without a body", span(node)));
        };
        if parts.last().is_some_and(|last| last.id() != body.id()) {
            return Err(Why::new("a function with a redirection", span(node)));
        }
        self.found.functions.push(name.clone());
        self.inside(Some(Place::Function(name)), true, false, &[body])
    }
}

/// What stands between an opening and a closing word.
fn between<'a, 's>(parts: &'a [Node<'s>]) -> &'a [Node<'s>] {
    match parts {
        [_, inner @ .., _] => inner,
        _ => &[],
    }
}
