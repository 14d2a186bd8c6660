//! What the file needs of the full image, as far as it was found out.

use super::knowledge;
use crate::Reason;
use std::collections::{BTreeMap, BTreeSet};

/// How many unknown packages of a language are named in an assumption.
const MAX_NAMED: usize = 3;

/// What was found out about the needs of a file.
#[derive(Debug, Default)]
pub(super) struct Needs {
    /// The packages of Debian that the slim image lacks, with what needs each.
    pub(super) packages: BTreeMap<String, String>,
    /// What is not known, as assumptions.
    pub(super) open: Vec<String>,
    /// What is not known of packages of the language, as assumptions about how they install.
    installs: Vec<String>,
    /// Why nothing should be proposed.
    pub(super) stops: Vec<(Reason, String)>,
    /// What was found.
    pub(super) evidence: Vec<String>,
    /// The position of the first instruction that needs a package.
    pub(super) first_need: Option<usize>,
    /// The position of the instruction that is looked at.
    pub(super) at: usize,
    /// Those of the packages that only packages of the language need.
    pub(super) of_language: BTreeSet<String>,
    installed: BTreeSet<String>,
    unknown: BTreeSet<String>,
}

impl Needs {
    /// Needs of an image that has `packages`.
    pub(super) fn of_image(packages: &[&str]) -> Self {
        let mut needs = Self::default();
        for package in packages {
            needs.install(package);
        }
        needs
    }

    /// Notes that the file installs a package of Debian.
    pub(super) fn install(&mut self, package: &str) {
        if self.installed.insert(package.to_owned()) {
            for other in knowledge::brings(package) {
                self.install(other);
            }
        }
    }

    /// Whether a package is there by now.
    pub(super) fn has(&self, package: &str) -> bool {
        self.installed.contains(package)
    }

    /// Notes that `why` needs these packages.
    pub(super) fn require(&mut self, packages: &[String], why: &str) {
        for package in packages {
            if !self.has(package) {
                self.first_need.get_or_insert(self.at);
                self.of_language.remove(package);
                self.packages
                    .entry(package.clone())
                    .or_insert_with(|| why.to_owned());
            }
        }
    }

    /// Notes that a package of the language, as `why` says, needs these packages.
    pub(super) fn require_for_language(&mut self, packages: &[String], why: &str) {
        for package in packages {
            if !self.packages.contains_key(package) && !self.has(package) {
                self.require(std::slice::from_ref(package), why);
                self.of_language.insert(package.clone());
            }
        }
    }

    /// Notes something that is not known.
    pub(super) fn assume(&mut self, assumption: impl Into<String>) {
        let assumption = assumption.into();
        if !self.open.contains(&assumption) {
            self.open.push(assumption);
        }
    }

    /// Notes something that is not known of how packages of the language install.
    pub(super) fn assume_install(&mut self, assumption: impl Into<String>) {
        let assumption = assumption.into();
        if !self.installs.contains(&assumption) {
            self.installs.push(assumption);
        }
    }

    /// Whether there are packages of the language of which nothing is known.
    pub(super) fn is_open_about_packages(&self) -> bool {
        !self.installs.is_empty() || !self.unknown.is_empty()
    }

    /// Notes a package of a language of which nothing is known.
    pub(super) fn assume_package(&mut self, name: &str) {
        self.unknown.insert(name.to_owned());
    }

    /// Notes why nothing should be proposed.
    pub(super) fn stop(&mut self, reason: Reason, detail: impl Into<String>) {
        self.stops.push((reason, detail.into()));
    }

    /// Notes what was found.
    pub(super) fn find(&mut self, evidence: impl Into<String>) {
        let evidence = evidence.into();
        if !self.evidence.contains(&evidence) {
            self.evidence.push(evidence);
        }
    }

    /// All assumptions in one clause; `None` when nothing is open and nothing is added.
    pub(super) fn assumption(&self) -> Option<String> {
        let mut open = self.installs.clone();
        open.extend(self.open.iter().cloned());
        if !self.unknown.is_empty() {
            let names: Vec<String> = self
                .unknown
                .iter()
                .map(|name| format!("`{name}`"))
                .collect();
            let rest = names.len().saturating_sub(MAX_NAMED);
            let mut shown = names
                .get(..names.len() - rest)
                .unwrap_or_default()
                .join(", ");
            if rest > 0 {
                shown += &format!(" and {rest} more");
            }
            let verb = if names.len() == 1 {
                "installs"
            } else {
                "install"
            };
            open.insert(0, format!("{shown} {verb} without a compiler"));
        }
        if open.is_empty() && !self.packages.is_empty() {
            let names: Vec<String> = self
                .packages
                .keys()
                .map(|name| format!("`{name}`"))
                .collect();
            let verb = if names.len() == 1 { "is" } else { "are" };
            open.push(format!("{} {verb} all that is missing", names.join(", ")));
        }
        (!open.is_empty()).then(|| open.join("; "))
    }
}
