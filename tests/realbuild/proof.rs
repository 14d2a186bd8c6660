//! What was proven of one app.

use crate::app::{App, Expectation};
use crate::engine::Engine;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// The outcome for one app.
#[derive(Debug)]
pub struct Proof {
    /// The app.
    pub app: String,
    /// The transforms that changed it.
    pub fixed: Vec<String>,
    /// What the check measured; nothing for an app that is held back.
    pub report: Value,
    /// What is not as the app expects.
    pub failure: Option<String>,
}

/// Hardens a copy of `app` with the program and holds the outcome against what the app expects.
pub fn of(app: &App, engine: &Engine) -> Proof {
    let place = tempfile::tempdir().unwrap();
    let original = place.path().join("original");
    let hardened = place.path().join("hardened");
    app.copy(&original);
    app.copy(&hardened);
    if let Some(key) = &app.ssh_key {
        make_key(&original.join(key));
        for name in [key.clone(), format!("{key}.pub")] {
            std::fs::copy(original.join(&name), hardened.join(&name)).unwrap();
        }
    }
    let run = harden(app, &hardened);
    let findings = findings(&run);
    let fixed = transforms(&findings, "fixed");
    match app.expect {
        Expectation::Proven => {
            engine.name(app);
            let check = || match &app.ssh_key {
                Some(key) => engine.check_key(app, key, &original, &hardened),
                None => engine.check(app, &original, &hardened),
            };
            let mut report = check();
            if not_proven(app, &report).is_some() {
                // A package registry may have been away for a moment: what is broken stays so the second time.
                report = check();
            }
            let baked = || {
                let mut files = app.callers.iter();
                files.find_map(|file| engine.bake(app, &hardened, file))
            };
            let failure = not_proven(app, &report)
                .or_else(|| not_gained(app, &hardened))
                .or_else(baked);
            Proof {
                app: app.name.clone(),
                fixed,
                report,
                failure,
            }
        }
        Expectation::HeldBack => {
            let reasons: Vec<&str> = findings
                .iter()
                .filter_map(|finding| finding["reason"].as_str())
                .collect();
            let wanted = app.reason.as_deref().unwrap_or("(none named)");
            let failure = (!reasons.contains(&wanted))
                .then(|| format!("held back for {reasons:?}, not for {wanted}"));
            Proof {
                app: app.name.clone(),
                fixed,
                report: Value::Null,
                failure,
            }
        }
    }
}

/// Makes a key of `ssh` that opens nothing but the server of the app itself.
fn make_key(file: &Path) {
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-C", "app", "-f"])
        .arg(file)
        .status();
    assert!(
        made.is_ok_and(|status| status.success()),
        "`ssh-keygen` makes no key"
    );
}

/// Runs `harden --write` on `folder`; its JSON report.
fn harden(app: &App, folder: &Path) -> Value {
    // An app with a configuration of its own is hardened by that one.
    let config: &[&str] = match folder.join("harden.toml").is_file() {
        true => &["--config", "harden.toml"],
        false => &["--isolated"],
    };
    let output = Command::new(env!("CARGO_BIN_EXE_harden"))
        .args(config)
        .args(["--write", "--format", "json"])
        .args(&app.harden)
        .arg(".")
        .current_dir(folder)
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
        panic!(
            "`{}`: {}",
            app.name,
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

fn findings(run: &Value) -> Vec<Value> {
    run["files"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|file| file["findings"].as_array().unwrap().clone())
        .collect()
}

fn transforms(findings: &[Value], status: &str) -> Vec<String> {
    let mut names: Vec<String> = findings
        .iter()
        .filter(|finding| finding["status"] == status)
        .filter_map(|finding| finding["transform"].as_str().map(str::to_owned))
        .collect();
    names.dedup();
    names
}

fn not_proven(app: &App, report: &Value) -> Option<String> {
    let verdict = &report["verdict"];
    if verdict["proven"] != true {
        let log = [
            &report["hardened"]["build"]["error"],
            &report["hardened"]["run"]["log_tail"],
        ];
        return Some(format!("{verdict} {log:?}"));
    }
    let leaks_before = app.leaks_before || app.ssh_key.is_some() || !app.secrets.is_empty();
    if leaks_before && verdict["original_leaks"] != true {
        return Some("the original does not leak, so nothing was shown".to_owned());
    }
    let uid = &report["hardened"]["run"]["pid1"]["uid"];
    match app.uid {
        Some(wanted) if *uid != wanted => Some(format!("runs as {uid}, not as {wanted}")),
        Some(_) | None => None,
    }
}

fn not_gained(app: &App, hardened: &Path) -> Option<String> {
    let text = std::fs::read_to_string(hardened.join(&app.dockerfile)).unwrap();
    app.gains
        .iter()
        .find(|word| !text.contains(*word))
        .map(|word| format!("`{word}` is not in {text}"))
}
