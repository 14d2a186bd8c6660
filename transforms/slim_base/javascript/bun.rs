//! `bun.lock`, the text form of Bun's lock file.

use super::locked::{Locked, Script, depends_on_compiling};
use super::yaml;
use serde_json::Value;

/// The name of the older form, which is not text.
pub(super) const BINARY: &str = "bun.lockb";

/// The packages of a lock file; `None` if it is none.
///
/// It is JSON with commas behind the last entries, which YAML allows: <https://bun.sh/reference/bun/BunLockFile>.
/// Nothing in it says which packages have scripts, and which of those Bun runs changes with its version:
/// <https://bun.sh/docs/pm/lifecycle>.
pub(super) fn packages(text: &str) -> Option<Vec<Locked>> {
    let lock = yaml::documents(text)?.into_iter().next()?;
    lock.get("lockfileVersion")?;
    let trusted: Vec<&str> = lock
        .get("trustedDependencies")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let entries = lock.get("packages").and_then(Value::as_object);
    let entries = entries.into_iter().flatten();
    let packages = entries.filter_map(|(_, entry)| locked(entry.as_array()?, &trusted));
    Some(packages.collect())
}

/// One entry: the package as it was found, and what is told of it; `None` for a folder of the context.
fn locked(entry: &[Value], trusted: &[&str]) -> Option<Locked> {
    let found = entry.first()?.as_str()?;
    let at = found.get(1..)?.find('@')? + 1;
    let (name, rest) = (found.get(..at)?, found.get(at + 1..)?);
    let of_context = ["workspace:", "file:", "link:", "root:"];
    if of_context.iter().any(|start| rest.starts_with(start)) {
        return None;
    }
    let told = entry.iter().find(|value| value.is_object());
    let is_of_registry = !rest.contains(':');
    // Bun takes a repository of GitHub as an archive, and runs no script of what is not of the registry unless told to.
    let address = match rest.strip_prefix("github:") {
        Some(repository) => format!("https://codeload.github.com/{repository}"),
        None if is_of_registry => String::new(),
        None => rest.to_owned(),
    };
    let script = if trusted.contains(&name) {
        Script::Runs
    } else if !is_of_registry {
        Script::None
    } else if told.is_some_and(depends_on_compiling) {
        Script::Runs
    } else {
        Script::NotSaid
    };
    Some(Locked {
        address,
        script,
        ..Locked::called(name)
    })
}

#[cfg(test)]
mod tests {
    use super::super::locked::is_of_git;
    use super::*;

    #[test]
    fn packages_are_read_with_where_they_come_from() {
        let lock = r#"{
  "lockfileVersion": 1,
  "workspaces": {
    "": { "name": "shop", "dependencies": { "koa": "^3.0.0", "@shop/ui": "workspace:*", }, },
  },
  "trustedDependencies": ["bcrypt"],
  "packages": {
    "@shop/ui": ["@shop/ui@workspace:packages/ui"],
    "koa": ["koa@3.0.0", "", { "dependencies": { "accepts": "^1.3.5" } }, "sha512-a"],
    "bcrypt": ["bcrypt@6.0.0", "", {}, "sha512-b"],
    "usb": ["usb@2.14.0", "", { "dependencies": { "node-gyp-build": "^4.5.0" } }, "sha512-c"],
    "left": ["left@github:example/left#0a1b2c3", {}, "example-left-0a1b2c3"],
    "right": ["right@git+ssh://git@host/right.git#0a", {}, "0a"],
  }
}
"#;
        let told: Vec<(String, Script, bool)> = packages(lock)
            .unwrap()
            .into_iter()
            .map(|package| (package.name, package.script, is_of_git(&package.address)))
            .collect();
        let package = |name: &str, script, git| (name.to_owned(), script, git);
        let mut expected = vec![
            package("koa", Script::NotSaid, false),
            package("bcrypt", Script::Runs, false),
            package("usb", Script::Runs, false),
            package("left", Script::None, false),
            package("right", Script::None, true),
        ];
        let mut told = told;
        told.sort_by(|one, other| one.0.cmp(&other.0));
        expected.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!(told, expected);
        assert_eq!(packages("bun"), None);
    }
}
