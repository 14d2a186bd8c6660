//! What the started programs need: root, a privilege change, a system folder, or nothing of the sort.

use super::knowledge::{ProgramEntry, ProgramKind, program};
use super::subject::Subject;
use super::weighing::Weighing;
use crate::Reason;
use crate::image_path::{absolute, below};
use crate::provenance::Provenance;
use crate::runs::{ReadIn, Started, Unread};
use catalog::Family;
use shell::Action;

pub(super) fn look(subject: &Subject<'_>, weighing: &mut Weighing) {
    if subject.runs.said_by.is_none() {
        left_to_base(subject, weighing);
    } else if is_idle(subject) {
        weighing.assumes(
            "nobody runs it for something that takes root, since it starts a shell or only waits",
        );
    }
    if let Some(server) = super::servers::closed_of_base(subject) {
        weighing.assumes(format!(
            "every account may read the files of `{}` in base `{}`, which older images keep to root",
            server.name(),
            subject.base_label()
        ));
    }
    for started in &subject.runs.commands {
        wrappers(subject, started, weighing);
        let words = started.words();
        let arguments = words.get(1..).unwrap_or_default();
        if let Some(name) = started.command.name()
            && let Some(entry) = program(name, arguments)
        {
            known(subject, started, entry, weighing);
        } else if is_of_engine(started.program()) {
            weighing.assumes(format!(
                "`{}` does not speak to the engine's socket, which belongs to root",
                started.program()
            ));
        } else if is_installed(subject, started) {
            weighing.assumes(format!(
                "`{}`, which is installed and not copied, writes only to its home and below `/tmp`",
                started.program()
            ));
        }
        if let Some(script) = words.iter().find(|word| is_entry_of_no_shell(word)) {
            weighing.assumes(format!(
                "script `{script}` needs no root (it is for no shell, so it was not read)"
            ));
        }
        installs(subject, started, weighing);
    }
    for started in &subject.health.commands {
        let is_root = started
            .command
            .wrappers
            .iter()
            .any(|wrapper| matches!(wrapper.program.as_str(), "sudo" | "su" | "gosu"));
        if is_root
            || started
                .words()
                .iter()
                .any(|word| word.starts_with("/root/"))
        {
            weighing.assumes(format!(
                "the health check `{}` works without root",
                short(&started.text())
            ));
        }
    }
    for unread in &subject.runs.unread {
        match unread {
            Unread::Script(path) => weighing.assumes(format!(
                "script `{path}` needs no root (it is not in the context, so it was not read)"
            )),
            Unread::PackageScript(call) => weighing.assumes(format!(
                "`{call}` needs no root (its `package.json` was not read)"
            )),
            Unread::Line(line) => weighing.assumes(format!(
                "`{}` needs no root (it could not be read whole)",
                short(line)
            )),
        }
    }
}

/// Whether a word names a script that prepares the container and starts the program, in a language that is not read.
fn is_entry_of_no_shell(word: &str) -> bool {
    const ENDINGS: [&str; 6] = ["py", "rb", "pl", "php", "js", "lua"];
    let file = crate::image_path::name(word);
    file.rsplit_once('.')
        .is_some_and(|(stem, ending)| stem.contains("entrypoint") && ENDINGS.contains(&ending))
}

/// Whether a program's name says that it works for the container engine: `iam-docker`, not what only logs in to a
/// registry, nor an entrypoint.
fn is_of_engine(program: &str) -> bool {
    let mut words = program.split(['-', '_', '.']);
    words.any(|word| word == "docker")
        && !["entrypoint", "credential", "php-ext"]
            .iter()
            .any(|part| program.contains(part))
}

/// Whether it starts nothing but a shell, or nothing at all.
pub(super) fn is_idle(subject: &Subject<'_>) -> bool {
    let mut commands = subject
        .runs
        .commands
        .iter()
        .filter(|started| !started.command.words.is_empty());
    let no_unread = subject.runs.unread.is_empty();
    let only_waits = commands.all(|started| {
        let words = started.words();
        let kind = program(
            started.command.name().unwrap_or_default(),
            words.get(1..).unwrap_or_default(),
        );
        kind.is_some_and(|entry| entry.kind == ProgramKind::Idle) && is_without_script(&words)
    });
    no_unread && only_waits && !base_serves(subject)
}

/// `bash`, `bash -l`, `tail -f /dev/null`: not `bash start.sh`.
fn is_without_script(words: &[&str]) -> bool {
    let program = words
        .first()
        .map_or("", |word| crate::image_path::name(word));
    !["sh", "bash", "zsh", "ash", "dash"].contains(&program)
        || words.iter().skip(1).all(|word| word.starts_with('-'))
}

/// Whether the file leaves the command to a base that serves something by itself.
fn base_serves(subject: &Subject<'_>) -> bool {
    subject.runs.said_by.is_none()
        && subject
            .base
            .as_ref()
            .is_some_and(|base| !base.ports.is_empty())
}

fn left_to_base(subject: &Subject<'_>, weighing: &mut Weighing) {
    let label = subject.base_label();
    if base_serves(subject) {
        weighing.rests_on(format!(
            "`ENTRYPOINT` and `CMD` are those of base `{label}`"
        ));
        let ports = subject
            .base
            .as_ref()
            .map(|base| base.ports.as_slice())
            .unwrap_or_default();
        let is_known = super::servers::of_base(subject).is_some();
        if !is_known && ports.iter().any(|port| *port < 1024) {
            weighing.assumes(format!("the server of base `{label}` starts without root"));
        }
    } else {
        weighing.assumes("nobody runs it for something that takes root, since the file names no `ENTRYPOINT` or `CMD`");
    }
}

fn wrappers(subject: &Subject<'_>, started: &Started, weighing: &mut Weighing) {
    for wrapper in &started.command.wrappers {
        let place = place(subject, started);
        match wrapper.program.as_str() {
            "gosu" | "su-exec" | "setpriv" | "runuser" | "su" | "s6-setuidgid" | "chpst"
            | "setuser" => weighing.holds_back(
                Reason::EntrypointDropsPrivileges,
                format!(
                    "{place} changes to another account with `{}`",
                    wrapper.program
                ),
            ),
            "sudo" | "doas" if wrapper.user.is_some() => weighing.holds_back(
                Reason::EntrypointDropsPrivileges,
                format!(
                    "{place} changes to another account with `{}`",
                    wrapper.program
                ),
            ),
            "sudo" | "doas" => weighing.holds_back(
                Reason::NeedsRoot,
                format!(
                    "{place} runs `{}` through `{}`",
                    started.text(),
                    wrapper.program
                ),
            ),
            _ => {}
        }
    }
}

fn known(subject: &Subject<'_>, started: &Started, entry: &ProgramEntry, weighing: &mut Weighing) {
    let place = place(subject, started);
    let name = started.command.name().unwrap_or_default();
    let what = &entry.what;
    match entry.kind {
        ProgramKind::RootDaemon | ProgramKind::Database | ProgramKind::SystemChange => {
            weighing.holds_back(
                Reason::NeedsRoot,
                format!("{place} starts `{name}`, which {what}"),
            );
        }
        ProgramKind::Init => weighing.holds_back(
            Reason::InitSystem,
            format!("{place} starts `{name}`, which {what}"),
        ),
        ProgramKind::Supervisor if !subject.runs.supervisors.is_empty() => {}
        ProgramKind::Supervisor => {
            weighing.holds_back(
                Reason::Supervisor,
                format!("{place} starts `{name}`, which {what}"),
            );
        }
        ProgramKind::DropsPrivileges => {
            weighing.holds_back(
                Reason::EntrypointDropsPrivileges,
                format!("{place} runs `{name}`, which {what}"),
            );
        }
        ProgramKind::NeedsSocket => {
            weighing.holds_back(
                Reason::DockerSocket,
                format!("{place} runs `{name}`, which {what}"),
            );
        }
        ProgramKind::WebServer if super::servers::of_stage(subject).is_some() => {}
        ProgramKind::WebServer => {
            weighing.holds_back(
                Reason::WebServer,
                format!("{place} starts `{name}`, which {what}"),
            );
        }
        ProgramKind::Idle | ProgramKind::Runtime | ProgramKind::Tool => {}
        ProgramKind::AtTimes => {
            weighing.assumes(format!("nobody asks `{}` to {what}", started.program()));
        }
        ProgramKind::Builds => {
            weighing.assumes(format!(
                "the account can write what `{}` builds when it starts",
                short(&started.text())
            ));
        }
    }
}

/// Whether a program is neither copied nor built from what is copied, so that it is somebody else's, with folders of its
/// own.
fn is_installed(subject: &Subject<'_>, started: &Started) -> bool {
    let Some(path) = started.command.name() else {
        return false;
    };
    let is_of_a_line =
        !matches!(started.read_in, ReadIn::Instruction(_)) || SHELL_WORDS.contains(&path);
    // Where no package manager is, no package brings anything.
    let is_bare = subject.is_scratch()
        || subject
            .base
            .as_ref()
            .is_some_and(|base| base.family == Some(Family::None));
    if is_of_a_line || is_bare {
        return false;
    }
    let folder = subject.workdir.as_deref().unwrap_or("/");
    // What lies beside the program's other files is its own, also when a build outside of Docker makes it first.
    if path.contains('/')
        && super::tree::can_be_own(crate::image_path::folder(&absolute(folder, path)))
        && subject.takes_from_context()
    {
        return false;
    }
    let places: Vec<String> = if path.contains('/') {
        vec![absolute(folder, path)]
    } else {
        [
            "/usr/local/bin",
            "/usr/bin",
            "/bin",
            "/usr/local/sbin",
            "/usr/sbin",
            "/sbin",
            "/go/bin",
            "/app",
        ]
        .iter()
        .map(|folder| absolute(folder, path))
        .collect()
    };
    let is_copied = places
        .iter()
        .any(|place| subject.provenance(place) != Provenance::NotCopied);
    let copies = subject.context_folders();
    let is_built = subject.ran.iter().any(|ran| {
        // What is built where nothing of the context lies was cloned or downloaded.
        let is_own = ran.folder.as_ref().is_none_or(|folder| {
            let mut copies = copies.iter();
            copies.any(|copy| below(copy, folder).is_some() || below(folder, copy).is_some())
        });
        is_own
            && matches!(
                ran.command.program(),
                Some(
                    "go" | "cargo"
                        | "make"
                        | "gcc"
                        | "g++"
                        | "cc"
                        | "clang"
                        | "clang++"
                        | "stack"
                        | "cabal"
                        | "ghc"
                        | "rustc"
                        | "swift"
                        | "crystal"
                        | "nim"
                        | "zig"
                        | "dub"
                        | "mvn"
                        | "gradle"
                        | "dotnet"
                        | "cmake"
                        | "ninja"
                        | "meson"
                        | "msbuild"
                        | "sbt"
                        | "lein"
                        | "mix"
                        | "shards"
                        | "nimble"
                )
            )
    });
    !(is_copied || is_built)
}

/// Words of the shell, and commands that only prepare.
const SHELL_WORDS: &[&str] = &[
    "cd", "export", "set", "echo", "exec", "source", ".", "true", "false", "sleep", "wait", "test",
    "[", "[[", "printf", "read", "exit", "trap", "ulimit", "cat", "ls", "mkdir", "touch", "cp",
    "mv", "ln", "rm", "grep", "sed", "awk", "tail", "date", "env", "nproc", "hostname", "while",
    "until", "curl", "wget", "nc", "kill", "unset", "shift", "eval", "tee", "cut", "wc", "seq",
    "expr", "pwd", "umask", "tr", "fold", "head", "sort", "uniq", "getent", "basename", "dirname",
    "readlink", "realpath",
];

/// Packages that are installed when the container starts.
fn installs(subject: &Subject<'_>, started: &Started, weighing: &mut Weighing) {
    let Some(call) = started.command.package_call() else {
        return;
    };
    let is_install = match call.action {
        Action::Install
        | Action::InstallProject
        | Action::Update
        | Action::Upgrade
        | Action::Remove => true,
        Action::Clean | Action::Download | Action::Build | Action::Run | Action::Other => false,
    };
    if !is_install {
        return;
    }
    let place = place(subject, started);
    weighing.holds_back(
        Reason::RuntimeInstall,
        format!(
            "{place} installs packages when it starts: `{}`",
            short(&started.text())
        ),
    );
}

/// Where a command was read, as the start of a clause.
fn place(subject: &Subject<'_>, started: &Started) -> String {
    match &started.read_in {
        ReadIn::Instruction(position) => {
            let instruction = subject.instruction(*position);
            let keyword = instruction.map_or_else(String::new, |instruction| {
                instruction.keyword().to_uppercase()
            });
            format!("`{keyword}` (line {})", subject.line(*position))
        }
        ReadIn::Script(path) => format!("script `{path}`"),
        ReadIn::PackageScript(path, name) => format!("script `{name}` of `{path}`"),
    }
}

/// At most sixty characters of a command.
pub(super) fn short(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
