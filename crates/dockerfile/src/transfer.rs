//! The sources and the destination of `COPY` and `ADD`.

use crate::keyword::Keyword;
use crate::line::Line;
use crate::problem::Refusal;
use crate::{Span, Transfer, Word, command, opener};

/// Reads the arguments in either form.
pub(crate) fn read(line: Line<'_>, keyword: Keyword, part: Span) -> Result<Transfer, Refusal> {
    let name = keyword.name();
    let (mut words, is_json) = command::list(line, keyword, part)?;
    let Some(destination) = words.pop() else {
        return Err(Refusal::new(format!("`{name}` has no arguments"))
            .help("name what to copy, then where to"));
    };
    if words.is_empty() {
        let message = format!("`{name}` has only one argument, `{}`", destination.raw());
        return Err(Refusal::new(message).help("name what to copy, then where to"));
    }
    let is_heredoc = |word: &Word| {
        let text = if is_json { &word.value } else { word.raw() };
        opener::read(text).is_ok_and(|found| found.is_some())
    };
    if is_heredoc(&destination) {
        let message = format!(
            "`{name}` has the heredoc `{}` as its destination",
            destination.raw()
        );
        return Err(Refusal::new(message).help("name a path as the last argument"));
    }
    words.retain(|word| !is_heredoc(word));
    Ok(Transfer {
        sources: words,
        destination,
        is_json,
    })
}
