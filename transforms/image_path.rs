//! Paths inside an image: absolute, with `/` between parts, no `.`, `..` or trailing `/`.

use context::has_only_names;
use std::borrow::Cow;

/// Where a program without a path is looked for: the `PATH` that Docker gives an image without one, in its order.
pub const PROGRAM_FOLDERS: &[&str] = &[
    "/usr/local/sbin",
    "/usr/local/bin",
    "/usr/sbin",
    "/usr/bin",
    "/sbin",
    "/bin",
];

/// `path` seen from `folder`, as an absolute path.
#[must_use]
pub fn absolute(folder: &str, path: &str) -> String {
    joined(folder, path).into_owned()
}

/// The same, for those who only look at it: most paths are in this form already.
#[must_use]
pub fn joined<'p>(folder: &'p str, path: &'p str) -> Cow<'p, str> {
    let is_from_top = path.starts_with('/');
    let bare = path.strip_suffix('/').unwrap_or(path);
    let is_tidy_path = is_tidy(bare);
    if is_tidy_path && is_from_top {
        return Cow::Borrowed(bare);
    }
    let is_tidy_folder = folder == "/" || folder.starts_with('/') && is_tidy(folder);
    if is_tidy_folder && matches!(path, "" | "." | "./") {
        return Cow::Borrowed(folder);
    }
    let folder = if is_from_top || folder == "/" {
        ""
    } else {
        folder
    };
    if is_tidy_path && (folder.is_empty() || is_tidy_folder) {
        // This is asked for so often that a join of three parts would show.
        let mut whole = String::with_capacity(folder.len() + 1 + bare.len());
        whole.push_str(folder);
        whole.push('/');
        whole.push_str(bare);
        return Cow::Owned(whole);
    }
    Cow::Owned(part_by_part(folder, path))
}

fn part_by_part(folder: &str, path: &str) -> String {
    let mut whole = String::with_capacity(folder.len() + path.len() + 2);
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => whole.truncate(whole.rfind('/').unwrap_or(0)),
            name => {
                whole.push('/');
                whole.push_str(name);
            }
        }
    }
    if whole.is_empty() {
        whole.push('/');
    }
    whole
}

/// Whether `path` is in this form already, with or without the `/` in front.
fn is_tidy(path: &str) -> bool {
    has_only_names(path.strip_prefix('/').unwrap_or(path))
}

/// What follows `folder` in `path`: `Some("")` for the folder itself, `None` when `path` does not lie in it.
#[must_use]
pub fn below<'p>(folder: &str, path: &'p str) -> Option<&'p str> {
    if folder == "/" {
        return path.strip_prefix('/');
    }
    match path.strip_prefix(folder)? {
        "" => Some(""),
        rest => rest.strip_prefix('/'),
    }
}

/// The last part.
#[must_use]
pub fn name(path: &str) -> &str {
    let slash = path.as_bytes().iter().rposition(|byte| *byte == b'/');
    path.get(slash.map_or(0, |slash| slash + 1)..)
        .unwrap_or(path)
}

/// Everything before the last part; `/` for what lies at the top.
#[must_use]
pub fn folder(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) | None => "/",
        Some((folder, _)) => folder,
    }
}

/// `name` below `folder` of a build context, where the root is `""`.
#[must_use]
pub fn in_context(folder: &str, name: &str) -> String {
    if matches!(folder, "" | "/") && is_tidy(name) {
        return name.trim_start_matches('/').to_owned();
    }
    let mut path = absolute(folder, name);
    path.remove(0);
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_path_starts_at_the_folder() {
        assert_eq!(absolute("/app", "./start.sh"), "/app/start.sh");
        assert_eq!(absolute("/app", "../x/"), "/x");
        assert_eq!(absolute("/app", "/x//y"), "/x/y");
        assert_eq!(absolute("/app", "."), "/app");
        assert_eq!(absolute("/", ""), "/");
    }

    #[test]
    fn a_folder_whose_name_only_starts_alike_is_another_one() {
        assert_eq!(below("/app", "/app/data"), Some("data"));
        assert_eq!(below("/app", "/app"), Some(""));
        assert_eq!(below("/app", "/application"), None);
        assert_eq!(below("/", "/app"), Some("app"));
    }

    #[test]
    fn folder_and_name_split_a_path() {
        assert_eq!((folder("/a/b"), name("/a/b")), ("/a", "b"));
        assert_eq!((folder("/a"), name("/a")), ("/", "a"));
    }
}
