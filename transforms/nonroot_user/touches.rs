//! What a build brings so that the program can touch what belongs to root: the client of the engine, libraries for the
//! journal, packets or devices.

use super::subject::{Ran, Subject};
use super::weighing::Weighing;
use crate::image_path::name;
use crate::table::table;
use dockerfile::Kind;
use serde::Deserialize;
use shell::Action;
use std::sync::LazyLock;

/// Packages and downloads with one purpose.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Touch {
    packages: Vec<String>,
    #[serde(default)]
    addresses: Vec<String>,
    #[serde(default)]
    files: Vec<String>,
    what: String,
    #[allow(
        dead_code,
        reason = "the source is for the reader of the table; a test asks that it is there"
    )]
    source: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Touches {
    touch: Vec<Touch>,
}

/// The table, which is built into the program; a test reads it.
static TOUCHES: LazyLock<Touches> =
    LazyLock::new(|| table(tables::text!("nonroot_user/data/touches")));

pub(super) fn look(subject: &Subject<'_>, weighing: &mut Weighing) {
    for touch in &TOUCHES.touch {
        let by_run = subject.ran.iter().find_map(|ran| {
            let what = brought(ran, touch).or_else(|| listed(subject, ran, touch))?;
            Some((what, ran.instruction))
        });
        if let Some((what, position)) = by_run.or_else(|| copied(subject, touch)) {
            weighing.assumes(format!(
                "the program does not {}, for which line {} brings `{what}`",
                touch.what,
                subject.line(position)
            ));
        }
    }
}

/// The package or address by which a command brings it.
fn brought<'t>(ran: &Ran, touch: &'t Touch) -> Option<&'t str> {
    let call = ran
        .command
        .package_call()
        .filter(|call| call.action == Action::Install);
    let mut packages = touch.packages.iter();
    let package = call.and_then(|call| packages.find(|package| call.names(package)));
    let mut addresses = touch.addresses.iter();
    let found = package.or_else(|| {
        addresses.find(|address| ran.each_word().any(|word| word.contains(address.as_str())))
    });
    found.map(String::as_str)
}

/// The package that a file of the project lists, which a command installs.
fn listed<'t>(subject: &Subject<'_>, ran: &Ran, touch: &'t Touch) -> Option<&'t str> {
    let call = ran
        .command
        .package_call()
        .filter(|call| matches!(call.action, Action::Install | Action::InstallProject))?;
    let mut files: Vec<&str> = call
        .files
        .iter()
        .filter_map(|file| file.literal.as_deref())
        .collect();
    if call.manager.is_of_node() {
        files.push("package.json");
    }
    let texts: Vec<(bool, String)> = files
        .iter()
        .filter_map(|file| {
            Some((
                file.ends_with(".json"),
                super::downloads::text(subject, ran, file)?,
            ))
        })
        .collect();
    let mut packages = touch.packages.iter();
    let found = packages.find(|package| {
        texts.iter().any(|(is_json, text)| match is_json {
            true => super::downloads::depends_on_text(text, package),
            false => text.lines().any(|line| names(line, package)),
        })
    });
    found.map(String::as_str)
}

/// Whether a line of requirements is about the package: `docker>=7`, `Docker[ssh]==7.0`.
fn names(line: &str, package: &str) -> bool {
    let is_end = |sign: char| !(sign.is_ascii_alphanumeric() || "._-".contains(sign));
    let line = line.trim();
    let end = line.find(is_end).unwrap_or(line.len());
    line.get(..end)
        .is_some_and(|name| name.eq_ignore_ascii_case(package))
}

/// A program of another image that is copied into the stage.
fn copied<'t>(subject: &Subject<'_>, touch: &'t Touch) -> Option<(&'t str, usize)> {
    subject.instructions().find_map(|(position, instruction)| {
        let Kind::Copy(transfer) = &instruction.kind else {
            return None;
        };
        let sources = &transfer.sources;
        let is_it = |file: &&String| sources.iter().any(|source| name(&source.value) == *file);
        let is_from = instruction.flag("from").is_some();
        let file = touch.files.iter().find(is_it);
        file.filter(|_| is_from)
            .map(|file| (file.as_str(), position))
    })
}

#[cfg(test)]
mod tests {
    use super::{Touches, names};

    #[test]
    fn the_table_can_be_read() {
        let table =
            serde_json::from_str::<Touches>(tables::text!("nonroot_user/data/touches")).unwrap();
        assert!(table.touch.iter().all(|touch| !touch.packages.is_empty()));
    }

    #[test]
    fn a_line_of_requirements_is_about_one_package() {
        for line in [
            "docker",
            "docker==7.1",
            "Docker[ssh] >= 7 # engine",
            " docker ; python_version > '3'",
        ] {
            assert!(names(line, "docker"), "{line}");
        }
        for line in [
            "docker-compose",
            "dockerfile-parse",
            "# docker",
            "-e docker",
        ] {
            assert!(!names(line, "docker"), "{line}");
        }
    }
}
