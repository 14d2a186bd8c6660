//! Servers of well-known images, and what they write when they start.

use super::grants::Grants;
use super::knowledge::{PackageFamily, Server, ServerPackage, servers};
use super::server_config::{Config, configs, directives};
use super::subject::{Ran, Subject};
use super::tree::{can_be_own, folder_to_write};
use super::weighing::Weighing;
use super::writes::written;
use crate::Reason;
use crate::image_path::{absolute, below};
use catalog::Family;
use dockerfile::Kind;
use shell::Action;

/// The server of the base, when the stage runs it.
pub(super) fn of_base(subject: &Subject<'_>) -> Option<&'static Server> {
    let base = subject.base.as_ref()?;
    let mut of_image = servers()
        .iter()
        .filter(|server| server.image == base.name.as_str());
    of_image.find(|server| {
        let is_run = subject.runs.said_by.is_none()
            || subject.runs.commands.iter().any(|started| {
                // `php artisan octane:frankenphp` starts it too.
                let words = started.words();
                let by_task = |program: &str| {
                    let mut tasks = words.iter().filter_map(|word| word.strip_prefix("octane:"));
                    tasks.any(|task| task == program)
                };
                let mut programs = server.programs.iter();
                programs.any(|program| program == started.program() || by_task(program))
            });
        let is_open = server
            .needs
            .iter()
            .all(|folder| base.writable.contains(&folder.as_str()));
        let is_open = is_open && server.open_since.is_none_or(|year| is_of_late(base, year));
        is_run && is_open
    })
}

/// The server of the base that the stage runs, where a tag of its age may keep its folders to root.
pub(super) fn closed_of_base(subject: &Subject<'_>) -> Option<&'static Server> {
    let base = subject.base.as_ref()?;
    let server = servers().iter().find(|server| {
        server.image == base.name.as_str() && !server.needs.is_empty() && !server.folders.is_empty()
    })?;
    let is_run = subject.runs.said_by.is_none()
        || subject.runs.commands.iter().any(|started| {
            let mut programs = server.programs.iter();
            programs.any(|program| program == started.program())
        });
    (is_run && of_base(subject).is_none()).then_some(server)
}

/// The server of the base, or of a package of the distribution, when the stage runs it.
pub(super) fn of_stage(subject: &Subject<'_>) -> Option<&'static Server> {
    *subject
        .server
        .get_or_init(|| of_base(subject).or_else(|| of_package(subject)))
}

/// Words in a `RUN` that let packages come from somewhere else, with other folders.
const OTHER_SOURCES: &[&str] = &[
    "nginx.org",
    "sources.list",
    "add-apt-repository",
    "ppa:",
    "--repository",
];

fn of_package(subject: &Subject<'_>) -> Option<&'static Server> {
    let family = match subject.base.as_ref()?.family? {
        Family::Dpkg => PackageFamily::Dpkg,
        Family::Apk => PackageFamily::Apk,
        Family::Busybox | Family::Rpm | Family::Pacman | Family::None | Family::Windows => {
            return None;
        }
    };
    let is_other = || {
        subject.instructions().any(|(_, instruction)| {
            let text = instruction.logical.text.as_str();
            OTHER_SOURCES.iter().any(|word| text.contains(word))
        })
    };
    let found = servers().iter().find(|server| {
        let is_run = subject.runs.commands.iter().any(|started| {
            let path = started.command.name().unwrap_or_default();
            let is_the_package_s = !path.contains('/') || path.starts_with("/usr/sbin/");
            is_the_package_s && server.programs.iter().any(|own| own == started.program())
        });
        let package = server.package.as_ref();
        is_run
            && package.is_some_and(|package| {
                package.manager == family && subject.ran.iter().any(|ran| brings(ran, package))
            })
    });
    found.filter(|_| !is_other())
}

fn brings(ran: &Ran, package: &ServerPackage) -> bool {
    ran.command.package_call().is_some_and(|call| {
        call.action == Action::Install && package.names.iter().any(|name| call.names(name))
    })
}

/// Whether a command installs the server, whose package makes its folders and gives them to its own account.
pub(super) fn is_installed_by(server: Option<&Server>, ran: &Ran) -> bool {
    let package = server.and_then(|server| server.package.as_ref());
    package.is_some_and(|package| brings(ran, package))
}

/// The same server in an image that needs no root, for a stage on the image that does.
pub(super) fn instead(base: &catalog::Base) -> Option<&'static str> {
    let mut all = servers().iter();
    let server = all.find(|server| server.image == base.name.as_str())?;
    server.instead.as_deref()
}

/// From when on the images of web servers have the accounts that the catalogue knows.
const SAME_NUMBERS_SINCE: u16 = 2020;

/// Whether the tag was still built in that year, or still is.
fn is_of_late(base: &catalog::Base, since: u16) -> bool {
    let dropped = base.published.map(|tag| tag.dropped);
    dropped.is_some_and(|day| day.is_none_or(|day| day.year >= since))
}

/// Gives it what it writes.
pub(super) fn look(subject: &Subject<'_>, grants: &mut Grants, weighing: &mut Weighing) {
    let Some(server) = of_stage(subject) else {
        return;
    };
    if let Some(path) = copied_over(subject, server) {
        weighing.holds_back(
            Reason::WebServer,
            format!(
                "what is copied to `{path}` runs before `{}` starts, and may write its configuration, which is root's",
                server.name()
            ),
        );
        return;
    }
    for folder in &server.folders {
        grants.folder(folder);
    }
    for file in &server.files {
        grants.files.push(file.clone());
    }
    grants.given.extend(server.given.iter().cloned());
    pid_file(subject, server, grants, weighing);
    if server.needs.is_empty() {
        weighing.rests_on(format!(
            "what `{}` writes when it starts becomes its own",
            server.name()
        ));
    } else {
        weighing.rests_on(format!(
            "base `{}` leaves {} open to every account",
            subject.base_label(),
            quoted(&server.needs)
        ));
    }
    if let Some(ran) = subject.ran.iter().find(|ran| {
        let words = ran.words();
        server
            .unless_run
            .iter()
            .any(|word| words.contains(&word.as_str()))
    }) {
        weighing.assumes(format!(
            "what `{}` (line {}) turns on reads nothing of root's alone",
            super::program::short(&ran.words().join(" ")),
            subject.line(ran.instruction)
        ));
    }
    let configs = configs(subject);
    templates(server, configs, grants);
    edited(subject, server, configs, grants);
    let mut is_unread = is_told_another(subject, server);
    for config in configs {
        match &config.text {
            Some(text) => read(server, config, text, grants, weighing),
            None => is_unread = true,
        }
    }
    if is_unread {
        weighing.assumes(format!(
            "the configuration of `{}` keeps its pid file, logs and caches where the image has them",
            server.name()
        ));
    }
    if is_as_it_comes(subject, server, configs, is_unread) {
        weighing.rests_on(format!(
            "`{}` runs with the configuration of its image, which reads nothing of root's alone",
            server.name()
        ));
    } else if let Some(assumption) = &server.assumes {
        weighing.assumes(assumption.clone());
    }
}

/// A variable that puts the pid file where only root makes files.
fn pid_file(subject: &Subject<'_>, server: &Server, grants: &Grants, weighing: &mut Weighing) {
    for name in &server.pid_variables {
        let Some(setting) = subject.stage.env.get(name) else {
            continue;
        };
        let path = absolute("/", &setting.value);
        let path = path
            .strip_prefix("/var/run/")
            .map_or_else(|| path.clone(), |rest| format!("/run/{rest}"));
        if !grants.can_write(crate::image_path::folder(&path)) {
            weighing.holds_back(
                Reason::WebServer,
                format!(
                    "`{name}` (line {}) puts the pid file of `{}` to `{}`, where only root makes files",
                    subject.line(setting.instruction),
                    server.name(),
                    setting.value
                ),
            );
        }
    }
}

/// Whether an option names another configuration.
fn is_told_another(subject: &Subject<'_>, server: &Server) -> bool {
    let mut own = subject.runs.commands.iter().filter(|started| {
        let mut programs = server.programs.iter();
        programs.any(|program| program == started.program())
    });
    own.any(|started| {
        let mut words = started.words().into_iter().skip(1);
        words.any(|word| {
            server
                .elsewhere
                .iter()
                .any(|flag| word.starts_with(flag.as_str()))
        })
    })
}

/// Whether it serves what the stage copies with the configuration of its image, untouched by the file and by those who
/// run it.
fn is_as_it_comes(
    subject: &Subject<'_>,
    server: &Server,
    configs: &[Config],
    is_unread: bool,
) -> bool {
    let Some(content) = &server.content else {
        return false;
    };
    let mut copies = subject.destinations().flatten();
    let serves = copies.any(|to| below(content, &to.path).is_some());
    let is_mounted = super::compose::containers(subject).iter().any(|container| {
        let mut parts = container
            .volumes
            .iter()
            .flat_map(|volume| volume.text.split(':'));
        parts.any(|part| {
            let mut folders = server.configs.iter();
            folders.any(|folder| below(folder, part).is_some() || below(part, folder).is_some())
        })
    });
    let is_set = server
        .unless_set
        .iter()
        .any(|name| subject.stage.env.contains_key(name));
    let mut configurations = server.configs.iter();
    let is_changed = configurations.any(|folder| a_run_names(subject, folder));
    // The accounts of older builds have other numbers.
    let is_late = subject
        .base
        .as_ref()
        .is_some_and(|base| is_of_late(base, SAME_NUMBERS_SINCE));
    is_late && serves && configs.is_empty() && !is_unread && !is_mounted && !is_set && !is_changed
}

/// The files of the context that are its configuration.
pub(super) fn config_files<'s>(subject: &'s Subject<'_>) -> Vec<&'s str> {
    let configs = configs(subject).iter();
    configs
        .filter_map(|config| config.file.as_deref())
        .collect()
}

/// The ports it opens: those of the configuration that was read, or those of the image.
pub(super) fn ports(subject: &Subject<'_>) -> Vec<u16> {
    let Some(server) = of_stage(subject) else {
        return Vec::new();
    };
    let mut ports: Vec<u16> = configs(subject)
        .iter()
        .filter_map(|config| config.text.as_deref())
        .flat_map(directives)
        .filter(|directive| directive.is_one_of(&server.listens))
        .filter_map(|directive| directive.port())
        .collect();
    if ports.is_empty() {
        ports.extend(server.port);
    }
    if ports.is_empty()
        && let Some(base) = &subject.base
    {
        ports.clone_from(&base.ports);
    }
    ports
}

/// What one file of its configuration names.
fn read(
    server: &Server,
    config: &Config,
    text: &str,
    grants: &mut Grants,
    weighing: &mut Weighing,
) {
    let file = config.file.as_deref().unwrap_or(&config.place);
    for directive in directives(text) {
        let value = directive.value;
        if directive.is_one_of(&server.keys) {
            weighing.assumes(format!(
                "`{value}`, which `{file}` names, can be read without root"
            ));
        }
        let is_path = !value.contains(['$', ':', '|'])
            && !value.starts_with("/dev/")
            && !["off", "stderr", "on"].contains(&value);
        if !is_path || !directive.is_one_of(&server.writes) {
            continue;
        }
        let path = absolute(&server.root, value);
        // `/var/run` is a link to `/run` in every image of these servers.
        let path = path
            .strip_prefix("/var/run/")
            .map_or_else(|| path.clone(), |rest| format!("/run/{rest}"));
        if grants.can_write(&path) {
            continue;
        }
        if grants.can_make_folders
            && !can_be_own(&folder_to_write(&path))
            && below("/run", &path).is_some()
        {
            weighing.rests_on(format!("writes `{path}`: `{}` in `{file}`", directive.name));
            grants.files.push(path);
        } else {
            written(
                &path,
                &format!("`{}` in `{file}`", directive.name),
                grants,
                weighing,
            );
        }
    }
}

/// Whether a word of a `RUN` holds `folder`.
fn a_run_names(subject: &Subject<'_>, folder: &str) -> bool {
    let mut words = subject.ran.iter().flat_map(Ran::words);
    words.any(|word| word.contains(folder))
}

/// Its start changes the configuration of its image, unless the file brings another.
fn edited(subject: &Subject<'_>, server: &Server, configs: &[Config], grants: &mut Grants) {
    let (Some(folder), Some(stock)) = (&server.edits, &server.stock) else {
        return;
    };
    let is_replaced = configs
        .iter()
        .any(|config| stock.files.contains(&config.place));
    // A folder that a `RUN` takes away may be gone.
    if !is_replaced && !a_run_names(subject, folder) && !grants.given.contains(folder) {
        grants.given.push(folder.clone());
    }
}

/// Its start writes configuration from templates, into a folder that is root's.
fn templates(server: &Server, configs: &[Config], grants: &mut Grants) {
    let Some(templates) = &server.templates else {
        return;
    };
    let is_used = configs
        .iter()
        .any(|config| below(&templates.from, &config.place).is_some());
    if is_used {
        grants.given.push(templates.to.clone());
    }
}

fn copied_over(subject: &Subject<'_>, server: &Server) -> Option<String> {
    subject.instructions().find_map(|(position, instruction)| {
        let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
            return None;
        };
        let to = subject.destination(position, transfer)?;
        let is_over = server
            .unless_copied
            .iter()
            .any(|folder| below(folder, &to.path).is_some());
        is_over.then(|| to.path.as_ref().to_owned())
    })
}

fn quoted(paths: &[String]) -> String {
    let quoted: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
    quoted.join(", ")
}
