//! `$VAR` and `${VAR:-default}` in a text, as compose, `.env` readers and shells write them.

use crate::Text;

/// Where the value of a variable comes from.
pub(crate) trait Variables {
    /// The value of `name`, if it is known.
    fn value(&self, name: &str) -> Option<Text>;
}

impl<F: Fn(&str) -> Option<Text>> Variables for F {
    fn value(&self, name: &str) -> Option<Text> {
        self(name)
    }
}

/// How deep defaults may nest (`${A:-${B:-…}}`).
const MAX_DEPTH: usize = 20;

/// `text` with its variables replaced; `$$` is a dollar.
///
/// <https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md>
pub(crate) fn interpolate(text: &str, variables: &dyn Variables) -> Text {
    expand(text, variables, 0)
}

fn expand(text: &str, variables: &dyn Variables, depth: usize) -> Text {
    let mut expanded = Text::default();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        let (before, from) = rest.split_at(at);
        expanded.text.push_str(before);
        let after = from.strip_prefix('$').unwrap_or(from);
        if let Some(after) = after.strip_prefix('$') {
            expanded.text.push('$');
            rest = after;
        } else if let Some(inside) = after.strip_prefix('{') {
            let Some(end) = closing(inside) else {
                break_off(&mut expanded, &mut rest, from);
                break;
            };
            let (body, after) = inside.split_at(end);
            expanded.push(&braced(body, variables, depth));
            rest = after.strip_prefix('}').unwrap_or(after);
        } else {
            let (name, after) = name(after);
            if name.is_empty() {
                expanded.text.push('$');
            } else {
                let value = variables.value(name);
                expanded.push(&value.unwrap_or_else(|| Text::open(format!("${name}"), name)));
            }
            rest = after;
        }
    }
    expanded.text.push_str(rest);
    expanded
}

/// An opened brace that is never closed: what follows is text.
fn break_off<'t>(expanded: &mut Text, rest: &mut &'t str, from: &'t str) {
    expanded.text.push_str(from);
    *rest = "";
}

/// The inside of `${…}`.
fn braced(body: &str, variables: &dyn Variables, depth: usize) -> Text {
    let written = || format!("${{{body}}}");
    let (name, operator) = name(body);
    if name.is_empty() || depth > MAX_DEPTH {
        return Text::open(written(), body);
    }
    let value = variables.value(name);
    let is_empty = value
        .as_ref()
        .is_some_and(|value| value.is_known() && value.text.is_empty());
    let mut letters = operator.chars();
    let (counts_empty, rest) = match operator.strip_prefix(':') {
        Some(rest) => (true, rest),
        None => (false, operator),
    };
    match (letters.next(), rest.chars().next()) {
        (None, _) => value.unwrap_or_else(|| Text::open(written(), name)),
        (_, Some('-')) => match value {
            Some(value) if !(counts_empty && is_empty) => value,
            _ => {
                let fallback = rest.strip_prefix('-').unwrap_or(rest);
                let mut fallback = expand(fallback, variables, depth + 1);
                fallback.defaults.push(name.to_owned());
                fallback
            }
        },
        (_, Some('?')) => value.unwrap_or_else(|| Text::open(format!("${{{name}}}"), name)),
        (_, Some('+')) => match value {
            Some(_) if !(counts_empty && is_empty) => {
                expand(rest.strip_prefix('+').unwrap_or(rest), variables, depth + 1)
            }
            _ => Text::default(),
        },
        _ => Text::open(written(), name),
    }
}

/// The position of the `}` that closes a `${` before `text`.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut previous = ' ';
    for (at, letter) in text.char_indices() {
        match letter {
            '{' if previous == '$' => depth += 1,
            '}' if depth == 0 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
        previous = letter;
    }
    None
}

/// The name at the start, and what follows it.
fn name(text: &str) -> (&str, &str) {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    if text.starts_with(|letter: char| letter.is_ascii_digit()) {
        return ("", text);
    }
    let end = text.find(|letter| !is_part(letter)).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::interpolate;
    use crate::Text;

    fn shown(text: &str) -> String {
        let known = |name: &str| (name == "A").then(|| Text::known("1"));
        let text = interpolate(text, &known);
        format!(
            "{} open={} defaults={}",
            text.text,
            text.open.join(","),
            text.defaults.join(",")
        )
    }

    #[test]
    fn variables_defaults_and_dollars() {
        assert_eq!(shown("x:$A-${A}"), "x:1-1 open= defaults=");
        assert_eq!(shown("${B:-two}/$$A"), "two/$A open= defaults=B");
        assert_eq!(shown("${B:-${C-3}}"), "3 open= defaults=C,B");
        assert_eq!(shown("${B}-$C"), "${B}-$C open=B,C defaults=");
        assert_eq!(
            shown("${A:+yes}${B:+no}${B:?say B}"),
            "yes${B} open=B defaults="
        );
        assert_eq!(shown("${A"), "${A open= defaults=");
    }
}
