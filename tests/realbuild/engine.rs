//! The container engine and the stand-in images, from the folder beside the checkout.

use crate::app::App;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// An engine that runs, with the images that the apps need.
#[derive(Debug)]
pub struct Engine {
    folder: PathBuf,
}

impl Engine {
    /// Starts it; `None`, with a line that says why, when it is not there or does not start.
    pub fn start(apps: &[App]) -> Option<Engine> {
        let images = apps.iter().flat_map(|app| &app.stand_ins);
        Engine::start_with(images.map(String::as_str).collect())
    }

    /// Starts it with these stand-in images. Tests run side by side: one starts it, and the others wait until it answers.
    pub fn start_with(images: BTreeSet<&str>) -> Option<Engine> {
        static STARTS: Mutex<()> = Mutex::new(());
        let _turn = STARTS.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/realbuild");
        if !folder.is_dir() {
            println!("skipped: no engine (`../shared/realbuild` is not there)");
            return None;
        }
        let started = Command::new(folder.join("engine")).arg("start").output();
        if !started.is_ok_and(|output| output.status.success()) {
            println!("skipped: the engine does not start");
            return None;
        }
        let answers = Command::new("bash")
            .args(["-c", r#". "$0/env.sh" && docker version"#])
            .arg(&folder)
            .output();
        if !answers.is_ok_and(|output| output.status.success()) {
            println!("skipped: the engine does not answer");
            return None;
        }
        // Without names, everything there is would be built.
        if images.is_empty() {
            return Some(Engine { folder });
        }
        let images: Vec<&str> = images.into_iter().collect();
        let built = Command::new(folder.join("setup"))
            .arg(images.join(","))
            .output();
        if !built.is_ok_and(|output| output.status.success()) {
            println!("skipped: the stand-in images cannot be built");
            return None;
        }
        Some(Engine { folder })
    }

    /// Gives images of the engine the other names that `app` asks for.
    pub fn name(&self, app: &App) {
        for (image, name) in &app.also_named {
            let script = r#". "$0/env.sh" && docker pull --quiet "$1" && docker tag "$1" "$2""#;
            let output = Command::new("bash")
                .args(["-c", script])
                .arg(&self.folder)
                .args([image, name])
                .output()
                .unwrap();
            assert!(
                output.status.success(),
                "`{}`: {}",
                app.name,
                String::from_utf8_lossy(&output.stderr)
            );
        }
    }

    /// Builds and runs both folders; the report of the check as it wrote it.
    pub fn check(&self, app: &App, original: &Path, hardened: &Path) -> serde_json::Value {
        let report = hardened.with_extension("json");
        let file = &app.dockerfile;
        let output =
            Command::new("bash")
                // The check takes the engine's place from the environment that this file sets.
                .args(["-c", r#". "$0/env.sh" && exec "$0/check" "$@""#])
                .arg(&self.folder)
                .args([original, hardened])
                .args(["--original-file", file, "--hardened-file", file, "--json"])
                .arg(&report)
                .args(
                    app.check
                        .iter()
                        .map(|word| word.replace("@CONTEXT@", &original.to_string_lossy())),
                )
                .args(
                    app.secrets
                        .keys()
                        .flat_map(|name| ["--secret".to_owned(), format!("id={name},env={name}")]),
                )
                .args(app.secrets.iter().flat_map(|(name, value)| {
                    ["--original-arg".to_owned(), format!("{name}={value}")]
                }))
                .envs(&app.secrets)
                .output()
                .unwrap();
        let text = std::fs::read_to_string(&report).unwrap_or_else(|_| {
            panic!(
                "`{}`: no report: {}",
                app.name,
                String::from_utf8_lossy(&output.stderr)
            )
        });
        serde_json::from_str(&text).unwrap()
    }

    /// Builds a caller's file with bake; what went wrong. The engine's own frontend reads the Dockerfile.
    pub fn bake(&self, app: &App, folder: &Path, file: &str) -> Option<String> {
        let dockerfile = folder.join(&app.dockerfile);
        let text = std::fs::read_to_string(&dockerfile).unwrap();
        let bare = text.strip_prefix("# syntax=docker/dockerfile:1\n");
        std::fs::write(&dockerfile, bare.unwrap_or(&text)).unwrap();
        let output = self
            .docker(
                folder,
                "docker buildx bake -f \"$1\" --set '*.output=type=cacheonly'",
                &[file],
            )
            .envs(&app.secrets)
            .output()
            .unwrap();
        std::fs::write(&dockerfile, text).unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        (!output.status.success()).then(|| format!("bake of `{file}`: {error}"))
    }

    /// Builds both folders, the hardened one with the key in an agent, and looks for the key in both images.
    pub fn check_key(
        &self,
        app: &App,
        key: &str,
        original: &Path,
        hardened: &Path,
    ) -> serde_json::Value {
        let has_key = |folder: &Path, options: &str| {
            let build = format!("docker build --quiet {options} -f \"$1\" .");
            let built = self
                .docker(folder, &build, &[&app.dockerfile])
                .output()
                .unwrap();
            let error = String::from_utf8_lossy(&built.stderr).into_owned();
            if !built.status.success() {
                return Err(error);
            }
            let image = String::from_utf8_lossy(&built.stdout).trim().to_owned();
            let text = std::fs::read_to_string(folder.join(key)).unwrap();
            let line = text.lines().nth(2).unwrap();
            let search = "docker save \"$1\" | grep -c -a -F -- \"$2\"";
            let found = self
                .docker(folder, search, &[&image, line])
                .output()
                .unwrap();
            let found = String::from_utf8_lossy(&found.stdout).trim() != "0";
            self.docker(folder, "docker rmi --force \"$1\"", &[&image])
                .output()
                .unwrap();
            Ok(found)
        };
        let before = has_key(original, "");
        let after = has_key(hardened, &format!("--ssh default={key}"));
        serde_json::json!({
            "verdict": {
                "proven": before == Ok(true) && after == Ok(false),
                "original_leaks": before == Ok(true),
            },
            "hardened": { "build": { "error": after.err() } },
        })
    }

    /// The files that the engine gets of a context, by a Dockerfile at `path` that copies all of it and then, into
    /// folders that are not counted, everything in `named`.
    pub fn sent(&self, folder: &Path, path: &str, named: &[String]) -> Vec<String> {
        let out = tempfile::tempdir().unwrap();
        // The ignore file that stands beside the Dockerfile counts, so the one that lists takes its name.
        let dockerfile = folder.join(path);
        let text = std::fs::read_to_string(&dockerfile).unwrap();
        let copies = named.iter().enumerate();
        let copies = copies.map(|(at, source)| format!("COPY [\"{source}\", \"/named/{at}/\"]\n"));
        let lister = format!(
            "FROM scratch AS named\n{}FROM scratch\nCOPY . /all/\nCOPY --from=named / /of/\n",
            copies.collect::<String>()
        );
        std::fs::write(&dockerfile, lister).unwrap();
        let to = format!("type=local,dest={}", out.path().display());
        let line = "docker buildx build --quiet -f \"$1\" --output \"$2\" .";
        let output = self.docker(folder, line, &[path, &to]).output().unwrap();
        std::fs::write(&dockerfile, text).unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{error}");
        crate::contexts::files(&out.path().join("all"))
    }

    /// What the image of a context says when it runs; it is gone afterwards.
    pub fn output(&self, folder: &Path, path: &str) -> String {
        let line = "image=$(docker build --quiet -f \"$1\" .) && docker run --rm \"$image\" 2>&1; \
                    docker rmi --force \"$image\" >&2";
        let output = self.docker(folder, line, &[path]).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        let said = String::from_utf8_lossy(&output.stdout);
        format!("{said}{error}")
    }

    /// A shell command with the engine's place in its environment.
    fn docker(&self, folder: &Path, line: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new("bash");
        command
            .args(["-c", &format!(". \"$0/env.sh\" && {line}")])
            .arg(&self.folder)
            .args(arguments)
            .current_dir(folder);
        command
    }
}
