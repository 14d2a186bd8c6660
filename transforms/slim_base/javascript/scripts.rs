//! Which packages a package manager lets run scripts, where the project's settings say so.

use super::yaml;
use crate::provenance::base_workdir;
use crate::{Target, run_files};
use dockerfile::Stage;
use serde_json::Value;
use shell::Manager;

/// The first pnpm that runs no script of a package which is not listed.
///
/// <https://github.com/pnpm/pnpm/releases/tag/v10.0.0>
const FIRST_THAT_ASKS: u32 = 10;

/// Settings with which pnpm runs scripts of packages that are not listed, or lists them elsewhere.
///
/// <https://pnpm.io/settings#build-settings>
const OTHER_LISTS: &[&str] = &[
    "neverBuilt",
    "never-built",
    "dangerously",
    "BuiltDependenciesFile",
    "built-dependencies-file",
];

/// Where a command runs.
pub(in crate::slim_base) struct Folder<'f> {
    pub(in crate::slim_base) target: &'f Target<'f>,
    pub(in crate::slim_base) stage: &'f Stage,
    pub(in crate::slim_base) position: usize,
    /// The way up to the folder from there: `""`, or `../` for a workspace around it.
    pub(in crate::slim_base) way: String,
}

impl Folder<'_> {
    /// The text of a file that the command reads.
    pub(in crate::slim_base) fn text(&self, name: &str) -> Option<String> {
        let name = format!("{}{name}", self.way);
        run_files::text(self.target, self.stage, self.position, &name)
    }

    /// The workspace around it: the nearest folder above whose own files say that it is one.
    ///
    /// <https://docs.npmjs.com/cli/v11/using-npm/workspaces>, <https://pnpm.io/workspaces>,
    /// <https://bun.sh/docs/pm/workspaces>
    pub(in crate::slim_base) fn workspace(&self, manager: Manager) -> Option<Folder<'_>> {
        let base = base_workdir(self.target, self.stage);
        let above = |way: &str| Folder {
            way: way.to_owned(),
            ..*self
        };
        let way = run_files::way_up(self.stage, self.position, &base, |way| {
            above(way).is_workspace(manager)
        })?;
        Some(above(&way))
    }

    /// Whether its own files say that packages below it belong together.
    pub(in crate::slim_base) fn is_workspace(&self, manager: Manager) -> bool {
        if manager == Manager::Pnpm {
            let settings = self.text("pnpm-workspace.yaml").unwrap_or_default();
            return settings.lines().any(|line| line.starts_with("packages:"));
        }
        let package = self.text("package.json");
        let package: Option<Value> = package.and_then(|text| serde_json::from_str(&text).ok());
        package.is_some_and(|package| package.get("workspaces").is_some())
    }

    /// Whether a file is there, be it text or not.
    pub(super) fn has(&self, name: &str) -> bool {
        let name = format!("{}{name}", self.way);
        !run_files::is_absent(self.target, self.stage, self.position, &name)
    }

    /// The text of a file that need not be there; `None` if it is there and was not read.
    fn text_if_there(&self, name: &str) -> Option<String> {
        match self.has(name) {
            true => self.text(name),
            false => Some(String::new()),
        }
    }

    /// The packages of which pnpm runs the scripts; `None` if it may be all of them.
    pub(super) fn built_by_pnpm(&self) -> Option<Vec<String>> {
        let manifest = self.text("package.json")?;
        let package: Value = serde_json::from_str(&manifest).ok()?;
        let manager = package.get("packageManager")?.as_str()?;
        let is_new = asks(manager.strip_prefix("pnpm@")?) && !self.names_another_pnpm();
        let settings = self.text_if_there("pnpm-workspace.yaml")?;
        let others = self.text_if_there(".npmrc")?;
        let texts = [&manifest, &settings, &others];
        let is_listed = !OTHER_LISTS
            .iter()
            .any(|word| texts.iter().any(|text| text.contains(word)));
        if !is_new || !is_listed {
            return None;
        }
        let settings = yaml::documents(&settings)?;
        let mut built = Vec::new();
        for place in settings.iter().chain(package.get("pnpm")) {
            let listed = place.get("onlyBuiltDependencies").and_then(Value::as_array);
            let names = listed.into_iter().flatten().filter_map(Value::as_str);
            built.extend(names.map(bare));
            let allowed = place.get("allowBuilds").and_then(Value::as_object);
            let allowed = allowed.into_iter().flatten();
            built.extend(
                allowed
                    .filter(|(_, value)| value.as_bool() != Some(false))
                    .map(|(name, _)| bare(name)),
            );
        }
        Some(built)
    }

    /// Whether the file installs a pnpm that may be older than that of `package.json`, or sets one of the settings.
    fn names_another_pnpm(&self) -> bool {
        self.target.document.instructions.iter().any(|instruction| {
            let text = instruction.logical.text.as_str();
            let mut versions = text.split("pnpm@").skip(1);
            versions.any(|version| !version.starts_with("latest") && !asks(version))
                || text.to_ascii_lowercase().contains("pnpm_version")
                || OTHER_LISTS
                    .iter()
                    .any(|word| text.contains(word) || text.contains(&word.replace('-', "_")))
        })
    }

    /// Whether Yarn is told to run no script of any package.
    ///
    /// <https://yarnpkg.com/configuration/yarnrc#enableScripts>
    pub(super) fn yarn_runs_none(&self) -> bool {
        self.yarn_setting("enableScripts") == Some(Value::Bool(false))
    }

    /// A setting of the Yarns after 1.
    pub(in crate::slim_base) fn yarn_setting(&self, key: &str) -> Option<Value> {
        let settings = yaml::documents(&self.text(".yarnrc.yml")?)?;
        settings.first()?.get(key).cloned()
    }
}

/// Whether a pnpm of this version runs the scripts of listed packages only.
fn asks(version: &str) -> bool {
    let end = version.find(|next: char| !next.is_ascii_digit());
    let major = version.get(..end.unwrap_or(version.len()));
    major.is_some_and(|major| {
        major
            .parse()
            .is_ok_and(|major: u32| major >= FIRST_THAT_ASKS)
    })
}

/// A name without the versions that may stand behind it.
fn bare(name: &str) -> String {
    let at = name.get(1..).and_then(|rest| rest.find('@'));
    let name = at.and_then(|at| name.get(..=at)).unwrap_or(name);
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{asks, bare};

    #[test]
    fn a_version_tells_whether_pnpm_asks() {
        assert!(asks("10.4.1+sha512.0a"));
        assert!(asks("11"));
        assert!(!asks("9.15.0"));
        assert!(!asks("$VERSION"));
    }

    #[test]
    fn versions_behind_a_name_are_left_out() {
        assert_eq!(bare("@a/b@1.0.0 || 2.0.0"), "@a/b");
        assert_eq!(bare("esbuild"), "esbuild");
    }
}
