//! The text of a word, its variables replaced as far as they are known.

use crate::interpolate::{Variables, interpolate};
use crate::{Text, path};

/// The text that a shell word stands for.
pub(super) fn text(raw: &str, variables: &dyn Variables) -> Text {
    let mut whole = Text::default();
    let mut rest = raw;
    while let Some(first) = rest.chars().next() {
        let (part, after) = match first {
            '\'' => {
                let inside = rest.get(1..).unwrap_or_default();
                let (inside, after) = inside.split_once('\'').unwrap_or((inside, ""));
                (Text::known(inside), after)
            }
            '"' => quoted(rest.get(1..).unwrap_or_default(), variables),
            '\\' => {
                let mut letters = rest.chars();
                letters.next();
                let letter = letters.next().filter(|letter| *letter != '\n');
                (
                    Text::known(letter.map(String::from).unwrap_or_default()),
                    letters.as_str(),
                )
            }
            '$' | '`' => expansion(rest, variables),
            _ => {
                let end = rest.find(['\'', '"', '\\', '$', '`']).unwrap_or(rest.len());
                let (plain, after) = rest.split_at(end);
                (Text::known(plain), after)
            }
        };
        whole.push(&part);
        rest = after;
    }
    whole
}

/// What stands between double quotes, and what follows the closing one.
fn quoted<'r>(text: &'r str, variables: &dyn Variables) -> (Text, &'r str) {
    let mut whole = Text::default();
    let mut rest = text;
    loop {
        let end = rest.find(['"', '\\', '$', '`']).unwrap_or(rest.len());
        let (plain, after) = rest.split_at(end);
        whole.push(&Text::known(plain));
        let mut letters = after.chars();
        match letters.next() {
            None => return (whole, ""),
            Some('"') => return (whole, letters.as_str()),
            Some('\\') => {
                let letter = letters.next().unwrap_or('\\');
                whole.push(&Text::known(letter));
                rest = letters.as_str();
            }
            Some(_) => {
                let (part, after) = expansion(after, variables);
                whole.push(&part);
                rest = after;
            }
        }
    }
}

/// The expansion at the start, and what follows it.
fn expansion<'r>(text: &'r str, variables: &dyn Variables) -> (Text, &'r str) {
    let end = expansion_end(text);
    let (written, after) = text.split_at(end);
    let inside = written
        .strip_prefix("$(")
        .and_then(|inside| inside.strip_suffix(')'))
        .or_else(|| Some(written.strip_prefix('`')?.trim_end_matches('`')));
    let value = match inside {
        Some(command) => {
            substitution(command, variables).unwrap_or_else(|| Text::open(written, written))
        }
        None if written == "$" => Text::known("$"),
        // Arguments of the script (`$1`, `$@`) are given when it is started; `$0` is the script itself.
        None if is_special(written) => variables
            .value(name_of(written))
            .unwrap_or_else(|| Text::open(written, written)),
        None => interpolate(written, variables),
    };
    (value, after)
}

/// Whether it is `$1`, `$@` and the like.
fn is_special(written: &str) -> bool {
    let name = name_of(written);
    name.starts_with(|letter: char| letter.is_ascii_digit() || "@*#?!$-".contains(letter))
}

fn name_of(written: &str) -> &str {
    written
        .trim_start_matches('$')
        .trim_start_matches('{')
        .trim_end_matches('}')
}

/// Commands in `$( )` that say where the script is: `pwd`, `dirname "$0"`, `cd … && pwd`, `git rev-parse`.
fn substitution(command: &str, variables: &dyn Variables) -> Option<Text> {
    let command = command.trim();
    if command == "pwd" {
        return variables.value("PWD");
    }
    if command == "git rev-parse --show-toplevel" {
        return Some(Text::known(path::ROOT));
    }
    if let Some(of) = command.strip_prefix("dirname ") {
        let of = of.trim().trim_start_matches("-- ").trim_matches('"');
        let is_self = matches!(
            of,
            "$0" | "${0}" | "$BASH_SOURCE" | "${BASH_SOURCE[0]}" | "${BASH_SOURCE}"
        );
        return if is_self { variables.value("0") } else { None };
    }
    let (go, print) = command
        .split_once("&&")
        .or_else(|| command.split_once(';'))?;
    let folder = go.trim().strip_prefix("cd ")?.trim();
    let folder = folder
        .trim_start_matches("-- ")
        .trim_end_matches("> /dev/null")
        .trim_end_matches(">/dev/null");
    matches!(print.trim(), "pwd" | "pwd -P").then(|| text(folder.trim(), variables))
}

/// Where the expansion at the start of `text` ends.
fn expansion_end(text: &str) -> usize {
    if text.starts_with('`') {
        let closing = text.get(1..).and_then(|rest| rest.find('`'));
        return closing.map_or(text.len(), |at| at + 2);
    }
    let pairs = [("$(", '(', ')'), ("${", '{', '}')];
    for (start, opening, closing) in pairs {
        if !text.starts_with(start) {
            continue;
        }
        let mut depth = 0usize;
        for (at, letter) in text.char_indices() {
            if letter == opening {
                depth += 1;
            } else if letter == closing {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
        }
        return text.len();
    }
    let name = text.get(1..).unwrap_or_default();
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let end = match name.starts_with(|letter: char| letter.is_ascii_digit()) {
        true => 1,
        false => name.find(|letter| !is_part(letter)).unwrap_or(name.len()),
    };
    let special = usize::from(end == 0 && name.starts_with(['@', '*', '#', '?', '!', '-', '$']));
    1 + end + special
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::Text;

    #[test]
    fn quotes_go_and_variables_are_filled() {
        let known = |name: &str| match name {
            "A" => Some(Text::known("x y")),
            "0" => Some(Text::known("//scripts")),
            _ => None,
        };
        let shown = |raw: &str| text(raw, &known).text;
        assert_eq!(shown(r#""$A"'$A'\ b"#), "x y$A b");
        assert_eq!(shown("app:${TAG:-latest}"), "app:latest");
        assert_eq!(
            shown(r#""$(cd "$(dirname "$0")/.." && pwd)/api""#),
            "//scripts/../api"
        );
        assert_eq!(text("v-$(git describe)", &known).open, ["$(git describe)"]);
    }
}
