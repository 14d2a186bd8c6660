//! A simple command: its words, assignments and redirections.

use crate::pieces::Piece;
use crate::tree::{check_gap, span};
use crate::unquote::unquote;
use crate::walk::Walker;
use crate::word::Literal;
use crate::{Assignment, Command, Operator, Redirection, Span, Variable, Why, Word};
use tree_sitter::Node;

/// What stands in a simple command, in source order.
enum Part<'s> {
    Word(Vec<Node<'s>>),
    Assignment(Node<'s>),
    Redirection(Node<'s>),
}

impl<'s> Walker<'s> {
    /// Reads `piece` into `command`, then the commands of its substitutions behind it.
    pub(crate) fn simple(
        &mut self,
        piece: &Piece<'s>,
        mut command: Command,
        inherited: Vec<Redirection>,
    ) -> Result<(), Why> {
        let at = self.found.commands.len();
        self.found.commands.push(Command::default());
        let parent = self.parent.replace(at);
        let used = std::mem::take(&mut self.used);
        for part in self.parts(piece)? {
            match part {
                Part::Word(nodes) => command.words.push(self.word(&nodes)?),
                Part::Assignment(node) => command.assignments.push(self.assignment(node)?),
                Part::Redirection(node) => {
                    let (redirection, words) = self.redirection(node)?;
                    command.redirections.push(redirection);
                    for nodes in words.chunk_by(|a, b| a.end_byte() == b.start_byte()) {
                        command.words.push(self.word(nodes)?);
                    }
                }
            }
        }
        if let Some(first) = command.words.first().filter(|word| is_reserved(&word.raw)) {
            let cause = format!("`{}` in a wrong place", first.raw);
            return Err(Why::new(cause, first.span));
        }
        command.redirections.extend(inherited);
        command.variables = std::mem::replace(&mut self.used, used);
        command.variables.sort_by_key(|variable| variable.span);
        self.parent = parent;
        self.found.uses_bash |= command.name() == Some("[[");
        self.operator = Operator::Sequence;
        if let Some(place) = self.found.commands.get_mut(at) {
            *place = command;
        }
        Ok(())
    }

    fn parts(&mut self, piece: &Piece<'s>) -> Result<Vec<Part<'s>>, Why> {
        let mut nodes = Vec::new();
        if let Some(statement) = piece.statement {
            match statement.kind() {
                "variable_assignment" => nodes.push(statement),
                "test_command" => self.operands(statement, &mut nodes)?,
                _ => nodes.extend(self.children(statement)?),
            }
        }
        nodes.extend(&piece.redirections);
        nodes.sort_by_key(Node::start_byte);
        let declares = piece
            .statement
            .is_some_and(|node| node.kind() == "declaration_command");
        let is_test = piece
            .statement
            .is_some_and(|node| node.kind() == "test_command");
        let mut parts: Vec<Part<'s>> = Vec::with_capacity(nodes.len());
        let mut end = None;
        for node in nodes {
            let touches = end == Some(node.start_byte());
            if let Some(end) = end {
                let gap = Span::new(end, node.start_byte().max(end));
                check_gap(gap, &self.source.parsed)?;
                // Some lists after a pipeline are read as if a line end were a blank.
                if !is_test && has_line_end(gap.of(&self.source.parsed)) {
                    return Err(Why::new("a line end inside a command", gap));
                }
            }
            end = Some(node.end_byte());
            match node.kind() {
                "file_redirect" | "heredoc_redirect" | "herestring_redirect" => {
                    parts.push(Part::Redirection(node));
                }
                "variable_assignment" if !declares && !touches => {
                    parts.push(Part::Assignment(node));
                }
                "subshell" => return Err(Why::new("`(` after a word", span(node))),
                // The grammar cuts some words in two (`{}`, `a{b}`): where nothing lies between, it is one word.
                _ => match parts.last_mut() {
                    Some(Part::Word(nodes)) if touches => nodes.push(node),
                    Some(Part::Assignment(_)) if touches => {
                        return Err(Why::new("a value that is cut in two", span(node)));
                    }
                    _ => parts.push(Part::Word(vec![node])),
                },
            }
        }
        Ok(parts)
    }

    /// The words of `[ … ]` and `[[ … ]]`, which the grammar reads as an expression.
    fn operands(&mut self, node: Node<'s>, nodes: &mut Vec<Node<'s>>) -> Result<(), Why> {
        let mut todo = vec![node];
        while let Some(node) = todo.pop() {
            match node.kind() {
                "test_command"
                | "binary_expression"
                | "unary_expression"
                | "parenthesized_expression"
                | "postfix_expression"
                | "ternary_expression" => {
                    todo.extend(self.children(node)?.into_iter().rev());
                }
                "redirected_statement" => {
                    return Err(Why::new("a command inside `[`", span(node)));
                }
                _ => nodes.push(node),
            }
        }
        match nodes.last().map(|node| self.text(*node)) {
            Some("]" | "]]") => Ok(()),
            Some(_) | None => Err(Why::new("`[` is never closed", span(node))),
        }
    }

    /// One word out of the nodes that touch each other.
    pub(crate) fn word(&mut self, nodes: &[Node<'s>]) -> Result<Word, Why> {
        let (Some(first), Some(last)) = (nodes.first(), nodes.last()) else {
            return Ok(Word::default());
        };
        let place = Span::new(first.start_byte(), last.end_byte());
        let before = self.found.commands.len();
        let start = self.used.len();
        // A bare name is a word of `export` or `unset`.
        for node in nodes.iter().filter(|node| node.kind() != "variable_name") {
            self.expansions(*node, false)?;
        }
        let mut variables: Vec<Variable> = self.used.get(start..).unwrap_or_default().to_vec();
        variables.sort_by_key(|variable| variable.span);
        let raw = place.of(self.source.text);
        let unquoted = unquote(raw);
        let expands = !variables.is_empty() || self.found.commands.len() > before;
        if expands && unquoted.literal.is_some() {
            return Err(Why::new("an expansion that may be none", place));
        }
        Ok(Word {
            raw: raw.to_owned(),
            literal: Literal::of(raw, unquoted.literal),
            span: place,
            variables,
            is_pattern: unquoted.is_pattern,
        })
    }

    fn assignment(&mut self, node: Node<'s>) -> Result<Assignment, Why> {
        let parts = self.children(node)?;
        let [name, operator, value @ ..] = parts.as_slice() else {
            return Err(Why::new("an assignment without `=`", span(node)));
        };
        let mut word = if value.is_empty() {
            let end = operator.end_byte();
            let span = Span::new(end, end);
            Word {
                literal: Literal::Raw,
                span,
                ..Word::default()
            }
        } else {
            self.word(value)?
        };
        let is_array = value.first().is_some_and(|value| value.kind() == "array");
        if is_array {
            word.literal = Literal::Unknown;
        }
        if name.kind() == "subscript" {
            self.found.uses_bash = true;
            let index = name.child_by_field_name("index");
            index.map_or(Ok(()), |index| self.expansions(index, false))?;
        }
        Ok(Assignment {
            name: self.text(*name).to_owned(),
            appends: operator.kind() == "+=",
            value: word,
            span: span(node),
        })
    }
}

/// Whether a line ends in what lies between two words, and no backslash takes it back.
pub(crate) fn has_line_end(gap: &str) -> bool {
    gap.replace("\\\n", "").contains('\n')
}

/// Whether `word` cannot be a program: the grammar takes some of these for one where a shell sees an error.
pub(crate) fn is_reserved(word: &str) -> bool {
    matches!(
        word,
        "if" | "then"
            | "elif"
            | "else"
            | "fi"
            | "do"
            | "done"
            | "for"
            | "while"
            | "until"
            | "case"
            | "esac"
            | "{"
            | "}"
    )
}
