//! The container engine and the stand-in images, from the folder beside the checkout.

use crate::app::App;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// An engine that runs, with the images that the apps need.
#[derive(Debug)]
pub struct Engine {
    folder: PathBuf,
}

impl Engine {
    /// Starts it; `None`, with a line that says why, when it is not there or does not start.
    pub fn start(apps: &[App]) -> Option<Engine> {
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
        let images: BTreeSet<&str> = apps
            .iter()
            .flat_map(|app| &app.stand_ins)
            .map(String::as_str)
            .collect();
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
}
