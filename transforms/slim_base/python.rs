//! What the packages of PyPI that are installed need.

mod lock;
mod project;
mod requirement;

use super::commands::Looker;
use super::knowledge::{self, Need};
use crate::image_path::absolute;
use crate::runs::Started;
use crate::{Reason, run_files};
use dockerfile::Stage;
use requirement::Requirement;
use shell::{Action, Manager, PackageCall};

/// The first version for which most packages are still published as wheels.
const FIRST_WITH_WHEELS: (u32, u32) = (3, 8);

/// How deep one list of requirements may name another.
const MAX_DEPTH: usize = 4;

/// Whether a program of this name comes from a package that is looked at where it is installed.
pub(super) fn brings(program: &str) -> bool {
    let index = knowledge::python();
    index.programs.contains_key(program) || index.need(program) != Need::Unknown
}

/// Looks at a call of the interpreter itself.
pub(super) fn interpreter(looker: &mut Looker<'_>, started: &Started, place: &str) {
    let words = started.words();
    let is_setup = words.iter().any(|word| word.ends_with("setup.py"));
    if is_setup && !looker.needs.has("gcc") {
        looker
            .needs
            .assume(format!("`setup.py` on {place} compiles nothing"));
    }
}

/// Looks at a call of pip, uv, poetry, pipenv or pipx.
pub(super) fn install(
    looker: &mut Looker<'_>,
    stage: &Stage,
    position: usize,
    started: &Started,
    call: &PackageCall,
) {
    if !matches!(call.action, Action::Install | Action::InstallProject) {
        return;
    }
    let place = looker.place(&started.read_in);
    let mut reader = Reader {
        looker,
        stage,
        position,
        place: &place,
    };
    for file in &call.files {
        match file.literal() {
            Some(name) => reader.file(name, 0),
            None => reader.unread(&file.raw),
        }
    }
    for package in &call.packages {
        if !package.is_literal {
            reader.unread(&package.name);
        } else if package.is_path {
            reader.address(&package.name);
        } else {
            reader.package(&package.name);
        }
    }
    if call.action == Action::InstallProject && call.files.is_empty() {
        if call.manager == Manager::Uv {
            reader.lock("uv.lock");
        } else if call.manager == Manager::Poetry {
            reader.lock("poetry.lock");
        } else {
            reader.project(".");
        }
    }
}

struct Reader<'r, 't> {
    looker: &'r mut Looker<'t>,
    stage: &'r Stage,
    position: usize,
    place: &'r str,
}

impl Reader<'_, '_> {
    /// A list of requirements, by its name where the command runs.
    fn file(&mut self, name: &str, depth: usize) {
        let text = run_files::text(self.looker.target, self.stage, self.position, name);
        let Some(text) = text.filter(|_| depth < MAX_DEPTH) else {
            self.unread(name);
            return;
        };
        self.looker
            .needs
            .find(format!("read `{name}`, which {} installs", self.place));
        for requirement in requirement::all(&text) {
            match requirement {
                Requirement::Package(package) => self.package(&package),
                Requirement::Address(address) => self.address(&address),
                Requirement::File(other) => {
                    let folder = crate::image_path::folder(&absolute("/", name)).to_owned();
                    let other = absolute(&folder, &other);
                    let is_rooted = name.starts_with('/');
                    let other = if is_rooted {
                        other.as_str()
                    } else {
                        other.trim_start_matches('/')
                    };
                    self.file(other, depth + 1);
                }
            }
        }
    }

    fn package(&mut self, name: &str) {
        let name = requirement::normal(name);
        let need = knowledge::python().need(&name);
        if self.looker.package(need, &name, self.place) {
            let brought = knowledge::python().pure.brings.get(&name);
            for other in brought.into_iter().flatten() {
                self.looker
                    .package(knowledge::python().need(other), other, self.place);
            }
            return;
        }
        if self.is_without_wheels() {
            let image = &self.looker.subject.image;
            let detail = format!("`{name}` may have no wheel for the Python of `{image}` any more");
            self.looker.needs.stop(Reason::NeedsCompiler, detail);
            return;
        }
        self.looker.needs.assume_package(&name);
    }

    /// A folder, a file or an address instead of a name.
    fn address(&mut self, address: &str) {
        if address.contains("git+") || address.ends_with(".git") {
            if !self.looker.needs.has("git") {
                let detail = format!("{} fetches `{}` with git", self.place, masked(address));
                self.looker.needs.stop(Reason::InstallsFromGit, detail);
            }
            return;
        }
        if address.contains("://")
            || [".whl", ".gz", ".zip"]
                .iter()
                .any(|end| address.ends_with(end))
        {
            self.unread(&masked(address));
        } else {
            self.project(address);
        }
    }

    /// A project of the build context, by its folder.
    fn project(&mut self, folder: &str) {
        // `.[web]` installs packages of which the list says nothing by that name.
        let has_extras = folder.contains('[');
        let bare = folder
            .split('[')
            .next()
            .unwrap_or_default()
            .trim_end_matches('/');
        let name = match bare {
            "." | "" => "pyproject.toml".to_owned(),
            _ => format!("{bare}/pyproject.toml"),
        };
        let setup = name.replace("pyproject.toml", "setup.py");
        let read =
            |name: &str| run_files::text(self.looker.target, self.stage, self.position, name);
        let setup = read(&setup);
        let Some(found) = read(&name).and_then(|text| project::read(&text)) else {
            self.unread(folder);
            return;
        };
        self.looker
            .needs
            .find(format!("read `{name}`, which {} installs", self.place));
        let is_compiled = setup.is_some_and(|text| text.contains("ext_modules"));
        let compiles_with = found
            .compiles_with
            .or_else(|| is_compiled.then(|| "ext_modules".to_owned()));
        if let Some(tool) = compiles_with.filter(|_| !self.looker.needs.has("gcc")) {
            let detail = format!("{} builds a project with `{tool}`", self.place);
            self.looker.needs.stop(Reason::NeedsCompiler, detail);
        }
        if let Some(tool) = found.asks_git {
            let why = format!(
                "{} builds a project with `{tool}`, which asks git",
                self.place
            );
            self.looker.needs.require(&["git".to_owned()], &why);
        }
        if found.is_dynamic || has_extras {
            self.unread(folder);
        }
        for requirement in found.requirements {
            match requirement {
                Requirement::Package(package) => self.package(&package),
                Requirement::Address(address) => self.address(&address),
                Requirement::File(other) => self.unread(&other),
            }
        }
    }

    fn lock(&mut self, name: &str) {
        // Poetry knows no workspaces: https://docs.astral.sh/uv/concepts/projects/workspaces/
        let workspace = ("pyproject.toml", "[tool.uv.workspace]");
        let target = self.looker.target;
        let found = match name {
            "uv.lock" => run_files::lock(target, self.stage, self.position, name, workspace),
            _ => run_files::text(target, self.stage, self.position, name)
                .map(|text| (name.to_owned(), text)),
        };
        let read = found.and_then(|(name, text)| Some((name, lock::packages(&text)?)));
        let Some((name, packages)) = read else {
            self.project(".");
            return;
        };
        self.looker
            .needs
            .find(format!("read `{name}`, which {} installs", self.place));
        let python = version(&self.looker.subject.full.tag);
        for package in packages {
            match knowledge::python().need(&package.name) {
                Need::Unknown if package.has_wheel(python) => {}
                Need::Unknown => self.looker.needs.assume_package(&package.name),
                need @ (Need::Packages(_) | Need::Heavy | Need::Nothing) => {
                    self.looker.package(need, &package.name, self.place);
                }
            }
        }
    }

    fn unread(&mut self, name: &str) {
        if self.is_without_wheels() {
            let image = &self.looker.subject.image;
            let detail =
                format!("`{name}` was not read, and wheels for the Python of `{image}` are rare");
            self.looker.needs.stop(Reason::NeedsCompiler, detail);
            return;
        }
        let assumption = format!("all that `{name}` lists installs without a compiler");
        self.looker.needs.assume_install(assumption);
    }

    fn is_without_wheels(&self) -> bool {
        let can_compile = self.looker.needs.has("gcc");
        !can_compile
            && version(&self.looker.subject.full.tag)
                .is_some_and(|version| version < FIRST_WITH_WHEELS)
    }
}

/// The version at the start of a tag; `2` and `2.7` both are old.
fn version(tag: &str) -> Option<(u32, u32)> {
    let start = tag.split('-').next().unwrap_or_default();
    let mut numbers = start.split('.').map_while(|number| number.parse().ok());
    match (numbers.next()?, numbers.next()) {
        (major, Some(minor)) => Some((major, minor)),
        (2, None) => Some((2, 7)),
        (_, None) => None,
    }
}

/// An address without the account that may stand in it.
fn masked(address: &str) -> String {
    match (address.find("://"), address.find('@')) {
        (Some(scheme), Some(at)) if at > scheme => {
            let rest = address.get(at..).unwrap_or_default();
            format!("{}***{rest}", address.get(..scheme + 3).unwrap_or_default())
        }
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{masked, version};

    #[test]
    fn a_tag_tells_the_version() {
        assert_eq!(version("3.11-bookworm"), Some((3, 11)));
        assert_eq!(version("3.11.4"), Some((3, 11)));
        assert_eq!(version("2"), Some((2, 7)));
        assert_eq!(version("3"), None);
        assert_eq!(version("latest"), None);
    }

    #[test]
    fn an_account_in_an_address_is_not_shown() {
        assert_eq!(
            masked("git+https://me:pw@host/a.git"),
            "git+https://***@host/a.git"
        );
        assert_eq!(masked("./lib"), "./lib");
    }
}
