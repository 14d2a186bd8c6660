//! What the program writes outside its own tree, as far as the file says: volumes, folders made for it, paths in
//! variables and arguments.

use super::grants::Grants;
use super::subject::Subject;
use super::tree::{can_be_own, folder_to_write, is_open_to_all};
use super::weighing::Weighing;
use crate::Reason;
use crate::image_path::{absolute, below, folder};
use crate::runs::Started;
use dockerfile::Kind;

pub(super) fn look(subject: &Subject<'_>, grants: &mut Grants, weighing: &mut Weighing) {
    if subject
        .target
        .options
        .text(super::NAME, "ownership", "app-dir")
        == "none"
    {
        return;
    }
    volumes(subject, grants, weighing);
    made(subject, grants, weighing);
    variables(subject, grants, weighing);
    for started in &subject.runs.commands {
        redirections(started, grants, weighing);
        arguments(started, grants, weighing);
    }
}

fn volumes(subject: &Subject<'_>, grants: &mut Grants, weighing: &mut Weighing) {
    let own = subject
        .stage
        .volumes
        .iter()
        .map(|volume| (volume.value.clone(), Some(volume.instruction)));
    for (path, instruction) in own {
        let line = instruction.map_or_else(String::new, |position| {
            format!(": `VOLUME` line {}", subject.line(position))
        });
        if grants.can_make_folders && can_be_own(&path) {
            grants.folder(&path);
            weighing.rests_on(format!("writes `{path}`{line}"));
        }
        weighing.assumes(format!(
            "no volume at `{path}` holds files that root wrote before"
        ));
        weighing.leaves(format!("volumes that exist keep root's files: run `chown -R` once on what is mounted at `{path}`"));
    }
}

/// Folders that a `RUN` makes: nobody makes an empty folder that nothing is written to.
fn made(subject: &Subject<'_>, grants: &mut Grants, weighing: &mut Weighing) {
    for ran in &subject.ran {
        if ran.command.program() != Some("mkdir")
            || !subject.stage.instructions.contains(&ran.instruction)
        {
            continue;
        }
        let words = ran.words();
        let makes_parents = words.iter().any(|word| {
            *word == "--parents"
                || (word.starts_with('-') && !word.starts_with("--") && word.contains('p'))
        });
        for (word, text) in ran.command.words.iter().zip(&words).skip(1) {
            if text.starts_with('-') || word.literal.is_none() || word.is_pattern {
                continue;
            }
            let Some(path) = ran.folder.as_ref().map(|folder| absolute(folder, text)) else {
                continue;
            };
            if is_kept_from(subject, &path) || !can_be_own(&path) {
                continue;
            }
            let is_given = grants
                .folders
                .iter()
                .any(|folder| below(folder, &path) == Some(""));
            if is_given || !grants.can_make_folders {
                continue;
            }
            if let Some(tree) = grants
                .trees
                .iter()
                .find(|tree| below(tree, &path).is_some())
            {
                // A copy does not change the owner of a folder that is there, so none is made before the copies.
                let is_next = crate::image_path::folder(&path) == tree;
                match behind(subject, ran).filter(|_| is_next) {
                    Some(place) => grants.behind(place, &path),
                    None => continue,
                }
            } else if makes_parents && !ran.command.is_conditional {
                grants.folder(&path);
            } else if let Some(place) = behind(subject, ran) {
                grants.behind(place, &path);
            } else {
                weighing.assumes(format!(
                    "the program does not write to `{path}`, which line {} makes",
                    subject.line(ran.instruction)
                ));
                continue;
            }
            weighing.rests_on(format!(
                "writes `{path}`: made in line {}",
                subject.line(ran.instruction)
            ));
        }
    }
}

/// The place right behind a command of a `RUN`, where another can be chained.
fn behind(subject: &Subject<'_>, ran: &super::subject::Ran) -> Option<dockerfile::Span> {
    if ran.is_in_heredoc
        || !ran.command.is_exact
        || !ran.command.places.is_empty()
        || ran.command.pipeline.is_some()
    {
        return None;
    }
    let instruction = subject.instruction(ran.instruction)?;
    let Kind::Run(run) = &instruction.kind else {
        return None;
    };
    let dockerfile::Command::Shell(word) = &run.command else {
        return None;
    };
    let end = word.logical.start + ran.command.span.end;
    let last = instruction
        .logical
        .source(dockerfile::Span::new(end.checked_sub(1)?, end))?;
    (!subject.is_last(ran.instruction)).then(|| dockerfile::Span::at(last.end))
}

/// Whether a folder is for the build, removed again, given to somebody, or filled by a copy.
fn is_kept_from(subject: &Subject<'_>, path: &str) -> bool {
    if is_open_to_all(path) || below("/usr/src", path).is_some_and(|rest| rest.is_empty()) {
        return true;
    }
    subject.ran.iter().any(|ran| {
        let is_about = matches!(ran.command.program(), Some("rm" | "chown" | "rmdir"));
        is_about
            && ran.words().iter().skip(1).any(|word| {
                ran.folder
                    .as_ref()
                    .is_some_and(|folder| absolute(folder, word) == path)
            })
    })
}

/// Parts of a variable's name that say that its value is written to.
const WRITTEN: &[&str] = &[
    "DATA",
    "LOG",
    "LOGS",
    "CACHE",
    "UPLOAD",
    "UPLOADS",
    "STORAGE",
    "STORE",
    "MEDIA",
    "DB",
    "DATABASE",
    "SQLITE",
    "STATE",
    "OUTPUT",
    "TMP",
    "TEMP",
    "TMPDIR",
    "SPOOL",
    "WORK",
    "PERSIST",
    "DOWNLOAD",
    "DOWNLOADS",
    "HISTORY",
    "DATADIR",
    "LOGDIR",
    "CACHEDIR",
    "WORKDIR",
    "RESULTS",
    "REPORTS",
    "BACKUP",
    "BACKUPS",
];

/// Parts of a name that say that its value is a folder; it is written to when nothing in the file fills it.
const FOLDER: &[&str] = &[
    "DIR",
    "HOME",
    "FOLDER",
    "DIRECTORY",
    "ROOT",
    "PATH",
    "LOCATION",
];

/// Variables that name tools, and what they read.
const READ: &[&str] = &[
    "JAVA",
    "PATH",
    "PYTHONPATH",
    "GOPATH",
    "GOROOT",
    "NODE",
    "CLASSPATH",
    "VIRTUAL",
    "CONDA",
    "LD",
    "LIBRARY",
    "SSL",
    "CERT",
    "SRC",
    "SOURCE",
    "VERSION",
    "URL",
    "BIN",
    "LIB",
    "INCLUDE",
    "MAVEN",
    "GRADLE",
    "ANDROID",
    "CUDA",
    "PKG",
    "CMAKE",
    "STATIC",
];

/// Variables that are written to though their name does not say so.
const WRITTEN_NAMES: &[&str] = &[
    "HF_HOME",
    "TORCH_HOME",
    "MPLCONFIGDIR",
    "XDG_CONFIG_HOME",
    "XDG_RUNTIME_DIR",
    "DOTNET_CLI_HOME",
    "DATABASE_URL",
];

fn variables(subject: &Subject<'_>, grants: &mut Grants, weighing: &mut Weighing) {
    for (name, setting) in &subject.stage.env {
        let value = match setting.value.strip_prefix("sqlite://") {
            // `sqlite:////data/app.db` is absolute, `sqlite:///app.db` is not.
            Some(rest) => rest.strip_prefix('/').unwrap_or(rest),
            None => setting.value.as_str(),
        };
        if !setting.is_known()
            || !value.starts_with('/')
            || value.contains([' ', ':', ';', ',', '$'])
        {
            continue;
        }
        let path = absolute("/", value);
        let has_part = |parts: &[&str]| {
            name.split('_')
                .any(|part| parts.contains(&part.to_ascii_uppercase().as_str()))
        };
        let is_named = WRITTEN_NAMES.contains(&name.as_str());
        let is_written = has_part(WRITTEN) || (has_part(FOLDER) && !is_filled(subject, &path));
        if is_named || (is_written && !has_part(READ)) {
            written(
                &path,
                &format!("`{name}` in line {}", subject.line(setting.instruction)),
                grants,
                weighing,
            );
        }
    }
}

/// Whether an instruction puts something at `path`, so that the program finds it there.
fn is_filled(subject: &Subject<'_>, path: &str) -> bool {
    let is_run = subject.ran.iter().any(|ran| {
        ran.words().iter().skip(1).any(|word| {
            ran.folder
                .as_ref()
                .is_some_and(|folder| below(path, &absolute(folder, word)).is_some())
        })
    });
    let is_copied = subject
        .instructions()
        .any(|(position, instruction)| match &instruction.kind {
            Kind::Copy(transfer) | Kind::Add(transfer) => {
                let stage = subject.stage_of(position);
                crate::provenance::destination(subject.target, stage, position, transfer)
                    .is_some_and(|to| {
                        below(path, &to.path).is_some() || below(&to.path, path).is_some()
                    })
            }
            Kind::From(_)
            | Kind::Arg(_)
            | Kind::Env(_)
            | Kind::Label(_)
            | Kind::Run(_)
            | Kind::Cmd(_)
            | Kind::Entrypoint(_)
            | Kind::Healthcheck(_)
            | Kind::Shell(_)
            | Kind::User(_)
            | Kind::Workdir(_)
            | Kind::Expose(_)
            | Kind::Volume(_)
            | Kind::Stopsignal(_)
            | Kind::Onbuild(_)
            | Kind::Maintainer(_)
            | Kind::Unknown => false,
        });
    is_run || is_copied
}

/// Gives what is needed to write at `path`, or says that it is taken for granted.
pub(super) fn written(path: &str, said: &str, grants: &mut Grants, weighing: &mut Weighing) {
    if grants.can_write(path) || path == "/" {
        return;
    }
    let folder_of_it = folder_to_write(path);
    if grants.can_make_folders && can_be_own(&folder_of_it) {
        grants.folder(&folder_of_it);
        weighing.rests_on(format!("writes `{folder_of_it}`: {said}"));
    } else if grants.can_make_folders && folder(path) == "/var/log" {
        grants.files.push(path.to_owned());
        weighing.rests_on(format!("writes `{path}`: {said}"));
    } else {
        weighing.assumes(format!("the program need not write `{path}` ({said})"));
    }
}

fn redirections(started: &Started, grants: &mut Grants, weighing: &mut Weighing) {
    for redirection in &started.command.redirections {
        let target = redirection
            .target
            .as_ref()
            .and_then(|word| word.literal.as_deref());
        let Some(path) = target.filter(|path| redirection.kind.writes() && path.starts_with('/'))
        else {
            continue;
        };
        if folder(path) == "/var/log" {
            let said = format!("written by `{}`", super::program::short(&started.text()));
            written(path, &said, grants, weighing);
        } else {
            system_path(path, started, grants, weighing);
        }
    }
}

/// Programs that write what they are given, and whether only the last word is written.
const WRITERS: &[(&str, bool)] = &[
    ("mkdir", false),
    ("touch", false),
    ("tee", false),
    ("truncate", false),
    ("chmod", false),
    ("rm", false),
    ("cp", true),
    ("mv", true),
    ("ln", true),
    ("install", true),
    ("rsync", true),
    ("sed", false),
];

fn arguments(started: &Started, grants: &mut Grants, weighing: &mut Weighing) {
    let words = started.words();
    let program = started.program();
    if matches!(program, "chown" | "chgrp") {
        weighing.holds_back(
            Reason::NeedsRoot,
            format!(
                "`{}` runs when the container starts",
                super::program::short(&started.text())
            ),
        );
        return;
    }
    let paths: Vec<&str> = words
        .iter()
        .skip(1)
        .copied()
        .filter(|word| word.starts_with('/'))
        .collect();
    match WRITERS.iter().find(|(writer, _)| *writer == program) {
        Some((_, is_last)) => {
            if program == "sed"
                && !words
                    .iter()
                    .any(|word| word.starts_with("-i") || *word == "--in-place")
            {
                return;
            }
            let written_paths: Vec<&str> = if *is_last {
                paths.last().copied().into_iter().collect()
            } else {
                paths
            };
            for path in written_paths {
                system_path(path, started, grants, weighing);
            }
        }
        None => {
            for word in words.iter().skip(1) {
                let value = word.split_once('=').map_or(*word, |(_, value)| value);
                let is_written = [
                    "/var/log/",
                    "/var/run/",
                    "/run/",
                    "/var/lib/",
                    "/var/cache/",
                    "/var/spool/",
                    "/data",
                    "/logs",
                ]
                .iter()
                .any(|start| value.starts_with(start));
                if is_written && !value.contains(['$', ':', ' ', '*']) {
                    let said = format!("an argument of `{program}`");
                    written(&absolute("/", value), &said, grants, weighing);
                }
            }
        }
    }
}

/// A script writes at `path` when the container starts.
fn system_path(path: &str, started: &Started, grants: &mut Grants, weighing: &mut Weighing) {
    if path.contains('$') || grants.can_write(path) {
        return;
    }
    let folder_of_it = folder_to_write(path);
    if grants.can_make_folders && can_be_own(&folder_of_it) {
        grants.folder(&folder_of_it);
        weighing.rests_on(format!(
            "writes `{folder_of_it}`: `{}`",
            super::program::short(&started.text())
        ));
    } else {
        weighing.holds_back(
            Reason::NeedsRoot,
            format!(
                "`{}` writes to the system when the container starts",
                super::program::short(&started.text())
            ),
        );
    }
}
