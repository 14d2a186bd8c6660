//! A program that runs in its build image is built in a stage of its own, and copied to a small one.

mod carried;
mod dotnet;
mod files;
mod interpreted;
mod java;
mod leftovers;
mod native;
mod outputs;
mod run_time;

use super::distroless::NO_SHELL;
use super::ground::Ground;
use super::{Held, NAME, interpreter};
use crate::{Applicability, Finding, Fix, Reason, Target, Verdict};
use dockerfile::{Editor, ImageReference, Kind, New, Span, Stage};
use std::ops::Range;

/// What the account of an image without a shell could not read.
const FOR_ROOT: &str = "for root alone";

/// What a program is made of, by the image that builds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Program {
    /// An executable file, of Go or Rust.
    Native,
    /// Classes or an archive of Java.
    Java,
    /// A folder that `dotnet publish` writes.
    Dotnet,
    /// Files that an interpreter reads.
    Interpreted,
}

/// A stage that is to be split.
struct Whole<'s> {
    stage: &'s Stage,
    reference: &'s ImageReference,
    /// The instructions behind the last step of the build.
    tail: Range<usize>,
    /// The working directory in the end.
    workdir: String,
    /// Whether the program moves to an image without a shell.
    without_shell: bool,
}

/// The second stage.
struct Second {
    /// What it stands on.
    image: String,
    /// What is copied: from where, and to where.
    copies: Vec<(String, String)>,
    /// Copies of the file that are said again.
    again: Vec<New>,
    /// Pairs of `ENV` that it needs besides those of the file.
    env: Vec<String>,
    evidence: Vec<String>,
    assumption: String,
}

/// The finding about the only stage of a file, when that is on an image that builds programs.
pub(super) fn finding(target: &Target<'_>, stage: &Stage, ground: &Ground<'_>) -> Option<Finding> {
    let Ground {
        reference, name, ..
    } = ground;
    let starts = stage.entrypoint.is_some() || stage.cmd.is_some();
    if target.stages.len() != 1 || !starts || reference.digest.is_some() {
        return None;
    }
    let is_wanted = target.options.text(NAME, "base", "slim") == "distroless";
    let provider = target.options.text(NAME, "provider", "distroless");
    let program = match name.as_str() {
        "golang" | "rust" => Program::Native,
        "maven" | "gradle" | "eclipse-temurin" => Program::Java,
        "mcr.microsoft.com/dotnet/sdk" => Program::Dotnet,
        _ if is_wanted && provider == "distroless" && interpreter::language(name).is_some() => {
            Program::Interpreted
        }
        _ => return None,
    };
    let without_shell = is_wanted && (provider == "distroless" || program == Program::Native);
    let (verdict, evidence) = match split(target, stage, reference, program, without_shell) {
        Ok((fix, evidence)) => (Verdict::Fix(fix), evidence),
        // What keeps it in one stage is said by the findings about the image itself.
        Err(_) if program == Program::Interpreted || name.as_str() == "eclipse-temurin" => {
            return None;
        }
        Err((reason, detail)) => (Verdict::HeldBack { reason, detail }, Vec::new()),
    };
    Some(super::finding(
        target,
        stage,
        format!(
            "the image ships the compiler and tools of `{}`",
            reference.text
        ),
        "build tools and the program's source serve whoever breaks in, and nobody else",
        verdict,
        evidence,
    ))
}

fn split(
    target: &Target<'_>,
    stage: &Stage,
    reference: &ImageReference,
    program: Program,
    without_shell: bool,
) -> Result<(Fix, Vec<String>), Held> {
    let whole = Whole {
        stage,
        reference,
        tail: tail(target, stage)?,
        workdir: crate::provenance::final_workdir(target, stage)
            .ok_or_else(|| unknown("`WORKDIR` holds a variable without a value"))?,
        without_shell,
    };
    // Its edits count behind those that open the stage.
    let mut inside = Editor::new(target.document);
    let mut second = second_stage(target, &whole, program, &mut inside)?;
    if has_no_shell(&second.image) {
        super::final_stage::probes(target)?;
        if stage.user.is_none() && !second.assumption.contains(FOR_ROOT) {
            second.assumption += &format!(", and nothing that it reads or writes is {FOR_ROOT}");
        }
    }
    let left = leftovers::of(target, &whole, &second)?;
    second.again.splice(0..0, left);
    let mut editor = Editor::new(target.document);
    let builder = builder(target, stage, &mut editor)?;
    for new in instructions(target, &whole, &second, &builder) {
        editor.insert_before(whole.tail.start, new);
    }
    editor.append(inside);
    let edits = editor
        .finish()
        .map_err(|error| (Reason::UnresolvedBase, error.to_string()))?;
    let fix = Fix {
        applicability: Applicability::Unsafe(second.assumption),
        edits,
        files: Vec::new(),
        follow_up: match has_no_shell(&second.image) {
            true => vec![NO_SHELL.to_owned()],
            false => Vec::new(),
        },
    };
    Ok((fix, second.evidence))
}

fn second_stage(
    target: &Target<'_>,
    whole: &Whole<'_>,
    program: Program,
    editor: &mut Editor<'_>,
) -> Result<Second, Held> {
    match program {
        Program::Native => native::second(target, whole, editor),
        Program::Java => java::second(target, whole, editor),
        Program::Dotnet => dotnet::second(target, whole),
        Program::Interpreted => interpreted::second(target, whole, editor),
    }
}

fn has_no_shell(image: &str) -> bool {
    ["distroless", "chiseled", "chainguard"]
        .iter()
        .any(|sign| image.contains(sign))
}

/// The name of the first stage, which it gets here if it has none.
fn builder(target: &Target<'_>, stage: &Stage, editor: &mut Editor<'_>) -> Result<String, Held> {
    let from = target
        .document
        .instructions
        .get(stage.from)
        .map(|from| &from.kind);
    let Some(Kind::From(from)) = from else {
        return Err(unknown("the base could not be read"));
    };
    if let Some(alias) = &from.alias {
        return Ok(alias.value.clone());
    }
    editor.replace_span(Span::at(from.image.span.end), " AS build");
    Ok("build".to_owned())
}

/// The instructions that open the second stage.
fn instructions(
    target: &Target<'_>,
    whole: &Whole<'_>,
    second: &Second,
    builder: &str,
) -> Vec<New> {
    let mut all = vec![New {
        blank_line_before: true,
        ..New::instruction("FROM", [second.image.clone()])
    }];
    if !second.env.is_empty() {
        all.push(New::instruction("ENV", second.env.clone()));
    }
    all.extend(carried::instructions(target, whole));
    all.extend(second.again.iter().cloned());
    all.extend(second.copies.iter().map(|(from, to)| {
        let words = [format!("--from={builder}"), from.clone(), to.clone()];
        New::instruction("COPY", words)
    }));
    all
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
    carried::all_have_a_place(target, stage, tail.start)?;
    if tail.is_empty() {
        return Err(unknown("no instruction behind the build says what starts"));
    }
    if stage.healthcheck.is_some() {
        let detail = "`HEALTHCHECK` may call what only the build image has".to_owned();
        return Err((Reason::HealthcheckNeedsShell, detail));
    }
    Ok(tail)
}

fn unknown(detail: impl Into<String>) -> Held {
    (Reason::UnknownProgram, detail.into())
}
