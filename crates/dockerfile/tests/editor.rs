//! What holds for every edit, over generated files and over the corpus: the effect it was made for is there, and nothing
//! else has changed.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

use dockerfile::{
    Command, Document, Edit, EditError, Editor, Instruction, Kind, New, Pair, Word, verify,
};
use proptest::prelude::*;

/// One edit of one instruction.
#[derive(Debug, Clone, Copy)]
enum Action {
    AddFlag,
    InsertBefore,
    InsertAfter,
    InsertRun,
    Replace,
    Remove,
    RemovePair,
    Directive,
}

const ACTIONS: [Action; 8] = [
    Action::AddFlag,
    Action::InsertBefore,
    Action::InsertAfter,
    Action::InsertRun,
    Action::Replace,
    Action::Remove,
    Action::RemovePair,
    Action::Directive,
];

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_edit_does_what_it_says_and_no_more(text in generate::dockerfile()) {
        let document = Document::parse(text);
        for at in 0..document.instructions.len() {
            for action in ACTIONS {
                check(&document, at, action);
            }
        }
    }

    /// Edits of different instructions do not disturb each other.
    #[test]
    fn edits_go_together(text in generate::dockerfile(), choices in prop::collection::vec(0_usize..3, 24)) {
        let document = Document::parse(text);
        let mut editor = Editor::new(&document);
        let mut expected = Vec::new();
        for (at, instruction) in document.instructions.iter().enumerate() {
            let is_from = matches!(instruction.kind, Kind::From(_));
            let own = (instruction.keyword().to_uppercase(), instruction.arguments().to_owned());
            let argument = format!("X{at}=1");
            let new = (String::from("ARG"), argument.clone());
            match choices.get(at) {
                Some(0) => {
                    editor.insert_before(at, New::instruction("ARG", [argument]));
                    expected.extend([new, own]);
                }
                Some(1) => {
                    editor.insert_after(at, New::instruction("ARG", [argument]));
                    expected.extend([own, new]);
                }
                Some(2) if !is_from => editor.remove(at),
                Some(_) | None => expected.push(own),
            }
        }
        let edits = editor.finish().unwrap();
        let after = verify(&document, &edits).unwrap();
        let found: Vec<_> = after
            .instructions
            .iter()
            .map(|instruction| (instruction.keyword().to_uppercase(), instruction.arguments().to_owned()))
            .collect();
        prop_assert_eq!(found, expected, "{}", after.text);
    }

    /// Text that only looks like a Dockerfile makes no edit panic.
    #[test]
    fn an_editor_is_total(text in generate::text()) {
        let document = Document::parse(text);
        for at in 0..document.instructions.len() {
            for action in ACTIONS {
                let edits = edits(&document, at, action);
                if let Some(Ok(edits)) = edits {
                    let _ = verify(&document, &edits);
                }
            }
        }
        let stages = dockerfile::stages(&document);
        prop_assert!(dockerfile::uses(&document, &stages).len() <= document.text.len());
    }
}

#[test]
fn every_edit_of_a_real_file_does_what_it_says_and_no_more() {
    let Some(files) = corpus::read::<corpus::Real>(corpus::Part::Dockerfiles) else {
        return;
    };
    let mut counts = [0; ACTIONS.len()];
    for (number, file) in files.iter().enumerate() {
        let document = Document::parse(file.content.as_str());
        if !document.problems.is_empty() {
            continue;
        }
        for at in 0..document.instructions.len() {
            // Two of the eight for each instruction: over all files every action meets every kind many times.
            for step in [0, 3] {
                let choice = (number + at + step) % ACTIONS.len();
                counts[choice] += usize::from(check(&document, at, ACTIONS[choice]));
            }
        }
    }
    println!("edits of real files that hold:");
    for (action, count) in ACTIONS.iter().zip(counts) {
        println!("  {action:?}: {count}");
        assert!(count > 0);
    }
}

/// The edits of one action; `None` when the instruction offers nothing to do.
fn edits(document: &Document, at: usize, action: Action) -> Option<Result<Vec<Edit>, EditError>> {
    let instruction = &document.instructions[at];
    let is_from = matches!(instruction.kind, Kind::From(_));
    let mut editor = Editor::new(document);
    match action {
        Action::AddFlag => editor.add_flag(at, flag(instruction)?),
        Action::InsertBefore => editor.insert_before(at, arg()),
        Action::InsertAfter => editor.insert_after(at, arg()),
        Action::InsertRun if is_from => {
            editor.insert_after(at, New::instruction("RUN", ["one", "two"]));
        }
        Action::Replace => editor.replace(word(instruction)?, REPLACEMENT),
        Action::Remove if !is_from => editor.remove(at),
        Action::RemovePair if !pairs(instruction).is_empty() => {
            editor.remove_pair(at, at % pairs(instruction).len());
        }
        Action::Directive => editor.set_directive("syntax", "docker/dockerfile:1"),
        Action::InsertRun | Action::Remove | Action::RemovePair => return None,
    }
    Some(editor.finish())
}

/// Does the action and looks at what came of it; `false` when there was nothing to do.
fn check(document: &Document, at: usize, action: Action) -> bool {
    let Some(result) = edits(document, at, action) else {
        return false;
    };
    let edits = match result {
        Ok(edits) => edits,
        Err(EditError::Split { .. }) => return false,
        Err(error) => panic!("{error}: {action:?} of {at}\n{}", document.text),
    };
    let case = || format!("{action:?} of {at}, before:\n{}", document.text);
    let after = verify(document, &edits).unwrap_or_else(|breach| {
        let after = dockerfile::apply(&document.text, &edits);
        panic!("{breach}: {}\nafter:\n{after}", case());
    });
    let old = texts(document, ..document.instructions.len());
    let new = texts(&after, ..after.instructions.len());
    let own = document.instructions.get(at).unwrap();
    let mut gone = own.lines.last - own.lines.first + 1;
    let added;
    match action {
        Action::AddFlag => {
            let (own, now) = (innermost(own), innermost(&after.instructions[at]));
            assert_eq!(now.flags.len(), own.flags.len() + 1, "{}", case());
            assert_eq!(now.arguments(), own.arguments(), "{}", case());
            assert_eq!(now.keyword(), own.keyword(), "{}", case());
            (gone, added) = (1, 1);
        }
        Action::InsertBefore => {
            assert_eq!(new[at].to_uppercase(), "ARG HARDEN=1", "{}", case());
            assert_eq!([&new[..at], &new[at + 1..]].concat(), old, "{}", case());
            (gone, added) = (0, 1);
        }
        Action::InsertAfter => {
            assert_eq!(new[at + 1].to_uppercase(), "ARG HARDEN=1", "{}", case());
            assert_eq!([&new[..=at], &new[at + 2..]].concat(), old, "{}", case());
            gone = usize::from(is_cut_off(document, own));
            added = 1 + gone;
        }
        Action::InsertRun => {
            let run = &after.instructions[at + 1];
            let words: Vec<&str> = run.arguments().split_whitespace().collect();
            assert_eq!(words, ["one", "&&", "two"], "{}", case());
            assert_eq!([&new[..=at], &new[at + 2..]].concat(), old, "{}", case());
            (gone, added) = (0, 2);
        }
        Action::Replace => {
            let word = word(&after.instructions[at]).unwrap();
            assert_eq!(word.value, REPLACEMENT, "{}", case());
            assert_eq!(new.len(), old.len(), "{}", case());
            added = gone;
        }
        Action::Remove => {
            assert_eq!(new, [&old[..at], &old[at + 1..]].concat(), "{}", case());
            // One empty line may stay at the head, where a comment would become a directive.
            (gone, added) = (gone + 1, usize::from(at == 0));
        }
        Action::RemovePair if pairs(own).len() == 1 => {
            assert_eq!(new, [&old[..at], &old[at + 1..]].concat(), "{}", case());
            (gone, added) = (gone + 1, usize::from(at == 0));
        }
        Action::RemovePair => {
            let mut kept: Vec<_> = pairs(own).iter().map(said).collect();
            kept.remove(at % kept.len());
            let now = pairs(&after.instructions[at]).iter().map(said);
            assert_eq!(now.collect::<Vec<_>>(), kept, "{}", case());
            assert_eq!(after.comments.len(), document.comments.len(), "{}", case());
            added = gone;
        }
        Action::Directive => {
            let value = after
                .directive("syntax")
                .map(|directive| directive.value.as_str());
            assert_eq!(value, Some("docker/dockerfile:1"), "{}", case());
            assert_eq!(new, old, "{}", case());
            (gone, added) = (1, 1);
        }
    }
    lines_are_kept(document, &after, gone, added);
    true
}

/// All but `gone` lines are there as before, in the same order, with at most `added` between them.
fn lines_are_kept(before: &Document, after: &Document, gone: usize, added: usize) {
    let lines = |document: &Document| -> Vec<String> {
        let text = document.text.trim_start_matches('\u{feff}');
        text.split('\n')
            .map(|line| line.trim_end_matches('\r').to_owned())
            .collect()
    };
    let (old, new) = (lines(before), lines(after));
    let start = old
        .iter()
        .zip(&new)
        .take_while(|(old, new)| old == new)
        .count();
    let rest = old[start..].iter().rev().zip(new[start..].iter().rev());
    let end = rest.take_while(|(old, new)| old == new).count();
    let (changed, written) = (old.len() - start - end, new.len() - start - end);
    assert!(
        changed <= gone && written <= added,
        "{changed} {written}\n{}\n\n{}",
        before.text,
        after.text
    );
    let is_uniform = |text: &str, returns: bool| {
        let lines = text
            .split_inclusive('\n')
            .filter(|line| line.ends_with('\n'));
        lines
            .into_iter()
            .all(|line| line.ends_with("\r\n") == returns)
    };
    let had_endings = before.text.contains('\n');
    for returns in [true, false] {
        let was = had_endings && is_uniform(&before.text, returns);
        assert!(!was || is_uniform(&after.text, returns), "{}", after.text);
    }
    assert_eq!(
        before.text.ends_with('\n'),
        after.text.ends_with('\n'),
        "{}",
        after.text
    );
}

const REPLACEMENT: &str = "x/y";

fn arg() -> New {
    New::instruction("ARG", ["HARDEN=1"])
}

/// What `ONBUILD` wraps, or the instruction itself.
fn innermost(instruction: &Instruction) -> &Instruction {
    let mut inner = instruction;
    while let Kind::Onbuild(wrapped) = &inner.kind {
        inner = wrapped;
    }
    inner
}

/// A flag that the instruction may have and has not.
fn flag(instruction: &Instruction) -> Option<&'static str> {
    let instruction = innermost(instruction);
    let flag = match instruction.keyword().to_uppercase().as_str() {
        "RUN" => "--network=none",
        "COPY" | "ADD" => "--link",
        _ => return None,
    };
    let has_it = instruction.flags.iter().any(|own| flag.contains(&own.name));
    (!has_it).then_some(flag)
}

/// The word to replace: a user, a directory, or a string of a JSON array.
fn word(instruction: &Instruction) -> Option<&Word> {
    if let Kind::User(word) | Kind::Workdir(word) = &instruction.kind {
        return Some(word);
    }
    if let Kind::Cmd(Command::Exec(words)) | Kind::Entrypoint(Command::Exec(words)) =
        &instruction.kind
    {
        return words.last();
    }
    if let Kind::Copy(transfer) | Kind::Add(transfer) = &instruction.kind {
        return transfer.sources.first();
    }
    None
}

fn pairs(instruction: &Instruction) -> &[Pair] {
    if let Kind::Arg(pairs) | Kind::Env(pairs) | Kind::Label(pairs) = &innermost(instruction).kind {
        pairs
    } else {
        &[]
    }
}

fn said(pair: &Pair) -> (String, Option<String>) {
    let value = pair.value.as_ref().map(|value| value.raw().to_owned());
    (pair.key.raw().to_owned(), value)
}

/// Whether the end of the file cuts off a continuation.
fn is_cut_off(document: &Document, instruction: &Instruction) -> bool {
    let text = document.slice(instruction.span).trim_end();
    instruction.heredocs.is_empty() && text.ends_with(document.escape.char())
}

fn texts(document: &Document, range: std::ops::RangeTo<usize>) -> Vec<String> {
    let instructions = document.instructions[range].iter();
    instructions
        .map(|instruction| instruction.logical.text.trim().to_owned())
        .collect()
}
