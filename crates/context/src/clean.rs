//! The shortest form of a path, found by its text alone.

/// `path` without `.`, `..`, doubled and trailing slashes, as Go's
/// [`path.Clean`](https://pkg.go.dev/path#Clean) gives it: `a/./b/../c/` is `a/c`, the empty path is `.`.
#[must_use]
pub fn clean(path: &str) -> String {
    let is_rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => match parts.last() {
                Some(&last) if last != ".." => {
                    parts.pop();
                }
                Some(_) | None if is_rooted => {}
                Some(_) | None => parts.push(part),
            },
            name => parts.push(name),
        }
    }
    let joined = parts.join("/");
    match (is_rooted, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
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
