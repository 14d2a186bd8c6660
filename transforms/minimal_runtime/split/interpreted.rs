//! The second stage for files that an interpreter reads: the image without a shell that has the same interpreter.

use super::super::{Held, interpreter, python};
use super::{Second, Whole, unknown};
use crate::image_path::below;
use crate::provenance::destination;
use crate::runs::Follower;
use crate::{Reason, Target, base_image};
use catalog::{Holds, ImageName, Libc};
use dockerfile::{Editor, Kind};
use shell::Action;

pub(super) fn second(
    target: &Target<'_>,
    whole: &Whole<'_>,
    editor: &mut Editor<'_>,
) -> Result<Second, Held> {
    let (name, tag) = ImageName::split(&whole.reference.text);
    let language = interpreter::language(&name)
        .filter(|language| language.holds != Holds::Java)
        .ok_or_else(|| unknown("the language is built in another way"))?;
    let image = language.image(&whole.reference.text, tag)?;
    if base_image::of(target, whole.stage).is_none_or(|base| base.libc != Some(Libc::Glibc)) {
        let detail = format!("`{}` has another C library", whole.reference.text);
        return Err((Reason::OtherLibc, detail));
    }
    system_packages(target, whole)?;
    interpreter::edit(target, whole.stage, language, image, editor)?;
    let mut copies = folders(target, whole)?;
    let mut env = Vec::new();
    if language.holds == Holds::Python {
        let version = image.version.as_deref().unwrap_or_default();
        let packages = python::installed(target, whole.stage, version);
        if whole.stage.env.contains_key("PYTHONPATH") && !packages.is_empty() {
            let detail = "`PYTHONPATH` is set, and names other packages".to_owned();
            return Err((Reason::InterpreterElsewhere, detail));
        }
        if !packages.is_empty() {
            env.push(format!("PYTHONPATH={}", packages.join(":")));
        }
        for folder in packages {
            if !copies.iter().any(|copied| below(copied, &folder).is_some()) {
                copies.push(folder);
            }
        }
    }
    Ok(Second {
        image: format!("{}:nonroot", image.name),
        copies: copies.into_iter().map(|path| (path.clone(), path)).collect(),
        again: Vec::new(),
        env,
        evidence: vec![format!(
            "`{}` and `{}` have the same version of the language",
            whole.reference.text, image.name
        )],
        assumption: "no package loads a library that the image lacks, the program starts no other program, and nothing \
                     that it reads or writes is for root alone"
            .to_owned(),
    })
}

/// Packages of the distribution stay behind in the first stage.
fn system_packages(target: &Target<'_>, whole: &Whole<'_>) -> Result<(), Held> {
    let follower = Follower::new(target);
    for position in whole.stage.instructions.clone() {
        let Some(instruction) = target.document.instructions.get(position) else {
            continue;
        };
        let Kind::Run(run) = &instruction.kind else {
            continue;
        };
        let found = follower.build_step(whole.stage, &run.command, position);
        let calls = found
            .commands
            .iter()
            .filter_map(|started| started.command.package_call());
        let mut installs = calls.filter(|call| {
            call.manager.is_of_system()
                && call.action == Action::Install
                && !call.packages.is_empty()
        });
        if installs.next().is_some() {
            let line = instruction.lines.first;
            let detail = format!("line {line} installs packages of the distribution");
            return Err((Reason::NeedsLibraries, detail));
        }
    }
    Ok(())
}

/// The folders that hold what the file copies and makes: the working directory, and others that a `COPY` writes.
fn folders(target: &Target<'_>, whole: &Whole<'_>) -> Result<Vec<String>, Held> {
    if whole.workdir == "/" {
        return Err(unknown(
            "the program lies in `/`, among the files of the image",
        ));
    }
    let mut folders = vec![whole.workdir.clone()];
    for position in whole.stage.instructions.clone() {
        let instruction = target.document.instructions.get(position);
        let Some(Kind::Copy(transfer) | Kind::Add(transfer)) =
            instruction.map(|instruction| &instruction.kind)
        else {
            continue;
        };
        let to = destination(target, whole.stage, position, transfer)
            .map(|to| to.path.into_owned())
            .filter(|path| path != "/")
            .ok_or_else(|| unknown("where a `COPY` writes was not found out"))?;
        if !folders.iter().any(|folder| below(folder, &to).is_some()) {
            folders.push(to);
        }
    }
    Ok(folders)
}
