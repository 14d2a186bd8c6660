//! Where npm, Yarn and pnpm put packages, and the steps that set up these package managers themselves.

use super::super::Held;
use super::super::javascript::scripts::Folder;
use super::held;
use super::steps::commands;
use crate::Target;
use crate::runs::Started;
use dockerfile::Stage;
use serde_json::Value;
use shell::{Action, Manager, package_call};

/// Settings of pnpm by which packages lie elsewhere than in `node_modules`.
///
/// <https://pnpm.io/settings#node-modules-settings>
const ELSEWHERE: &[&str] = &[
    "modules-dir",
    "modulesDir",
    "virtual-store-dir",
    "virtualStoreDir",
    "lobalVirtualStore",
    "lobal-virtual-store",
    "linker=pnp",
    "Linker: pnp",
];

/// The folder of the packages that the step at `last` installs.
pub(super) fn modules(
    target: &Target<'_>,
    stage: &Stage,
    last: usize,
    workdir: &str,
) -> Result<String, Held> {
    let folder = Folder {
        target,
        stage,
        position: last,
        way: String::new(),
    };
    let calls = commands(target, stage, last);
    let calls = calls
        .iter()
        .filter_map(|started| package_call(&started.command));
    for call in calls {
        let is_one_of_many = folder.is_workspace(call.manager);
        if is_one_of_many || folder.workspace(call.manager).is_some() {
            return Err(held(
                "each package of the workspace may have a `node_modules` of its own",
            ));
        }
        if call.manager == Manager::Yarn {
            yarn(&folder)?;
        } else if call.manager == Manager::Pnpm {
            pnpm(&folder)?;
        }
    }
    Ok(format!("{workdir}/node_modules"))
}

/// The Yarns after 1 install into `node_modules` only where they are told to.
///
/// <https://yarnpkg.com/configuration/yarnrc#nodeLinker>
fn yarn(folder: &Folder<'_>) -> Result<(), Held> {
    let lock = folder.text("yarn.lock").unwrap_or_default();
    let manifest = folder.text("package.json").unwrap_or_default();
    let package: Option<Value> = serde_json::from_str(&manifest).ok();
    let manager = package
        .as_ref()
        .and_then(|package| package.get("packageManager")?.as_str());
    let is_later = lock.contains("__metadata:")
        || folder.text(".yarnrc.yml").is_some()
        || manager
            .is_some_and(|manager| manager.starts_with("yarn@") && !manager.starts_with("yarn@1."));
    let linker = folder.yarn_setting("nodeLinker");
    let linker = linker.as_ref().and_then(Value::as_str);
    if is_later && linker != Some("node-modules") {
        return Err(held(
            "Yarn installs into `node_modules` only where `.yarnrc.yml` says so",
        ));
    }
    Ok(())
}

/// pnpm puts packages into `node_modules`, unless a setting says otherwise.
fn pnpm(folder: &Folder<'_>) -> Result<(), Held> {
    let workspace = folder.text("pnpm-workspace.yaml").unwrap_or_default();
    let settings = workspace + &folder.text(".npmrc").unwrap_or_default();
    match ELSEWHERE.iter().find(|word| settings.contains(**word)) {
        Some(_) => Err(held(
            "a setting of pnpm moves packages out of `node_modules`",
        )),
        None => Ok(()),
    }
}

/// Whether a command sets up a package manager, and does nothing else.
pub(super) fn sets_up_a_manager(started: &Started) -> bool {
    let words = started.words();
    if started.program() == "corepack" {
        let verb = words.get(1).copied();
        return matches!(verb, Some("enable" | "prepare" | "install" | "use"));
    }
    let managers = ["pnpm", "yarn", "npm", "corepack"];
    package_call(&started.command).is_some_and(|call| {
        let is_global = call.has_flag("-g") || call.has_flag("--global");
        let mut packages = call.packages.iter();
        call.manager == Manager::Npm
            && call.action == Action::Install
            && is_global
            && packages.all(|package| managers.contains(&package.name.as_str()))
    })
}
