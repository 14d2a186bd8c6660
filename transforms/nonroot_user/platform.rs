//! Images that are not ours to change: Windows, managed platforms, build environments, bases that see to it themselves.

use super::knowledge::{platforms, toolboxes};
use super::subject::Subject;
use super::weighing::Weighing;
use crate::Reason;
use crate::image_path::below;
use crate::runs::Started;
use catalog::{Action, Entrypoint, Family};
use dockerfile::{Base, Escape, Kind, Pair};

pub(super) fn look(subject: &Subject<'_>, weighing: &mut Weighing) {
    windows(subject, weighing);
    managed(subject, weighing);
    action(subject, weighing);
    base(subject, weighing);
    toolbox(subject, weighing);
}

fn windows(subject: &Subject<'_>, weighing: &mut Weighing) {
    let label = subject.base_label();
    let is_windows_shell = subject.stage.shell.as_ref().is_some_and(|shell| {
        shell.value.first().is_some_and(|program| {
            let program = program.to_ascii_lowercase();
            program.ends_with("cmd")
                || program.ends_with("cmd.exe")
                || program.contains("powershell")
        })
    });
    let platform = subject.stage.platform.as_deref().unwrap_or_default();
    let is_windows = subject
        .base
        .as_ref()
        .is_some_and(|base| base.family == Some(Family::Windows))
        || ["windowsservercore", "nanoserver", "windows/servercore"]
            .iter()
            .any(|word| label.contains(word))
        || platform.starts_with("windows");
    if is_windows {
        weighing.holds_back(
            Reason::Windows,
            format!("`{label}` is a Windows image, which has no numeric accounts"),
        );
    } else if is_windows_shell || subject.target.document.escape == Escape::Backtick {
        weighing.holds_back(
            Reason::Windows,
            "the file is written for Windows, which has no numeric accounts",
        );
    }
}

fn managed(subject: &Subject<'_>, weighing: &mut Weighing) {
    let Base::Image(reference) = subject.stage.root(subject.target.stages) else {
        return;
    };
    let name = catalog::ImageName::split(&reference.text).0;
    let started = subject.runs.commands.iter();
    let run: Vec<&str> = started.flat_map(Started::words).collect();
    for platform in platforms() {
        let is_image = platform
            .images
            .iter()
            .any(|pattern| match pattern.strip_suffix('*') {
                Some(start) => name.as_str().starts_with(start),
                None => name.as_str() == pattern,
            });
        let is_run = |word: &&String| run.iter().any(|other| below(word, other).is_some());
        let word = platform.words.iter().find(is_run);
        if is_image || word.is_some() {
            let cause = word.map_or_else(
                || format!("base `{}`", subject.base_label()),
                |word| format!("`{word}`"),
            );
            weighing.holds_back(
                Reason::ManagedPlatform,
                format!(
                    "{cause} is for {}, which decides the account itself",
                    platform.name
                ),
            );
        }
    }
}

/// The runner of GitHub Actions mounts a workspace that belongs to root:
/// <https://docs.github.com/en/actions/reference/workflows-and-actions/dockerfile-support#user>.
fn action(subject: &Subject<'_>, weighing: &mut Weighing) {
    let context = subject.target.context;
    let file = ["action.yml", "action.yaml"].into_iter().find(|file| {
        context
            .and_then(|context| context.read(file))
            .is_some_and(|text| text.contains("using:") && text.contains("docker"))
    });
    let label = subject.instructions().find_map(|(position, instruction)| {
        let Kind::Label(pairs) = &instruction.kind else {
            return None;
        };
        let is_of_actions = |pair: &Pair| pair.key.value.starts_with("com.github.actions.");
        pairs.iter().any(is_of_actions).then_some(position)
    });
    let cause = match (file, label) {
        (Some(file), _) => format!("`{file}`"),
        (None, Some(position)) => format!("the label in line {}", subject.line(position)),
        (None, None) => return,
    };
    weighing.holds_back(
        Reason::ManagedPlatform,
        format!("{cause} makes it a GitHub action, whose workspace belongs to root"),
    );
}

/// What the base does about its user, when the file leaves it the entrypoint.
fn base(subject: &Subject<'_>, weighing: &mut Weighing) {
    let Some(base) = subject.base.as_ref() else {
        return;
    };
    let label = subject.base_label();
    let keeps_entrypoint = subject.stage.entrypoint.is_none();
    let drops = base.entrypoint == Some(Entrypoint::Drops) || base.action == Some(Action::Leave);
    if drops && keeps_entrypoint {
        let to = base
            .drops_to
            .map_or_else(|| "another account".to_owned(), |to| format!("`{to}`"));
        let detail = match base.entrypoint {
            Some(Entrypoint::Drops) => {
                format!("the entrypoint of base `{label}` changes to {to} itself")
            }
            Some(_) | None => {
                format!(
                    "base `{label}` starts what it runs as root and sees to its accounts itself"
                )
            }
        };
        weighing.holds_back(Reason::EntrypointDropsPrivileges, detail);
    }
    let is_toolbox = toolboxes()
        .images
        .iter()
        .any(|image| image == base.name.as_str());
    if base.action == Some(Action::Refuse) && subject.runs.said_by.is_none() {
        let (reason, what) = if is_toolbox {
            (Reason::BuildEnvironment, "is a build tool")
        } else {
            (Reason::ManagedPlatform, "runs as root on purpose")
        };
        weighing.holds_back(
            reason,
            format!("base `{label}` {what}, and the file names no program of its own"),
        );
    }
}

/// Continuous integration and dev containers write a workspace that belongs to whoever started them.
fn toolbox(subject: &Subject<'_>, weighing: &mut Weighing) {
    let folder_and_file = subject.target.path.to_ascii_lowercase();
    let word = folder_and_file
        .split(['/', '.', '-', '_'])
        .find(|word| toolboxes().path.iter().any(|known| known == word));
    let has_server = !subject.stage.ports.is_empty();
    if let Some(word) = word.filter(|_| !has_server && super::program::is_idle(subject)) {
        weighing.holds_back(
            Reason::BuildEnvironment,
            format!("its path says `{word}`, and it names no program: a build environment writes a workspace whose owner the platform decides"),
        );
    }
}
