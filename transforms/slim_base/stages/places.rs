//! Files that say themselves where packages lie: their packages are not where an image has them by default.

use super::super::Held;
use super::super::subject::Subject;
use super::held;
use super::steps::commands;
use crate::Target;
use dockerfile::Stage;
use shell::Manager;

/// Variables by which pip installs elsewhere, or Python looks elsewhere.
///
/// <https://pip.pypa.io/en/stable/topics/configuration/#environment-variables>
const OF_PYTHON: &[&str] = &[
    "PIP_PREFIX",
    "PIP_TARGET",
    "PIP_USER",
    "PYTHONHOME",
    "PYTHONUSERBASE",
    "VIRTUAL_ENV",
];

/// Variables by which Bundler and RubyGems install elsewhere than where the images have gems.
///
/// <https://bundler.io/man/bundle-config.1.html>
const OF_RUBY: &[&str] = &["BUNDLE_PATH", "BUNDLE_DEPLOYMENT", "GEM_HOME"];

/// An error when the packages may lie elsewhere than where they are looked for.
pub(super) fn are_default(
    target: &Target<'_>,
    subject: &Subject,
    stage: &Stage,
) -> Result<(), Held> {
    by_environment(subject, stage)?;
    if subject.language() == "python" {
        has_environments(subject)?;
        by_other_managers(target, stage)?;
        by_name(target, stage)?;
    }
    Ok(())
}

fn by_environment(subject: &Subject, stage: &Stage) -> Result<(), Held> {
    let is_gems = |name: &str| {
        let value = stage.env.get(name);
        value.is_some_and(|value| value.value == super::GEMS)
    };
    let variables = match subject.language() {
        "python" => OF_PYTHON,
        "ruby" if !is_gems("BUNDLE_PATH") => OF_RUBY,
        _ => &[],
    };
    let set = variables
        .iter()
        .find(|name| stage.env.contains_key(**name) && !is_gems(name));
    match set {
        Some(name) => Err(held(format!("`{name}` says where packages lie"))),
        None => Ok(()),
    }
}

/// Environments with pip in them exist since Python 3.4.
///
/// <https://docs.python.org/3/library/ensurepip.html>
fn has_environments(subject: &Subject) -> Result<(), Held> {
    let version = subject.full.tag.split('-').next().unwrap_or_default();
    let is_early = version == "2"
        || ["2.", "3.0", "3.1.", "3.2", "3.3"]
            .iter()
            .any(|early| version.starts_with(early))
        || version == "3.1";
    match is_early {
        true => Err(held(format!("Python {version} makes no environments"))),
        false => Ok(()),
    }
}

/// Managers that have environments of their own, or would compile in the second stage.
fn by_other_managers(target: &Target<'_>, stage: &Stage) -> Result<(), Held> {
    for position in stage.instructions.clone() {
        for started in commands(target, stage, position) {
            let manager = started.command.package_call().map(|call| call.manager);
            let is_other = matches!(
                manager,
                Some(
                    Manager::Pipenv
                        | Manager::Poetry
                        | Manager::Uv
                        | Manager::Pipx
                        | Manager::Conda
                        | Manager::Mamba
                )
            );
            if is_other {
                return Err(held(format!(
                    "`{}` has environments of its own",
                    started.program()
                )));
            }
        }
    }
    Ok(())
}

/// Packages of Python move to an environment: a file that names where they were before must not be split.
fn by_name(target: &Target<'_>, stage: &Stage) -> Result<(), Held> {
    let named = [
        "/usr/local/bin/",
        "/usr/local/lib/python",
        "site-packages",
        "venv",
        "virtualenv",
    ];
    for position in stage.from + 1..stage.instructions.end {
        let Some(instruction) = target.document.instructions.get(position) else {
            continue;
        };
        let text = &instruction.logical.text;
        if let Some(path) = named.iter().find(|path| text.contains(**path)) {
            let line = instruction.lines.first;
            return Err(held(format!(
                "line {line} names `{path}`, which is about where packages lie"
            )));
        }
    }
    Ok(())
}
