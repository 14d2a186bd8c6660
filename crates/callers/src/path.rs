//! Paths of a tree, as text: `/` between parts, `""` for the root, nothing above it.

/// The folder of a file: `""` for a file at the root.
#[must_use]
pub fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
pub(crate) fn name(file: &str) -> &str {
    // All names of a tree are asked for: names are short, and looking at each byte beats a search.
    let slash = file.as_bytes().iter().rposition(|byte| *byte == b'/');
    slash
        .and_then(|slash| file.get(slash + 1..))
        .unwrap_or(file)
}

/// Whether a file is called `name`: to see how its path ends takes no search for the last part.
pub(crate) fn is_called(file: &str, name: &str) -> bool {
    let above = file.strip_suffix(name);
    above.is_some_and(|above| above.is_empty() || above.ends_with('/'))
}

/// What starts a path that is counted from the root of the tree, wherever it is written: `$CI_PROJECT_DIR`, `$(pwd)`.
pub(crate) const ROOT: &str = "//";

/// `path` as seen from `base`, without `.` and `..`; `None` when it is absolute or leaves the tree.
pub(crate) fn join(base: &str, path: &str) -> Option<String> {
    if let Some(path) = path.strip_prefix(ROOT) {
        return join("", path.trim_start_matches('/'));
    }
    if path.starts_with(['/', '~']) || path.contains('\\') {
        return None;
    }
    let mut joined = String::with_capacity(base.len() + 1 + path.len());
    for part in base.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if joined.is_empty() => return None,
            ".." => joined.truncate(joined.rfind('/').unwrap_or_default()),
            part => {
                if !joined.is_empty() {
                    joined.push('/');
                }
                joined.push_str(part);
            }
        }
    }
    Some(joined)
}

/// `path` as seen from `folder`, both of the tree.
pub(crate) fn relative(folder: &str, path: &str) -> String {
    let parts = |path: &str| -> Vec<String> {
        let parts = path.split('/').filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    let (from, to) = (parts(folder), parts(path));
    let shared = from.iter().zip(&to).take_while(|(from, to)| from == to);
    let shared = shared.count();
    let up = from.iter().skip(shared).map(|_| "..".to_owned());
    let down = to.iter().skip(shared).cloned();
    let parts: Vec<String> = up.chain(down).collect();
    parts.join("/")
}

/// A folder for people: `.` for the root.
pub(crate) fn shown(path: &str) -> &str {
    if path.is_empty() { "." } else { path }
}

#[cfg(test)]
mod tests {
    use super::{is_called, join, name, relative};

    #[test]
    fn the_end_of_a_path_tells_what_a_file_is_called() {
        for file in ["", "a", "/a", "b/a", "ba", "b/ba", "a/b", "a/", "b/c", "/"] {
            for called in ["", "a", "b", "ba"] {
                let is_so = name(file) == called;
                assert_eq!(is_called(file, called), is_so, "{file} {called}");
            }
        }
    }

    #[test]
    fn a_path_is_counted_from_a_folder() {
        assert_eq!(relative("", "api/.npmrc"), "api/.npmrc");
        assert_eq!(relative("deploy/prod", "api/.npmrc"), "../../api/.npmrc");
        assert_eq!(relative("api", "api/.npmrc"), ".npmrc");
    }

    #[test]
    fn a_path_stays_in_the_tree() {
        assert_eq!(join("services/api", "../.."), Some(String::new()));
        assert_eq!(
            join("services/api", "./../web/"),
            Some("services/web".into())
        );
        assert_eq!(join("services", "../.."), None);
        assert_eq!(join("a//b/./c", "../../d/../e"), Some("a/e".into()));
        assert_eq!(join("..", "a"), None);
        assert_eq!(join("", "/srv"), None);
        assert_eq!(join("services", "///api/."), Some("api".into()));
    }
}
