//! Words that stand in a JSON array.

use crate::{Command, Document, Healthcheck, Instruction, Kind, Word};

/// Whether `word` is a string of a JSON array in `document`.
pub(super) fn holds(document: &Document, word: &Word) -> bool {
    let instruction = document
        .instructions
        .iter()
        .find(|instruction| instruction.span.contains(word.span));
    instruction.is_some_and(|instruction| is_string_of(instruction, word))
}

fn is_string_of(instruction: &Instruction, word: &Word) -> bool {
    let is_here = |words: &[Word]| words.iter().any(|own| own.span == word.span);
    match &instruction.kind {
        Kind::Run(run) => is_exec_word(&run.command, word),
        Kind::Cmd(command)
        | Kind::Entrypoint(command)
        | Kind::Healthcheck(Healthcheck::Cmd(command)) => is_exec_word(command, word),
        Kind::Shell(words) => is_here(words),
        Kind::Volume(words) => {
            is_here(words)
                && word.raw().starts_with('"')
                && instruction.arguments().starts_with('[')
        }
        Kind::Copy(transfer) | Kind::Add(transfer) => {
            transfer.is_json
                && (is_here(&transfer.sources) || transfer.destination.span == word.span)
        }
        Kind::Onbuild(wrapped) => is_string_of(wrapped, word),
        Kind::From(_)
        | Kind::Arg(_)
        | Kind::Env(_)
        | Kind::Label(_)
        | Kind::User(_)
        | Kind::Workdir(_)
        | Kind::Expose(_)
        | Kind::Stopsignal(_)
        | Kind::Healthcheck(Healthcheck::None)
        | Kind::Maintainer(_)
        | Kind::Unknown => false,
    }
}

fn is_exec_word(command: &Command, word: &Word) -> bool {
    match command {
        Command::Exec(words) => words.iter().any(|own| own.span == word.span),
        Command::Shell(_) => false,
    }
}

/// `text` as a JSON string.
pub(super) fn encode(text: &str) -> String {
    let mut encoded = String::from('"');
    for character in text.chars() {
        match character {
            '"' => encoded.push_str("\\\""),
            '\\' => encoded.push_str("\\\\"),
            '\n' => encoded.push_str("\\n"),
            '\r' => encoded.push_str("\\r"),
            '\t' => encoded.push_str("\\t"),
            control if u32::from(control) < 0x20 => {
                encoded.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            other => encoded.push(other),
        }
    }
    encoded.push('"');
    encoded
}
