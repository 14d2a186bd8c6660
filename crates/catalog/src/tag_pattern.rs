//! Which tags an entry is about: patterns with `*`, and ranges of versions.

use std::cmp::Ordering;

/// Whether `pattern`, in which `*` stands for any text, matches the whole of `text`.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(rest) = text.strip_prefix(head) else {
        return false;
    };
    let ends = rest.char_indices().map(|(place, _)| place);
    ends.chain([rest.len()])
        .any(|place| rest.get(place..).is_some_and(|rest| matches(tail, rest)))
}

/// How the version a tag starts with compares to `bound`.
///
/// A tag that leaves the rest of a version open means the newest: `8`, `lts` and `latest` all come after `8.2`.
pub(crate) fn compare_version(tag: &str, bound: &str) -> Ordering {
    let mut ours = numbers(tag);
    for bound in numbers(bound) {
        match ours.next() {
            None => return Ordering::Greater,
            Some(number) if number != bound => return number.cmp(&bound),
            Some(_) => {}
        }
    }
    Ordering::Equal
}

/// The dotted numbers at the start of a tag.
pub(crate) fn numbers(tag: &str) -> impl Iterator<Item = u64> {
    let end = tag
        .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
        .unwrap_or(tag.len());
    tag.get(..end)
        .unwrap_or_default()
        .split('.')
        .map_while(|number| number.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_text() {
        assert!(matches("*-slim", "3.12-slim"));
        assert!(matches("*slim*", "slim"));
        assert!(matches("*-alpine*", "3.12-alpine3.20"));
        assert!(!matches("*-slim", "3.12-slim-bookworm"));
        assert!(!matches("slim", "3.12-slim"));
    }

    #[test]
    fn an_open_version_is_the_newest() {
        assert_eq!(compare_version("7.4-apache", "8.0"), Ordering::Less);
        assert_eq!(compare_version("8.0.30", "8.0"), Ordering::Equal);
        assert_eq!(compare_version("8", "8.2"), Ordering::Greater);
        assert_eq!(compare_version("latest", "8.2"), Ordering::Greater);
        assert_eq!(compare_version("10.0-noble", "8.0"), Ordering::Greater);
    }
}
