//! A program of Go that runs in its build image is built in a stage of its own, and copied to a small one.

use super::{Held, NAME, program};
use crate::{Applicability, Finding, Fix, Reason, Target, Verdict};
use catalog::{Holds, ImageName, SNAPSHOT, distroless_target};
use dockerfile::{Base, Command, Editor, Kind, New, Span, Stage};
use std::ops::Range;

/// Words in a program's code that say that it opens files by their names.
const OPENS: &[&str] = &[
    "os.Open",
    "os.ReadFile",
    "ioutil.ReadFile",
    "ParseFiles",
    "ParseGlob",
    "http.Dir",
    "os.DirFS",
    "LoadHTMLGlob",
    "godotenv",
];

/// Where `golang` has the certificates of public authorities.
const CERTIFICATES: &str = "/etc/ssl/certs/ca-certificates.crt";

/// The finding about the only stage of a file, when that is on an image of Go.
pub(super) fn finding(target: &Target<'_>, stage: &Stage) -> Option<Finding> {
    let Base::Image(reference) = &stage.base else {
        return None;
    };
    let (name, _) = ImageName::split(&reference.text);
    let starts = stage.entrypoint.is_some() || stage.cmd.is_some();
    if name.as_str() != "golang" || target.stages.len() != 1 || !starts {
        return None;
    }
    let (verdict, evidence) = match split(target, stage) {
        Ok((fix, evidence)) => (Verdict::Fix(fix), evidence),
        Err((reason, detail)) => (Verdict::HeldBack { reason, detail }, Vec::new()),
    };
    Some(super::finding(
        target,
        stage,
        format!(
            "the image ships the compiler and tools of `{}`",
            reference.text
        ),
        "a compiler, git and the program's source serve whoever breaks in, and nobody else",
        verdict,
        evidence,
    ))
}

fn split(target: &Target<'_>, stage: &Stage) -> Result<(Fix, Vec<String>), Held> {
    let tail = tail(target, stage)?;
    let path = program_path(stage)?;
    if let Some(file) = opens_files(target) {
        return Err((
            Reason::UnknownProgram,
            format!("`{file}` opens files by their names, and which ones was not read"),
        ));
    }
    let needs = program::needs(target, stage)?;
    let is_output = needs.outputs.contains(&path);
    if !is_output {
        return Err((
            Reason::UnknownProgram,
            format!("no `go build -o {path}` was found"),
        ));
    }
    let image = image(target, stage, needs.holds)?;
    let mut editor = Editor::new(target.document);
    let Some(Kind::From(from)) = target
        .document
        .instructions
        .get(stage.from)
        .map(|from| &from.kind)
    else {
        return Err((
            Reason::UnresolvedBase,
            "the base could not be read".to_owned(),
        ));
    };
    let builder = from
        .alias
        .as_ref()
        .map_or("build", |alias| alias.value.as_str());
    if from.alias.is_none() {
        editor.replace_span(Span::at(from.image.span.end), " AS build");
    }
    let mut inserted = vec![New {
        blank_line_before: true,
        ..New::instruction("FROM", [image.clone()])
    }];
    if !image.contains("distroless") {
        let copy = [
            format!("--from={builder}"),
            CERTIFICATES.to_owned(),
            CERTIFICATES.to_owned(),
        ];
        inserted.push(New::instruction("COPY", copy));
    }
    inserted.push(New::instruction(
        "COPY",
        [format!("--from={builder}"), path.clone(), path.clone()],
    ));
    for new in inserted {
        editor.insert_before(tail.start, new);
    }
    let edits = editor
        .finish()
        .map_err(|error| (Reason::UnresolvedBase, error.to_string()))?;
    let mut evidence = needs.evidence;
    evidence.push(format!(
        "`{path}` is what the build makes and the container starts"
    ));
    let assumption = format!(
        "{}, and reads no file that the build copies",
        needs.assumption
    );
    let fix = Fix {
        applicability: Applicability::Unsafe(assumption),
        edits,
        files: Vec::new(),
        follow_up: Vec::new(),
    };
    Ok((fix, evidence))
}

/// The instructions behind the last step of the build: they say how the image runs.
fn tail(target: &Target<'_>, stage: &Stage) -> Result<Range<usize>, Held> {
    let builds = |at: &usize| {
        target
            .document
            .instructions
            .get(*at)
            .is_some_and(|instruction| {
                matches!(
                    instruction.kind,
                    Kind::Run(_) | Kind::Copy(_) | Kind::Add(_) | Kind::Shell(_) | Kind::Onbuild(_)
                )
            })
    };
    let last = stage
        .instructions
        .clone()
        .rev()
        .find(builds)
        .unwrap_or(stage.from);
    let tail = last + 1..stage.instructions.end;
    for at in stage.from + 1..tail.start {
        let Some(instruction) = target.document.instructions.get(at) else {
            continue;
        };
        let line = instruction.lines.first;
        let is_of_build = match &instruction.kind {
            Kind::Run(_) | Kind::Copy(_) | Kind::Add(_) | Kind::Arg(_) | Kind::Workdir(_) => true,
            Kind::Env(pairs) => pairs
                .iter()
                .all(|pair| pair.key.value.starts_with("GO") || pair.key.value.starts_with("CGO_")),
            Kind::From(_)
            | Kind::Label(_)
            | Kind::Cmd(_)
            | Kind::Entrypoint(_)
            | Kind::Healthcheck(_)
            | Kind::Shell(_)
            | Kind::User(_)
            | Kind::Expose(_)
            | Kind::Volume(_)
            | Kind::Stopsignal(_)
            | Kind::Onbuild(_)
            | Kind::Maintainer(_)
            | Kind::Unknown => false,
        };
        if !is_of_build {
            let keyword = instruction.keyword.value.to_ascii_uppercase();
            let detail = format!("`{keyword}` on line {line} stands among the steps of the build");
            return Err((Reason::UnknownProgram, detail));
        }
    }
    if stage.healthcheck.is_some() {
        let detail = "`HEALTHCHECK` may call what only the build image has".to_owned();
        return Err((Reason::HealthcheckNeedsShell, detail));
    }
    Ok(tail)
}

/// The program, as an absolute path, in exec form.
fn program_path(stage: &Stage) -> Result<String, Held> {
    let setting = stage.entrypoint.as_ref().or(stage.cmd.as_ref());
    let Some(Command::Exec(words)) = setting.map(|setting| &setting.value) else {
        return Err((
            Reason::NeedsShell,
            "the command is in shell form".to_owned(),
        ));
    };
    let program = words
        .first()
        .map(|word| word.value.clone())
        .unwrap_or_default();
    if program.starts_with('/') {
        return Ok(program);
    }
    let workdir = crate::expand::final_workdir(stage, "/go").unwrap_or_default();
    if program.starts_with("./") {
        let detail = format!(
            "`{program}` is looked for in `{workdir}`, where the files of the build are, too"
        );
        return Err((Reason::UnknownProgram, detail));
    }
    Err((
        Reason::UnknownProgram,
        format!("where `{program}` comes from could not be read"),
    ))
}

/// A file of the program that opens others; `None` also when there is no context to read.
fn opens_files(target: &Target<'_>) -> Option<String> {
    let context = target.context?;
    let enters = |path: &str| !path.starts_with("vendor") && !path.starts_with('.');
    let files = context::list(context, 5_000, enters).ok()?;
    let mut code = files
        .into_iter()
        .map(|found| found.path)
        .filter(|path| path.ends_with(".go") && !path.ends_with("_test.go"));
    code.find(|path| {
        let text = context.read(path).unwrap_or_default();
        OPENS.iter().any(|word| text.contains(word))
    })
}

/// The image to run on.
fn image(target: &Target<'_>, stage: &Stage, holds: Holds) -> Result<String, Held> {
    let is_distroless = target.options.text(NAME, "base", "slim") == "distroless"
        && target.options.text(NAME, "provider", "distroless") == "distroless";
    if is_distroless && let Some(image) = distroless_target(holds, None, SNAPSHOT) {
        return Ok(format!("{}:nonroot", image.name));
    }
    let release = crate::base_image::of(target, stage).and_then(|base| base.release);
    let slim = release
        .filter(|release| release.distribution == "debian")
        .and_then(|release| release.version)
        .map(|version| format!("{version}-slim"))
        .filter(|tag| {
            catalog::tag(&ImageName::new("debian"), Some(tag))
                .is_some_and(|tag| tag.dropped.is_none())
        });
    slim.map(|tag| format!("debian:{tag}")).ok_or_else(|| {
        (
            Reason::NoSlimTwin,
            "no small image of the same release is supported".to_owned(),
        )
    })
}
