//! One app of `tests/apps`: a build context, and in `app.toml` what must come of it.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// An app and what is expected of it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct App {
    /// Its folder's name.
    #[serde(skip)]
    pub name: String,
    /// Its folder.
    #[serde(skip)]
    pub folder: PathBuf,
    /// The family of base images it stands for.
    pub family: String,
    /// What it shows, in one clause.
    pub shows: String,
    /// The stand-in images that both builds need.
    pub stand_ins: Vec<String>,
    /// Other names that stand-in images get: the name of the image, and the one that it also answers to.
    #[serde(default)]
    pub also_named: BTreeMap<String, String>,
    /// The Dockerfile that is built.
    #[serde(default = "dockerfile")]
    pub dockerfile: String,
    /// Options for `harden --write`.
    #[serde(default)]
    pub harden: Vec<String>,
    /// Options for the check: paths to ask for, secrets, values that must not be found.
    #[serde(default)]
    pub check: Vec<String>,
    /// Whether the hardened image is proven, or the file held back.
    pub expect: Expectation,
    /// For a file that is held back: the reason's code.
    pub reason: Option<String>,
    /// The effective user of the hardened container.
    pub uid: Option<u32>,
    /// Secrets by name: the original gets them as build arguments, the hardened one as secrets, and neither their
    /// values nor those that `check` looks for may be found in the hardened image.
    #[serde(default)]
    pub secrets: BTreeMap<String, String>,
    /// Whether the original image provably holds the value.
    #[serde(default)]
    pub leaks_before: bool,
    /// Words that the hardened Dockerfile must hold.
    #[serde(default)]
    pub gains: Vec<String>,
    /// Files of callers that `docker buildx bake` must still build once they are hardened.
    #[serde(default)]
    pub callers: Vec<String>,
    /// A private key that is made for the app, with its public half; the hardened build gets it by an agent of `ssh`.
    pub ssh_key: Option<String>,
    /// Whether CI proves it.
    pub in_ci: bool,
    /// Modes that git does not keep, in octal, by path.
    #[serde(default)]
    pub modes: BTreeMap<String, String>,
}

/// What must come of an app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expectation {
    /// The hardened image builds, runs and answers as before.
    Proven,
    /// The finding is held back with the reason that the app names.
    HeldBack,
}

impl App {
    /// Every app, by name.
    pub fn all() -> Vec<App> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/apps");
        let mut folders: Vec<PathBuf> = fs::read_dir(root)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.join("app.toml").is_file())
            .collect();
        folders.sort();
        folders.into_iter().map(App::read).collect()
    }

    fn read(folder: PathBuf) -> App {
        let text = fs::read_to_string(folder.join("app.toml")).unwrap();
        let app: App =
            toml::from_str(&text).unwrap_or_else(|error| panic!("`{}`: {error}", folder.display()));
        App {
            name: folder.file_name().unwrap().to_string_lossy().into_owned(),
            folder,
            ..app
        }
    }

    /// Whether `wanted` (`all`, `ci`, or names) asks for it.
    pub fn is_wanted(&self, wanted: &str) -> bool {
        match wanted {
            "all" => true,
            "ci" => self.in_ci,
            names => names.split(',').any(|name| name == self.name),
        }
    }

    /// A copy of its build context in `to`, with the modes it asks for.
    pub fn copy(&self, to: &Path) {
        copy_folder(&self.folder, to);
        fs::remove_file(to.join("app.toml")).unwrap();
        for (path, mode) in &self.modes {
            set_mode(&to.join(path), u32::from_str_radix(mode, 8).unwrap());
        }
    }
}

fn dockerfile() -> String {
    "Dockerfile".to_owned()
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn set_mode(_path: &Path, _mode: u32) {}
