//! The syntax tree of `tree-sitter-bash`: one parser per thread, and children whose gaps are checked.

use crate::{Span, Why, brace, heredoc, repair};
use std::borrow::Cow;
use std::cell::RefCell;
use tree_sitter::{Node, Parser, Tree, TreeCursor};

thread_local! {
    static PARSER: RefCell<Option<Parser>> = RefCell::new(new_parser());
}

fn new_parser() -> Option<Parser> {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_bash::LANGUAGE.into())
        .ok()?;
    Some(parser)
}

/// A text and its tree, which holds no error.
pub(crate) struct Source<'t> {
    /// The text that was given.
    pub(crate) text: &'t str,
    /// The text that was parsed: without heredocs and with harmless repairs, every byte in its place.
    pub(crate) parsed: Cow<'t, str>,
    pub(crate) tree: Tree,
    pub(crate) heredocs: Vec<heredoc::Place>,
}

impl<'t> Source<'t> {
    /// Parses `text`, once more with repairs when the parser finds an error in it.
    pub(crate) fn read(text: &'t str) -> Result<Self, Why> {
        let (parsed, heredocs) = match heredoc::take_out(text)? {
            Some((parsed, heredocs)) => (Cow::Owned(parsed), heredocs),
            None => (Cow::Borrowed(text), Vec::new()),
        };
        let (parsed, tree) = sound_tree(parsed)?;
        Ok(Self {
            text,
            parsed,
            tree,
            heredocs,
        })
    }
}

/// The tree of `text`, or of `text` repaired, when it holds no error.
fn sound_tree(text: Cow<'_, str>) -> Result<(Cow<'_, str>, Tree), Why> {
    let tree = parse(&text)?;
    if !tree.root_node().has_error() {
        return Ok((text, tree));
    }
    let Some(repaired) = repair::repair(&text) else {
        return Err(first_error(&tree));
    };
    let tree = parse(&repaired)?;
    if tree.root_node().has_error() {
        return Err(first_error(&tree));
    }
    Ok((Cow::Owned(repaired), tree))
}

fn parse(text: &str) -> Result<Tree, Why> {
    if let Some(place) = brace::deadly(text) {
        return Err(Why::new(
            "a brace before a character that the parser cannot take",
            place,
        ));
    }
    PARSER
        .with_borrow_mut(|parser| parser.as_mut()?.parse(text, None))
        .ok_or_else(|| Why::new("the parser gave up", Span::new(0, text.len())))
}

fn first_error(tree: &Tree) -> Why {
    let mut node = tree.root_node();
    let mut cursor = node.walk();
    loop {
        let inner = node
            .children(&mut cursor)
            .find(|child| child.has_error() || child.is_missing());
        match inner {
            Some(child) => node = child,
            None => break,
        }
    }
    let cause = if node.is_missing() {
        format!("`{}` is missing", node.kind())
    } else {
        "the text is no command line that can be read".to_owned()
    };
    Why::new(cause, span(node))
}

pub(crate) fn span(node: Node<'_>) -> Span {
    Span::new(node.start_byte(), node.end_byte())
}

/// The children of `node`, comments left out. Fails when anything but blanks lies between them.
pub(crate) fn children<'t>(
    node: Node<'t>,
    cursor: &mut TreeCursor<'t>,
    text: &str,
) -> Result<Vec<Node<'t>>, Why> {
    let mut children = Vec::with_capacity(node.child_count());
    let mut end = node.start_byte();
    for child in node.children(cursor) {
        check_gap(Span::new(end, child.start_byte()), text)?;
        end = end.max(child.end_byte());
        if child.kind() != "comment" {
            children.push(child);
        }
    }
    check_gap(Span::new(end, node.end_byte()), text)?;
    Ok(children)
}

/// Between two parts of a command there may be blanks, line ends and continuations, nothing else. The grammar also skips
/// carriage returns, form feeds and escaped blanks, which belong to a word in a real shell.
pub(crate) fn check_gap(gap: Span, text: &str) -> Result<(), Why> {
    let mut characters = gap.of(text).chars();
    while let Some(character) = characters.next() {
        let is_blank = match character {
            ' ' | '\t' | '\n' => true,
            '\\' => characters.next() == Some('\n'),
            _ => false,
        };
        if !is_blank {
            return Err(Why::new("something between two words was passed over", gap));
        }
    }
    Ok(())
}
