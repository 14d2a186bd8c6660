//! Any text is read as every other kind of caller, in time; what is found stands where it says, and an argument that is
//! edited away is gone.

#![no_main]

#[path = "check.rs"]
mod check;

use libfuzzer_sys::fuzz_target;

/// One name for each reader.
const NAMES: [&str; 11] = [
    ".github/workflows/build.yml",
    ".gitlab-ci.yml",
    "skaffold.yaml",
    "Tiltfile",
    "Jenkinsfile",
    "Makefile",
    "build.sh",
    "package.json",
    "deploy.yaml",
    "chart/templates/deploy.yaml",
    "CODEOWNERS",
];

fuzz_target!(|text: &str| {
    for name in NAMES {
        check::reads(&[name], text);
    }
});
