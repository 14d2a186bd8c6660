//! What is known of programs, installers, platforms and toolboxes: the tables of `data/`, read once.

use crate::table::table;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::sync::LazyLock;

/// What a program means for a container without root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ProgramKind {
    /// It needs root by design.
    RootDaemon,
    /// It keeps data in folders of its own account.
    Database,
    /// It starts services.
    Init,
    /// It starts other programs by a configuration file.
    Supervisor,
    /// It changes to another account itself.
    DropsPrivileges,
    /// It changes files of the system.
    SystemChange,
    /// It opens port 80 and writes its pid and caches where only root can.
    WebServer,
    /// It speaks to the container engine's socket.
    NeedsSocket,
    /// It is a shell or something that waits: the image has no program of its own.
    Idle,
    /// It builds when it starts.
    Builds,
    /// It runs the code that the file copies.
    Runtime,
    /// It writes nothing but what its arguments name.
    Tool,
    /// Some of what it can be asked to do takes root.
    AtTimes,
}

/// A group of programs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProgramEntry {
    pub(super) names: Vec<String>,
    #[serde(default)]
    pub(super) arguments: Vec<String>,
    /// Not with a word that holds one of these.
    #[serde(default)]
    pub(super) unless: Vec<String>,
    pub(super) kind: ProgramKind,
    pub(super) what: String,
    #[allow(
        dead_code,
        reason = "the source is for the reader of the table; a test asks that it is there"
    )]
    source: String,
}

/// A platform that decides the account.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Platform {
    pub(super) name: String,
    pub(super) images: Vec<String>,
    pub(super) words: Vec<String>,
    #[allow(
        dead_code,
        reason = "the source is for the reader of the table; a test asks that it is there"
    )]
    source: String,
}

/// Signs that an image is somebody's build environment.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Toolboxes {
    pub(super) path: Vec<String>,
    pub(super) images: Vec<String>,
    #[allow(
        dead_code,
        reason = "the source is for the reader of the table; a test asks that it is there"
    )]
    source: String,
}

/// The documented way to install somewhere else than below the home.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Redirect {
    /// Variables with their values; none where no way is documented.
    #[serde(default)]
    pub(super) set: Vec<String>,
    /// What lies where then.
    #[serde(default)]
    pub(super) moves: Vec<(String, String)>,
    /// A folder that must be there before.
    pub(super) folder: Option<String>,
}

/// A command that installs below the home of whoever runs it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Install {
    pub(super) program: String,
    pub(super) words: Vec<String>,
    pub(super) path: String,
    #[serde(default)]
    pub(super) unless: Vec<String>,
    /// Words of a `RUN` that send it elsewhere.
    #[serde(default, rename = "unless-said")]
    pub(super) unless_said: Vec<String>,
    /// The program that looks for it there when the container starts.
    pub(super) runs: Option<String>,
    #[serde(flatten)]
    pub(super) redirect: Redirect,
    #[allow(
        dead_code,
        reason = "the source is for the reader of the table; a test asks that it is there"
    )]
    source: String,
}

/// An installer fetched from the web.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Installer {
    pub(super) address: String,
    pub(super) path: String,
    #[serde(default)]
    pub(super) unless: Vec<String>,
    pub(super) provides: Vec<String>,
    #[serde(flatten)]
    pub(super) redirect: Redirect,
    #[allow(
        dead_code,
        reason = "the source is for the reader of the table; a test asks that it is there"
    )]
    source: String,
}

/// A server of a well-known image.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Server {
    /// The image that it is in; empty for one that a package brings.
    #[serde(default)]
    pub(super) image: String,
    /// The package that brings it.
    pub(super) package: Option<ServerPackage>,
    pub(super) programs: Vec<String>,
    /// Folders that the image must leave open to every account: without that, nothing is known of it.
    #[serde(default)]
    pub(super) needs: Vec<String>,
    /// The first year in which every build of the image did.
    pub(super) open_since: Option<u16>,
    #[serde(default)]
    pub(super) folders: Vec<String>,
    #[serde(default)]
    pub(super) files: Vec<String>,
    /// Folders that become the account's own with what lies in them.
    #[serde(default)]
    pub(super) given: Vec<String>,
    /// The folder of its configuration that its start changes by itself, where the image's own is in use.
    pub(super) edits: Option<String>,
    /// Where it looks for what it serves.
    pub(super) content: Option<String>,
    /// Variables that make its start change more.
    #[serde(default)]
    pub(super) unless_set: Vec<String>,
    /// Variables that name its pid file.
    #[serde(default)]
    pub(super) pid_variables: Vec<String>,
    /// Options that name another configuration.
    #[serde(default)]
    pub(super) elsewhere: Vec<String>,
    /// The port that it opens by default, where the catalogue does not say.
    pub(super) port: Option<u16>,
    #[serde(default)]
    pub(super) unless_copied: Vec<String>,
    /// Words of a `RUN` after which it may read what belongs to root alone.
    #[serde(default)]
    pub(super) unless_run: Vec<String>,
    /// Where its configuration lies.
    #[serde(default)]
    pub(super) configs: Vec<String>,
    /// The folder that relative paths of its configuration start from.
    #[serde(default)]
    pub(super) root: String,
    /// Directives whose first word is a path that it writes.
    #[serde(default)]
    pub(super) writes: Vec<String>,
    /// Directives whose first word is a port that it opens.
    #[serde(default)]
    pub(super) listens: Vec<String>,
    /// Directives whose first word is a port that another one opens.
    #[serde(default)]
    pub(super) hosts: Vec<String>,
    /// The account that its workers had when root started it.
    pub(super) account: Option<ServerAccount>,
    /// Directives whose first word is a file that root alone may be able to read.
    #[serde(default)]
    pub(super) keys: Vec<String>,
    /// The configuration that the image brings, and the command that moves its port.
    pub(super) stock: Option<Stock>,
    /// Where its start writes configuration from templates: the templates, and what becomes of them.
    pub(super) templates: Option<Templates>,
    pub(super) assumes: Option<String>,
    /// The same server in an image that needs no root.
    pub(super) instead: Option<String>,
    #[allow(
        dead_code,
        reason = "the source is for the reader of the table; a test asks that it is there"
    )]
    source: String,
}

impl Server {
    /// What people call it.
    pub(super) fn name(&self) -> &str {
        if self.image.is_empty() {
            self.programs.first().map_or("", String::as_str)
        } else {
            &self.image
        }
    }
}

/// The package of a distribution that brings a server.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ServerPackage {
    pub(super) manager: PackageFamily,
    pub(super) names: Vec<String>,
}

/// The account of a server's workers, which every release of its distributions has.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ServerAccount {
    pub(super) name: String,
    pub(super) uid: u32,
    pub(super) gid: u32,
}

/// Whose packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum PackageFamily {
    Dpkg,
    Apk,
}

/// The configuration that a server's image brings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stock {
    pub(super) files: Vec<String>,
    pub(super) port: u16,
    /// What `sed` does to the files, with `{port}` for the new port.
    pub(super) sed: String,
}

/// Templates that the start of a server turns into configuration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Templates {
    pub(super) from: String,
    pub(super) to: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Servers {
    server: Vec<Server>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Programs {
    program: Vec<ProgramEntry>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Platforms {
    platform: Vec<Platform>,
}

/// A command that leaves something below the home of whoever runs it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Leaves {
    pub(super) program: String,
    pub(super) words: Vec<String>,
    pub(super) path: String,
    /// Variables, or images, that send it elsewhere.
    pub(super) unless: Vec<String>,
    #[allow(
        dead_code,
        reason = "the source is for the reader of the table; a test asks that it is there"
    )]
    source: String,
}

/// The table of what installs below `/root`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RootHome {
    pub(super) leaves: Vec<Leaves>,
    pub(super) install: Vec<Install>,
    pub(super) installer: Vec<Installer>,
}

static PROGRAMS: LazyLock<Programs> =
    LazyLock::new(|| table(tables::text!("nonroot_user/data/programs")));
/// Its rows by the names in them.
static PROGRAMS_BY_NAME: LazyLock<FxHashMap<&str, Vec<(usize, &ProgramEntry)>>> =
    LazyLock::new(|| {
        let mut rows: FxHashMap<&str, Vec<(usize, &ProgramEntry)>> = FxHashMap::default();
        for (row, entry) in PROGRAMS.program.iter().enumerate() {
            for name in &entry.names {
                rows.entry(name).or_default().push((row, entry));
            }
        }
        rows
    });
static PLATFORMS: LazyLock<Platforms> =
    LazyLock::new(|| table(tables::text!("nonroot_user/data/platforms")));
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Harmless {
    programs: FxHashSet<String>,
}

static HARMLESS: LazyLock<Harmless> =
    LazyLock::new(|| table(tables::text!("nonroot_user/data/harmless")));
static SERVERS: LazyLock<Servers> =
    LazyLock::new(|| table(tables::text!("nonroot_user/data/servers")));
static TOOLBOXES: LazyLock<Toolboxes> =
    LazyLock::new(|| table(tables::text!("nonroot_user/data/toolboxes")));
static ROOT_HOME: LazyLock<RootHome> =
    LazyLock::new(|| table(tables::text!("nonroot_user/data/root_home")));

/// What is known of the program called `path` with these arguments.
pub(super) fn program(path: &str, arguments: &[&str]) -> Option<&'static ProgramEntry> {
    let name = crate::image_path::name(path);
    // A package of Node.js, started by its file: `node_modules/gulp/bin/gulp.js`.
    let name = match name.strip_suffix(".js") {
        Some(stem) if path.contains("node_modules/") => stem,
        Some(_) | None => name,
    };
    let of = |name| PROGRAMS_BY_NAME.get(name).into_iter().flatten();
    let known = of(path).chain(of(name));
    let known = known.filter(|(_, entry)| entry.is_with(arguments));
    known.min_by_key(|(row, _)| *row).map(|(_, entry)| *entry)
}

impl ProgramEntry {
    /// Whether it speaks of calls with these arguments.
    fn is_with(&self, arguments: &[&str]) -> bool {
        let holds = |part: &str| arguments.iter().any(|argument| argument.contains(part));
        let mut words = self.arguments.iter();
        (self.arguments.is_empty() || words.any(|word| arguments.contains(&word.as_str())))
            && !self.unless.iter().any(|part| holds(part))
    }
}

pub(super) fn platforms() -> &'static [Platform] {
    &PLATFORMS.platform
}

/// Whether a program leaves nothing in a tree that a server writes later.
pub(super) fn is_harmless(program: &str) -> bool {
    HARMLESS.programs.contains(program)
}

pub(super) fn servers() -> &'static [Server] {
    &SERVERS.server
}

pub(super) fn toolboxes() -> &'static Toolboxes {
    &TOOLBOXES
}

pub(super) fn root_home() -> &'static RootHome {
    &ROOT_HOME
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_can_be_read() {
        serde_json::from_str::<Programs>(tables::text!("nonroot_user/data/programs")).unwrap();
        serde_json::from_str::<Platforms>(tables::text!("nonroot_user/data/platforms")).unwrap();
        serde_json::from_str::<Harmless>(tables::text!("nonroot_user/data/harmless")).unwrap();
        serde_json::from_str::<Servers>(tables::text!("nonroot_user/data/servers")).unwrap();
        serde_json::from_str::<Toolboxes>(tables::text!("nonroot_user/data/toolboxes")).unwrap();
        serde_json::from_str::<RootHome>(tables::text!("nonroot_user/data/root_home")).unwrap();
    }

    #[test]
    fn a_program_is_found_by_name_and_by_path() {
        let kind = |path, arguments| program(path, arguments).map(|entry| entry.kind);
        assert_eq!(
            kind("/usr/sbin/sshd", &["-D"]),
            Some(ProgramKind::RootDaemon)
        );
        assert_eq!(kind("dotnet", &["run"]), Some(ProgramKind::Builds));
        assert_eq!(kind("dotnet", &["app.dll"]), Some(ProgramKind::Runtime));
    }

    #[test]
    fn the_first_row_that_fits_is_found_as_when_one_row_after_another_is_read() {
        let rows = || PROGRAMS.program.iter();
        let words = rows().flat_map(|row| row.arguments.iter().chain(&row.unless));
        let words: Vec<&str> = words.map(String::as_str).chain(["app"]).collect();
        let names = rows().flat_map(|row| &row.names);
        for name in names.map(String::as_str).chain(["", "app"]) {
            for path in [name.to_owned(), format!("/opt/{name}")] {
                for word in words.iter().copied() {
                    let is_named = |row: &&ProgramEntry| {
                        let mut names = row.names.iter();
                        names.any(|known| *known == path || known == crate::image_path::name(&path))
                    };
                    let mut slow = rows().filter(is_named);
                    let slow = slow.find(|row| row.is_with(&[word])).map(|row| &row.what);
                    let found = program(&path, &[word]).map(|row| &row.what);
                    assert_eq!(found, slow, "{path} {word}");
                }
            }
        }
    }
}
