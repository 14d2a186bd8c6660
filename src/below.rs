//! The path of a file below a folder, as people see it.

use crate::discover::shown;
use context::has_only_names;
use std::path::{MAIN_SEPARATOR, Path};

/// The path of `file` below `folder`, with `/` between parts; `None` where it lies elsewhere.
pub(crate) fn path_below(folder: &Path, file: &Path) -> Option<String> {
    let names = names_below(folder, file).map(str::to_owned);
    names.or_else(|| file.strip_prefix(folder).ok().map(shown))
}

/// The same, where the texts alone say it, which takes no look at each part: nothing but names stands behind `folder`.
fn names_below<'f>(folder: &Path, file: &'f Path) -> Option<&'f str> {
    let behind = file.to_str()?.strip_prefix(folder.to_str()?)?;
    let names = behind.strip_prefix('/')?;
    let is_told = MAIN_SEPARATOR == '/' && folder.is_absolute() && has_only_names(names);
    is_told.then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_the_same_however_it_is_found() {
        let paths = [
            "",
            "/",
            "//",
            ".",
            "/a",
            "/a/",
            "a",
            "/a/b",
            "/a//b",
            "/a/./b",
            "/a/b/..",
            "/ab",
            "/ab/c",
            "/a/b/c",
            "/a/b//c",
            "/a/b/./c",
            "/a/b/c/",
            "/a/b/.c",
            "a/b",
            "//a/b/c",
            "/./a/b",
            "/a/b/c\\d",
            "/a/ü/c",
        ];
        let pairs = paths
            .iter()
            .flat_map(|folder| paths.map(|file| (folder, file)));
        for (folder, file) in pairs {
            let (folder, file) = (Path::new(folder), Path::new(file));
            let slow = file.strip_prefix(folder).ok().map(shown);
            assert_eq!(path_below(folder, file), slow, "{folder:?} {file:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_texts_alone_say_it_of_most_paths() {
        let told = |folder: &str, file| names_below(Path::new(folder), Path::new(file));
        assert_eq!(told("/a", "/a/b/c"), Some("b/c"));
        assert_eq!(told("/a", "/ab/c"), None);
        assert_eq!(told("/a", "/a/./c"), None);
    }
}
