//! The `key=value` pairs of `ARG`, `ENV` and `LABEL`, in both forms.

use crate::keyword::Keyword;
use crate::line::Line;
use crate::problem::Refusal;
use crate::{Pair, Span, words};

/// The pairs of `ENV` or `LABEL`. The first word decides: without `=` in it, the line is one pair in the old form.
pub(crate) fn env_or_label(
    line: Line<'_>,
    keyword: Keyword,
    part: Span,
) -> Result<Vec<Pair>, Refusal> {
    let name = keyword.name();
    let mut words = words::quoted(line.text(part), part.start, line.escape.char()).peekable();
    let Some(&first) = words.peek() else {
        return Err(Refusal::new(format!("`{name}` sets nothing")));
    };
    if !line.text(first).contains('=') {
        let (key, value) = words::at_first_blanks(part, line.text(part)).ok_or_else(|| {
            Refusal::syntax(format!(
                "`{name}` names `{}` without a value",
                line.text(part)
            ))
            .help(format!("write `{name} {}=…`", line.text(first)))
        })?;
        return Ok(vec![pair(line, key, Some(value), true)]);
    }
    let pairs = words.map(|word| {
        let (key, value) = split(line, word);
        if value.is_none() {
            let text = line.text(word);
            let refusal = Refusal::syntax(format!("`{text}` in `{name}` has no `=`"));
            return Err(
                refusal.help("quote a value that has blanks; a comment needs a line of its own")
            );
        }
        named(line, keyword, key)?;
        Ok(pair(line, key, value, false))
    });
    pairs.collect()
}

/// The pairs of `ARG`, where the value may be missing.
pub(crate) fn arg(line: Line<'_>, part: Span) -> Result<Vec<Pair>, Refusal> {
    let mut words = words::quoted(line.text(part), part.start, line.escape.char()).peekable();
    if words.peek().is_none() {
        return Err(Refusal::new("`ARG` names nothing"));
    }
    let pairs = words.map(|word| {
        let (key, value) = split(line, word);
        named(line, Keyword::Arg, key)?;
        Ok(pair(line, key, value, false))
    });
    pairs.collect()
}

fn split(line: Line<'_>, word: Span) -> (Span, Option<Span>) {
    let Some((key, _)) = line.text(word).split_once('=') else {
        return (word, None);
    };
    let equals = word.start + key.len();
    let value = Span::new(equals + 1, word.end);
    (Span::new(word.start, equals), Some(value))
}

fn named(line: Line<'_>, keyword: Keyword, key: Span) -> Result<(), Refusal> {
    if line.text(key).is_empty() {
        let message = format!(
            "`{}` has a value without a name before its `=`",
            keyword.name()
        );
        return Err(Refusal::new(message));
    }
    Ok(())
}

fn pair(line: Line<'_>, key: Span, value: Option<Span>, is_legacy: bool) -> Pair {
    let end = value.unwrap_or(key).end;
    let whole = Span::new(key.start, end);
    Pair {
        key: line.unquoted(key),
        value: value.map(|value| line.unquoted(value)),
        span: line.logical.source_range(whole).unwrap_or_default(),
        is_legacy,
    }
}
