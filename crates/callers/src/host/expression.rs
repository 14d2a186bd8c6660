//! `${{ … }}` of GitHub workflows, as far as it can be known: contexts, texts, `||`, `&&`, `==`, `format`.
//!
//! <https://docs.github.com/en/actions/writing-workflows/choosing-what-your-workflow-does/evaluate-expressions-in-workflows-and-actions>

use super::tiltfile::split;
use crate::Text;
use crate::interpolate::Variables;

/// How deep calls may nest.
const MAX_DEPTH: usize = 16;

/// The value of an expression; `contexts` knows `matrix.x`, `env.y`. What is not known stays as it is written.
pub(super) fn expression(written: &str, contexts: &dyn Variables) -> Text {
    let written = written.trim();
    evaluate(written, contexts, 0)
        .unwrap_or_else(|| Text::open(format!("${{{{ {written} }}}}"), written))
}

fn evaluate(written: &str, contexts: &dyn Variables, depth: usize) -> Option<Text> {
    let written = written.trim();
    if depth > MAX_DEPTH {
        return None;
    }
    let inner = |part: &str| evaluate(part, contexts, depth + 1);
    if let Some((left, right)) = at_operator(written, "||") {
        let left = inner(left)?;
        return if is_true(&left)? {
            Some(left)
        } else {
            inner(right)
        };
    }
    if let Some((left, right)) = at_operator(written, "&&") {
        let left = inner(left)?;
        return if is_true(&left)? {
            inner(right)
        } else {
            Some(left)
        };
    }
    for (operator, wanted) in [("==", true), ("!=", false)] {
        if let Some((left, right)) = at_operator(written, operator) {
            let (left, right) = (inner(left)?, inner(right)?);
            // GitHub compares texts without regard to case.
            let is_equal = left.value()?.eq_ignore_ascii_case(right.value()?);
            return Some(Text::known((is_equal == wanted).to_string()));
        }
    }
    if let Some(text) = written
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
    {
        return Some(Text::known(text.replace("''", "'")));
    }
    if let Some(arguments) = written.strip_prefix("format(") {
        return format(&split(arguments), &inner);
    }
    contexts.value(written)
}

/// The two sides of the first operator that stands outside of quotes and brackets.
fn at_operator<'w>(written: &'w str, operator: &str) -> Option<(&'w str, &'w str)> {
    let (mut depth, mut is_quoted) = (0usize, false);
    for (at, letter) in written.char_indices() {
        match letter {
            '\'' => is_quoted = !is_quoted,
            '(' | '[' if !is_quoted => depth += 1,
            ')' | ']' if !is_quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        let rest = written.get(at..)?;
        if depth == 0 && !is_quoted && rest.starts_with(operator) {
            return Some((written.get(..at)?, rest.get(operator.len()..)?));
        }
    }
    None
}

fn format(arguments: &[String], inner: &dyn Fn(&str) -> Option<Text>) -> Option<Text> {
    let (pattern, values) = arguments.split_first()?;
    let pattern = inner(pattern)?;
    let mut text = pattern.clone();
    for (at, value) in values.iter().enumerate() {
        let value = inner(value)?;
        let filled = text.text.replace(&format!("{{{at}}}"), &value.text);
        let mut open = text.with(filled);
        open.push(&value.with(""));
        text = open;
    }
    Some(text)
}

/// Whether a value counts as true; `None` when it is not known.
fn is_true(text: &Text) -> Option<bool> {
    Some(!matches!(text.value()?, "" | "false" | "0"))
}

#[cfg(test)]
mod tests {
    use super::expression;
    use crate::Text;

    #[test]
    fn known_parts_decide() {
        let contexts = |name: &str| match name {
            "matrix.app" => Some(Text::known("api")),
            "matrix.file" => Some(Text::known("")),
            _ => None,
        };
        let shown = |written: &str| expression(written, &contexts).text;
        assert_eq!(
            shown(" matrix.file || format('{0}/{0}.Dockerfile', matrix.app) "),
            "api/api.Dockerfile"
        );
        assert_eq!(shown("matrix.app == 'API' && 'x' || 'y'"), "x");
        assert_eq!(shown("github.sha || 'x'"), "${{ github.sha || 'x' }}");
    }
}
