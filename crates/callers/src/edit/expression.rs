//! Expressions of a workflow that make the value of a build argument.

/// The expression of a workflow that is all of the value in `NAME=${{ … }}`, quotes around it or none.
pub(super) fn expression(word: &str) -> Option<String> {
    let word = word.trim_matches(['"', '\'']);
    let (_, value) = word
        .strip_prefix("--build-arg=")
        .unwrap_or(word)
        .split_once('=')?;
    let value = value.trim_matches(['"', '\'']);
    let inside = value.strip_prefix("${{")?.strip_suffix("}}")?;
    (!inside.contains("}}")).then(|| value.to_owned())
}

/// Where a command finds the value of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held<'e> {
    /// In a variable of its environment (`${{ env.NAME }}`).
    In(&'e str),
    /// In none yet.
    Nowhere,
    /// It is made from variables of the step, which another variable of the step cannot see.
    Unknown,
}

/// Where a command of a step finds the value.
pub(super) fn held(expression: &str) -> Held<'_> {
    let inside = expression.trim_start_matches("${{").trim_end_matches("}}");
    let is_name = |name: &&str| {
        let mut letters = name.chars();
        letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    };
    match inside.trim().strip_prefix("env.").filter(is_name) {
        Some(name) => Held::In(name),
        None if inside.contains("env.") || inside.contains("env[") => Held::Unknown,
        None => Held::Nowhere,
    }
}
