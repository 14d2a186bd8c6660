//! The shortest form of a path, found by its text alone.

/// `path` without `.`, `..`, doubled and trailing slashes, as Go's
/// [`path.Clean`](https://pkg.go.dev/path#Clean) gives it: `a/./b/../c/` is `a/c`, the empty path is `.`.
#[must_use]
pub fn clean(path: &str) -> String {
    if has_only_names(path.strip_prefix('/').unwrap_or(path)) {
        return path.to_owned();
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    let mut cleaned = String::with_capacity(path.len() + 1);
    cleaned.push_str(root);
    for part in path.split('/') {
        let above = cleaned.get(root.len()..).unwrap_or_default();
        match (part, last(above)) {
            ("" | ".", _) => {}
            ("..", Some(last)) if last != ".." => {
                let end = above.len() - last.len();
                cleaned.truncate(root.len() + end.saturating_sub(1));
            }
            ("..", None) if !root.is_empty() => {}
            (name, above) => {
                if above.is_some() {
                    cleaned.push('/');
                }
                cleaned.push_str(name);
            }
        }
    }
    if cleaned.is_empty() {
        cleaned.push('.');
    }
    cleaned
}

/// Whether `path` is made of names with one `/` between each two: no part of it is empty, `.` or `..`.
#[must_use]
pub fn has_only_names(path: &str) -> bool {
    let bytes = path.as_bytes();
    // In most paths every part starts with the letter of a name, which is told without a look at each part.
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let is_odd = pairs.fold(false, |is_odd, pair| {
        is_odd | matches!(pair, (b'/', b'/' | b'.'))
    });
    match bytes {
        [] | [b'/', ..] | [.., b'/'] => false,
        [b'.', ..] => are_names(bytes),
        _ => !is_odd || are_names(bytes),
    }
}

/// Whether each part is a name, part by part.
fn are_names(path: &[u8]) -> bool {
    // How many dots the part is made of so far; three or anything else make it a name.
    let mut dots = 0;
    for byte in path {
        match byte {
            b'/' if dots < NAME => return false,
            b'/' => dots = 0,
            b'.' if dots < NAME => dots += 1,
            _ => dots = NAME,
        }
    }
    dots == NAME
}

/// No dots: a name.
const NAME: u8 = 3;

/// The last part, where there is one.
fn last(path: &str) -> Option<&str> {
    path.rsplit('/').next().filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{clean, has_only_names};
    use proptest::prelude::*;

    #[test]
    fn paths_come_out_as_go_cleans_them() {
        for (path, expected) in [
            ("", "."),
            ("a//b/./c/", "a/b/c"),
            ("a/../..", ".."),
            ("../../a", "../../a"),
            ("/../a", "/a"),
            ("/", "/"),
            ("a/..", "."),
            ("**/", "**"),
        ] {
            assert_eq!(clean(path), expected, "{path}");
        }
    }

    #[test]
    fn names_are_told_from_dots_and_nothing() {
        for path in ["a", "a/b", ".env", "..data/x", "a/.git", "...", "a/...b"] {
            assert!(has_only_names(path), "{path}");
        }
        for path in [
            "", "/a", "a/", "a//b", ".", "..", "./a", "a/..", "a/./b", "../a",
        ] {
            assert!(!has_only_names(path), "{path}");
        }
    }

    proptest! {
        #[test]
        fn what_has_only_names_is_clean(path in "[a./]{0,12}|([a.]{1,9}/){0,9}[a./]{0,3}") {
            let names = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
            prop_assert_eq!(has_only_names(&path), names);
        }

        #[test]
        fn cleaning_is_idempotent(path in "[a.*/]{0,24}") {
            let once = clean(&path);
            prop_assert_eq!(clean(&once), once);
        }
    }
}
