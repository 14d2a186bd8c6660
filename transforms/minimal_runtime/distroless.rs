//! A final stage that only copies and runs moves to an image without shell and package manager.

use super::ground::Ground;
use super::{Held, NAME, compiled, interpreted, interpreter, program};
use crate::{Applicability, Finding, Fix, Reason, Target, Verdict};
use catalog::{Distroless, Holds, SNAPSHOT, distroless_target, image_without_shell};
use dockerfile::{Base, Edit, Editor, Kind, New, Stage};
use std::cmp::Ordering;

/// What people have to look after when the shell goes.
pub(super) const NO_SHELL: &str =
    "probes and health checks from outside that run a command in the container find no shell";

/// Images that bring no language, or one whose programs need it only to be built.
const PLAIN: &[&str] = &[
    "debian",
    "ubuntu",
    "alpine",
    "golang",
    "rust",
    "buildpack-deps",
    "busybox",
];

/// What moves a stage: the edits besides that of its `FROM`, and what they rest on.
pub(super) struct Move<'d> {
    /// The image.
    pub(super) image: &'static Distroless,
    /// The edits.
    pub(super) editor: Editor<'d>,
    /// The working directory that has to be written down.
    pub(super) workdir: Option<String>,
    /// What was read.
    pub(super) evidence: Vec<String>,
    /// What is taken for granted.
    pub(super) assumption: String,
}

/// The finding about the base of `stage`, when it is one that such an image can stand in for.
pub(super) fn finding(target: &Target<'_>, stage: &Stage, ground: &Ground<'_>) -> Option<Finding> {
    let &Ground {
        root,
        reference,
        ref name,
        tag,
    } = ground;
    let language = interpreter::language(name);
    let is_plain = PLAIN.contains(&name.as_str()) && target.stages.len() > 1;
    if (language.is_none() && !is_plain) || tag.is_some_and(|tag| tag.contains("onbuild")) {
        return None;
    }
    let moved = may_move(stage, root).and_then(|()| match language {
        Some(language) => {
            provider(target)?;
            interpreted::moved(target, stage, language, reference)
        }
        None => compiled::moved(target, stage),
    });
    let (verdict, evidence) = match moved.and_then(|moved| fix(target, stage, moved)) {
        Ok((fix, evidence)) => (Verdict::Fix(fix), evidence),
        Err((reason, detail)) => (Verdict::HeldBack { reason, detail }, Vec::new()),
    };
    Some(super::finding(
        target,
        stage,
        format!(
            "the image carries a shell and a package manager from `{}`",
            reference.text
        ),
        "whoever breaks into the program finds the tools to go on",
        verdict,
        evidence,
    ))
}

/// Whether the base of `stage` is its own, and named by a tag.
fn may_move(stage: &Stage, root: &Stage) -> Result<(), Held> {
    if root.from != stage.from {
        let detail = "the final stage stands on another stage of the file".to_owned();
        return Err((Reason::SharedBase, detail));
    }
    match &root.base {
        Base::Image(reference) if reference.digest.is_some() => {
            let detail = format!("`{}` names one image", reference.text);
            Err((Reason::PinnedByDigest, detail))
        }
        Base::Image(_) | Base::Unresolved(_) | Base::Scratch | Base::Stage(_) => Ok(()),
    }
}

/// Whether the provider that is asked for has images of languages with the version in their tags.
pub(super) fn provider(target: &Target<'_>) -> Result<(), Held> {
    match target.options.text(NAME, "provider", "distroless") {
        "distroless" => Ok(()),
        "chainguard" => Err((
            Reason::UnknownProvider,
            "`chainguard` has images of languages for everybody only as `latest`, whose version moves"
                .to_owned(),
        )),
        provider => Err(nobody_knows(provider)),
    }
}

/// The image of the provider that is asked for that a program needs which was compiled.
pub(super) fn for_compiled(
    target: &Target<'_>,
    needs: &program::Needs,
) -> Result<&'static Distroless, Held> {
    let found = match target.options.text(NAME, "provider", "distroless") {
        "distroless" => distroless_target(needs.holds, None, SNAPSHOT),
        "chainguard" => {
            let is_alone = needs.holds == Holds::Static;
            if !is_alone && needs.openssl != Some(false) {
                let detail =
                    "the images of `chainguard` hold no OpenSSL, which the program may link"
                        .to_owned();
                return Err((Reason::NeedsLibraries, detail));
            }
            let holds = if is_alone { Holds::Static } else { Holds::Cc };
            image_without_shell("chainguard", holds, None, SNAPSHOT)
        }
        provider => return Err(nobody_knows(provider)),
    };
    found.ok_or_else(|| {
        let detail = "no image without a shell is supported".to_owned();
        (Reason::NoMinimalImage, detail)
    })
}

/// What has to be taken for granted of an image that lacks what the others have.
pub(super) fn lacking(image: &Distroless) -> &'static str {
    let has_time_zones = image.provider == "distroless" || image.holds == Holds::Static;
    match has_time_zones {
        true => "",
        false => ", and the program looks up no time zone",
    }
}

fn nobody_knows(provider: &str) -> Held {
    let detail = format!("which tags `{provider}` has is known only behind its login");
    (Reason::UnknownProvider, detail)
}

fn fix(target: &Target<'_>, stage: &Stage, moved: Move<'_>) -> Result<(Fix, Vec<String>), Held> {
    let image = moved.image;
    let mut evidence = moved.evidence.clone();
    evidence.push(format!(
        "`{}` was supported on {}",
        image.name,
        catalog::SNAPSHOT
    ));
    let mut assumption = moved.assumption.clone();
    if stage.user.is_none() {
        assumption += ", and nothing that it reads or writes is for root alone";
    }
    let fix = Fix {
        applicability: Applicability::Unsafe(assumption),
        edits: edits(target, stage, moved)?,
        files: Vec::new(),
        follow_up: vec![NO_SHELL.to_owned()],
    };
    Ok((fix, evidence))
}

fn edits(target: &Target<'_>, stage: &Stage, moved: Move<'_>) -> Result<Vec<Edit>, Held> {
    let mut editor = moved.editor;
    let from = target
        .document
        .instructions
        .get(stage.from)
        .map(|from| &from.kind);
    if let Some(Kind::From(from)) = from {
        editor.replace(&from.image, &moved.image.reference());
    }
    // `nonroot` starts in its home, other images in `/`:
    // https://github.com/GoogleContainerTools/distroless/blob/main/base/base.bzl
    if let Some(workdir) = moved.workdir {
        editor.insert_after(stage.from, New::instruction("WORKDIR", [workdir]));
    }
    editor
        .finish()
        .map_err(|error| (Reason::UnresolvedBase, error.to_string()))
}

/// A program that is linked against the C library of a release of which nobody knows the version may need a newer one.
pub(super) fn linked(image: &Distroless, glibc: Option<&str>) -> Result<(), Held> {
    match (image.glibc.as_deref(), glibc) {
        (Some(there), None) => Err((
            Reason::NewerLibc,
            format!(
                "which glibc the program is built with is not known, and `{}` has {there}",
                image.name
            ),
        )),
        (Some(_) | None, _) => libc(image, glibc),
    }
}

/// A program runs on the C library it was linked against, or a newer one.
pub(super) fn libc(image: &Distroless, linked: Option<&str>) -> Result<(), Held> {
    let (Some(linked), Some(there)) = (linked, image.glibc.as_deref()) else {
        return Ok(());
    };
    let numbers = |version: &str| -> Vec<u32> {
        version
            .split('.')
            .filter_map(|part| part.parse().ok())
            .collect()
    };
    match numbers(there).cmp(&numbers(linked)) {
        Ordering::Less => Err((
            Reason::NewerLibc,
            format!(
                "the program is built with glibc {linked}, and `{}` has {there}",
                image.name
            ),
        )),
        Ordering::Equal | Ordering::Greater => Ok(()),
    }
}
