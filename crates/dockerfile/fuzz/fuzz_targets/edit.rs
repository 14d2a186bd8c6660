//! Sound edits of a file without problems leave a file without problems, and everything they do not name as it was.

#![no_main]

use dockerfile::{Document, Editor, Instruction, Kind, New, Span, verify};
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// What an input below 64 KiB may take in a release build.
const LIMIT: Duration = Duration::from_millis(50);

/// A change to the instruction at a position, counted round.
#[derive(Debug, Clone, Copy, Arbitrary)]
enum Change {
    AddFlag(u8),
    InsertUserBefore(u8),
    InsertRunAfter(u8),
    Remove(u8),
    RemovePair(u8, u8),
    ReplaceValue(u8, u8),
    SetSyntax,
}

impl Change {
    /// The position it was made for, before counting round.
    fn position(self) -> Option<u8> {
        match self {
            Change::AddFlag(position)
            | Change::InsertUserBefore(position)
            | Change::InsertRunAfter(position)
            | Change::Remove(position)
            | Change::RemovePair(position, _)
            | Change::ReplaceValue(position, _) => Some(position),
            Change::SetSyntax => None,
        }
    }
}

fuzz_target!(|input: (Vec<Change>, &str)| {
    let (changes, text) = input;
    let document = Document::parse(text);
    if !document.problems.is_empty() {
        return;
    }
    // A carriage return before an escape character that the end of the file cuts off becomes part of the line ending
    // once the escape goes: `verify` refuses such an edit.
    if text.contains("\r\\") || text.contains("\r`") {
        return;
    }
    let start = Instant::now();
    edit(&document, &changes);
    let mut taken = start.elapsed();
    if taken > LIMIT {
        // The machine may have been busy: only the fastest of several counts.
        for _ in 0..5 {
            let start = Instant::now();
            edit(&document, &changes);
            taken = taken.min(start.elapsed());
        }
    }
    assert!(text.len() >= 64 * 1024 || taken <= LIMIT, "took {taken:?}");
});

fn edit(document: &Document, changes: &[Change]) {
    let mut editor = Editor::new(document);
    let mut touched = BTreeSet::new();
    for &change in changes.iter().take(8) {
        // One change for one instruction: nobody removes what they add a flag to.
        let position = change
            .position()
            .map(|at| usize::from(at) % document.instructions.len());
        if touched.insert(position) {
            apply(document, &mut editor, change);
        }
    }
    let Ok(edits) = editor.finish() else { return };
    let after = verify(document, &edits);
    assert!(after.is_ok(), "{after:?}\n{:?}\n{edits:?}", document.text);
}

fn apply(document: &Document, editor: &mut Editor<'_>, change: Change) {
    let at = |position: u8| usize::from(position) % document.instructions.len();
    let Some(from) = position_of_from(document) else {
        return;
    };
    match change {
        Change::AddFlag(position) => {
            let flag = document.instructions.get(at(position)).and_then(flag);
            if let Some(flag) = flag {
                editor.add_flag(at(position), flag);
            }
        }
        Change::InsertUserBefore(position) if at(position) > from => {
            editor.insert_before(at(position), New::instruction("USER", ["65532:65532"]));
        }
        Change::InsertRunAfter(position) if at(position) >= from => {
            let new = New {
                comment: Some("the account of the application".to_owned()),
                blank_line_before: true,
                ..New::instruction("RUN", ["groupadd app", "useradd -g app app"])
            };
            editor.insert_after(at(position), new);
        }
        Change::Remove(position) if at(position) != from => editor.remove(at(position)),
        Change::RemovePair(position, pair) => {
            let count = document.instructions.get(at(position)).map_or(0, pairs);
            if count > 0 {
                editor.remove_pair(at(position), usize::from(pair) % count);
            }
        }
        Change::ReplaceValue(position, pair) => {
            let instruction = document.instructions.get(at(position));
            if let Some(value) = instruction.and_then(|instruction| value(instruction, pair)) {
                editor.replace_span(value, "value");
            }
        }
        Change::SetSyntax if document.directives.is_empty() => {
            editor.set_directive("syntax", "docker/dockerfile:1");
        }
        Change::InsertUserBefore(_)
        | Change::InsertRunAfter(_)
        | Change::Remove(_)
        | Change::SetSyntax => {}
    }
}

fn position_of_from(document: &Document) -> Option<usize> {
    let mut instructions = document.instructions.iter();
    instructions.position(|instruction| matches!(instruction.kind, Kind::From(_)))
}

/// A flag that the instruction takes and does not have yet.
fn flag(instruction: &Instruction) -> Option<&'static str> {
    let flag = match &instruction.kind {
        Kind::Run(_) => "--mount=type=secret,id=token",
        Kind::Copy(_) | Kind::Add(_) => "--chown=65532:65532",
        _ => return None,
    };
    let has_chown = instruction.flags.iter().any(|flag| flag.name == "chown");
    (!has_chown).then_some(flag)
}

fn pairs(instruction: &Instruction) -> usize {
    match &instruction.kind {
        Kind::Arg(pairs) | Kind::Env(pairs) | Kind::Label(pairs) => pairs.len(),
        _ => 0,
    }
}

/// The place of a value that no line break splits.
fn value(instruction: &Instruction, pair: u8) -> Option<Span> {
    let (Kind::Arg(pairs) | Kind::Env(pairs) | Kind::Label(pairs)) = &instruction.kind else {
        return None;
    };
    let value = pairs
        .get(usize::from(pair) % pairs.len().max(1))?
        .value
        .as_ref()?;
    value.is_contiguous.then_some(value.span)
}
