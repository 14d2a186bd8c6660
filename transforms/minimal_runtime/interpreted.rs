//! A program that an interpreter runs in the final stage: the image without a shell that has the same interpreter.

use super::distroless::{Move, libc};
use super::interpreter::{self, Language};
use super::{Held, final_stage, python};
use crate::provenance::stage_called;
use crate::{Reason, Target, base_image};
use catalog::{Distroless, Holds, ImageName, Libc};
use dockerfile::{Editor, ImageReference, New, Stage};

/// How `stage` moves to the image with the interpreter of `language` in the version of `reference`.
pub(super) fn moved<'t>(
    target: &Target<'t>,
    stage: &Stage,
    language: &Language,
    reference: &ImageReference,
) -> Result<Move<'t>, Held> {
    let (_, tag) = ImageName::split(&reference.text);
    let image = language.image(&reference.text, tag)?;
    let leaving = final_stage::only_copies(target, stage, &language.names())?;
    let mut editor = Editor::new(target.document);
    leaving.edit(&mut editor);
    let words = interpreter::edit(target, stage, language, image, &mut editor)?;
    let files = words
        .iter()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .copied();
    let workdir = final_stage::needed_workdir(target, stage, &files.collect::<Vec<_>>());
    let is_known = built_for(target, stage, image)?;
    if language.holds == Holds::Python {
        find_packages(target, stage, image, &mut editor)?;
    }
    let mut evidence = vec![format!(
        "`{}` and `{}` have the same version of the language",
        reference.text, image.name
    )];
    evidence.extend(leaving.evidence.iter().cloned());
    Ok(Move {
        image,
        editor,
        workdir,
        evidence,
        assumption: leaving.assumption(assumption(language, is_known)),
    })
}

fn assumption(language: &Language, is_known: bool) -> &'static str {
    match (language.holds == Holds::Java, is_known) {
        (true, _) => "the program starts no other program, and draws no pictures",
        (false, true) => {
            "no package loads a library that the image lacks, and the program starts no other program"
        }
        (false, false) => {
            "no package loads a library that the image lacks or was compiled for another C library, and the program \
             starts no other program"
        }
    }
}

/// Whether the C library is known that everything copied was built for; an error when it does not fit.
fn built_for(target: &Target<'_>, stage: &Stage, image: &Distroless) -> Result<bool, Held> {
    let mut is_known = true;
    let sources = stage.instructions.clone().filter_map(|at| {
        let copy = target.document.instructions.get(at)?;
        let from = copy.flag("from")?.value.as_ref()?;
        Some(stage_called(target, stage, &from.value))
    });
    for source in sources.chain([Some(stage)]) {
        let base = source.and_then(|source| base_image::of(target, source));
        let Some(base) = base else {
            is_known = false;
            continue;
        };
        // A program of Java is the same everywhere.
        if base.libc == Some(Libc::Musl) && image.holds != Holds::Java {
            let detail = format!(
                "`{}:{}` has musl, and packages may have been compiled for it",
                base.name, base.tag
            );
            return Err((Reason::OtherLibc, detail));
        }
        is_known &= base.libc.is_some();
        if image.holds != Holds::Java {
            libc(image, base.glibc)?;
        }
    }
    Ok(is_known)
}

/// Tells the interpreter where the packages lie that other stages install.
fn find_packages(
    target: &Target<'_>,
    stage: &Stage,
    image: &Distroless,
    editor: &mut Editor<'_>,
) -> Result<(), Held> {
    let version = image.version.as_deref().unwrap_or_default();
    let mut folders = python::packages(target, stage, version)?;
    let own = stage.env.get("PYTHONPATH");
    if let Some(own) = own {
        folders.retain(|folder| !own.value.split(':').any(|known| known == folder));
        if !folders.is_empty() {
            let detail = format!(
                "`PYTHONPATH` is set, and does not name `{}`",
                folders.join(":")
            );
            return Err((Reason::InterpreterElsewhere, detail));
        }
    }
    if !folders.is_empty() {
        let pair = format!("PYTHONPATH={}", folders.join(":"));
        editor.insert_after(stage.from, New::instruction("ENV", [pair]));
    }
    Ok(())
}
