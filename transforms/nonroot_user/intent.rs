//! Signs that whoever starts the image says what it does, or that its author wants root.

use super::knowledge::{ProgramKind, is_harmless, program};
use super::subject::{Ran, Subject};
use super::tree::can_be_own;
use super::weighing::Weighing;
use crate::image_path::{absolute, below, joined, name};
use crate::runs::{ReadIn, Started};
use dockerfile::Kind;

pub(super) fn look(subject: &Subject<'_>, weighing: &mut Weighing) {
    asked_for_root(subject, weighing);
    let is_onbuild = |(_, instruction): (usize, &dockerfile::Instruction)| {
        matches!(instruction.kind, Kind::Onbuild(_))
    };
    if subject.instructions().any(is_onbuild) {
        weighing.assumes("what `ONBUILD` does in other builds needs no root");
    }
    let mut commands = subject.runs.commands.iter().rev();
    let last = commands.find(|started| {
        matches!(started.read_in, ReadIn::Instruction(_)) && !started.command.words.is_empty()
    });
    let Some(started) = last else {
        return;
    };
    let words = started.words();
    let program = started.program();
    if asks(&words) {
        weighing.assumes(format!(
            "what people ask of `{program}` takes no root, since the file only asks for its help or version"
        ));
    } else if waits_for_arguments(started, &words) {
        weighing.assumes(format!(
            "what people ask of `{program}` takes no root, since the file gives it nothing to do"
        ));
    } else {
        empty_folder(subject, started, weighing);
    }
    if is_action(subject, &words) {
        weighing.assumes("it is no GitHub action, whose workspace belongs to root");
    }
}

/// Whether a command only asks a program what it can do.
fn asks(words: &[&str]) -> bool {
    const ANYWHERE: [&str; 4] = ["--help", "-help", "--version", "-version"];
    let rest = words.get(1..).unwrap_or_default();
    let is_alone = rest.len() == 1;
    let first = rest.first().copied().unwrap_or_default();
    rest.iter().any(|word| ANYWHERE.contains(word))
        || ["help", "version"].contains(&first)
        || (is_alone && first == "-h")
}

/// Programs that do nothing without arguments, or show a prompt.
const NOTHING_ALONE: &[&str] = &[
    "python",
    "python2",
    "python3",
    "pypy",
    "pypy3",
    "node",
    "nodejs",
    "deno",
    "bun",
    "ruby",
    "jruby",
    "php",
    "perl",
    "java",
    "dotnet",
    "mono",
    "lua",
    "luajit",
    "R",
    "Rscript",
    "julia",
    "erl",
    "elixir",
    "scala",
    "kotlin",
    "groovy",
    "gunicorn",
    "uvicorn",
    "hypercorn",
    "daphne",
    "waitress-serve",
    "granian",
    "celery",
    "npx",
    "poetry",
    "pipenv",
    "uv",
    "conda",
];

/// Whether the command is a tool, or what runs other programs, without anything to do.
fn waits_for_arguments(started: &Started, words: &[&str]) -> bool {
    let is_alone = words.len() == 1;
    let path = started.command.name().unwrap_or_default();
    let is_tool = program(path, &[]).is_some_and(|entry| entry.kind == ProgramKind::Tool);
    // `php -a` and `python -i` are prompts.
    let is_prompt = words
        .iter()
        .skip(1)
        .all(|word| ["-a", "-i", "-it"].contains(word));
    (is_alone && is_tool) || (is_prompt && NOTHING_ALONE.contains(&started.program()))
}

/// A `USER root` that nothing but the program needs: the base is root already and no `RUN` follows, or the base has an
/// account of its own.
fn asked_for_root(subject: &Subject<'_>, weighing: &mut Weighing) {
    let Some(setting) = &subject.stage.user else {
        return;
    };
    let at = setting.instruction;
    let is_root = |user: &str| matches!(user.split(':').next(), Some("root" | "0"));
    if !setting.is_known() || !is_root(&setting.value) {
        return;
    }
    let is_run_after = subject
        .instructions()
        .any(|(position, instruction)| position > at && matches!(instruction.kind, Kind::Run(_)));
    let is_other_before = subject.instructions().any(|(position, instruction)| {
        position < at && matches!(&instruction.kind, Kind::User(word) if !is_root(&word.value))
    });
    let base = subject.base.as_deref();
    let is_base_root = base.and_then(catalog::Base::starts_as_root) != Some(false);
    if !is_base_root || !(is_run_after || is_other_before) {
        weighing.assumes(format!(
            "neither the program nor what its volumes hold needs the root that line {} asks for",
            subject.line(at)
        ));
    }
}

/// A working directory that the file leaves empty, for a program that serves nobody: people mount their files there.
fn empty_folder(subject: &Subject<'_>, started: &Started, weighing: &mut Weighing) {
    let Some(folder) = subject.workdir.as_ref().filter(|path| can_be_own(path)) else {
        return;
    };
    let path = started.command.name().unwrap_or_default();
    let is_in_it = |path: &str| below(folder, &absolute(folder, path)).is_some();
    let names_it = path.contains('/') && is_in_it(path);
    let serves = !subject.stage.ports.is_empty()
        || subject
            .base
            .as_ref()
            .is_some_and(|base| !base.ports.is_empty());
    let is_filled = || {
        let mut copied = subject.destinations();
        copied.any(|to| to.is_none_or(|to| below(folder, &to.path).is_some()))
            || subject.ran.iter().any(|ran| fills(ran, folder))
    };
    if subject.stage.workdir.is_some() && !names_it && !serves && !is_filled() {
        weighing.assumes(format!(
            "nobody mounts files of somebody else's at `{folder}`, which the file leaves empty"
        ));
    }
}

/// Programs that build or install where they run.
const BUILDERS: &[&str] = &[
    "make", "cmake", "ninja", "meson", "go", "cargo", "mvn", "gradle", "dotnet", "sbt", "mix",
    "npm", "yarn", "pnpm", "bun", "composer", "javac", "tsc", "gcc", "g++", "clang", "stack",
    "cabal",
];

/// Whether a command of a `RUN` leaves something in a folder.
pub(super) fn fills(ran: &Ran, folder: &str) -> bool {
    let is_in_it = |path: &str| below(folder, path).is_some();
    let at_home = ran.folder.as_deref().is_none_or(is_in_it);
    let at = ran.folder.as_deref().unwrap_or("/");
    let program = ran.command.program().unwrap_or_default();
    let mut named = ran.each_word().skip(1).map(|word| joined(at, word));
    if program == "mkdir" {
        return named.any(|path| below(folder, &path).is_some_and(|rest| !rest.is_empty()));
    }
    let is_redirected = ran.command.redirections.iter().any(|redirection| {
        let target = redirection.target.as_ref().and_then(|word| word.literal());
        redirection.kind.writes() && target.is_some_and(|target| is_in_it(&absolute(at, target)))
    });
    let writes = BUILDERS.contains(&program) || !is_harmless(program);
    is_redirected || (writes && (at_home || named.any(|path| is_in_it(&path))))
}

/// Whether paths and names say that it is an action of GitHub, whose `action.yml` lies elsewhere.
fn is_action(subject: &Subject<'_>, words: &[&str]) -> bool {
    let is_folder = |path: &str| below("/action", path).is_some();
    let is_named = |word: &&str| ["github-action", "github-actions"].contains(&name(word));
    words.iter().any(|word| is_folder(word))
        || words.first().is_some_and(is_named)
        || subject.workdir.as_deref().is_some_and(is_folder)
}
