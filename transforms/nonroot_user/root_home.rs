//! What the program needs of `/root`, which no other account can enter.

use super::downloads;
use super::knowledge::{Install, Installer, root_home};
use super::subject::{Ran, Subject};
use super::weighing::Weighing;
use crate::any_of::AnyOf;
use crate::image_path::{below, name};
use crate::{Reason, run_files};
use dockerfile::Kind;
use std::sync::LazyLock;

pub(super) fn look(subject: &Subject<'_>, weighing: &mut Weighing) {
    let home = "/root";
    if let Some(folder) = subject
        .workdir
        .as_ref()
        .filter(|folder| below(home, folder).is_some())
    {
        weighing.holds_back(
            Reason::NeedsRootHome,
            format!("the working directory is `{folder}`, and only root can enter `/root`"),
        );
    }
    for started in &subject.runs.commands {
        if let Some(word) = started
            .words()
            .into_iter()
            .find(|word| names_root_home(word))
        {
            weighing.holds_back(
                Reason::NeedsRootHome,
                format!("it runs `{word}`, and only root can enter `/root`"),
            );
        }
    }
    for volume in &subject.stage.volumes {
        if below(home, &volume.value).is_some() {
            weighing.holds_back(
                Reason::NeedsRootHome,
                format!(
                    "`VOLUME` (line {}) is `{}`, and only root can enter `/root`",
                    subject.line(volume.instruction),
                    volume.value
                ),
            );
        }
    }
    variables(subject, weighing);
    copies(subject, weighing);
    installs(subject, weighing);
}

fn names_root_home(word: &str) -> bool {
    let value = word.split_once('=').map_or(word, |(_, value)| value);
    value == "/root"
        || value.starts_with("/root/")
        || value.starts_with("~/")
        || value.starts_with("$HOME/")
        || value.starts_with("${HOME}/")
}

fn variables(subject: &Subject<'_>, weighing: &mut Weighing) {
    for (name, setting) in &subject.stage.env {
        let value = &setting.value;
        let is_below = value
            .split([':', ' ', '='])
            .any(|part| part == "/root" || part.starts_with("/root/") || part.starts_with("~/"));
        // A home of root's is named by scripts that write there; tools of the build (`PATH`) may be gone by then.
        if is_below {
            weighing.holds_back(
                Reason::NeedsRootHome,
                format!(
                    "`{name}` (line {}) names `/root`, which only root can enter",
                    subject.line(setting.instruction)
                ),
            );
        }
    }
}

/// Files that only the build reads.
pub(super) const BUILD_ONLY: &[&str] = &[
    ".ssh",
    ".npmrc",
    ".yarnrc",
    ".netrc",
    ".gitconfig",
    ".git-credentials",
    ".m2",
    "settings.xml",
    ".gradle",
    "pip.conf",
    ".pip",
    ".pypirc",
    ".bashrc",
    ".bash_aliases",
    ".profile",
    ".bash_profile",
    ".vimrc",
    ".vim",
    ".zshrc",
    ".inputrc",
    ".curlrc",
    ".wgetrc",
    ".gemrc",
    ".bundle",
    ".composer",
    ".cargo",
    ".nuget",
    ".ivy2",
    ".sbt",
    ".screenrc",
    ".tmux.conf",
    "id_rsa",
    ".gitignore",
    ".dockercfg",
    ".docker",
];

fn copies(subject: &Subject<'_>, weighing: &mut Weighing) {
    for (position, instruction) in subject.instructions() {
        let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
            continue;
        };
        let Some(to) = subject.destination(position, transfer) else {
            continue;
        };
        let Some(rest) = below("/root", &to.path) else {
            continue;
        };
        let is_build_only = rest.split('/').any(|part| BUILD_ONLY.contains(&part))
            || transfer
                .sources
                .iter()
                .all(|source| BUILD_ONLY.contains(&name(source.value.trim_end_matches('/'))));
        if !is_build_only {
            weighing.holds_back(
                Reason::NeedsRootHome,
                format!(
                    "line {} copies to `{}`, and only root can enter `/root`",
                    subject.line(position),
                    to.path
                ),
            );
        }
    }
}

fn installs(subject: &Subject<'_>, weighing: &mut Weighing) {
    let installers = installers(subject);
    let calls = downloads::calls(subject);
    for ran in &subject.ran {
        for install in needed(subject, ran) {
            weighing.holds_back(
                Reason::NeedsRootHome,
                format!(
                    "`{}` (line {}) installs in `{}`, and only root can enter `/root`",
                    install.program,
                    subject.line(ran.instruction),
                    install.path
                ),
            );
        }
        for installer in fetched(subject, ran, &installers) {
            if installer.path.starts_with("/root") {
                installed(subject, ran.instruction, installer, weighing);
            }
        }
        downloads::look(subject, ran, &calls, weighing);
    }
}

/// What a command installs below the home, where the container looks for it.
pub(super) fn needed(subject: &Subject<'_>, ran: &Ran) -> impl Iterator<Item = &'static Install> {
    let program = ran.command.program().unwrap_or_default();
    let installs = root_home().install.iter();
    installs.filter(move |install| may_call(install, program) && is_needed(subject, install, ran))
}

fn may_call(install: &Install, program: &str) -> bool {
    program == install.program
        || matches!(program, "pip3" | "pip2" | "npx")
        || program.starts_with("python")
}

fn is_needed(subject: &Subject<'_>, install: &Install, ran: &Ran) -> bool {
    (is_called(install, ran) || is_sent_home(subject, install, ran))
        && !is_set(subject, ran, &install.unless)
        && !is_said(subject, install)
        && is_run(subject, install)
        && !is_in_project(subject, install, ran)
}

/// Whether a command of the build says that the program goes elsewhere.
fn is_said(subject: &Subject<'_>, install: &Install) -> bool {
    let mut words = subject.ran.iter().flat_map(Ran::each_word);
    words.any(|word| {
        let mut said = install.unless_said.iter();
        said.any(|said| word.contains(said.as_str()))
    })
}

/// Whether the container runs the program, where it matters to that one alone.
fn is_run(subject: &Subject<'_>, install: &Install) -> bool {
    install.runs.as_ref().is_none_or(|program| {
        let mut commands = subject.runs.commands.iter();
        commands.any(|started| {
            let mut wrappers = started.command.wrappers.iter();
            started.program() == program || wrappers.any(|wrapper| wrapper.program == *program)
        })
    })
}

/// Whether the settings of a project of Poetry send its environment elsewhere.
fn is_in_project(subject: &Subject<'_>, install: &Install, ran: &Ran) -> bool {
    if install.program != "poetry" {
        return false;
    }
    let stage = subject.stage_of(ran.instruction);
    let settings = run_files::text(subject.target, stage, ran.instruction, "poetry.toml");
    settings.is_some_and(|text| text.contains("[virtualenvs]"))
}

/// Whether `PIP_USER` says what `--user` does: <https://pip.pypa.io/en/stable/topics/configuration/#environment-variables>.
fn is_sent_home(subject: &Subject<'_>, install: &Install, ran: &Ran) -> bool {
    let says_so = subject.stage.env.get("PIP_USER").is_some_and(|setting| {
        ["1", "true", "yes", "on"].contains(&setting.value.to_ascii_lowercase().as_str())
    });
    let is_pip = matches!(ran.command.program(), Some("pip" | "pip3" | "pip2"));
    install.program == "pip" && says_so && is_pip && ran.words().contains(&"install")
}

/// Whether a command calls an installer with the words that send it below the home.
fn is_called(install: &Install, ran: &Ran) -> bool {
    let program = ran.command.program().unwrap_or_default();
    let words = ran.words();
    let module = words
        .iter()
        .position(|word| *word == "-m")
        .and_then(|at| words.get(at + 1))
        .copied();
    let is_called = program == install.program
        || (install.program == "pip" && matches!(program, "pip3" | "pip2"))
        || (program.starts_with("python") && module == Some(install.program.as_str()))
        || (program == "npx" && words.contains(&install.program.as_str()));
    let has_words = install
        .words
        .iter()
        .all(|word| words.contains(&word.as_str()));
    is_called && has_words
}

/// The address of each installer.
static ADDRESSES: LazyLock<AnyOf> = LazyLock::new(|| {
    let installers = root_home().installer.iter();
    AnyOf::new(installers.map(|installer| installer.address.as_str()))
});

/// The installers whose addresses are named by any command; most builds name none.
pub(super) fn installers(subject: &Subject<'_>) -> Vec<&'static Installer> {
    let words = subject.words();
    if !ADDRESSES.may_be_in(words) {
        return Vec::new();
    }
    let installers = root_home().installer.iter();
    installers
        .filter(|installer| words.contains(&installer.address))
        .collect()
}

/// Those of `installers` that a command fetches from the web, where nothing sends them elsewhere.
pub(super) fn fetched(
    subject: &Subject<'_>,
    ran: &Ran,
    installers: &[&'static Installer],
) -> impl Iterator<Item = &'static Installer> {
    installers.iter().copied().filter(move |installer| {
        ran.each_word()
            .any(|word| word.contains(&installer.address))
            && !is_set(subject, ran, &installer.unless)
    })
}

/// Whether one of the variables is set, for the stage or for the command.
pub(super) fn is_set(subject: &Subject<'_>, ran: &Ran, names: &[impl AsRef<str>]) -> bool {
    names.iter().any(|name| {
        let name = name.as_ref();
        subject.stage.env.contains_key(name)
            || ran.command.assignments.iter().any(|set| set.name == name)
    })
}

/// An installer from the web matters when the program is one of what it installs.
fn installed(
    subject: &Subject<'_>,
    position: usize,
    installer: &Installer,
    weighing: &mut Weighing,
) {
    let line = subject.line(position);
    let used = subject.runs.commands.iter().find(|started| {
        installer
            .provides
            .iter()
            .any(|program| program == started.program())
    });
    match used {
        Some(started) => weighing.holds_back(
            Reason::NeedsRootHome,
            format!(
                "it runs `{}`, which line {line} installs in `{}`, and only root can enter `/root`",
                started.program(),
                installer.path
            ),
        ),
        None => weighing.assumes(format!(
            "the program needs nothing of what line {line} installs in `{}`",
            installer.path
        )),
    }
}
