//! Reads redirections and the bodies of heredocs.

use crate::simple::has_line_end;
use crate::tree::span;
use crate::walk::{Walker, walk};
use crate::{Heredoc, Redirection, RedirectionKind, Span, Why, heredoc, nested};
use tree_sitter::Node;

impl<'s> Walker<'s> {
    /// A redirection, and the words behind its target that are the command's.
    pub(crate) fn redirection(
        &mut self,
        node: Node<'s>,
    ) -> Result<(Redirection, Vec<Node<'s>>), Why> {
        let parts = self.children(node)?;
        let ends = parts.iter().zip(parts.iter().skip(1));
        let mut gaps = ends.map(|(one, next)| Span::new(one.end_byte(), next.start_byte()));
        // Some lists after a pipeline are read as if a line end were a blank.
        if let Some(gap) = gaps.find(|gap| has_line_end(gap.of(&self.source.parsed))) {
            return Err(Why::new("a line end inside a command", gap));
        }
        let (descriptor, parts) = match parts.split_first() {
            Some((first, rest)) if first.kind() == "file_descriptor" => {
                let number = self.text(*first).parse();
                // The grammar takes the end of some words for one.
                let number =
                    number.map_err(|_| Why::new("a descriptor that is no number", span(*first)));
                (Some(number?), rest)
            }
            _ => (None, parts.as_slice()),
        };
        let Some((operator, targets)) = parts.split_first() else {
            return Err(Why::new("an empty redirection", span(node)));
        };
        let heredoc = self.heredoc_at(operator.start_byte());
        let kind = if heredoc.is_some() {
            Some(RedirectionKind::Heredoc)
        } else {
            RedirectionKind::of(operator.kind())
        };
        let Some(kind) = kind else {
            return Err(Why::new("an unknown redirection", span(node)));
        };
        self.found.uses_bash |= matches!(operator.kind(), "<<<" | "&>" | "&>>");
        let (target, others) = targets
            .split_at_checked(touching(targets))
            .unwrap_or((targets, &[]));
        let target = match target {
            [] => None,
            nodes => Some(self.word(nodes)?),
        };
        let end = target
            .as_ref()
            .map_or(node.end_byte(), |word| word.span.end);
        let redirection = Redirection {
            kind,
            descriptor,
            target,
            heredoc: heredoc.map(|place| self.heredoc(place)).transpose()?,
            span: Span::new(node.start_byte(), end),
            is_inherited: false,
        };
        Ok((redirection, others.to_vec()))
    }

    fn heredoc_at(&self, operator: usize) -> Option<heredoc::Place> {
        let heredocs = &self.source.heredocs;
        heredocs
            .iter()
            .find(|place| place.operator == operator)
            .copied()
    }

    fn heredoc(&mut self, place: heredoc::Place) -> Result<Heredoc, Why> {
        let body = place.body.of(self.source.text);
        let expands = !place
            .delimiter
            .of(self.source.text)
            .contains(['\'', '"', '\\']);
        if expands && body.contains(['$', '`']) {
            self.body_expansions(body, place.body.start)?;
        }
        Ok(Heredoc {
            body: body.to_owned(),
            span: place.body,
            expands,
            strips_tabs: place.strips_tabs,
        })
    }

    /// Reads the expansions of a body that starts at `start`, as those of one quoted word.
    fn body_expansions(&mut self, body: &str, start: usize) -> Result<(), Why> {
        let string = heredoc::as_string(body);
        let map = |span: Span| {
            Span::new(
                (span.start + start).max(1) - 1,
                (span.end + start).max(1) - 1,
            )
        };
        let found =
            walk(&string, self.level + 1).map_err(|why| Why::new(why.cause, map(why.span)))?;
        let base = self.found.commands.len();
        for (index, mut command) in found.commands.into_iter().enumerate() {
            nested::map_spans(&mut command, map);
            if index == 0 {
                // The quoted word itself: what it uses, the command with the heredoc uses.
                if command.words.len() != 1 {
                    return Err(Why::new(
                        "a heredoc that is not one text",
                        map(command.span),
                    ));
                }
                self.used.extend(command.variables);
                continue;
            }
            command.parent = match command.parent {
                None | Some(0) => self.parent,
                Some(parent) => Some(base + parent - 1),
            };
            command.places.splice(0..0, self.places.iter().cloned());
            command.is_conditional |= self.is_conditional;
            self.found.commands.push(command);
        }
        let variables = found.variables.into_iter().map(|mut variable| {
            variable.span = map(variable.span);
            variable
        });
        self.found.variables.extend(variables);
        Ok(())
    }
}

/// How many of the first nodes touch each other.
fn touching(nodes: &[Node<'_>]) -> usize {
    let gap = |pair: &&[Node<'_>]| match pair {
        [a, b] => a.end_byte() == b.start_byte(),
        _ => false,
    };
    nodes.len().min(1) + nodes.windows(2).take_while(gap).count()
}
