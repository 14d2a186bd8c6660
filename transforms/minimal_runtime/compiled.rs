//! A compiled program in the final stage: the image without a shell that it runs on.

use super::distroless::{Move, for_compiled, lacking, linked};
use super::{Held, final_stage, program};
use crate::{Reason, Target, base_image};
use dockerfile::{Editor, Stage};

/// How `stage` moves to the image that its program needs.
pub(super) fn moved<'t>(target: &Target<'t>, stage: &Stage) -> Result<Move<'t>, Held> {
    let leaving = final_stage::only_copies(target, stage, &[])?;
    let last = final_stage::compiled(target, stage)?;
    let needs = program::needs(target, last.builder)?;
    let image = for_compiled(target, &needs)?;
    linked(image, needs.glibc)?;
    openssl(target, last.builder, needs.openssl)?;
    let mut editor = Editor::new(target.document);
    leaving.edit(&mut editor);
    let change = needs
        .cgo_off
        .map(|at| program::turn_cgo_off(&mut editor, at));
    let mut evidence = needs.evidence;
    evidence.extend(change);
    evidence.push(format!(
        "`{}` is copied from the stage that builds it",
        last.program
    ));
    evidence.extend(leaving.evidence.iter().cloned());
    let words: Vec<&str> = [last.program.as_str()]
        .into_iter()
        .filter(|word| word.contains('/'))
        .collect();
    Ok(Move {
        image,
        editor,
        workdir: final_stage::needed_workdir(target, stage, &words),
        evidence,
        assumption: leaving.assumption(&needs.assumption) + lacking(image),
    })
}

/// Releases with OpenSSL 1.1, whose libraries have another name than those in the image.
///
/// <https://packages.debian.org/bullseye/libssl1.1>, <https://packages.ubuntu.com/focal/libssl1.1>
const OLD_OPENSSL: &[&str] = &["stretch", "buster", "bullseye", "bionic", "focal"];

/// The images have OpenSSL 3.
pub(super) fn openssl(
    target: &Target<'_>,
    builder: &Stage,
    linked: Option<bool>,
) -> Result<(), Held> {
    let release = base_image::of(target, builder).and_then(|base| base.release?.version);
    match release {
        Some(release) if linked == Some(true) && OLD_OPENSSL.contains(&release) => {
            let detail =
                format!("the program is built with the OpenSSL of {release}, which is older");
            Err((Reason::NeedsLibraries, detail))
        }
        Some(_) | None => Ok(()),
    }
}
