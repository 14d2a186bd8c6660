//! `parse-dockerfile`, a parser by somebody else, sees the same instructions, but for its known defects.

use crate::inputs::{self, Input};
use dockerfile::{Command, Document, Instruction, Kind, Span};
use parse_dockerfile::Instruction as Theirs;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn another_parser_agrees() {
    let mut excused = BTreeMap::new();
    let mut agreed = 0;
    for Input { text, verdict } in inputs::all() {
        if !verdict.ok {
            continue;
        }
        let document = Document::parse(text.as_str());
        let theirs = list(&text);
        if theirs == Ok(ours(&document)) {
            agreed += 1;
            continue;
        }
        let defect = DEFECTS.iter().find(|(_, has)| has(&document));
        let Some((name, _)) = defect else {
            panic!("{}: {theirs:?}\n{text}", verdict.id);
        };
        *excused.entry(*name).or_insert(0) += 1;
    }
    println!("{agreed} inputs agreed, excused: {excused:#?}");
}

type Defect = (&'static str, fn(&Document) -> bool);

/// What `parse-dockerfile` gets wrong, and how to see that a document has it.
const DEFECTS: [Defect; 7] = [
    ("counts places without the byte-order mark", |document| {
        document.text.starts_with('\u{feff}')
    }),
    ("refuses an empty exec form", |document| {
        any(document, has_empty_array)
    }),
    ("sees one heredoc only, as the first word", |document| {
        any(document, has_hidden_heredoc)
    }),
    (
        "joins a line that ends in two escape characters",
        |document| {
            let escape = document.escape.char();
            any(document, |instruction| {
                has_line_ending_in(instruction, escape)
            })
        },
    ),
    ("refuses two stages of one name", |document| {
        let mut names = BTreeSet::new();
        let mut aliases = document.instructions.iter().filter_map(alias);
        aliases.any(|name| !names.insert(name))
    }),
    ("knows only the blanks of ASCII", |document| {
        document.text.contains(['\u{a0}', '\u{85}'])
    }),
    (
        "refuses an `ONBUILD` that only a later build refuses",
        |document| any(document, wraps_unknown),
    ),
];

fn any(document: &Document, has: impl Fn(&Instruction) -> bool) -> bool {
    document.instructions.iter().any(has)
}

fn has_hidden_heredoc(instruction: &Instruction) -> bool {
    let mut heredocs = instruction.heredocs.iter();
    heredocs.any(|heredoc| heredoc.opener.logical.start != instruction.arguments.start)
}

fn has_line_ending_in(instruction: &Instruction, escape: char) -> bool {
    let logical = &instruction.logical;
    let mut pieces = logical.pieces.iter();
    pieces.any(|piece| {
        let line = Span::new(piece.logical, piece.logical + piece.len);
        logical.slice(line).trim_end().ends_with(escape)
    })
}

fn wraps_unknown(instruction: &Instruction) -> bool {
    match &instruction.kind {
        Kind::Onbuild(wrapped) => wrapped.kind == Kind::Unknown,
        _ => false,
    }
}

fn has_empty_array(instruction: &Instruction) -> bool {
    match &instruction.kind {
        Kind::Run(run) => run.command == Command::Exec(Vec::new()),
        Kind::Cmd(command) | Kind::Entrypoint(command) => *command == Command::Exec(Vec::new()),
        Kind::Onbuild(wrapped) => has_empty_array(wrapped),
        _ => false,
    }
}

fn alias(instruction: &Instruction) -> Option<String> {
    match &instruction.kind {
        Kind::From(from) => from.alias.as_ref().map(|alias| alias.value.to_lowercase()),
        _ => None,
    }
}

/// Keyword and place of each instruction.
fn ours(document: &Document) -> Vec<(String, usize)> {
    let entry = |instruction: &Instruction| {
        let keyword = instruction.keyword().to_uppercase();
        (keyword, instruction.keyword_place().start)
    };
    document.instructions.iter().map(entry).collect()
}

fn list(text: &str) -> Result<Vec<(String, usize)>, String> {
    let parsed = parse_dockerfile::parse(text).map_err(|error| error.to_string())?;
    Ok(parsed.instructions.iter().map(entry).collect())
}

fn entry(instruction: &Theirs<'_>) -> (String, usize) {
    let (name, keyword) = match instruction {
        Theirs::Add(found) => ("ADD", &found.add),
        Theirs::Arg(found) => ("ARG", &found.arg),
        Theirs::Cmd(found) => ("CMD", &found.cmd),
        Theirs::Copy(found) => ("COPY", &found.copy),
        Theirs::Entrypoint(found) => ("ENTRYPOINT", &found.entrypoint),
        Theirs::Env(found) => ("ENV", &found.env),
        Theirs::Expose(found) => ("EXPOSE", &found.expose),
        Theirs::From(found) => ("FROM", &found.from),
        Theirs::Healthcheck(found) => ("HEALTHCHECK", &found.healthcheck),
        Theirs::Label(found) => ("LABEL", &found.label),
        Theirs::Maintainer(found) => ("MAINTAINER", &found.maintainer),
        Theirs::Onbuild(found) => ("ONBUILD", &found.onbuild),
        Theirs::Run(found) => ("RUN", &found.run),
        Theirs::Shell(found) => ("SHELL", &found.shell),
        Theirs::Stopsignal(found) => ("STOPSIGNAL", &found.stopsignal),
        Theirs::User(found) => ("USER", &found.user),
        Theirs::Volume(found) => ("VOLUME", &found.volume),
        Theirs::Workdir(found) => ("WORKDIR", &found.workdir),
        other => panic!("not known when this was written: {other:?}"),
    };
    (name.to_owned(), keyword.span.start)
}
