//! Removes instructions with their lines.

use super::lines::Lines;
use crate::{Document, Edit, Span};
use std::collections::BTreeSet;

/// The deletions of the instructions at `removed`. Where they stood alone between blank lines, one of those goes with
/// them; a file without a final line ending stays without.
pub(super) fn edits(
    document: &Document,
    lines: &Lines<'_>,
    removed: impl IntoIterator<Item = usize>,
) -> Vec<Edit> {
    let removed: BTreeSet<usize> = removed.into_iter().collect();
    let mut blocks: Vec<Span> = Vec::new();
    for at in removed {
        let Some(instruction) = document.instructions.get(at) else {
            continue;
        };
        let span = lines.without_mark(instruction.span);
        match blocks.last_mut() {
            Some(block) if is_blank(lines, Span::new(block.end, span.start)) => {
                block.end = span.end
            }
            Some(_) | None => blocks.push(span),
        }
    }
    let edits = blocks.into_iter().map(|block| Edit {
        span: deleted(document, lines, block),
        text: String::new(),
    });
    edits.collect()
}

fn is_blank(lines: &Lines<'_>, span: Span) -> bool {
    lines.slice(span).trim().is_empty()
}

/// The block with its line endings and one blank line.
fn deleted(document: &Document, lines: &Lines<'_>, block: Span) -> Span {
    let blank_above = lines
        .previous(block.start)
        .filter(|&above| lines.is_blank(above));
    let is_apart = lines.previous(block.start).is_none() || blank_above.is_some();
    match lines.next(block.end) {
        // At the head of the file a comment would become a parser directive: an empty line keeps it one.
        Some(next) if is_head(document, lines, block.start) && lines.is_like_directive(next) => {
            block
        }
        Some(next) if next >= document.text.len() => {
            Span::new(blank_above.unwrap_or(block.start), next)
        }
        Some(next) if is_apart && lines.is_blank(next) => {
            Span::new(block.start, lines.next(next).unwrap_or(next))
        }
        Some(next) => Span::new(block.start, next),
        None => {
            let start = blank_above.unwrap_or(block.start);
            let above = lines.previous(start).map(|above| lines.end(above));
            Span::new(above.unwrap_or(start), document.text.len())
        }
    }
}

/// Whether only parser directives stand above `start`.
fn is_head(document: &Document, lines: &Lines<'_>, start: usize) -> bool {
    let mut directives = document.directives.iter();
    lines
        .previous(start)
        .is_none_or(|above| directives.any(|directive| lines.start(directive.span.start) == above))
}
