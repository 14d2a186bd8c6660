//! `--build-arg X` goes from a line that builds by compose, where the compose file gives the secret instead.
//!
//! <https://docs.docker.com/reference/cli/docker/compose/build/>

use super::command::{bare, bodies, is_set_here, without_expressions};
use super::expression::{Held, expression, held};
use super::{EditError, single_variable, step};
use crate::read::yaml;
use crate::{Place, Text, caller_of};
use dockerfile::{Edit, Span};
use shell::{Command, Script};

/// Global options of compose that take a value and change nothing about which file is read.
const HARMLESS: [&str; 5] = [
    "--ansi",
    "--parallel",
    "--profile",
    "--progress",
    "--env-file",
];

/// Options of its `build` that take a value.
const OF_BUILD: [&str; 8] = [
    "--build-arg",
    "--builder",
    "--memory",
    "-m",
    "--progress",
    "--provenance",
    "--sbom",
    "--ssh",
];

/// A line that builds services by compose, without an argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Without {
    /// The services that it names; none for all of them.
    pub services: Vec<String>,
    /// What takes the argument out of it.
    pub edits: Vec<Edit>,
}

/// Takes the argument `name` out of the line at `place` that builds by compose, which reads the compose file of the
/// folder that it runs in.
///
/// # Errors
///
/// When it names another file, has the value from anything but the variable of the same name, or stands in a file that
/// changes its folder.
pub fn without_argument(place: &Place, text: &str, name: &str) -> Result<Without, EditError> {
    let not_here = || EditError::NotHere(name.to_owned());
    let caller = caller_of(&place.file).ok_or(EditError::Unsupported)?;
    let moves = [
        "cd ",
        "pushd ",
        "working-directory",
        "make -C",
        "COMPOSE_FILE",
    ];
    if moves.iter().any(|word| text.contains(word)) {
        return Err(EditError::Path("compose.yaml".to_owned()));
    }
    let mut found = Vec::new();
    for body in bodies(caller, text) {
        let script = Script::parse(&without_expressions(&body.text));
        for command in script.commands.iter() {
            let line = |word: Option<&shell::Word>| word.map(|word| body.line(word.span.start));
            let (first, last) = (line(command.words.first()), line(command.words.last()));
            let is_meant = first.is_some_and(|first| first <= place.line)
                && last.is_some_and(|last| place.line <= last);
            let Some(call) = call(command).filter(|_| is_meant && command.is_exact) else {
                continue;
            };
            let mut given = call.arguments.iter().filter(|given| given.name == name);
            let (Some(given), None) = (given.next(), given.next()) else {
                return Err(EditError::Twice(name.to_owned()));
            };
            let written = body.text.get(given.last.start..given.last.end);
            let made_by = made_by(written.unwrap_or_default(), given, name, text)?;
            let source = |start, end| body.source(start, end).ok_or_else(not_here);
            let before = source(given.before.start, given.before.end)?;
            let span = Span::new(before.end, source(given.first.start, given.last.end)?.end);
            let own = source(given.first.start, given.first.end)?;
            let between = text.get(before.end..own.start).unwrap_or_default();
            if !between
                .chars()
                .all(|letter| letter == '\\' || letter.is_whitespace())
            {
                return Err(not_here());
            }
            let mut edits = vec![Edit {
                span,
                text: String::new(),
            }];
            if let Some(expression) = made_by {
                let documents = yaml(text).map_err(|_| EditError::Unreadable)?;
                let step = step::with_command(&documents, span)?;
                edits.extend(step.set(text, name, &expression)?);
            }
            edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
            let services = call.services;
            found.push(Without { services, edits });
        }
    }
    match (found.pop(), found.is_empty()) {
        (Some(without), true) => Ok(without),
        (Some(_), false) => Err(EditError::Twice(name.to_owned())),
        (None, _) => Err(not_here()),
    }
}

/// The expression of a workflow that makes the value, if one does; an error unless the value is, or becomes, that of the
/// variable of the same name, which compose reads.
fn made_by(
    written: &str,
    given: &Given,
    name: &str,
    text: &str,
) -> Result<Option<String>, EditError> {
    let expression = expression(written);
    let place = expression.as_deref().map(held);
    let is_same = match (place, given.value.as_ref()) {
        (Some(Held::In(variable)), _) => variable == name,
        (Some(Held::Unknown), _) => false,
        (Some(Held::Nowhere), _) => return Ok(expression),
        (None, None) => true,
        (None, Some(value)) => single_variable(value).as_deref() == Some(name),
    };
    match is_same && !is_set_here(text, name) {
        true => Ok(None),
        false => Err(EditError::Literal(name.to_owned())),
    }
}

/// A call of `docker compose build`.
struct Call {
    services: Vec<String>,
    arguments: Vec<Given>,
}

/// A build argument on the line, and the words that give it.
struct Given {
    name: String,
    value: Option<Text>,
    before: shell::Span,
    first: shell::Span,
    last: shell::Span,
}

/// The command as a call that reads the compose file of its folder.
fn call(command: &Command) -> Option<Call> {
    let words: Vec<Text> = command.words.iter().map(|word| bare(&word.raw)).collect();
    let mut at = match (words.first()?.text.as_str(), words.get(1)?.text.as_str()) {
        ("docker-compose", _) => 1,
        ("docker", "compose") => 2,
        (_, _) => return None,
    };
    while let Some(word) = words.get(at).filter(|word| word.text != "build") {
        at += match word.text.as_str() {
            word if HARMLESS.contains(&word) => 2,
            _ => return None,
        };
    }
    let mut call = Call {
        services: Vec::new(),
        arguments: Vec::new(),
    };
    at += 1;
    while let Some(word) = words.get(at) {
        let (option, joined) = match word.text.split_once('=') {
            Some((option, value)) if word.text.starts_with('-') => (option, Some(value)),
            Some(_) | None => (word.text.as_str(), None),
        };
        let has_value = OF_BUILD.contains(&option) && joined.is_none();
        let last = at + usize::from(has_value);
        if option == "--build-arg" {
            let next = words.get(at + 1).map(|word| word.text.as_str());
            let given = joined.or(next)?;
            let (name, value) = match given.split_once('=') {
                Some((name, value)) => (name, Some(Text::known(value))),
                None => (given, None),
            };
            call.arguments.push(Given {
                name: name.to_owned(),
                value,
                before: command.words.get(at - 1)?.span,
                first: command.words.get(at)?.span,
                last: command.words.get(last)?.span,
            });
        } else if !option.starts_with('-') {
            let is_name = |letter: char| letter.is_ascii_alphanumeric() || "_.-".contains(letter);
            if !option.chars().all(is_name) {
                return None;
            }
            call.services.push(option.to_owned());
        }
        at = last + 1;
    }
    Some(call)
}
