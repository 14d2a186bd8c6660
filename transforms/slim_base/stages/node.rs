//! Where npm, Yarn and pnpm put packages, and the steps that set up these package managers themselves.

use super::super::Held;
use super::super::javascript::scripts::Folder;
use super::held;
use super::steps::commands;
use crate::Target;
use crate::image_path::absolute;
use crate::runs::Started;
use dockerfile::Stage;
use serde_json::Value;
use shell::{Action, Manager};

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

/// The folder of the packages that the step at `last` installs: `node_modules`, or all of a workspace, whose packages may
/// have a `node_modules` each.
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
        .filter_map(|started| started.command.package_call());
    let mut modules = format!("{workdir}/node_modules");
    for call in calls {
        if folder.is_workspace(call.manager) {
            workdir.clone_into(&mut modules);
        } else if let Some(above) = folder.workspace(call.manager) {
            modules = absolute(workdir, &above.way);
        }
        if call.manager == Manager::Yarn {
            yarn(&folder)?;
        } else if call.manager == Manager::Pnpm {
            pnpm(&folder)?;
        }
    }
    match modules.as_str() {
        "/" => Err(held(
            "the workspace lies in `/`, among the files of the image",
        )),
        _ => Ok(modules),
    }
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
    started.command.package_call().is_some_and(|call| {
        let is_global = call.has_flag("-g") || call.has_flag("--global");
        let mut packages = call.packages.iter();
        call.manager == Manager::Npm
            && call.action == Action::Install
            && is_global
            && packages.all(|package| managers.contains(&package.name.as_str()))
    })
}
