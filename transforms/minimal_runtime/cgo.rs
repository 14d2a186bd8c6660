//! Whether a program of Go has a part in C, and what that needs.

use crate::Target;
use crate::runs::Started;
use crate::table::table;
use serde::Deserialize;
use std::sync::LazyLock;

/// What a part in C needs of the image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
enum Needs {
    /// A library of the distribution.
    #[serde(rename = "library")]
    Library,
    /// The library of C++.
    #[serde(rename = "c++")]
    CPlusPlus,
    /// The library of C.
    #[serde(rename = "c")]
    C,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    /// Modules, as `go.mod` names them, or packages, as code imports them.
    names: Vec<String>,
    needs: Needs,
    #[allow(dead_code, reason = "the file must name its source")]
    source: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Go {
    part: Vec<Part>,
}

static GO: LazyLock<Go> = LazyLock::new(|| table(tables::text!("minimal_runtime/data/go")));

/// How many files a context may have to be looked through.
const MAX_FILES: usize = 5_000;

/// The first Go whose `go.mod` names every module of the program, those that others bring included.
///
/// <https://go.dev/ref/mod#graph-pruning>
const FIRST_WITH_ALL: u32 = 17;

/// The lists of modules, and the code, of a build context.
pub(super) struct Program {
    lists: Vec<String>,
    code: Vec<String>,
}

impl Program {
    /// What the context has; `None` when it is not read whole.
    pub(super) fn read(target: &Target<'_>) -> Option<Self> {
        let context = target.context?;
        let enters = |path: &str| !path.starts_with('.');
        let mut program = Self {
            lists: Vec::new(),
            code: Vec::new(),
        };
        for found in context::list(context, MAX_FILES, enters).ok()? {
            let path = found.path;
            if path == "go.mod" || path.ends_with("/go.mod") {
                program.lists.push(context.read(&path)?);
            } else if path.ends_with(".go") && !path.ends_with("_test.go") {
                program.code.push(context.read(&path)?);
            }
        }
        Some(program)
    }

    /// Whether the files show that the program which `build` builds has no part in C: all its modules are named in a
    /// `go.mod` that is there, and no file of its own imports one.
    pub(super) fn is_without_c(&self, build: &Started) -> bool {
        let words = build.words();
        let wants = |word: &&str| word.starts_with("-race") || word.starts_with("-buildmode");
        let is_in_c = |code: &String| {
            code.lines()
                .any(|line| line.trim_start().trim_start_matches("import ").trim() == "\"C\"")
        };
        !words.iter().any(wants)
            && !self.lists.is_empty()
            && self.lists.iter().all(|list| names_all(list))
            && self.parts().next().is_none()
            && !self.code.iter().any(is_in_c)
    }

    /// The module or package that needs a library of the distribution.
    pub(super) fn library(&self) -> Option<&'static str> {
        self.first(Needs::Library)
    }

    /// The module or package that needs the library of C++.
    pub(super) fn of_c_plus_plus(&self) -> Option<&'static str> {
        self.first(Needs::CPlusPlus)
    }

    fn first(&self, wanted: Needs) -> Option<&'static str> {
        let mut parts = self.parts();
        let found = parts.find(|(_, needs)| *needs == wanted);
        found.map(|(name, _)| name)
    }

    /// The parts in C that its modules, or the packages that its code imports, are known to have.
    fn parts(&self) -> impl Iterator<Item = (&'static str, Needs)> {
        let all = GO
            .part
            .iter()
            .flat_map(|part| part.names.iter().map(|name| (name.as_str(), part.needs)));
        all.filter(|(name, _)| {
            let import = format!("\"{name}");
            self.lists.iter().any(|list| list.contains(name))
                || self.code.iter().any(|code| code.contains(&import))
        })
    }
}

/// Whether a `go.mod` names every module of the program.
fn names_all(list: &str) -> bool {
    if !list.contains("require") {
        return true;
    }
    let version = list
        .lines()
        .find_map(|line| line.trim().strip_prefix("go "));
    let mut numbers = version.unwrap_or("1.16").split('.');
    let (major, minor) = (numbers.next(), numbers.next());
    let minor = minor.and_then(|minor| minor.parse::<u32>().ok());
    major != Some("1") || minor.is_some_and(|minor| minor >= FIRST_WITH_ALL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read() {
        serde_json::from_str::<Go>(tables::text!("minimal_runtime/data/go")).unwrap();
    }

    #[test]
    fn lists_of_old_leave_out_what_others_bring() {
        let needs = "\nrequire example.com/b v1.0.0\n";
        assert!(names_all(&format!("module a\n\ngo 1.22.0\n{needs}")));
        assert!(names_all(&format!("module a\ngo 1.17\n{needs}")));
        assert!(!names_all(&format!("module a\n\ngo 1.16\n{needs}")));
        assert!(!names_all(&format!("module a\n{needs}")));
        assert!(names_all("module a\n"));
    }
}
