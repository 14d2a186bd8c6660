//! What the packages of npm that are installed need.

use super::commands::Looker;
use super::files;
use super::knowledge::{self, Need};
use crate::Reason;
use dockerfile::Stage;
use serde_json::Value;
use shell::{Action, PackageCall};

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
        Action::InstallProject => project(looker, stage, position, call, place),
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
fn project(
    looker: &mut Looker<'_>,
    stage: &Stage,
    position: usize,
    call: &PackageCall,
    place: &str,
) {
    let target = looker.target;
    let read = |name: &str| files::text(target, stage, position, name);
    let skips_scripts = call.has_flag("--ignore-scripts");
    for name in ["package-lock.json", "npm-shrinkwrap.json"] {
        let lock = read(name).and_then(|text| serde_json::from_str::<Value>(&text).ok());
        if let Some(packages) = lock
            .as_ref()
            .and_then(|lock| lock.get("packages")?.as_object())
        {
            looker
                .needs
                .find(format!("read `{name}`, which {place} installs"));
            for (path, package) in packages {
                locked(looker, path, package, skips_scripts, place);
            }
            return;
        }
    }
    let package = read("package.json").and_then(|text| serde_json::from_str::<Value>(&text).ok());
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
}

/// One entry of a lock file: the folder it is installed in, and what is known of it.
fn locked(looker: &mut Looker<'_>, path: &str, package: &Value, skips_scripts: bool, place: &str) {
    let Some((_, name)) = path.rsplit_once("node_modules/") else {
        return;
    };
    let flag = |key: &str| {
        package
            .get(key)
            .and_then(Value::as_bool)
            .unwrap_or_default()
    };
    let resolved = package
        .get("resolved")
        .and_then(Value::as_str)
        .unwrap_or_default();
    from_address(looker, name, resolved, place);
    let need = knowledge::node().need(name);
    let is_known = looker.package(need, name, place);
    let has_script = flag("hasInstallScript") && !skips_scripts;
    if has_script && !is_known && !flag("optional") {
        looker.needs.assume_package(name);
    }
    if flag("gypfile") && need == Need::Unknown {
        let detail = format!("{place} compiles `{name}`");
        looker.needs.stop(Reason::NeedsCompiler, detail);
    }
}

/// Packages that npm fetches with git.
fn from_address(looker: &mut Looker<'_>, name: &str, address: &str, place: &str) {
    let is_git = ["git+", "git:", "git@", "github:", "gitlab:", "bitbucket:"]
        .iter()
        .any(|start| address.starts_with(start))
        || address.ends_with(".git");
    if is_git && !looker.needs.has("git") {
        let detail = format!("{place} fetches `{name}` with git");
        looker.needs.stop(Reason::InstallsFromGit, detail);
    }
}
