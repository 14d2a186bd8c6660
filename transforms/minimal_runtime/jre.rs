//! A development kit of Java in the final stage becomes the run-time image of the same version and release.

use super::Held;
use super::ground::Ground;
use crate::base_image::root_stage;
use crate::runs::{self, Follower, Runs};
use crate::table::table;
use crate::tag_spelling;
use crate::{Applicability, Finding, Fix, Reason, Target, Verdict};
use catalog::{Twin, jre_twin};
use dockerfile::{Command, Editor, ImageReference, Kind, Stage};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Java {
    kit: Vec<String>,
    #[allow(dead_code, reason = "the file must name its source")]
    source: String,
}

static JAVA: LazyLock<Java> = LazyLock::new(|| table(tables::text!("minimal_runtime/data/java")));

/// The finding about a development kit in `stage`.
pub(super) fn finding(target: &Target<'_>, stage: &Stage, ground: &Ground<'_>) -> Option<Finding> {
    let &Ground {
        root,
        reference,
        tag,
        ..
    } = ground;
    let twin = jre_twin(&ground.name, tag).ok()?;
    let (verdict, evidence) = match swap(target, stage, root, reference, &twin) {
        Ok((fix, evidence)) => (Verdict::Fix(fix), evidence),
        Err((reason, detail)) => (Verdict::HeldBack { reason, detail }, Vec::new()),
    };
    Some(super::finding(
        target,
        stage,
        format!(
            "the image ships the development kit of `{}`",
            reference.text
        ),
        "a compiler and debuggers serve whoever breaks into the program, and nobody else",
        verdict,
        evidence,
    ))
}

fn swap(
    target: &Target<'_>,
    stage: &Stage,
    root: &Stage,
    reference: &ImageReference,
    twin: &Twin,
) -> Result<(Fix, Vec<String>), Held> {
    if reference.digest.is_some() {
        let detail = format!("`{}` names one image", reference.text);
        return Err((Reason::PinnedByDigest, detail));
    }
    let follower = Follower::new(target);
    let builds = builds(target, &follower, root)?;
    let starts = follower.runs(stage);
    let health = follower.health(stage);
    for found in [&starts, &health] {
        kit_tool(found)?;
        read_whole(found)?;
    }
    let spelling = tag_spelling::of(target, root, reference, &twin.tag)?;
    let mut editor = Editor::new(target.document);
    editor.replace_span(spelling.span, &spelling.text);
    let edits = editor
        .finish()
        .map_err(|error| (Reason::UnresolvedBase, error.to_string()))?;
    let only_java = is_exec(stage)
        && starts
            .commands
            .iter()
            .all(|started| started.program() == "java");
    let is_proven =
        only_java && !builds && health.commands.is_empty() && !starts.commands.is_empty();
    let mut open = Vec::new();
    if !is_proven {
        open.push("nothing in the image calls a tool that only the development kit has".to_owned());
    }
    open.extend(spelling.assumption);
    let applicability = if open.is_empty() {
        Applicability::Safe
    } else {
        Applicability::Unsafe(open.join("; "))
    };
    let release = twin
        .published
        .release
        .map(|release| release.to_string())
        .unwrap_or_default();
    let mut evidence = vec![format!(
        "`{}` and its tag `{}` both meant {release} on {}",
        reference.text,
        twin.tag,
        catalog::SNAPSHOT
    )];
    if is_proven {
        evidence.push("the image runs `java` and nothing else".to_owned());
    }
    let fix = Fix {
        applicability,
        edits,
        files: Vec::new(),
        follow_up: Vec::new(),
    };
    Ok((fix, evidence))
}

/// Whether a `RUN` stands on the base; an error when one needs the kit.
fn builds<'t>(target: &'t Target<'t>, follower: &Follower<'t>, root: &Stage) -> Result<bool, Held> {
    let mut any = false;
    for stage in target
        .stages
        .iter()
        .filter(|stage| root_stage(target.stages, stage).from == root.from)
    {
        for position in stage.instructions.clone() {
            let Some(instruction) = target.document.instructions.get(position) else {
                continue;
            };
            let Kind::Run(run) = &instruction.kind else {
                continue;
            };
            any = true;
            let found = follower.build_step(stage, &run.command, position);
            kit_tool(&found)?;
            if !instruction.heredocs.is_empty() {
                let detail = format!(
                    "the heredoc on line {} was not read",
                    instruction.lines.first
                );
                return Err((Reason::UnreadCommand, detail));
            }
            read_whole(&found)?;
        }
    }
    Ok(any)
}

/// Whether a program is a tool of the development kit, or builds with it.
pub(super) fn is_of_kit(program: &str) -> bool {
    JAVA.kit.iter().any(|tool| tool == program)
}

fn kit_tool(found: &Runs) -> Result<(), Held> {
    let mut commands = found.commands.iter();
    match commands.find(|started| is_of_kit(started.program())) {
        Some(started) => Err((
            Reason::NeedsJdk,
            format!(
                "`{}` needs the development kit: build in a stage of its own, and copy the result",
                started.text()
            ),
        )),
        None => Ok(()),
    }
}

fn read_whole(found: &Runs) -> Result<(), Held> {
    match found.unread.first() {
        Some(runs::Unread::Script(path)) => {
            Err((Reason::ScriptNotInContext, format!("`{path}` was not read")))
        }
        Some(runs::Unread::PackageScript(line) | runs::Unread::Line(line)) => Err((
            Reason::UnreadCommand,
            format!("`{line}` could not be read whole"),
        )),
        None => Ok(()),
    }
}

/// Whether what the container starts is written in exec form.
fn is_exec(stage: &Stage) -> bool {
    let commands = [stage.entrypoint.as_ref(), stage.cmd.as_ref()];
    commands
        .into_iter()
        .flatten()
        .all(|setting| matches!(setting.value, Command::Exec(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read() {
        serde_json::from_str::<Java>(tables::text!("minimal_runtime/data/java")).unwrap();
    }
}
