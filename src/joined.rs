//! A path that is put together in a text of its length.

use std::path::{Path, PathBuf};

/// `path` as seen from `folder`: what [`Path::join`] gives, which copies the folder into a text of just its length, and
/// then once more as that grows.
pub(crate) fn joined(folder: &Path, path: impl AsRef<Path>) -> PathBuf {
    let path = path.as_ref();
    let length = folder.as_os_str().len() + 1 + path.as_os_str().len();
    let mut joined = PathBuf::with_capacity(length);
    joined.push(folder);
    joined.push(path);
    joined
}

#[cfg(test)]
mod tests {
    use super::joined;
    use std::path::Path;

    #[test]
    fn a_path_is_what_join_gives() {
        let paths = [
            "", "/", "a", "a/", "/a", "./a", "../a/b", "a//b/.", "C:", "C:\\a", "\\a",
        ];
        for folder in paths.map(Path::new) {
            for path in paths {
                let expected = folder.join(path).into_os_string();
                assert_eq!(joined(folder, path).into_os_string(), expected);
            }
        }
    }
}
