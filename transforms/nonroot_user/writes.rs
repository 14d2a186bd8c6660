//! What the program writes outside its own tree, as far as the file says: volumes and folders made for it; what
//! variables and start commands name is looked at beside.

use super::grants::Grants;
use super::subject::Subject;
use super::tree::{can_be_own, folder_to_write, is_open_to_all};
use super::weighing::Weighing;
use super::{started, variables};
use crate::image_path::{absolute, below, folder};
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
    super::compose::volumes(subject, grants, weighing);
    made(subject, grants, weighing);
    variables::look(subject, grants, weighing);
    for started in &subject.runs.commands {
        started::look(started, grants, weighing);
    }
}

fn volumes(subject: &Subject<'_>, grants: &mut Grants, weighing: &mut Weighing) {
    let own = subject
        .stage
        .volumes
        .iter()
        .map(|volume| (volume.value.clone(), Some(volume.instruction)));
    for (path, instruction) in own {
        // A volume at `/tmp` is as open as the folder below it.
        if is_open_to_all(&path) {
            continue;
        }
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
            if text.starts_with('-') || word.literal().is_none() || word.is_pattern {
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
