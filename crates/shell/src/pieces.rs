//! A list such as `a && b | c > file` as a row of commands and the operators between them.
//!
//! The tree hangs operators and redirections in places that depend on how the grammar resolves conflicts (`a && b > c`
//! has the redirection around both commands, `a <<E && b` has `b` inside the heredoc). Laid out in a row, in source
//! order, they are grouped again by the shell's own precedence.

use crate::{Operator, Span, Why, tree};
use tree_sitter::{Node, TreeCursor};

/// A command or block, and what belongs to it.
pub(crate) struct Piece<'t> {
    /// The operator before it, within the row.
    pub(crate) operator: Operator,
    pub(crate) is_negated: bool,
    /// The command or block; `None` for a redirection alone.
    pub(crate) statement: Option<Node<'t>>,
    /// Redirections that the tree puts around it.
    pub(crate) redirections: Vec<Node<'t>>,
    /// Words that the tree puts after a heredoc's operator.
    pub(crate) words: Vec<Node<'t>>,
}

enum Work<'t> {
    Statement(Node<'t>),
    Operator(Operator),
    Redirection(Node<'t>),
    Word(Node<'t>),
}

/// The pieces of `node` in source order.
pub(crate) fn pieces<'t>(
    node: Node<'t>,
    cursor: &mut TreeCursor<'t>,
    text: &str,
) -> Result<Vec<Piece<'t>>, Why> {
    let mut pieces: Vec<Piece<'t>> = Vec::new();
    let mut operator = Operator::First;
    let mut todo = vec![Work::Statement(node)];
    while let Some(work) = todo.pop() {
        match work {
            Work::Operator(next) => operator = next,
            Work::Redirection(node) => {
                if node.kind() == "heredoc_redirect" {
                    let parts = tree::children(node, cursor, text)?;
                    todo.extend(parts.into_iter().rev().filter_map(after_heredoc));
                }
                match pieces.last_mut() {
                    Some(piece) if operator == Operator::First => piece.redirections.push(node),
                    Some(_) | None => {
                        pieces.push(Piece::new(operator, None));
                        operator = Operator::First;
                        if let Some(piece) = pieces.last_mut() {
                            piece.redirections.push(node);
                        }
                    }
                }
            }
            Work::Word(node) => match pieces.last_mut() {
                Some(piece) => piece.words.push(node),
                None => return Err(Why::new("a word without a command", tree::span(node))),
            },
            Work::Statement(node) => match node.kind() {
                "list" | "pipeline" | "redirected_statement" => {
                    let parts = tree::children(node, cursor, text)?;
                    todo.extend(parts.into_iter().rev().map(part));
                }
                "negated_command" => {
                    let mut parts = tree::children(node, cursor, text)?.into_iter().skip(1);
                    let (Some(inner), None) = (parts.next(), parts.next()) else {
                        return Err(Why::new("`!` without one command", tree::span(node)));
                    };
                    let mut piece = Piece::new(operator, Some(inner));
                    piece.is_negated = true;
                    pieces.push(piece);
                    operator = Operator::First;
                }
                _ => {
                    pieces.push(Piece::new(operator, Some(node)));
                    operator = Operator::First;
                }
            },
        }
    }
    Ok(pieces)
}

impl<'t> Piece<'t> {
    fn new(operator: Operator, statement: Option<Node<'t>>) -> Self {
        Self {
            operator,
            is_negated: false,
            statement,
            redirections: Vec::new(),
            words: Vec::new(),
        }
    }

    /// From its first byte to its last, heredoc bodies not counted.
    pub(crate) fn span(&self) -> Span {
        let ends = self
            .redirections
            .iter()
            .map(|node| (node.start_byte(), end(*node)));
        let words = self
            .words
            .iter()
            .map(|node| (node.start_byte(), node.end_byte()));
        let statement = self
            .statement
            .map(|node| (node.start_byte(), node.end_byte()));
        let parts = statement.into_iter().chain(ends).chain(words);
        let span = parts.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        span.map_or_else(Span::default, |(start, end)| Span::new(start, end))
    }
}

/// The end of a redirection; of a heredoc, the end of its delimiter.
fn end(node: Node<'_>) -> usize {
    let mut cursor = node.walk();
    let start = node
        .children(&mut cursor)
        .find(|child| child.kind() == "heredoc_start");
    start.map_or(node.end_byte(), |start| start.end_byte())
}

fn part(node: Node<'_>) -> Work<'_> {
    match node.kind() {
        "file_redirect" | "herestring_redirect" | "heredoc_redirect" => Work::Redirection(node),
        kind => operator(kind).map_or(Work::Statement(node), Work::Operator),
    }
}

fn operator(kind: &str) -> Option<Operator> {
    Some(match kind {
        "&&" => Operator::And,
        "||" => Operator::Or,
        "|" => Operator::Pipe,
        "|&" => Operator::PipeBoth,
        _ => return None,
    })
}

/// What the grammar hangs into a heredoc's redirection but the shell reads as the rest of the line.
fn after_heredoc(node: Node<'_>) -> Option<Work<'_>> {
    match node.kind() {
        "file_descriptor" | "<<" | "<<-" | "heredoc_start" | "heredoc_body" | "heredoc_end"
        | "\n" => None,
        "word"
        | "string"
        | "raw_string"
        | "concatenation"
        | "expansion"
        | "simple_expansion"
        | "number"
        | "ansi_c_string"
        | "translated_string"
        | "command_substitution"
        | "process_substitution"
        | "arithmetic_expansion"
        | "brace_expression" => Some(Work::Word(node)),
        _ => Some(part(node)),
    }
}
