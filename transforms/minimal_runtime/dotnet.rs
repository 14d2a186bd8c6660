//! .NET: from the development kit to the run-time, and from there to the image without a shell.

use super::final_stage::Leaving;
use super::ground::Ground;
use super::{Held, NAME, distroless, final_stage};
use crate::{Applicability, Finding, Fix, Reason, Target, Verdict, tag_spelling};
use catalog::{ImageName, dotnet_chiseled, dotnet_runtime};
use dockerfile::{Command, Editor, ImageReference, Kind, Stage};

const REGISTRY: &str = "mcr.microsoft.com/dotnet/";

/// The finding about an image of .NET below `stage`.
pub(super) fn finding(target: &Target<'_>, stage: &Stage, ground: &Ground<'_>) -> Option<Finding> {
    let &Ground {
        root,
        reference,
        tag,
        ..
    } = ground;
    let kind = ground.name.as_str().strip_prefix(REGISTRY)?;
    let without_shell = target.options.text(NAME, "base", "slim") == "distroless";
    let is_small = tag.is_some_and(|tag| tag.contains("chiseled") || tag.contains("distroless"));
    let (message, why) = match kind {
        "sdk" if target.stages.len() > 1 => (
            format!(
                "the image ships the development kit of `{}`",
                reference.text
            ),
            "a compiler and its tools serve whoever breaks into the program, and nobody else",
        ),
        "aspnet" | "runtime" if without_shell && !is_small => (
            format!(
                "the image carries a shell and a package manager from `{}`",
                reference.text
            ),
            "whoever breaks into the program finds the tools to go on",
        ),
        _ => return None,
    };
    let moved = match kind {
        "sdk" => to_run_time(target, stage, root, reference),
        _ => to_chiseled(target, stage, root, reference),
    };
    let (verdict, evidence) = match moved {
        Ok((fix, evidence)) => (Verdict::Fix(fix), evidence),
        Err((reason, detail)) => (Verdict::HeldBack { reason, detail }, Vec::new()),
    };
    Some(super::finding(
        target, stage, message, why, verdict, evidence,
    ))
}

/// The image that runs what `reference`, a development kit, builds.
pub(super) fn run_time(
    target: &Target<'_>,
    reference: &ImageReference,
    without_shell: bool,
) -> Option<String> {
    let (_, tag) = ImageName::split(&reference.text);
    let tag = dotnet_runtime(tag?)?;
    let tag = match without_shell {
        true => dotnet_chiseled(&tag).unwrap_or(tag),
        false => tag,
    };
    let kind = if is_console(target) {
        "runtime"
    } else {
        "aspnet"
    };
    Some(format!("{REGISTRY}{kind}:{tag}"))
}

/// Whether every project of the context is one without ASP.NET.
fn is_console(target: &Target<'_>) -> bool {
    let Some(context) = target.context else {
        return false;
    };
    let Ok(files) = context::list(context, 5_000, |path: &str| !path.starts_with('.')) else {
        return false;
    };
    let mut projects = files
        .into_iter()
        .map(|found| found.path)
        .filter(|path| path.ends_with("proj"))
        .peekable();
    projects.peek().is_some()
        && projects.all(|path| {
            let text = context.read(&path).unwrap_or_default();
            text.contains("Sdk=\"Microsoft.NET.Sdk\"") && !text.contains("AspNetCore")
        })
}

type Moved = Result<(Fix, Vec<String>), Held>;

fn to_run_time(
    target: &Target<'_>,
    stage: &Stage,
    root: &Stage,
    reference: &ImageReference,
) -> Moved {
    let leaving = only_dotnet(target, stage)?;
    let image = run_time(target, reference, false).ok_or_else(|| none(reference))?;
    let document = target.document;
    let from = document.instructions.get(root.from).map(|from| &from.kind);
    let Some(Kind::From(from)) = from.filter(|_| root.from == stage.from) else {
        let detail = "the final stage stands on another stage of the file".to_owned();
        return Err((Reason::SharedBase, detail));
    };
    if from.reference.has_variables {
        let detail = format!("`{}` is put together from variables", from.reference.text);
        return Err((Reason::UnresolvedBase, detail));
    }
    let mut editor = Editor::new(document);
    editor.replace(&from.image, &image);
    leaving.edit(&mut editor);
    let assumption = leaving.assumption("the program calls no tool of the development kit");
    finish(editor, reference, &image, &assumption)
}

fn to_chiseled(
    target: &Target<'_>,
    stage: &Stage,
    root: &Stage,
    reference: &ImageReference,
) -> Moved {
    distroless::provider(target)?;
    let leaving = only_dotnet(target, stage)?;
    if root.from != stage.from {
        let detail = "the final stage stands on another stage of the file".to_owned();
        return Err((Reason::SharedBase, detail));
    }
    let (name, tag) = ImageName::split(&reference.text);
    let tag = tag
        .and_then(dotnet_chiseled)
        .ok_or_else(|| none(reference))?;
    let spelling = tag_spelling::of(target, root, reference, &tag)?;
    let mut editor = Editor::new(target.document);
    editor.replace_span(spelling.span, &spelling.text);
    leaving.edit(&mut editor);
    let mut assumption = leaving.assumption(
        "the program starts no other program, and nobody opens a shell in the container",
    );
    if stage.user.is_none() {
        assumption += ", and nothing that it reads or writes is for root alone";
    }
    finish(editor, reference, &format!("{name}:{tag}"), &assumption)
}

/// Whether the stage copies files and starts `dotnet`, and nothing else.
fn only_dotnet<'t>(target: &Target<'t>, stage: &Stage) -> Result<Leaving<'t>, Held> {
    let leaving = final_stage::only_copies(target, stage, &["dotnet"])?;
    if let Some(run) = leaving.runs.first() {
        let line = target
            .document
            .instructions
            .get(*run)
            .map_or(0, |run| run.lines.first);
        return Err((
            Reason::NeedsShell,
            format!("`RUN` on line {line} needs a shell"),
        ));
    }
    let setting = stage.entrypoint.as_ref().or(stage.cmd.as_ref());
    match setting.map(|setting| &setting.value) {
        Some(Command::Exec(words)) if words.first().is_some_and(|word| word.value == "dotnet") => {
            Ok(leaving)
        }
        Some(Command::Exec(_)) | None => Err((
            Reason::UnknownProgram,
            "the stage starts something else than `dotnet`".to_owned(),
        )),
        Some(Command::Shell(_)) => Err((
            Reason::NeedsShell,
            "the command is in shell form".to_owned(),
        )),
    }
}

fn none(reference: &ImageReference) -> Held {
    let detail = format!(
        "no smaller image is known for `{}` on the same release",
        reference.text
    );
    (Reason::NoMinimalImage, detail)
}

fn finish(editor: Editor<'_>, reference: &ImageReference, image: &str, assumption: &str) -> Moved {
    if reference.digest.is_some() {
        let detail = format!("`{}` names one image", reference.text);
        return Err((Reason::PinnedByDigest, detail));
    }
    let edits = editor
        .finish()
        .map_err(|error| (Reason::UnresolvedBase, error.to_string()))?;
    let fix = Fix {
        applicability: Applicability::Unsafe(assumption.to_owned()),
        edits,
        files: Vec::new(),
        follow_up: Vec::new(),
    };
    let evidence = format!("`{image}` has the same version on the same release");
    Ok((fix, vec![evidence]))
}
