//! What a build brings so that the program can touch what belongs to root: the client of the engine, libraries for the
//! journal, packets or devices.

use super::subject::{Ran, Subject};
use super::weighing::Weighing;
use crate::any_of::AnyOf;
use crate::image_path::name;
use crate::table::table;
use dockerfile::Kind;
use rustc_hash::FxHashSet;
use serde::Deserialize;
use shell::{Action, PackageCall};
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

/// Every address of the table.
static ADDRESSES: LazyLock<AnyOf> = LazyLock::new(|| {
    let addresses = TOUCHES.touch.iter().flat_map(|touch| &touch.addresses);
    AnyOf::new(addresses.map(String::as_str))
});

/// Every package of the table.
static PACKAGES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let packages = TOUCHES.touch.iter().flat_map(|touch| &touch.packages);
    packages.map(String::as_str).collect()
});

pub(super) fn look(subject: &Subject<'_>, weighing: &mut Weighing) {
    let bringing = bringing(subject);
    for touch in &TOUCHES.touch {
        let by_run = bringing
            .iter()
            .find_map(|bringing| Some((bringing.brings(touch)?, bringing.ran.instruction)));
        if let Some((what, position)) = by_run.or_else(|| copied(subject, touch)) {
            weighing.assumes(format!(
                "the program does not {}, for which line {} brings `{what}`",
                touch.what,
                subject.line(position)
            ));
        }
    }
}

/// A command that may bring something.
struct Bringing<'s> {
    ran: &'s Ran,
    /// What it installs, where a package of the table is among it.
    call: Option<&'s PackageCall>,
    /// The texts of the files that list what it installs, and whether each is JSON.
    lists: Vec<(bool, String)>,
}

/// The commands that install what is in the table or in a list; all of them where any may name an address of the table.
fn bringing<'s>(subject: &'s Subject<'_>) -> Vec<Bringing<'s>> {
    let names_address = ADDRESSES.may_be_in(subject.words());
    let bringing = subject.ran.iter().filter_map(|ran| {
        let call = ran.command.package_call();
        let call = call.filter(|call| is_installing(call));
        let lists = call.map_or_else(Vec::new, |call| lists(subject, ran, call));
        let call = call.filter(|call| installs_any(call));
        let may_bring = call.is_some() || !lists.is_empty() || names_address;
        may_bring.then_some(Bringing { ran, call, lists })
    });
    bringing.collect()
}

fn installs_any(call: &PackageCall) -> bool {
    let mut packages = call.packages.iter();
    packages.any(|package| PACKAGES.contains(package.name.as_str()))
}

fn is_installing(call: &PackageCall) -> bool {
    matches!(call.action, Action::Install | Action::InstallProject)
}

fn lists(subject: &Subject<'_>, ran: &Ran, call: &PackageCall) -> Vec<(bool, String)> {
    let files = call.files.iter();
    let named = files.filter_map(|file| file.literal());
    let of_node = call.manager.is_of_node().then_some("package.json");
    let lists = named.chain(of_node).filter_map(|file| {
        let text = super::downloads::text(subject, ran, file)?;
        Some((file.ends_with(".json"), text))
    });
    lists.collect()
}

impl Bringing<'_> {
    /// The package or address by which the command brings it.
    fn brings<'t>(&self, touch: &'t Touch) -> Option<&'t str> {
        let found = self
            .installed(touch)
            .or_else(|| self.fetched(touch))
            .or_else(|| self.listed(touch));
        found.map(String::as_str)
    }

    fn installed<'t>(&self, touch: &'t Touch) -> Option<&'t String> {
        let call = self.call.filter(|call| call.action == Action::Install)?;
        let mut packages = touch.packages.iter();
        packages.find(|package| call.names(package))
    }

    fn fetched<'t>(&self, touch: &'t Touch) -> Option<&'t String> {
        let mut addresses = touch.addresses.iter();
        addresses.find(|address| {
            let mut words = self.ran.each_word();
            words.any(|word| word.contains(address.as_str()))
        })
    }

    /// The package that a file of the project lists.
    fn listed<'t>(&self, touch: &'t Touch) -> Option<&'t String> {
        let mut packages = touch.packages.iter();
        packages.find(|package| {
            self.lists.iter().any(|(is_json, text)| match is_json {
                true => super::downloads::depends_on_text(text, package),
                false => text.lines().any(|line| names(line, package)),
            })
        })
    }
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
    if touch.files.is_empty() {
        return None;
    }
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
