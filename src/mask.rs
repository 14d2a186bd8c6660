//! Hiding the values of secrets.

use std::borrow::Cow;
use transforms::Secret;

/// What stands in place of a secret's value.
const MASK: &str = "***";

/// `text` with every one of `secrets` masked. A value of several lines is masked line by line, so that the lines of a
/// diff stay lines.
pub(crate) fn masked<'t>(text: &'t str, secrets: &[Secret]) -> Cow<'t, str> {
    let mut values: Vec<&str> = secrets
        .iter()
        .flat_map(|secret| secret.reveal().split('\n'))
        .map(|value| value.trim_matches(['\r', ' ', '\t']))
        .filter(|value| !value.is_empty())
        .collect();
    // The longest first, so that no rest of a value is left over.
    values.sort_by_key(|value| std::cmp::Reverse(value.len()));
    let mut text = Cow::Borrowed(text);
    for value in values {
        if text.contains(value) {
            text = Cow::Owned(text.replace(value, MASK));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_masked_the_longest_first() {
        let secrets = ["ab", "abcd", ""].map(Secret::new);
        assert_eq!(masked("abcd ab x", &secrets), "*** *** x");
    }

    #[test]
    fn a_value_of_several_lines_keeps_the_lines() {
        let secrets = [Secret::new("one\n  two")];
        assert_eq!(masked("-one\n-  two\n", &secrets), "-***\n-  ***\n");
    }
}
