//! What one command needs of the image.

use super::knowledge::{self, Need};
use super::needs::Needs;
use super::subject::Subject;
use super::{javascript, python};
use crate::provenance::stage_called;
use crate::runs::{ReadIn, Started};
use crate::{Reason, Target, cargo_lock};
use dockerfile::{Base, Stage};
use shell::{Action, Manager, PackageCall};

/// Commands that no image of Debian has unless the file installs them: they need the same of both.
const IN_NEITHER: &[&str] = &["add-apt-repository", "locale-gen", "nc"];

/// Releases of which some packages fail to install where the folders of the manual are missing.
///
/// <https://bugs.debian.org/863199>
const FAILING_WITHOUT_MANUALS: &[&str] = &["wheezy", "jessie", "stretch", "buster", "bullseye"];

/// Looks at commands, one by one, in the order of the build.
pub(super) struct Looker<'t> {
    pub(super) target: &'t Target<'t>,
    pub(super) subject: &'t Subject,
    pub(super) needs: Needs,
}

impl Looker<'_> {
    /// Where a command stands, as people say it.
    pub(super) fn place(&self, read_in: &ReadIn) -> String {
        match read_in {
            ReadIn::Instruction(position) => {
                let instruction = self.target.document.instructions.get(*position);
                let line = instruction.map_or(0, |instruction| instruction.lines.first);
                format!("line {line}")
            }
            ReadIn::Script(path) => format!("`{path}`"),
            ReadIn::PackageScript(path, name) => format!("the script `{name}` of `{path}`"),
        }
    }

    /// Looks at one command of `stage`.
    pub(super) fn command(&mut self, stage: &Stage, position: usize, started: &Started) {
        let program = started.program();
        if started.command.words.is_empty() || program.is_empty() {
            return;
        }
        for wrapper in &started.command.wrappers {
            self.program(&wrapper.program.clone(), started);
        }
        if let Some(call) = started.command.package_call() {
            self.package_call(stage, position, started, call);
            return;
        }
        self.program(program, started);
    }

    fn program(&mut self, program: &str, started: &Started) {
        let program = program.rsplit('/').next().unwrap_or(program);
        let place = self.place(&started.read_in);
        let language = self.subject.language();
        if knowledge::slim_has(language, program) || IN_NEITHER.contains(&program) {
            if ["python", "python3"].contains(&program) {
                python::interpreter(self, started, &place);
            }
            return;
        }
        if self.subject.slim.has_command(program) == Some(true) {
            return;
        }
        if knowledge::builds(program) && !self.needs.has(program) {
            let detail = format!(
                "{place} builds with `{program}`, which may need any of the headers that go"
            );
            self.needs.stop(Reason::BuildsFromSource, detail);
            return;
        }
        if let Some(packages) = catalog::packages_with(program) {
            let is_there = packages
                .first()
                .is_some_and(|package| self.needs.has(package));
            if !is_there {
                let why = format!("{place} calls `{program}`");
                self.needs.require(packages, &why);
            }
            return;
        }
        // What a package of the language brings is looked at where that is installed.
        let is_script = matches!(started.read_in, ReadIn::PackageScript(..));
        if is_script || python::brings(program) || self.needs.has(program) {
            return;
        }
        self.needs
            .assume(format!("`{program}` on {place} needs nothing that goes"));
    }

    /// Looks at a call of a package manager.
    pub(super) fn package_call(
        &mut self,
        stage: &Stage,
        position: usize,
        started: &Started,
        call: &PackageCall,
    ) {
        let place = self.place(&started.read_in);
        match call.manager {
            Manager::AptGet | Manager::Apt | Manager::Aptitude => self.debian(call, &place),
            Manager::Pip | Manager::Uv | Manager::Poetry | Manager::Pipx | Manager::Pipenv => {
                python::install(self, stage, position, started, call);
            }
            Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Bun => {
                javascript::install(self, stage, position, call, &place);
            }
            Manager::Gem | Manager::Bundle => self.gems(call, &place),
            Manager::Cargo => self.crates(stage, position, call, &place),
            Manager::Apk
            | Manager::Yum
            | Manager::Dnf
            | Manager::Microdnf
            | Manager::Tdnf
            | Manager::Zypper
            | Manager::Pacman
            | Manager::Conda
            | Manager::Mamba
            | Manager::Composer
            | Manager::Go
            | Manager::Maven
            | Manager::Gradle
            | Manager::Dotnet => {
                let name = started.program();
                self.needs
                    .assume(format!("`{name}` on {place} needs nothing that goes"));
            }
        }
    }

    fn debian(&mut self, call: &PackageCall, place: &str) {
        if call.action != Action::Install {
            return;
        }
        for package in &call.packages {
            let trap = knowledge::left_out()
                .packages
                .iter()
                .find(|start| package.name.starts_with(start.as_str()));
            let release = self
                .subject
                .full
                .release
                .and_then(|release| release.version);
            let fails = release.is_none_or(|release| FAILING_WITHOUT_MANUALS.contains(&release));
            if trap.is_some() && fails {
                let detail = format!(
                    "`{}` on {place} fails to install without the manual's folders",
                    package.name
                );
                self.needs.stop(Reason::ReadsDocumentation, detail);
            } else if trap.is_some() {
                let detail = format!(
                    "`{}` on {place} installs without the manual's folders",
                    package.name
                );
                self.needs.assume(detail);
            }
            self.needs.install(&package.name);
        }
    }

    /// Most gems with a part in C compile it where they are installed.
    fn gems(&mut self, call: &PackageCall, place: &str) {
        let installs = matches!(call.action, Action::Install | Action::InstallProject);
        let only_tools = !call.packages.is_empty()
            && call.packages.iter().all(|package| {
                ["bundler", "rake", "rubygems-update"].contains(&package.name.as_str())
            });
        if !installs || only_tools {
            return;
        }
        if self.needs.has("make") && self.needs.has("gcc") {
            self.needs.assume(format!(
                "the gems on {place} need no header that the file does not install"
            ));
            return;
        }
        let detail = format!(
            "the gems that {place} installs may compile, and the slim image has no compiler"
        );
        self.needs.stop(Reason::NeedsCompiler, detail);
    }

    fn crates(&mut self, stage: &Stage, position: usize, call: &PackageCall, place: &str) {
        if !matches!(
            call.action,
            Action::Build
                | Action::Install
                | Action::InstallProject
                | Action::Run
                | Action::Download
        ) {
            return;
        }
        let Some((name, linked)) = cargo_lock::of_run(self.target, stage, position) else {
            let detail = format!(
                "no `Cargo.lock` was read for the crates that {place} builds, which may need any library that goes"
            );
            self.needs.stop(Reason::BuildsFromSource, detail);
            return;
        };
        self.needs
            .find(format!("read `{name}`, which {place} builds"));
        if let Some(name) = &linked.library {
            let detail = format!("{place} builds `{name}`, which links a library of the system");
            self.needs.stop(Reason::NeedsLibraries, detail);
        }
        if linked.has_openssl {
            let packages = ["libssl-dev", "pkg-config"].map(str::to_owned);
            self.needs
                .require(&packages, &format!("{place} builds `openssl-sys`"));
        }
        for name in linked.built.iter().chain(&linked.unknown) {
            self.needs.assume(format!(
                "`{name}` builds with a C compiler and nothing else"
            ));
        }
    }

    /// What is copied from another stage was built there, with what that one has.
    pub(super) fn copied_from(&mut self, stage: &Stage, from: &str) {
        let Some(other) = stage_called(self.target, stage, from) else {
            self.needs.assume(format!(
                "what is copied from `{from}` needs no library that goes"
            ));
            return;
        };
        if let Base::Image(reference) = other.root(self.target.stages)
            && reference.text.contains("alpine")
        {
            return;
        }
        let name = other
            .name
            .clone()
            .unwrap_or_else(|| other.index.to_string());
        self.needs.assume(format!(
            "what is copied from the stage `{name}` needs no library that goes"
        ));
    }

    /// Notes what a package of a language needs; `true` when that is known.
    pub(super) fn package(&mut self, need: Need<'_>, name: &str, place: &str) -> bool {
        match need {
            Need::Packages(packages) => {
                self.needs
                    .require_for_language(packages, &format!("{place} installs `{name}`"));
                true
            }
            Need::Heavy => {
                let detail = format!(
                    "{place} installs `{name}`, which needs libraries that the slim image lacks"
                );
                self.needs.stop(Reason::NeedsLibraries, detail);
                true
            }
            Need::Nothing => true,
            Need::Unknown => false,
        }
    }
}
