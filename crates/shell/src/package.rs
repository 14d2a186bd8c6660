//! Calls of package managers, read as such: what they do, with which packages and flags.

mod compiled;
mod javascript;
mod python;
mod reader;
mod rule;
mod scripting;
mod system;
mod version;

use crate::{Command, Span, Word};

/// A call of a package manager.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageCall {
    /// Which one.
    pub manager: Manager,
    /// What it is told to do.
    pub action: Action,
    /// The words that say so: `install`, `mod download`, `global add`; of pacman the option, `-Syu`. Empty for a bare
    /// `yarn`.
    pub verb: String,
    /// The packages it names, for the actions that take packages.
    pub packages: Vec<Package>,
    /// The options, in order, also those before the verb.
    pub flags: Vec<Flag>,
    /// The files that list packages: `-r requirements.txt`, `--file=environment.yml`.
    pub files: Vec<Word>,
    /// The words that are neither verb nor option: packages, paths, the names of scripts.
    pub operands: Vec<Word>,
}

impl PackageCall {
    /// Whether `name` (`-y`, `--no-cache`) is among the flags, in a cluster such as `-qqy` too.
    #[must_use]
    pub fn has_flag(&self, name: &str) -> bool {
        self.flags.iter().any(|flag| flag.is(name))
    }

    /// The value of the last flag called `name`.
    #[must_use]
    pub fn flag_value(&self, name: &str) -> Option<&Word> {
        let named = self.flags.iter().rev().filter(|flag| flag.name == name);
        named.filter_map(|flag| flag.value.as_ref()).next()
    }

    /// Whether one of the packages is called `name`.
    #[must_use]
    pub fn names(&self, name: &str) -> bool {
        self.packages.iter().any(|package| package.name == name)
    }
}

/// A package as a call names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The name without version and extras; the word as written when an expansion is in it.
    pub name: String,
    /// The version part, without the sign in front of a plain one: `1.2` of `a=1.2`, `>=2,<3` of `b>=2,<3`.
    pub version: Option<String>,
    /// The whole word.
    pub span: Span,
    /// Whether no expansion is in it.
    pub is_literal: bool,
    /// Whether it is a file, a folder or an address rather than a name.
    pub is_path: bool,
}

/// An option of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// The option without its value: `--prefix`, `-y`, `-qqy`.
    pub name: String,
    /// Its value, behind `=` or in the next word.
    pub value: Option<Word>,
    /// From the option to the end of its value.
    pub span: Span,
}

impl Flag {
    /// Whether it is the option `name`, or a cluster of letters with it.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        let letters = |text: &str| !text.starts_with("--") && text.starts_with('-');
        let in_cluster = name.len() == 2
            && letters(name)
            && letters(&self.name)
            && self
                .name
                .bytes()
                .skip(1)
                .all(|byte| byte.is_ascii_alphabetic())
            && name
                .chars()
                .nth(1)
                .is_some_and(|letter| self.name.contains(letter));
        self.name == name || in_cluster
    }
}

/// The package managers that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say all")]
pub enum Manager {
    AptGet,
    Apt,
    Aptitude,
    Apk,
    Yum,
    Dnf,
    Microdnf,
    Tdnf,
    Zypper,
    Pacman,
    Pip,
    Uv,
    Poetry,
    Pipx,
    Pipenv,
    Conda,
    Mamba,
    Npm,
    Yarn,
    Pnpm,
    Bun,
    Gem,
    Bundle,
    Composer,
    Go,
    Cargo,
    Maven,
    Gradle,
    Dotnet,
}

impl Manager {
    /// Whether it installs packages of Node.js.
    #[must_use]
    pub const fn is_of_node(self) -> bool {
        matches!(self, Self::Npm | Self::Yarn | Self::Pnpm | Self::Bun)
    }

    /// Whether it installs packages of the distribution.
    #[must_use]
    pub const fn is_of_system(self) -> bool {
        match self {
            Self::AptGet
            | Self::Apt
            | Self::Aptitude
            | Self::Apk
            | Self::Yum
            | Self::Dnf
            | Self::Microdnf
            | Self::Tdnf
            | Self::Zypper
            | Self::Pacman => true,
            Self::Pip
            | Self::Uv
            | Self::Poetry
            | Self::Pipx
            | Self::Pipenv
            | Self::Conda
            | Self::Mamba
            | Self::Npm
            | Self::Yarn
            | Self::Pnpm
            | Self::Bun
            | Self::Gem
            | Self::Bundle
            | Self::Composer
            | Self::Go
            | Self::Cargo
            | Self::Maven
            | Self::Gradle
            | Self::Dotnet => false,
        }
    }
}

/// What a package manager is told to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Install the packages named.
    Install,
    /// Install what the project's own files list: `npm ci`, `pip install -r …`, `bundle install`.
    InstallProject,
    /// Remove the packages named.
    Remove,
    /// Fetch the lists of packages.
    Update,
    /// Replace installed packages by newer ones.
    Upgrade,
    /// Remove caches, or packages nobody needs.
    Clean,
    /// Fetch packages without installing them: `go mod download`, `mvn dependency:go-offline`.
    Download,
    /// Build the project.
    Build,
    /// Run a script or program of the project: `npm run build`.
    Run,
    /// Anything else.
    Other,
}

/// The call of a package manager that `command` is, if it is one.
pub(crate) fn read(command: &Command) -> Option<PackageCall> {
    let (rule, start) = rule::find(command)?;
    reader::read(rule, command.words.get(start..)?)
}
