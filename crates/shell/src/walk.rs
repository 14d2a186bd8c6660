//! From the tree to the flat row of commands: blocks, lists and pipelines, and what each command stands in.

use crate::pieces::{Piece, pieces};
use crate::tree::{Source, check_gap, children, span};
use crate::{
    Command, Operator, PipelinePosition, Place, Redirection, Span, Variable, Why, nested, plain,
};
use tree_sitter::{Node, TreeCursor};

/// How deep blocks and substitutions may nest; real bodies stay below 20.
pub(crate) const MAX_DEPTH: usize = 100;

/// What a walk finds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Found {
    pub(crate) commands: Vec<Command>,
    /// Every use of a variable.
    pub(crate) variables: Vec<Variable>,
    /// The names that `for`, `select` and `${A:=…}` set.
    pub(crate) assigned: Vec<String>,
    pub(crate) functions: Vec<String>,
    /// Whether something in it is not in POSIX shells.
    pub(crate) uses_bash: bool,
}

/// How often a script may hold a script, or a heredoc's `$( )` a heredoc.
const MAX_LEVELS: usize = 12;

/// Reads all commands of `text`, which is itself inside `level` other texts.
pub(crate) fn walk(text: &str, level: usize) -> Result<Found, Why> {
    if level > MAX_LEVELS {
        return Err(Why::new("it is nested too deep", Span::new(0, text.len())));
    }
    let read = plain::read(text).unwrap_or_else(|| by_tree(text, level));
    let mut found = read?;
    nested::unfold(&mut found, text, level)?;
    Ok(found)
}

/// Reads the commands of `text` off its syntax tree, those of inner scripts not yet.
pub(crate) fn by_tree(text: &str, level: usize) -> Result<Found, Why> {
    let source = Source::read(text)?;
    let root = source.tree.root_node();
    let mut walker = Walker {
        source: &source,
        cursor: root.walk(),
        found: Found::default(),
        places: Vec::new(),
        inherited: Vec::new(),
        operator: Operator::First,
        parent: None,
        depth: 0,
        level,
        is_conditional: false,
        is_last: true,
        is_background: false,
        used: Vec::new(),
    };
    check_gap(Span::new(0, root.start_byte()), text)?;
    check_gap(Span::new(root.end_byte(), text.len()), text)?;
    walker.block_of(root)?;
    let mut found = walker.found;
    found.variables.sort_by_key(|variable| variable.span);
    Ok(found)
}

pub(crate) struct Walker<'s> {
    pub(crate) source: &'s Source<'s>,
    pub(crate) cursor: TreeCursor<'s>,
    pub(crate) found: Found,
    pub(crate) places: Vec<Place>,
    /// The redirections of the blocks around.
    inherited: Vec<Redirection>,
    /// What joins the next command to the one before.
    pub(crate) operator: Operator,
    /// The command whose words are being read.
    pub(crate) parent: Option<usize>,
    pub(crate) depth: usize,
    pub(crate) level: usize,
    pub(crate) is_conditional: bool,
    /// Whether the script's result is that of the statement being read.
    is_last: bool,
    is_background: bool,
    /// The variables of the command being read.
    pub(crate) used: Vec<Variable>,
}

impl<'s> Walker<'s> {
    pub(crate) fn children(&mut self, node: Node<'s>) -> Result<Vec<Node<'s>>, Why> {
        children(node, &mut self.cursor, &self.source.parsed)
    }

    fn block_of(&mut self, node: Node<'s>) -> Result<(), Why> {
        let children = self.children(node)?;
        self.block(&children)
    }

    /// Statements and the terminators between them.
    pub(crate) fn block(&mut self, nodes: &[Node<'s>]) -> Result<(), Why> {
        let last = nodes.iter().rposition(Node::is_named);
        let is_last = self.is_last;
        let is_background = self.is_background;
        for (index, node) in nodes.iter().enumerate() {
            let next = nodes.get(index + 1).map(Node::kind);
            match node.kind() {
                ";" | "\n" => self.operator = Operator::Sequence,
                "&" => self.operator = Operator::Background,
                _ if node.is_named() => {
                    self.is_background = is_background || next == Some("&");
                    self.is_last = is_last && Some(index) == last && !self.is_background;
                    self.statement(*node)?;
                    self.operator = Operator::Sequence;
                }
                kind => return Err(Why::new(format!("`{kind}` in a wrong place"), span(*node))),
            }
        }
        self.is_last = is_last;
        self.is_background = is_background;
        Ok(())
    }

    fn statement(&mut self, node: Node<'s>) -> Result<(), Why> {
        if self.depth >= MAX_DEPTH {
            return Err(Why::new("it is nested too deep", span(node)));
        }
        self.depth += 1;
        let pieces = pieces(node, &mut self.cursor, &self.source.parsed)?;
        self.list(&pieces)?;
        self.depth -= 1;
        Ok(())
    }

    /// Runs through the pieces of one list, pipeline by pipeline.
    fn list(&mut self, pieces: &[Piece<'s>]) -> Result<(), Why> {
        let has_or = pieces.iter().any(|piece| piece.operator == Operator::Or);
        let is_list = |piece: &Piece<'_>| matches!(piece.operator, Operator::And | Operator::Or);
        let (outside, is_last) = (self.is_conditional, self.is_last);
        // `a && b` at the end of a script fails it when `a` does, so `b` is not left out by a script that succeeds.
        let may_skip = has_or || !is_last;
        let is_list_of_many = pieces.iter().any(is_list);
        let mut start = 0;
        while let Some(first) = pieces.get(start) {
            let rest = pieces.get(start + 1..).unwrap_or_default();
            let length = 1 + rest.iter().take_while(|piece| !is_list(piece)).count();
            self.is_conditional = outside || (start > 0 && may_skip);
            let is_end = start + length == pieces.len();
            self.is_last = is_last && is_end && !(is_list_of_many && has_or);
            if first.operator != Operator::First {
                self.operator = first.operator;
            }
            for index in 0..length {
                let Some(piece) = pieces.get(start + index) else {
                    break;
                };
                if index > 0 {
                    self.operator = piece.operator;
                    self.found.uses_bash |= piece.operator == Operator::PipeBoth;
                }
                let position = PipelinePosition { index, length };
                self.piece(piece, (length > 1).then_some(position))?;
            }
            start += length;
        }
        (self.is_conditional, self.is_last) = (outside, is_last);
        Ok(())
    }

    fn piece(&mut self, piece: &Piece<'s>, pipeline: Option<PipelinePosition>) -> Result<(), Why> {
        let kind = piece.statement.map_or("command", |node| node.kind());
        match kind {
            "command"
            | "variable_assignment"
            | "variable_assignments"
            | "declaration_command"
            | "unset_command"
            | "test_command" => {
                let inherited = self.inherited.clone();
                let command = Command {
                    operator: self.operator,
                    places: self.places.clone(),
                    pipeline,
                    parent: self.parent,
                    is_conditional: self.is_conditional,
                    is_background: self.is_background,
                    is_negated: piece.is_negated,
                    is_exact: true,
                    span: piece.span(),
                    ..Command::default()
                };
                self.simple(piece, command, inherited)
            }
            _ => self.compound(piece, pipeline.is_some()),
        }
    }

    /// A block with its redirections, which every command in it inherits.
    fn compound(&mut self, piece: &Piece<'s>, is_piped: bool) -> Result<(), Why> {
        let Some(node) = piece.statement else {
            return Ok(());
        };
        let depth = (self.places.len(), self.inherited.len());
        let is_last = self.is_last;
        if is_piped {
            self.places.push(Place::PipelinePart);
            self.is_last = false;
        }
        for redirection in &piece.redirections {
            let (redirection, words) = self.redirection(*redirection)?;
            if let Some(word) = words.first() {
                return Err(Why::new("a word after a block", span(*word)));
            }
            self.inherited.push(Redirection {
                is_inherited: true,
                heredoc: None,
                ..redirection
            });
        }
        // What the block's redirections use is counted for the whole text, not for a command.
        self.used.clear();
        self.block_statement(node)?;
        self.places.truncate(depth.0);
        self.inherited.truncate(depth.1);
        self.is_last = is_last;
        Ok(())
    }

    /// Reads `nodes` as statements that stand in `place`.
    pub(crate) fn inside(
        &mut self,
        place: Option<Place>,
        is_conditional: bool,
        is_last: bool,
        nodes: &[Node<'s>],
    ) -> Result<(), Why> {
        let before = (self.is_conditional, self.is_last);
        let depth = self.places.len();
        self.places.extend(place);
        self.is_conditional |= is_conditional;
        self.is_last &= is_last;
        self.block(nodes)?;
        (self.is_conditional, self.is_last) = before;
        self.places.truncate(depth);
        Ok(())
    }

    /// Reads a `$( )` that stands in the words of the command being read.
    pub(crate) fn substitution(&mut self, node: Node<'s>, place: Place) -> Result<(), Why> {
        if self.depth >= MAX_DEPTH {
            return Err(Why::new("it is nested too deep", span(node)));
        }
        self.depth += 1;
        let used = std::mem::take(&mut self.used);
        let operator = std::mem::replace(&mut self.operator, Operator::First);
        let inherited = std::mem::take(&mut self.inherited);
        let is_background = std::mem::replace(&mut self.is_background, false);
        let parts = self.children(node)?;
        let inner = parts.get(1..parts.len().saturating_sub(1));
        let inner = inner.unwrap_or_default();
        if let [only] = inner
            && only.kind() == "file_redirect"
        {
            // `$(< file)` runs no command.
            self.found.uses_bash = true;
            self.redirection(*only)?;
        } else {
            self.inside(Some(place), false, false, inner)?;
        }
        self.used = used;
        self.operator = operator;
        self.inherited = inherited;
        self.is_background = is_background;
        self.depth -= 1;
        Ok(())
    }
}
