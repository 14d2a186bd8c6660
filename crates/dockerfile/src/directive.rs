//! Parser directives: `# escape=…`, `# syntax=…`, `# check=…` at the top of a file.

use crate::physical::Physical;
use crate::problem::Refusal;
use crate::{Directive, Escape, Span};

/// Reads a line as a directive; `None` ends them, and the line is read as any other.
///
/// Docker's rules are those of
/// <https://github.com/moby/buildkit/blob/master/frontend/dockerfile/parser/directives.go>.
pub(crate) fn read(line: Physical<'_>) -> Option<Directive> {
    let text = line.text.trim_start();
    let rest = text.strip_prefix('#')?.trim_start();
    let (name, value) = rest.split_once('=')?;
    let name = name.trim_end_matches(is_blank).to_ascii_lowercase();
    if !matches!(name.as_str(), "escape" | "syntax" | "check") {
        return None;
    }
    let start = line.span.end - value.trim_start_matches(is_blank).len();
    let value_span = match value.trim_matches(is_blank) {
        // Docker's pattern wants one character at least, and takes the last blank.
        "" => Span::new(
            line.span.end - value.chars().next_back()?.len_utf8(),
            line.span.end,
        ),
        trimmed => Span::new(start, start + trimmed.len()),
    };
    let at = value_span.start - line.span.start..value_span.end - line.span.start;
    Some(Directive {
        name,
        value: line.text.get(at)?.to_owned(),
        value_span,
        span: line.span,
        line: line.number,
    })
}

/// The escape character a directive asks for, if it is about that.
pub(crate) fn escape(directive: &Directive) -> Option<Result<Escape, Refusal>> {
    (directive.name == "escape").then(|| match directive.value.as_str() {
        "\\" => Ok(Escape::Backslash),
        "`" => Ok(Escape::Backtick),
        other => Err(
            Refusal::syntax(format!("`# escape={other}` names no escape character"))
                .help("it is either `\\` or a backtick"),
        ),
    })
}

/// The blanks of Go's `\s`.
fn is_blank(next: char) -> bool {
    matches!(next, '\t' | '\n' | '\u{c}' | '\r' | ' ')
}
