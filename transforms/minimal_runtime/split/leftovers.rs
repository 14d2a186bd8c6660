//! What the steps of a build leave besides the program: packages, accounts, folders and files. The second stage says
//! again what it can; what it cannot keeps the file in one stage.

mod places;

use super::super::Held;
use super::{Second, Whole, has_no_shell, unknown};
use crate::image_path::absolute;
use crate::provenance::workdir;
use crate::runs::{Follower, Started};
use crate::{Reason, Target};
use catalog::Base;
use dockerfile::{Instruction, Kind, New};
use shell::{Action, Manager, PackageCall};
use std::collections::BTreeSet;

/// Packages that only a build needs; those that end in `-dev` are, too.
const OF_BUILDS: &[&str] = &[
    "autoconf",
    "automake",
    "binutils",
    "build-base",
    "build-essential",
    "clang",
    "cmake",
    "g++",
    "gcc",
    "git",
    "gradle",
    "libtool",
    "make",
    "maven",
    "mercurial",
    "openssh-client",
    "pkg-config",
    "pkgconf",
    "pkgconfig",
    "protobuf-compiler",
    "protoc",
    "unzip",
    "upx",
    "upx-ucl",
];

/// What comes with the program, or with the image of the language.
const CERTIFICATES: &str = "ca-certificates";

/// What the images without a shell have already.
const TIME_ZONES: &str = "tzdata";

const ACCOUNTS: &[&str] = &["adduser", "addgroup", "groupadd", "useradd"];

/// The instructions that the second stage needs for what the build leaves.
pub(super) fn of(
    target: &Target<'_>,
    whole: &Whole<'_>,
    second: &Second,
) -> Result<Vec<New>, Held> {
    let copies = second.copies.iter();
    let made: Vec<&str> = copies.map(|(from, _)| from.as_str()).collect();
    let mut found = Leftovers {
        target,
        whole,
        is_bare: has_no_shell(&second.image),
        places: places::of_build(target, whole, &made),
        made,
        packages: BTreeSet::new(),
        manager: None,
        accounts: Vec::new(),
    };
    let follower = Follower::new(target);
    for position in whole.stage.from + 1..whole.tail.start {
        let Some(instruction) = target.document.instructions.get(position) else {
            continue;
        };
        if let Kind::Run(run) = &instruction.kind {
            let steps = follower.build_step(whole.stage, &run.command, position);
            found.run(position, instruction, &steps.commands)?;
        }
    }
    found.account(second)?;
    Ok(found.again())
}

struct Leftovers<'l, 't> {
    target: &'l Target<'t>,
    whole: &'l Whole<'l>,
    /// Whether the new image has no shell.
    is_bare: bool,
    /// What is copied.
    made: Vec<&'l str>,
    /// Folders of the build.
    places: BTreeSet<String>,
    packages: BTreeSet<String>,
    manager: Option<Manager>,
    accounts: Vec<String>,
}

impl Leftovers<'_, '_> {
    fn run(
        &mut self,
        position: usize,
        instruction: &Instruction,
        steps: &[Started],
    ) -> Result<(), Held> {
        let line = instruction.lines.first;
        let workdir = workdir(self.target, self.whole.stage, position);
        let workdir = workdir.unwrap_or_else(|| "/".to_owned());
        for started in steps {
            if let Some(call) = started.command.package_call() {
                if call.manager.is_of_system() && call.action == Action::Install {
                    self.install(call, line)?;
                }
                continue;
            }
            let program = started.program();
            let path = started.words().first().copied().unwrap_or_default();
            if path.contains('/') && self.made.contains(&absolute(&workdir, path).as_str()) {
                return Err(unknown(format!(
                    "line {line} runs the program, which may leave files"
                )));
            }
            if ACCOUNTS.contains(&program) {
                self.accounts.push(started.text());
            } else if program == "chown" {
                return Err(unknown(format!(
                    "line {line} gives files to an account, which may write to them"
                )));
            } else if program == "make" && started.words().contains(&"install") {
                return Err(unknown(format!(
                    "line {line} installs with `make`, and nobody can say what"
                )));
            } else {
                self.writes(started, &workdir, line)?;
            }
        }
        Ok(())
    }

    fn install(&mut self, call: &PackageCall, line: usize) -> Result<(), Held> {
        for package in &call.packages {
            let name = package.name.as_str();
            let is_of_build =
                OF_BUILDS.contains(&name) || name.ends_with("-dev") || name.ends_with("-headers");
            let is_there = name == CERTIFICATES || (self.is_bare && name == TIME_ZONES);
            if is_of_build || is_there {
                continue;
            }
            let is_listed = matches!(
                call.manager,
                Manager::AptGet | Manager::Apt | Manager::Aptitude | Manager::Apk
            );
            if self.is_bare
                || !is_listed
                || !package.is_literal
                || package.is_path
                || adds_servers(self.target, self.whole)
            {
                let detail = format!("line {line} installs `{name}`, which the program may need");
                return Err((Reason::NeedsLibraries, detail));
            }
            self.packages.insert(name.to_owned());
            self.manager = Some(call.manager);
        }
        Ok(())
    }

    /// An error when the account that the program runs as is not in the second stage.
    fn account(&mut self, second: &Second) -> Result<(), Held> {
        let instructions = self
            .target
            .document
            .instructions
            .get(self.whole.tail.clone());
        let users = instructions.unwrap_or_default().iter().rev();
        let mut user = users.filter_map(|instruction| {
            let Kind::User(word) = &instruction.kind else {
                return None;
            };
            Some(word.value.as_str())
        });
        let account = user
            .next()
            .map(|user| user.split(':').next().unwrap_or(user));
        let is_made = self.accounts.iter().any(|text| {
            account.is_some_and(|account| text.split_whitespace().any(|word| word == account))
        });
        let Some(account) = account.filter(|account| {
            *account != "root" && !account.chars().all(|next| next.is_ascii_digit())
        }) else {
            self.accounts.clear();
            return Ok(());
        };
        let is_there = Base::of(&second.image)
            .is_some_and(|base| base.accounts.iter().any(|known| known.name == account));
        if (is_made && !self.is_bare) || (is_there && !is_made) || account == "nobody" {
            return Ok(());
        }
        let detail = format!(
            "`USER {account}` names an account that `{}` does not have",
            second.image
        );
        Err((Reason::UserByName, detail))
    }

    fn again(self) -> Vec<New> {
        let mut again = Vec::new();
        if let Some(manager) = self.manager {
            let names: Vec<&str> = self.packages.iter().map(String::as_str).collect();
            let names = names.join(" ");
            let commands = if manager == Manager::Apk {
                vec![format!("apk add --no-cache {names}")]
            } else {
                vec![
                    "apt-get update".to_owned(),
                    format!("apt-get install -y --no-install-recommends {names}"),
                    "rm -rf /var/lib/apt/lists/*".to_owned(),
                ]
            };
            again.push(New::instruction("RUN", commands));
        }
        if !self.accounts.is_empty() && !self.is_bare {
            again.push(New::instruction("RUN", self.accounts));
        }
        again
    }
}

/// Whether a step adds a server of packages, which the second stage would not know.
fn adds_servers(target: &Target<'_>, whole: &Whole<'_>) -> bool {
    let before = whole.stage.from + 1..whole.tail.start;
    before
        .filter_map(|at| target.document.instructions.get(at))
        .any(|instruction| {
            [
                "sources.list",
                "apt-key",
                "apk/repositories",
                "add-apt-repository",
            ]
            .iter()
            .any(|sign| instruction.logical.text.contains(sign))
        })
}
