//! A list such as `a && b | c > file` as a row of commands and the operators between them.
//!
//! The tree hangs operators and redirections in places that depend on how the grammar resolves conflicts (`a && b > c`
//! has the redirection around both commands). Laid out in a row, in source
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
}

enum Work<'t> {
    Statement(Node<'t>),
    Operator(Operator),
    Redirection(Node<'t>),
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
                    return Err(Why::new("a heredoc in an odd place", tree::span(node)));
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
        }
    }

    /// From its first byte to its last.
    pub(crate) fn span(&self) -> Span {
        let parts = self.statement.iter().chain(&self.redirections);
        let parts = parts.map(|node| tree::span(*node));
        let whole = parts.reduce(|a, b| Span::new(a.start.min(b.start), a.end.max(b.end)));
        whole.unwrap_or_default()
    }
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
