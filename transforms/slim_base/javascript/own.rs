//! What installing a project of Node.js runs of the project itself: its scripts, and its own part in C.

use super::super::commands::Looker;
use super::scripts::Folder;
use crate::Reason;
use crate::runs::{ReadIn, Started};
use serde_json::Value;
use shell::{PackageCall, Script};

/// The scripts that run when a project's packages are installed.
///
/// <https://docs.npmjs.com/cli/v11/using-npm/scripts#life-cycle-operation-order>
const RUN: &[&str] = &[
    "preinstall",
    "install",
    "postinstall",
    "prepublish",
    "preprepare",
    "prepare",
    "postprepare",
];

pub(super) fn look(looker: &mut Looker<'_>, folder: &Folder<'_>, call: &PackageCall, place: &str) {
    if call.has_flag("--ignore-scripts") {
        return;
    }
    if folder.text("binding.gyp").is_some() && !looker.needs.has("g++") {
        let detail = format!("{place} compiles the project, as `binding.gyp` says");
        looker.needs.stop(Reason::NeedsCompiler, detail);
    }
    let package = folder.text("package.json");
    let package: Option<Value> = package.and_then(|text| serde_json::from_str(&text).ok());
    let Some(scripts) = package.as_ref().and_then(|package| package.get("scripts")) else {
        return;
    };
    for name in RUN {
        let Some(text) = scripts.get(*name).and_then(Value::as_str) else {
            continue;
        };
        let script = Script::parse(text);
        if !script.is_understood {
            let assumption =
                format!("the script `{name}` of `package.json` needs nothing that goes");
            looker.needs.assume(assumption);
        }
        for command in script.commands.iter().cloned() {
            let read_in = ReadIn::PackageScript("package.json".to_owned(), (*name).to_owned());
            let started = Started { command, read_in };
            // What it installs in its turn is looked at where the file says so.
            if started.command.package_call().is_none() {
                looker.command(folder.stage, folder.position, &started);
            }
        }
    }
}

/// How many files a context may have to be looked through.
const MAX_FILES: usize = 5_000;

/// The other packages of a workspace run scripts of their own, too.
pub(super) fn members(looker: &mut Looker<'_>, call: &PackageCall, place: &str) {
    let Some(context) = looker
        .target
        .context
        .filter(|_| !call.has_flag("--ignore-scripts"))
    else {
        return;
    };
    let enters = |path: &str| !path.ends_with("node_modules") && !path.starts_with('.');
    let Ok(files) = context::listing(context, "packages of a workspace", MAX_FILES, enters) else {
        let assumption = "no other package of the workspace runs a script when it is installed";
        looker.needs.assume_install(assumption);
        return;
    };
    for file in files.iter().map(|found| found.path.as_str()) {
        if file.ends_with("/binding.gyp") && !looker.needs.has("g++") {
            let detail = format!("{place} compiles what `{file}` says");
            looker.needs.stop(Reason::NeedsCompiler, detail);
        }
        if !file.ends_with("/package.json") {
            continue;
        }
        let package = context.read(file);
        let package: Option<Value> = package.and_then(|text| serde_json::from_str(&text).ok());
        let scripts = package.as_ref().and_then(|package| package.get("scripts"));
        if scripts.is_some_and(|scripts| RUN.iter().any(|name| scripts.get(*name).is_some())) {
            looker.needs.assume_install(format!(
                "what `{file}` runs when it is installed needs nothing that goes"
            ));
        }
    }
}
