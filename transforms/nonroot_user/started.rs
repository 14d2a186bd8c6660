//! What the start commands write: redirections, arguments, and commands of a script that change files.

use super::grants::Grants;
use super::tree::{can_be_own, folder_to_write};
use super::weighing::Weighing;
use super::writes::written;
use crate::Reason;
use crate::image_path::{absolute, folder};
use crate::runs::Started;

pub(super) fn look(started: &Started, grants: &mut Grants, weighing: &mut Weighing) {
    redirections(started, grants, weighing);
    arguments(started, grants, weighing);
}

fn redirections(started: &Started, grants: &mut Grants, weighing: &mut Weighing) {
    for redirection in &started.command.redirections {
        let target = redirection.target.as_ref().and_then(|word| word.literal());
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
                // What it changes is there already, and root's.
                if program == "sed" && !path.contains('$') && !grants.can_write(path) {
                    held(started, weighing);
                } else {
                    system_path(path, started, grants, weighing);
                }
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

/// It changes what is root's.
fn held(started: &Started, weighing: &mut Weighing) {
    weighing.holds_back(
        Reason::NeedsRoot,
        format!(
            "`{}` writes to the system when the container starts",
            super::program::short(&started.text())
        ),
    );
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
        held(started, weighing);
    }
}
