//! A package of a lock file, whichever package manager wrote it.

use serde_json::Value;

/// What a lock file says of whether a package runs a script when it is installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// It runs one.
    Runs,
    /// It runs none.
    None,
    /// The lock file does not say.
    NotSaid,
}

/// A package of a lock file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Locked {
    pub(super) name: String,
    /// Where it is fetched from; empty for the registry.
    pub(super) address: String,
    pub(super) script: Script,
    /// Whether the lock file says that it compiles.
    pub(super) compiles: bool,
    /// Whether the installation goes on without it.
    pub(super) is_optional: bool,
}

impl Locked {
    /// A package of which only the name is known.
    pub(super) fn called(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            address: String::new(),
            script: Script::NotSaid,
            compiles: false,
            is_optional: false,
        }
    }

    /// Whether it is an archive of a repository, which is built where it is installed.
    pub(super) fn is_of_archive(&self) -> bool {
        [
            "codeload.github.com",
            "/archive/",
            "/-/archive",
            "/repository/archive",
        ]
        .iter()
        .any(|part| self.address.contains(part))
    }
}

/// Whether a package manager fetches from `address` with git.
pub(super) fn is_of_git(address: &str) -> bool {
    let starts = [
        "git+",
        "git:",
        "git@",
        "github:",
        "gitlab:",
        "bitbucket:",
        "ssh:",
    ];
    let (place, fragment) = address.split_once('#').unwrap_or((address, ""));
    starts.iter().any(|start| address.starts_with(start))
        || place.ends_with(".git")
        || fragment.starts_with("commit=")
}

/// Packages that others depend on to be compiled, or to fetch what was compiled for them.
///
/// <https://github.com/nodejs/node-gyp#readme>, <https://github.com/nodejs/node-addon-api#readme>,
/// <https://github.com/prebuild/prebuild-install#readme>, <https://github.com/mapbox/node-pre-gyp#readme>
const COMPILING: &[&str] = &[
    "node-gyp",
    "node-gyp-build",
    "node-addon-api",
    "nan",
    "bindings",
    "prebuild-install",
    "node-pre-gyp",
    "@mapbox/node-pre-gyp",
    "cmake-js",
    "napi-build-utils",
];

/// Whether a package that depends on `name` compiles when it is installed, or may have to.
pub(super) fn compiles(name: &str) -> bool {
    COMPILING.contains(&name)
}

/// Whether an entry of a lock file depends on a package that compiles others.
pub(super) fn depends_on_compiling(entry: &Value) -> bool {
    ["dependencies", "optionalDependencies"]
        .iter()
        .filter_map(|key| entry.get(key)?.as_object())
        .flatten()
        .any(|(name, _)| compiles(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_how_it_is_fetched() {
        let fetched = |address: &str| {
            let locked = Locked {
                address: address.to_owned(),
                ..Locked::called("a")
            };
            (is_of_git(&locked.address), locked.is_of_archive())
        };
        assert_eq!(fetched("git+ssh://git@host/a.git#0a"), (true, false));
        assert_eq!(fetched("https://host/a.git#0a"), (true, false));
        assert_eq!(
            fetched("https://github.com/a/b.git#commit=0a"),
            (true, false)
        );
        assert_eq!(
            fetched("https://codeload.github.com/a/b/tar.gz/0a"),
            (false, true)
        );
        assert_eq!(
            fetched("https://registry.npmjs.org/a/-/a-1.tgz#0a"),
            (false, false)
        );
    }
}
