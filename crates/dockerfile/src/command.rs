//! Arguments that may be a JSON array: commands, and lists of paths.

use crate::json::{self, Json};
use crate::keyword::Keyword;
use crate::line::Line;
use crate::problem::Refusal;
use crate::{Command, Span, Word, words};

/// The command of `RUN`, `CMD`, `ENTRYPOINT` and `HEALTHCHECK CMD`: exec form where it is JSON, else shell form.
pub(crate) fn read(line: Line<'_>, keyword: Keyword, part: Span) -> Result<Command, Refusal> {
    match json(line, keyword, part)? {
        Some(words) => Ok(Command::Exec(words)),
        None => Ok(Command::Shell(line.plain(part))),
    }
}

/// The words of `SHELL`, which has no other form than JSON.
pub(crate) fn shell(line: Line<'_>, part: Span) -> Result<Vec<Word>, Refusal> {
    match json(line, Keyword::Shell, part)? {
        Some(words) if words.is_empty() => Err(Refusal::new("`SHELL` names no program")),
        Some(words) => Ok(words),
        None => Err(Refusal::new("`SHELL` is not a JSON array")
            .help("write it as `SHELL [\"/bin/sh\", \"-c\"]`, with double quotes")),
    }
}

/// The words of a list, and whether it is JSON: paths of `COPY`, `ADD` and `VOLUME`.
pub(crate) fn list(
    line: Line<'_>,
    keyword: Keyword,
    part: Span,
) -> Result<(Vec<Word>, bool), Refusal> {
    if let Some(words) = json(line, keyword, part)? {
        return Ok((words, true));
    }
    let words = words::between_blanks(line.text(part), part.start);
    let words = words.into_iter().map(|word| line.unquoted(word));
    Ok((words.collect(), false))
}

fn json(line: Line<'_>, keyword: Keyword, part: Span) -> Result<Option<Vec<Word>>, Refusal> {
    match json::read(line.text(part), part.start) {
        Json::Not => Ok(None),
        Json::Strings(items) => {
            let words = items
                .into_iter()
                .map(|item| line.word(item.span, item.value));
            Ok(Some(words.collect()))
        }
        Json::Mixed => {
            let message = format!(
                "the JSON array of `{}` holds something that is not a string",
                keyword.name()
            );
            Err(Refusal::syntax(message).help("put every element in double quotes"))
        }
    }
}
