//! What holds for every document, over generated files: plausible ones, and text that only looks like one.
//!
//! `PROPTEST_CASES=20000` tries more of them.

#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a test may fail")]

use corpus::{Part, Real, Verdict};
use dockerfile::{Document, Flag, Instruction, Kind, Pair, Span, Word};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// **Lossless.** Parsing any text and printing it gives the same bytes.
    #[test]
    fn lossless(text in generate::dockerfile()) {
        assert_eq!(Document::parse(text.as_str()).text, text);
    }

    /// The generator makes what Docker accepts.
    #[test]
    fn plausible_files_have_no_problem(text in generate::dockerfile()) {
        assert_eq!(Document::parse(text).problems, []);
    }

    /// **Total.** Any text parses, and every place in the document is one in the text.
    #[test]
    fn total(text in generate::text()) {
        places_are_true(&Document::parse(text));
    }

    #[test]
    fn places_in_plausible_files_are_true(text in generate::dockerfile()) {
        places_are_true(&Document::parse(text));
    }
}

#[test]
fn places_in_the_corpus_are_true() {
    let real: Vec<Real> = corpus::read(Part::Dockerfiles).unwrap_or_default();
    let mut texts: Vec<String> = real.into_iter().map(|file| file.content).collect();
    for part in [Part::Tricky, Part::Mutants] {
        let inputs: Vec<Verdict> = corpus::read(part).unwrap_or_default();
        texts.extend(inputs.into_iter().filter_map(|input| input.content));
    }
    let count = texts.len();
    for text in texts {
        places_are_true(&Document::parse(text));
    }
    println!("every place in {count} inputs is true");
}

fn places_are_true(document: &Document) {
    let mut end = 0;
    for instruction in &document.instructions {
        assert!(instruction.span.start >= end, "instructions are in order");
        end = instruction.span.end;
        instruction_is_true(document, instruction);
    }
    for comment in &document.comments {
        assert!(slice(document, comment.span).starts_with('#'));
        assert_eq!(document.line(comment.span.start), comment.line);
    }
    for directive in &document.directives {
        assert_eq!(slice(document, directive.value_span), directive.value);
    }
    let mut lines = document.problems.iter().map(|problem| problem.line);
    assert!(lines.all(|line| (1..=document.line(document.text.len())).contains(&line)));
}

fn instruction_is_true(document: &Document, instruction: &Instruction) {
    slice(document, instruction.span);
    let words = words(instruction);
    for word in &words {
        word_is_true(document, instruction, word);
    }
    assert!(words.is_sorted_by_key(|word| word.span.start));
    for heredoc in &instruction.heredocs {
        let raw = slice(document, heredoc.span);
        assert!(heredoc.is_chomped || raw == heredoc.body);
        word_is_true(document, instruction, &heredoc.opener);
    }
}

fn word_is_true(document: &Document, instruction: &Instruction, word: &Word) {
    assert_eq!(instruction.logical.slice(word.logical), word.raw());
    let source = slice(document, word.span);
    assert_eq!(word.is_contiguous, source == word.raw(), "{word:?}");
    assert!(instruction.span.contains(word.span));
}

fn slice(document: &Document, span: Span) -> &str {
    document.text.get(span.range()).unwrap()
}

/// Every word of an instruction but those that lie inside another, in the order of the text.
fn words(instruction: &Instruction) -> Vec<Word> {
    let own = |part| instruction.logical.word(part);
    let mut words = vec![own(instruction.keyword)];
    words.extend(instruction.flags.iter().map(|flag| flag.word.clone()));
    words.extend(instruction.flags.iter().flat_map(inside_flag).cloned());
    words.sort_by_key(|word| word.logical);
    match &instruction.kind {
        Kind::From(from) => words.extend([&from.image].into_iter().chain(&from.alias).cloned()),
        Kind::Arg(pairs) | Kind::Env(pairs) | Kind::Label(pairs) => {
            words.extend(pairs.iter().flat_map(inside_pair).cloned());
        }
        Kind::Copy(transfer) | Kind::Add(transfer) => {
            let both = transfer.sources.iter().chain([&transfer.destination]);
            words.extend(both.cloned());
        }
        Kind::Shell(list) | Kind::Expose(list) | Kind::Volume(list) => {
            words.extend(list.iter().cloned());
        }
        Kind::User(word)
        | Kind::Workdir(word)
        | Kind::Stopsignal(word)
        | Kind::Maintainer(word) => {
            words.push(word.clone());
        }
        Kind::Onbuild(wrapped) => words.extend(self::words(wrapped)),
        Kind::Run(_)
        | Kind::Cmd(_)
        | Kind::Entrypoint(_)
        | Kind::Healthcheck(_)
        | Kind::Unknown => words.push(own(instruction.arguments)),
    }
    words
}

fn inside_flag(flag: &Flag) -> impl Iterator<Item = &Word> {
    let options = flag.options.iter().map(|option| &option.word);
    flag.value.iter().chain(options)
}

fn inside_pair(pair: &Pair) -> impl Iterator<Item = &Word> {
    [&pair.key].into_iter().chain(&pair.value)
}
