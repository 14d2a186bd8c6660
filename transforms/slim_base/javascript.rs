//! What the packages of npm that are installed need.

mod bun;
mod locked;
mod npm;
mod own;
mod pnpm;
pub(super) mod scripts;
mod yaml;
mod yarn;

use super::commands::Looker;
use super::knowledge::{self, Need};
use crate::Reason;
use dockerfile::Stage;
use locked::{Locked, Script};
use scripts::Folder;
use serde_json::Value;
use shell::{Action, Manager, PackageCall};

/// Looks at a call of npm, yarn, pnpm or bun.
pub(super) fn install(
    looker: &mut Looker<'_>,
    stage: &Stage,
    position: usize,
    call: &PackageCall,
    place: &str,
) {
    match call.action {
        Action::Install => {
            for package in &call.packages {
                named(looker, &package.name, package.is_path, place);
            }
        }
        Action::InstallProject => {
            let target = looker.target;
            let folder = Folder {
                target,
                stage,
                position,
                way: String::new(),
            };
            own::look(looker, &folder, call, place);
            project(looker, &folder, call, place);
        }
        Action::Build if call.verb == "rebuild" => {
            let assumption = format!("the packages that {place} builds again do not compile");
            looker.needs.assume_install(assumption);
        }
        Action::Remove
        | Action::Update
        | Action::Upgrade
        | Action::Clean
        | Action::Download
        | Action::Build
        | Action::Run
        | Action::Other => {}
    }
}

fn named(looker: &mut Looker<'_>, name: &str, is_path: bool, place: &str) {
    if is_path {
        from_address(looker, name, name, place);
        return;
    }
    let tools = [
        "npm",
        "yarn",
        "pnpm",
        "corepack",
        "pm2",
        "serve",
        "http-server",
        "typescript",
    ];
    let is_known = looker.package(knowledge::node().need(name), name, place);
    if !is_known && !tools.contains(&name) {
        looker.needs.assume_package(name);
    }
}

/// What the project's own files list.
fn project(looker: &mut Looker<'_>, folder: &Folder<'_>, call: &PackageCall, place: &str) {
    let workspace = folder.workspace(call.manager);
    let is_one_of_many = workspace.is_some() || folder.is_workspace(call.manager);
    if is_one_of_many {
        own::members(looker, call, place);
    }
    let folders = [Some(folder), workspace.as_ref()];
    let mut folders = folders.into_iter().flatten();
    let found = folders.find_map(|folder| Some((folder, lock(folder, call.manager)?)));
    if let Some((folder, (name, packages))) = found {
        let name = format!("{}{name}", folder.way);
        looker
            .needs
            .find(format!("read `{name}`, which {place} installs"));
        let built = built(looker, folder, call, &name);
        let mut is_told = true;
        for package in packages {
            let script = match &built {
                Some(built) if built.contains(&package.name) => Script::Runs,
                Some(_) => Script::None,
                None if package.script == Script::NotSaid && package.is_of_archive() => {
                    Script::Runs
                }
                None => package.script,
            };
            is_told &= script != Script::NotSaid;
            locked(looker, &Locked { script, ..package }, place);
        }
        if !is_told {
            let assumption =
                format!("no other package of `{name}` runs a compiler when it is installed");
            looker.needs.assume_install(assumption);
        }
        return;
    }
    if call.manager == Manager::Bun && folder.has(bun::BINARY) {
        let assumption = format!(
            "no package of `{}`, which is not text, compiles, or is fetched with git",
            bun::BINARY
        );
        looker.needs.assume_install(assumption);
        return;
    }
    let package = folder.text("package.json");
    let package = package.and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let Some(package) = package else {
        let assumption = "no package of `package.json` compiles, or fetches with git".to_owned();
        looker.needs.assume_install(assumption);
        return;
    };
    looker
        .needs
        .find(format!("read `package.json`, which {place} installs"));
    let mut lists = false;
    for key in ["dependencies", "devDependencies", "optionalDependencies"] {
        for (name, version) in package
            .get(key)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            lists = true;
            from_address(looker, name, version.as_str().unwrap_or_default(), place);
            looker.package(knowledge::node().need(name), name, place);
        }
    }
    if lists {
        let assumption =
            "no package that those of `package.json` bring compiles, or fetches with git";
        looker.needs.assume_install(assumption);
    }
    if is_one_of_many {
        let assumption =
            "no package that the others of the workspace list compiles, or fetches with git";
        looker.needs.assume_install(assumption);
    }
}

/// The lock file that a package manager reads, and its packages.
fn lock(folder: &Folder<'_>, manager: Manager) -> Option<(&'static str, Vec<Locked>)> {
    let read = |name: &'static str, packages: fn(&str) -> Option<Vec<Locked>>| {
        Some((name, packages(&folder.text(name)?)?))
    };
    if manager == Manager::Npm {
        return read("npm-shrinkwrap.json", npm::packages)
            .or_else(|| read("package-lock.json", npm::packages));
    }
    if manager == Manager::Yarn {
        return read("yarn.lock", yarn::packages);
    }
    if manager == Manager::Bun {
        return read("bun.lock", bun::packages);
    }
    let is_pnpm = manager == Manager::Pnpm;
    is_pnpm.then(|| read("pnpm-lock.yaml", pnpm::packages))?
}

/// The packages that may run scripts; `None` for all.
fn built(
    looker: &mut Looker<'_>,
    folder: &Folder<'_>,
    call: &PackageCall,
    lock: &str,
) -> Option<Vec<String>> {
    let mode = call.flag_value("--mode").map(shell::Word::value);
    if call.has_flag("--ignore-scripts") || mode == Some("skip-build") {
        return Some(Vec::new());
    }
    if call.manager == Manager::Pnpm {
        let built = folder.built_by_pnpm()?;
        looker
            .needs
            .find("`package.json` asks for a pnpm that runs the scripts of listed packages only");
        return Some(built);
    }
    if call.manager == Manager::Yarn && folder.yarn_runs_none() {
        let evidence = format!("`.yarnrc.yml` lets no package of `{lock}` run scripts");
        looker.needs.find(evidence);
        return Some(Vec::new());
    }
    None
}

/// One package of a lock file.
fn locked(looker: &mut Looker<'_>, package: &Locked, place: &str) {
    let name = package.name.as_str();
    from_address(looker, name, &package.address, place);
    let need = knowledge::node().need(name);
    let is_known = looker.package(need, name, place);
    if package.script == Script::Runs && !is_known && !package.is_optional {
        looker.needs.assume_package(name);
    }
    if package.compiles && need == Need::Unknown {
        let detail = format!("{place} compiles `{name}`");
        looker.needs.stop(Reason::NeedsCompiler, detail);
    }
}

/// Packages that are fetched with git.
fn from_address(looker: &mut Looker<'_>, name: &str, address: &str, place: &str) {
    if locked::is_of_git(address) && !looker.needs.has("git") {
        let detail = format!("{place} fetches `{name}` with git");
        looker.needs.stop(Reason::InstallsFromGit, detail);
    }
}
