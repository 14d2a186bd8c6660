//! The shortest form of a path, found by its text alone.

/// `path` without `.`, `..`, doubled and trailing slashes, as Go's
/// [`path.Clean`](https://pkg.go.dev/path#Clean) gives it: `a/./b/../c/` is `a/c`, the empty path is `.`.
#[must_use]
pub fn clean(path: &str) -> String {
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

/// The last part, where there is one.
fn last(path: &str) -> Option<&str> {
    path.rsplit('/').next().filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::clean;
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

    proptest! {
        #[test]
        fn cleaning_is_idempotent(path in "[a.*/]{0,24}") {
            let once = clean(&path);
            prop_assert_eq!(clean(&once), once);
        }
    }
}
