//! What is known of distributions and their releases.

use crate::{Account, Date, Release};
use serde::Deserialize;
use std::sync::LazyLock;

/// How accounts are made and packages installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Debian, Ubuntu and theirs.
    Dpkg,
    /// Alpine and Wolfi.
    Apk,
    /// `busybox` alone: applets and no package manager.
    Busybox,
    /// Red Hat, Fedora, SUSE, Amazon, Oracle, Photon, Azure Linux.
    Rpm,
    /// Arch Linux.
    Pacman,
    /// No shell and no package manager.
    None,
    /// Windows.
    Windows,
}

/// The C library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Libc {
    /// GNU's.
    Glibc,
    /// musl.
    Musl,
}

/// A distribution, or one release of it.
///
/// What a release does not say, its distribution says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Distribution {
    /// Its names in the tag table: of a distribution, or all names of one release.
    pub names: Vec<String>,
    /// How accounts are made and packages installed.
    pub family: Option<Family>,
    /// The command that installs packages.
    pub package_manager: Option<String>,
    /// The C library.
    pub libc: Option<Libc>,
    /// Its version, where it is glibc.
    pub glibc: Option<String>,
    /// Which of `useradd`, `groupadd`, `adduser`, `addgroup` there are: of a release, all; of a distribution with
    /// releases that differ, those that every release has.
    pub account_commands: Option<Vec<String>>,
    /// The accounts above the system's own.
    pub accounts: Option<Vec<Account>>,
    /// The names of releases that have nothing of their own to say.
    pub plain_releases: Vec<Vec<String>>,
    /// What only some releases are.
    pub release: Vec<Distribution>,
    /// Where this was read.
    pub source: String,
    /// The day of that source.
    pub date: Option<Date>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Distributions {
    distribution: Vec<Distribution>,
}

static ALL: LazyLock<Result<Vec<Distribution>, String>> = LazyLock::new(|| {
    serde_json::from_str::<Distributions>(tables::text!("data/releases"))
        .map(|all| all.distribution)
        .map_err(|error| error.to_string())
});

/// Every distribution.
///
/// # Errors
/// The parser's message, if the file is broken. A test reads it.
pub fn distributions() -> Result<&'static [Distribution], &'static str> {
    match &*ALL {
        Ok(all) => Ok(all),
        Err(message) => Err(message),
    }
}

/// What is known of `release`: first what its own entry says, then what its distribution's says.
pub(crate) fn entries(release: Release) -> Vec<&'static Distribution> {
    let Some(distribution) = named(distributions().unwrap_or_default(), release.distribution)
    else {
        return Vec::new();
    };
    let own = release
        .version
        .and_then(|version| named(&distribution.release, version));
    own.into_iter().chain([distribution]).collect()
}

/// All names of a release: `bookworm` and `12`.
pub(crate) fn names_of(release: Release) -> Vec<&'static str> {
    let all = distributions().unwrap_or_default();
    let own = named(all, release.distribution)
        .zip(release.version)
        .and_then(|(distribution, version)| release_names(distribution, version));
    match own {
        Some(names) => names.iter().map(String::as_str).collect(),
        None => release.version.into_iter().collect(),
    }
}

/// All names of the release of `distribution` that has this one.
fn release_names(distribution: &'static Distribution, name: &str) -> Option<&'static [String]> {
    let described = distribution.release.iter().map(|release| &release.names);
    described
        .chain(&distribution.plain_releases)
        .find(|names| names.iter().any(|own| own == name))
        .map(Vec::as_slice)
}

/// The version of glibc in `release`, such as `2.36`; `None` if it is unknown or another C library.
#[must_use]
pub fn glibc(release: Release) -> Option<&'static str> {
    entries(release)
        .iter()
        .find_map(|entry| entry.glibc.as_deref())
}

/// The release a word of a tag names: `bookworm`, `noble`, `alpine3.20`, `ubuntu22.04`, `ubi9`.
pub(crate) fn release_in(word: &str) -> Option<Release> {
    let all = distributions().ok()?;
    all.iter().find_map(|distribution| {
        let name = distribution.names.first()?;
        // A code name stands alone; a number only behind the name of its distribution.
        let version = match word.strip_prefix(name.as_str()) {
            Some("") => {
                return Some(Release {
                    distribution: name,
                    version: None,
                });
            }
            Some(version) => version,
            None if word.starts_with(|letter: char| letter.is_ascii_alphabetic()) => word,
            None => return None,
        };
        let names = release_names(distribution, version)?;
        Some(Release {
            distribution: name,
            version: names.first().map(String::as_str),
        })
    })
}

fn named(all: &'static [Distribution], name: &str) -> Option<&'static Distribution> {
    all.iter()
        .find(|one| one.names.iter().any(|own| own == name))
}
