//! `package-lock.json` and `npm-shrinkwrap.json`.

use super::locked::{Locked, Script};
use serde_json::Value;

/// The packages of a lock file; `None` if it is none, or too old to say which run scripts.
///
/// <https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json#packages>
pub(super) fn packages(text: &str) -> Option<Vec<Locked>> {
    let lock: Value = serde_json::from_str(text).ok()?;
    let packages = lock.get("packages")?.as_object()?;
    let all = packages.iter().filter_map(|(path, package)| {
        // The project itself stands under an empty path, the others of its workspace under their folders.
        let name = match path.rsplit_once("node_modules/") {
            Some((_, name)) => name,
            None if path.is_empty() => return None,
            None => path,
        };
        let flag = |key: &str| package.get(key).and_then(Value::as_bool);
        let runs = flag("hasInstallScript").unwrap_or_default();
        let address = package.get("resolved").and_then(Value::as_str);
        Some(Locked {
            address: address.unwrap_or_default().to_owned(),
            script: if runs { Script::Runs } else { Script::None },
            compiles: flag("gypfile").unwrap_or_default(),
            is_optional: flag("optional").unwrap_or_default(),
            ..Locked::called(name)
        })
    });
    Some(all.collect())
}
