//! `.env` files: variables that compose files and scripts may use.

use std::collections::BTreeMap;

/// The variables of a `.env` file that have a value.
///
/// Comments, `export`, quotes and blanks are read as compose does:
/// <https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax>
#[must_use]
pub fn environment(text: &str) -> BTreeMap<String, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines().filter_map(assignment).collect()
}

pub(crate) fn assignment(line: &str) -> Option<(String, String)> {
    let line = line.trim();
    let line = line.strip_prefix("export ").unwrap_or(line).trim_start();
    if line.starts_with('#') {
        return None;
    }
    let (name, value) = line.split_once('=').or_else(|| line.split_once(": "))?;
    let name = name.trim();
    let is_name = name
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || "_.-".contains(letter));
    (is_name && !name.is_empty()).then(|| (name.to_owned(), unquoted(value.trim())))
}

fn unquoted(value: &str) -> String {
    for quote in ['"', '\''] {
        if let Some(rest) = value.strip_prefix(quote) {
            return rest
                .split_once(quote)
                .map_or(rest, |(inside, _)| inside)
                .to_owned();
        }
    }
    let value = value
        .find(" #")
        .and_then(|end| value.get(..end))
        .unwrap_or(value);
    value.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::environment;

    #[test]
    fn quotes_comments_and_exports_are_read() {
        let read = environment("# a\nexport A=1 # one\nB=\"x # y\"\nC='z'\nD=\n=x\n1 2=3\n");
        let pairs: Vec<String> = read.iter().map(|(k, v)| format!("{k}={v}")).collect();
        assert_eq!(pairs, ["A=1", "B=x # y", "C=z", "D="]);
    }
}
