//! The instruction list equals BuildKit's.

use crate::inputs::{self, Input};
use corpus::Part;
use dockerfile::{Command, Document, Healthcheck, Instruction, Kind, Pair, Transfer, Word};

#[test]
fn the_list_is_buildkits() {
    for part in [Part::Dockerfiles, Part::Tricky, Part::Mutants] {
        let mut files = 0;
        let mut instructions = 0;
        for input in inputs::of(part) {
            if input.verdict.parses {
                files += 1;
                instructions += same(&input);
            }
        }
        println!("{part:?}: {files} files parsed by BuildKit, {instructions} instructions equal");
    }
}

#[test]
fn directives_are_buildkits() {
    let mut directives = 0;
    for Input { text, verdict } in inputs::all() {
        if !verdict.parses {
            continue;
        }
        let document = Document::parse(text.as_str());
        // BuildKit names the image of a `syntax` up to the first blank.
        let value = |name| {
            let directive = document.directive(name)?;
            directive.value.split(' ').next().map(str::to_owned)
        };
        let id = &verdict.id;
        assert_eq!(
            Some(document.escape.char().to_string()),
            verdict.escape,
            "{id}"
        );
        assert_eq!(value("syntax"), verdict.syntax, "{id}");
        assert_eq!(value("check"), verdict.check, "{id}");
        directives += document.directives.len();
    }
    println!("{directives} directives equal");
}

/// Compares one file, and gives the number of its instructions.
fn same(Input { text, verdict }: &Input) -> usize {
    let document = Document::parse(text.as_str());
    let id = &verdict.id;
    assert_eq!(
        document.instructions.len(),
        verdict.instructions.len(),
        "{id}: {text}"
    );
    for (ours, theirs) in document.instructions.iter().zip(&verdict.instructions) {
        let place = format!("{id}:{}: {text}", theirs.start);
        assert_eq!(ours.lines.first, theirs.start, "{place}");
        assert_eq!(ours.lines.last, theirs.end, "{place}");
        same_heredocs(&document, ours, theirs, &place);
        same_instruction(ours, theirs, &place);
    }
    document.instructions.len()
}

fn same_instruction(ours: &Instruction, theirs: &corpus::Instruction, place: &str) {
    assert_eq!(ours.keyword(), theirs.cmd, "{place}");
    assert_eq!(ours.flags.len(), theirs.flags.len(), "{place}");
    for (ours, theirs) in ours.flags.iter().zip(&theirs.flags) {
        assert!(is_flag(&ours.word.value, theirs), "{theirs}: {place}");
    }
    if let Kind::Onbuild(wrapped) = &ours.kind {
        same_instruction(wrapped, theirs.sub.as_ref().unwrap(), place);
    } else if let Some(arguments) = arguments(ours) {
        assert_eq!(arguments, theirs.args, "{place}");
        assert_eq!(is_json(ours), theirs.json, "{place}");
    }
}

/// BuildKit takes the bytes of a flag for characters, and keeps the first byte of a no-break space that ends it.
fn is_flag(ours: &str, theirs: &str) -> bool {
    let ours: String = ours.bytes().map(char::from).collect();
    ours == theirs || ours == theirs.trim_end_matches('\u{c2}')
}

fn same_heredocs(
    document: &Document,
    ours: &Instruction,
    theirs: &corpus::Instruction,
    place: &str,
) {
    assert_eq!(ours.heredocs.len(), theirs.heredocs.len(), "{place}");
    for (ours, theirs) in ours.heredocs.iter().zip(&theirs.heredocs) {
        let field = |name: &str| theirs.fields[name].clone();
        assert_eq!(field("name"), ours.name, "{place}");
        assert_eq!(field("expand"), ours.is_expanded, "{place}");
        assert_eq!(field("chomp"), ours.is_chomped, "{place}");
        assert_eq!(field("fd"), ours.descriptor, "{place}");
        assert_eq!(field("content"), document.slice(ours.span), "{place}");
    }
}

/// The arguments as BuildKit lists them; `None` where we hold what it refuses later.
fn arguments(instruction: &Instruction) -> Option<Vec<String>> {
    let whole = || match instruction.arguments() {
        "" => Vec::new(),
        text => vec![text.to_owned()],
    };
    Some(match &instruction.kind {
        Kind::Unknown => return None,
        Kind::From(_) | Kind::Expose(_) => blanks(instruction.arguments()),
        Kind::Arg(pairs) => pairs.iter().map(definition).collect(),
        Kind::Env(pairs) | Kind::Label(pairs) => pairs.iter().flat_map(triple).collect(),
        Kind::Copy(transfer) | Kind::Add(transfer) => paths(transfer, instruction.arguments()),
        Kind::Run(run) => command(&run.command),
        Kind::Cmd(found) | Kind::Entrypoint(found) => command(found),
        Kind::Healthcheck(Healthcheck::None) => whole(),
        Kind::Healthcheck(Healthcheck::Cmd(found)) => {
            let word = blanks(instruction.arguments()).remove(0);
            std::iter::once(word).chain(command(found)).collect()
        }
        Kind::Shell(words) => values(words),
        Kind::Volume(words) if is_json(instruction) => values(words),
        Kind::Volume(words) => words.iter().map(|word| word.raw().to_owned()).collect(),
        Kind::User(word)
        | Kind::Workdir(word)
        | Kind::Stopsignal(word)
        | Kind::Maintainer(word) => {
            assert_eq!(word.raw(), instruction.arguments());
            whole()
        }
        Kind::Onbuild(_) => unreachable!("compared before"),
    })
}

fn is_json(instruction: &Instruction) -> bool {
    let is_exec = |command: &Command| matches!(command, Command::Exec(_));
    match &instruction.kind {
        Kind::Run(run) => is_exec(&run.command),
        Kind::Cmd(command)
        | Kind::Entrypoint(command)
        | Kind::Healthcheck(Healthcheck::Cmd(command)) => is_exec(command),
        Kind::Copy(transfer) | Kind::Add(transfer) => transfer.is_json,
        // In a list that is not JSON, the words between the blanks hold the bracket.
        Kind::Volume(words) => !instruction.arguments().starts_with(words[0].raw()),
        Kind::Shell(_) => true,
        _ => false,
    }
}

fn command(command: &Command) -> Vec<String> {
    match command {
        Command::Exec(words) => values(words),
        Command::Shell(word) if word.raw().is_empty() => Vec::new(),
        Command::Shell(word) => vec![word.raw().to_owned()],
    }
}

/// Sources and destination; heredocs among the sources are in neither, so only the count of the rest is known.
fn paths(transfer: &Transfer, arguments: &str) -> Vec<String> {
    let all = if transfer.is_json {
        values(&transfer.sources)
    } else {
        transfer
            .sources
            .iter()
            .map(|word| word.raw().to_owned())
            .collect()
    };
    let destination = if transfer.is_json {
        transfer.destination.value.clone()
    } else {
        transfer.destination.raw().to_owned()
    };
    let all: Vec<String> = all.into_iter().chain([destination]).collect();
    if transfer.is_json {
        return all;
    }
    // A heredoc is an argument for BuildKit and none of our sources.
    let listed = blanks(arguments);
    let ours = listed.iter().filter(|word| all.contains(word));
    assert_eq!(ours.cloned().collect::<Vec<_>>(), all);
    listed
}

fn blanks(arguments: &str) -> Vec<String> {
    let words = arguments.split(['\t', '\u{b}', '\u{c}', '\r', ' ']);
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn values(words: &[Word]) -> Vec<String> {
    words.iter().map(|word| word.value.clone()).collect()
}

fn definition(pair: &Pair) -> String {
    match &pair.value {
        Some(value) => format!("{}={}", pair.key.raw(), value.raw()),
        None => pair.key.raw().to_owned(),
    }
}

fn triple(pair: &Pair) -> [String; 3] {
    let value = pair.value.as_ref().unwrap().raw().to_owned();
    let equals = if pair.is_legacy { "" } else { "=" };
    [pair.key.raw().to_owned(), value, equals.to_owned()]
}
