//! `pnpm-lock.yaml`, of all versions that have packages by their names.

use super::locked::{Locked, Script, depends_on_compiling};
use super::yaml;
use serde_json::Value;

/// The packages of a lock file; `None` if it is none.
///
/// <https://github.com/pnpm/spec/tree/master/lockfile>: versions 5 and 6 mark the packages that run scripts, and
/// version 9 marks none.
pub(super) fn packages(text: &str) -> Option<Vec<Locked>> {
    let documents = yaml::documents(text)?;
    let lock = documents
        .iter()
        .rfind(|lock| lock.get("lockfileVersion").is_some())?;
    let version = lock.get("lockfileVersion")?.as_str()?;
    let major = version.split('.').next()?.parse::<u32>().ok()?;
    let Some(entries) = lock.get("packages").and_then(Value::as_object) else {
        return Some(Vec::new());
    };
    let mut packages: Vec<Locked> = entries
        .iter()
        .filter_map(|(key, entry)| locked(key, entry, major))
        .collect();
    let snapshots = lock.get("snapshots").and_then(Value::as_object);
    for (key, entry) in snapshots.into_iter().flatten() {
        if depends_on_compiling(entry)
            && let Some(name) = name(key, major)
        {
            let mut own = packages.iter_mut().filter(|package| package.name == name);
            own.by_ref()
                .for_each(|package| package.script = Script::Runs);
        }
    }
    Some(packages)
}

/// One entry; `None` for a folder of the context.
fn locked(key: &str, entry: &Value, major: u32) -> Option<Locked> {
    let resolution = entry.get("resolution");
    let told = |key: &str| resolution?.get(key)?.as_str();
    if told("type") == Some("directory") {
        return None;
    }
    let repository = told("repo").map(|repository| format!("git+{repository}"));
    let address = repository.or_else(|| told("tarball").map(str::to_owned));
    let flag = |key: &str| entry.get(key).and_then(Value::as_bool).unwrap_or_default();
    let script = if flag("requiresBuild") || depends_on_compiling(entry) {
        Script::Runs
    } else if major < 9 {
        Script::None
    } else {
        Script::NotSaid
    };
    let own = entry.get("name").and_then(Value::as_str);
    Some(Locked {
        address: address.unwrap_or_default(),
        script,
        is_optional: flag("optional"),
        ..Locked::called(own.or_else(|| name(key, major))?)
    })
}

/// The name in a key: `/@a/b/1.0.0` in version 5, `/@a/b@1.0.0(c@2.0.0)` in version 6, `@a/b@1.0.0` in version 9.
fn name(key: &str, major: u32) -> Option<&str> {
    let key = key.trim_start_matches('/');
    if major >= 6 {
        let at = key.get(1..)?.find('@')? + 1;
        return key.get(..at);
    }
    let mut slashes = key.match_indices('/').map(|(at, _)| at);
    let end = slashes.nth(usize::from(key.starts_with('@')))?;
    key.get(..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(String, Script, bool)> {
        packages(text)
            .unwrap()
            .into_iter()
            .map(|package| {
                (
                    package.name.clone(),
                    package.script,
                    super::super::locked::is_of_git(&package.address),
                )
            })
            .collect()
    }

    fn package(name: &str, script: Script, is_of_git: bool) -> (String, Script, bool) {
        (name.to_owned(), script, is_of_git)
    }

    #[test]
    fn keys_of_all_versions_are_read() {
        let five = "lockfileVersion: 5.4\npackages:\n  /@a/b/1.0.0_react@18.0.0:\n    resolution: {integrity: x}\n    requiresBuild: true\n  \
                    /c/2.0.0:\n    resolution: {integrity: x}\n";
        let expected = [
            package("@a/b", Script::Runs, false),
            package("c", Script::None, false),
        ];
        assert_eq!(told(five), expected);
        let six = five
            .replace("5.4", "'6.0'")
            .replace("/1.0.0_react@18.0.0", "@1.0.0(react@18.0.0)")
            .replace("c/2", "c@2");
        assert_eq!(told(&six), expected);
    }

    #[test]
    fn version_9_says_nothing_of_scripts() {
        let nine = "lockfileVersion: '9.0'\nimporters:\n  .: {}\npackages:\n  '@a/b@1.0.0':\n    resolution: {integrity: x}\n  \
                    c@https://codeload.github.com/t/c/tar.gz/0a:\n    resolution: {tarball: https://codeload.github.com/t/c/tar.gz/0a}\n  \
                    d@git+https://host/d.git#0a:\n    resolution: {commit: 0a, repo: https://host/d.git, type: git}\n  \
                    e@file:e:\n    resolution: {directory: e, type: directory}\n\
                    snapshots:\n  '@a/b@1.0.0(c@2)':\n    dependencies:\n      node-addon-api: 7.1.0\n";
        let expected = [
            package("@a/b", Script::Runs, false),
            package("c", Script::NotSaid, false),
            package("d", Script::NotSaid, true),
        ];
        assert_eq!(told(nine), expected);
        assert_eq!(packages("packages: {}\n"), None);
    }
}
