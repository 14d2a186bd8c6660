//! Removes some pairs of an `ENV`, `ARG` or `LABEL`, and leaves the others where they stand.

use super::lines::Lines;
use crate::{Edit, Instruction, Kind, Pair, Span, Word};
use std::collections::BTreeSet;

/// The pairs of an instruction, if it has such.
pub(super) fn of(instruction: &Instruction) -> &[Pair] {
    match &instruction.kind {
        Kind::Arg(pairs) | Kind::Env(pairs) | Kind::Label(pairs) => pairs,
        Kind::Onbuild(wrapped) => of(wrapped),
        Kind::From(_)
        | Kind::Run(_)
        | Kind::Copy(_)
        | Kind::Add(_)
        | Kind::Cmd(_)
        | Kind::Entrypoint(_)
        | Kind::Healthcheck(_)
        | Kind::Shell(_)
        | Kind::User(_)
        | Kind::Workdir(_)
        | Kind::Expose(_)
        | Kind::Volume(_)
        | Kind::Stopsignal(_)
        | Kind::Maintainer(_)
        | Kind::Unknown => &[],
    }
}

/// Where a line begins that holds nothing of the instruction but the escape character that continues it, when it comes
/// after the last pair that stays, or a blank line stands in the instruction too; also where the instruction begins, when
/// the last pair that stays would end the line with an escape character.
pub(super) fn bare_line(
    instruction: &Instruction,
    removed: &BTreeSet<usize>,
    escape: char,
    lines: &Lines<'_>,
) -> Option<usize> {
    let mut pairs = of(instruction).iter().enumerate();
    let last = pairs.rfind(|(at, _)| !removed.contains(at));
    let kept = last.map_or(instruction.span.start, |(_, pair)| pair.span.end);
    let text = lines.slice(Span::new(instruction.span.start, kept));
    if text.trim_end().ends_with(escape) && kept < instruction.span.end {
        // Nothing behind it any more: the end of what stays would continue the line.
        return Some(instruction.span.start);
    }
    let (mut bare, mut has_blank) = (None, false);
    let mut start = instruction.span.start;
    for line in lines.slice(instruction.span).split_inclusive('\n') {
        if line.trim().chars().eq([escape]) {
            bare = Some(start);
        }
        has_blank |= line.trim().is_empty();
        start += line.len();
    }
    bare.filter(|start| has_blank || *start > kept)
}

/// The name of the pair that comes to stand first without those `removed`, when Docker would take it for a flag there.
pub(super) fn flag_to_be<'i>(
    instruction: &'i Instruction,
    removed: &BTreeSet<usize>,
) -> Option<&'i Word> {
    let mut kept = of(instruction)
        .iter()
        .enumerate()
        .filter(|(at, _)| !removed.contains(at));
    let (at, pair) = kept.next()?;
    (at > 0 && pair.key.raw().starts_with("--")).then_some(&pair.key)
}

/// The deletions that take out the pairs with the positions `removed`, which are some, but not all.
pub(super) fn removal(
    instruction: &Instruction,
    removed: &BTreeSet<usize>,
    lines: &Lines<'_>,
) -> Vec<Edit> {
    let rows = rows(instruction, removed, lines);
    let last_kept = rows.iter().rposition(|row| !row.is_gone());
    let mut spans = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if !row.is_gone() {
            spans.extend(row.inline());
            if Some(at) == last_kept && at + 1 < rows.len() {
                // What follows is gone: the line must not be continued.
                spans.extend(row.end().map(|end| Span::new(end, lines.end(end))));
            }
        } else if Some(at) > last_kept {
            spans.extend(row.span().map(|span| {
                let above = lines.previous(span.start).map(|above| lines.end(above));
                Span::new(above.unwrap_or(span.start), lines.end(span.end))
            }));
        } else if row.is_first {
            spans.extend(first_row(
                row,
                rows.get(at + 1..).unwrap_or_default(),
                lines,
            ));
        } else {
            spans.extend(row.span().map(|span| {
                let next = lines.next(span.end).unwrap_or(span.end);
                Span::new(lines.start(span.start), next)
            }));
        }
    }
    let edits = spans.into_iter().map(|span| Edit {
        span,
        text: String::new(),
    });
    edits.collect()
}

/// The keyword's own line loses all its pairs: the next line moves up to it, unless a comment stands between.
fn first_row(row: &Row<'_>, others: &[Row<'_>], lines: &Lines<'_>) -> Option<Span> {
    let span = row.span()?;
    let mut end = span.end;
    for other in others {
        let below = other.span()?;
        if lines.next(end) != Some(lines.start(below.start)) {
            break;
        }
        if !other.is_gone() {
            return Some(Span::new(span.start, below.start));
        }
        end = below.end;
    }
    let rest = lines.slice(Span::new(span.end, lines.end(span.end)));
    let blanks = rest.len() - rest.trim_start().len();
    Some(Span::new(span.start, span.end + blanks))
}

/// Pairs that stand beside each other without a line break between.
#[derive(Debug, Default)]
struct Row<'i> {
    pairs: Vec<(&'i Pair, bool)>,
    /// Whether the keyword stands on the same line.
    is_first: bool,
}

fn rows<'i>(
    instruction: &'i Instruction,
    removed: &BTreeSet<usize>,
    lines: &Lines<'_>,
) -> Vec<Row<'i>> {
    let mut wrapped = instruction;
    while let Kind::Onbuild(inner) = &wrapped.kind {
        wrapped = inner;
    }
    let mut rows: Vec<Row<'i>> = Vec::new();
    let mut end = wrapped.keyword_place().end;
    for (at, pair) in of(instruction).iter().enumerate() {
        let is_beside = !lines.slice(Span::new(end, pair.span.start)).contains('\n');
        end = pair.span.end;
        let pair = (pair, removed.contains(&at));
        match rows.last_mut() {
            Some(row) if is_beside => row.pairs.push(pair),
            row => {
                let is_first = row.is_none() && is_beside;
                rows.push(Row {
                    pairs: vec![pair],
                    is_first,
                });
            }
        }
    }
    rows
}

impl Row<'_> {
    fn is_gone(&self) -> bool {
        self.pairs.iter().all(|(_, is_removed)| *is_removed)
    }

    fn span(&self) -> Option<Span> {
        let (first, _) = self.pairs.first()?;
        let (last, _) = self.pairs.last()?;
        Some(Span::new(first.span.start, last.span.end))
    }

    /// Where the last pair that stays ends.
    fn end(&self) -> Option<usize> {
        let kept = self.pairs.iter().rfind(|(_, is_removed)| !is_removed);
        kept.map(|(pair, _)| pair.span.end)
    }

    /// The deletions in a row that keeps a pair: each with the blanks on the side of one that stays.
    fn inline(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut kept_end = None;
        for (at, (pair, is_removed)) in self.pairs.iter().enumerate() {
            if !is_removed {
                kept_end = Some(pair.span.end);
                continue;
            }
            let next = self.pairs.get(at + 1).map(|(next, _)| next.span.start);
            spans.push(match (kept_end, next) {
                (Some(end), _) => Span::new(end, pair.span.end),
                (None, Some(next)) => Span::new(pair.span.start, next),
                (None, None) => pair.span,
            });
        }
        spans
    }
}
