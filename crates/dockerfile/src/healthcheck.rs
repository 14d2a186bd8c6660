//! The arguments of `HEALTHCHECK`.

use crate::keyword::Keyword;
use crate::line::Line;
use crate::problem::Refusal;
use crate::{Command, Flag, Healthcheck, Span, command, duration};

/// Reads the type word and the command after it.
pub(crate) fn read(line: Line<'_>, flags: &[Flag], part: Span) -> Result<Healthcheck, Refusal> {
    let text = line.text(part);
    let word = text.split(char::is_whitespace).next().unwrap_or_default();
    let rest = line.trim(Span::new(part.start + word.len(), part.end));
    if word.is_empty() {
        return Err(Refusal::new("`HEALTHCHECK` has no arguments")
            .help("write `HEALTHCHECK CMD …` or `HEALTHCHECK NONE`"));
    }
    let command = command::read(line, Keyword::Healthcheck, rest)?;
    if word.eq_ignore_ascii_case("NONE") {
        return match rest.is_empty() {
            true => Ok(Healthcheck::None),
            false => Err(Refusal::new("`HEALTHCHECK NONE` takes no arguments")),
        };
    }
    if !word.eq_ignore_ascii_case("CMD") {
        return Err(Refusal::new(format!("`HEALTHCHECK` knows no `{word}`"))
            .help("write `HEALTHCHECK CMD …` or `HEALTHCHECK NONE`"));
    }
    let is_empty = match &command {
        Command::Exec(words) => words.is_empty(),
        Command::Shell(word) => word.raw().is_empty(),
    };
    if is_empty {
        return Err(Refusal::new("`HEALTHCHECK CMD` names no command"));
    }
    flags.iter().try_for_each(check)?;
    Ok(Healthcheck::Cmd(command))
}

/// Checks the value of a flag: durations in Go's form, and a number of retries.
fn check(flag: &Flag) -> Result<(), Refusal> {
    let value = flag.value.as_ref().map(|word| word.value.as_str());
    let Some(value) = value.filter(|value| !value.is_empty()) else {
        return Ok(());
    };
    let name = flag.name.as_str();
    match name {
        "retries" if !value.parse::<i32>().is_ok_and(|retries| retries >= 0) => Err(Refusal::new(
            format!("`--retries` is a number from 0 on, not `{value}`"),
        )),
        "interval" | "timeout" | "start-period" | "start-interval"
            if !duration::is_valid(value) =>
        {
            Err(Refusal::new(format!(
                "`--{name}={value}` is not a duration of a millisecond or more"
            ))
            .help("write it like `30s` or `1m30s`"))
        }
        _ => Ok(()),
    }
}
