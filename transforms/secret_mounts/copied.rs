//! What becomes of a copied credential file: a mount for the `RUN`s that read it, and nothing of it in the image.

use super::files::{CredentialFile, FileKind};
use super::handed::Handed;
use super::handling::{self, Handling};
use super::{callers, chain, line, mount, scope, uses};
use crate::{Applicability, Fix, Reason, Secret, Target, run_script};
use dockerfile::{Editor, Instruction, Kind, Span, Stage, Transfer};

/// One credential file, copied by one instruction.
pub(super) struct Copied<'a> {
    pub(super) instruction: usize,
    pub(super) transfer: &'a Transfer,
    pub(super) source: &'a str,
    pub(super) file: &'static CredentialFile,
    pub(super) stage: &'a Stage,
}

/// Why a file is not moved.
pub(super) enum Hold {
    Reason(Reason, String),
    Suggestion(String),
}

fn not_movable(detail: impl Into<String>) -> Hold {
    Hold::Reason(Reason::SecretNotMovable, detail.into())
}

impl Copied<'_> {
    /// The name of the file.
    pub(super) fn name(&self) -> &str {
        let path = self.source.trim_end_matches('/');
        path.rsplit('/').next().unwrap_or(path)
    }

    /// The id of its secret.
    pub(super) fn id(&self) -> &str {
        self.name().trim_start_matches('.')
    }

    /// The path of the file in the image, absolute; `None` when only the build knows it.
    fn path(&self) -> Option<String> {
        let written = self.transfer.destination.value.as_str();
        let workdir = self
            .stage
            .workdir_at(self.instruction)
            .map_or("/", |workdir| workdir.value.as_str());
        let is_folder = written.ends_with('/')
            || matches!(written, "." | "..")
            || self.transfer.sources.len() > 1;
        let joined = if is_folder {
            format!("{written}/{}", self.name())
        } else {
            written.to_owned()
        };
        let path = crate::image_path::absolute(workdir, &joined);
        (!path.contains('$')).then_some(path)
    }
}

/// A fix, with what it rests on and the secrets that stand beside it.
pub(super) struct Moved {
    pub(super) fix: Fix,
    pub(super) evidence: Option<String>,
    pub(super) secrets: Vec<Secret>,
}

/// The edits that move the file out of the image.
pub(super) fn fix(target: &Target<'_>, copied: &Copied<'_>) -> Result<Moved, Hold> {
    let name = copied.name();
    if copied.file.readers.is_empty() {
        return Err(Hold::Suggestion(at_run_time(name)));
    }
    let path = copied
        .path()
        .ok_or_else(|| not_movable("its place in the image depends on a variable"))?;
    copied_on(target, copied, &path)?;
    let mut editor = Editor::new(target.document);
    let mut mounted_in = Vec::new();
    let mut needs_folder = copied.transfer.sources.len() == 1;
    for run in runs_after(target, copied) {
        let Some(instruction) = target.document.instructions.get(run) else {
            continue;
        };
        let script = run_script::script(instruction).ok_or_else(|| unread(target, run))?;
        let handling = handling::of(&script, &path, copied.file);
        if handling.names_it {
            let detail = format!("`RUN` on line {} names `{name}` itself", line(target, run));
            return Err(not_movable(detail));
        }
        if !handling.gone.is_empty() {
            chain::remove(&mut editor, target.document, run, &script, &handling.gone)
                .map_err(not_movable)?;
        }
        if handling.reads {
            let flag = flag(target, copied, &path, run);
            editor.add_flag(run, &flag);
            mounted_in.extend(stage_of(target, run));
        }
        if copied.file.kind == FileKind::SshKey && needs_folder {
            needs_folder = !make_folder(&mut editor, instruction, &handling, &path)?;
        }
    }
    if mounted_in.is_empty() && copied.file.kind != FileKind::Environment {
        return Err(Hold::Suggestion(at_run_time(name)));
    }
    if !mounted_in.is_empty()
        && let Some(file) = callers::turns_mounts_off(target)
    {
        let detail = format!("`{file}` builds with `DOCKER_BUILDKIT=0`, which knows no mounts");
        return Err(not_movable(detail));
    }
    if let Some(run) = scope::in_windows(target, &runs_after(target, copied))
        && !mounted_in.is_empty()
    {
        let detail = format!(
            "the `RUN` on line {} is of a Windows image, whose default builder knows no mounts",
            line(target, run)
        );
        return Err(Hold::Reason(Reason::Windows, detail));
    }
    remove_source(&mut editor, copied)?;
    let in_step = Handed::of(target, copied, &mounted_in);
    let edits = editor
        .finish()
        .map_err(|error| not_movable(error.to_string()))?;
    let fix = Fix {
        applicability: Applicability::Unsafe(assumption(copied)),
        edits,
        files: in_step.all.files(target),
        follow_up: in_step
            .follow_up(target, copied)
            .into_iter()
            .chain(also_copied(target, copied))
            .chain(super::elsewhere::unread(target))
            .chain([format!(
                "change what `{}` holds where it is used: images that were built before keep it",
                copied.source
            )])
            .collect(),
    };
    Ok(Moved {
        fix,
        evidence: in_step.all.evidence(),
        secrets: in_step.all.secrets(target),
    })
}

/// The `RUN`s behind the copy, in its stage and those that are built on it.
fn runs_after(target: &Target<'_>, copied: &Copied<'_>) -> Vec<usize> {
    let heirs = uses::heirs(target.stages, copied.stage.index);
    let stages = target
        .stages
        .iter()
        .filter(|stage| heirs.contains(&stage.index));
    let positions = stages.flat_map(|stage| stage.instructions.clone());
    positions
        .filter(|position| *position > copied.instruction)
        .filter(|position| {
            let instruction = target.document.instructions.get(*position);
            instruction.is_some_and(|instruction| matches!(instruction.kind, Kind::Run(_)))
        })
        .collect()
}

/// An error when another stage takes the file over.
fn copied_on(target: &Target<'_>, copied: &Copied<'_>, path: &str) -> Result<(), Hold> {
    for (position, instruction) in target.document.instructions.iter().enumerate() {
        let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
            continue;
        };
        let takes = transfer.sources.iter().any(|word| word.value == path);
        if position > copied.instruction && instruction.flag("from").is_some() && takes {
            let detail = format!(
                "line {} copies it into another stage",
                line(target, position)
            );
            return Err(not_movable(detail));
        }
    }
    Ok(())
}

fn stage_of(target: &Target<'_>, position: usize) -> Option<usize> {
    let mut stages = target.stages.iter();
    let stage = stages.find(|stage| stage.instructions.contains(&position))?;
    Some(stage.index)
}

/// What to do about another copy that takes the file with a folder.
fn also_copied(target: &Target<'_>, copied: &Copied<'_>) -> Option<String> {
    let source = copied.source.trim_start_matches("./").trim_end_matches('/');
    let takes = |instruction: &&Instruction| {
        let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
            return false;
        };
        let mut words = transfer.sources.iter().map(|word| word.value.as_str());
        instruction.flag("from").is_none()
            && words
                .any(|word| word != copied.source && context::Source::parse(word).covers(source))
    };
    let other = target.document.instructions.iter().find(takes)?;
    let keyword = other.keyword().to_ascii_uppercase();
    Some(format!(
        "keep `{source}` out by `.dockerignore`: the `{keyword}` on line {} takes it with its folder",
        other.lines.first
    ))
}

fn flag(target: &Target<'_>, copied: &Copied<'_>, path: &str, run: usize) -> String {
    let owner = match &copied.file.mode {
        Some(mode) => format!(",mode={mode}"),
        None => given_away(target, path, run).unwrap_or_else(|| mount::owner(target, run)),
    };
    match copied.file.kind {
        FileKind::SshKey => {
            let owner = owner.replace("mode=0444", "mode=0666");
            format!("--mount=type=ssh{owner}")
        }
        FileKind::Path => format!(
            "--mount=type=secret,id={},target={path}{owner},required=true",
            copied.id()
        ),
        // A build that finds no such file goes on, as it does on other machines.
        FileKind::Environment => format!(
            "--mount=type=secret,id={},target={path}{owner}",
            copied.id()
        ),
    }
}

/// The owner whose files alone a `find … ! -user N … chown` of the `RUN` passes over: a mounted file cannot be given away.
fn given_away(target: &Target<'_>, path: &str, run: usize) -> Option<String> {
    let instruction = target.document.instructions.get(run)?;
    let (_, sweep) = instruction.logical.text.rsplit_once("find ")?;
    let words: Vec<&str> = sweep.split_whitespace().collect();
    let tree = words.first()?.trim_end_matches('/');
    let mut pairs = words.windows(2);
    let uid = pairs.find_map(|pair| match pair {
        ["-user", uid] => Some(*uid),
        _ => None,
    })?;
    let is_below = path.strip_prefix(tree)?.starts_with('/');
    let is_number = uid.bytes().all(|byte| byte.is_ascii_digit());
    (is_below && is_number && words.contains(&"chown")).then(|| format!(",uid={uid}"))
}

/// Makes the folder of the key, which the copy made, for the first `RUN` that writes into it; whether it is there now.
fn make_folder(
    editor: &mut Editor<'_>,
    instruction: &Instruction,
    handling: &Handling,
    path: &str,
) -> Result<bool, Hold> {
    if handling.makes_folder {
        return Ok(true);
    }
    if !handling.needs_folder {
        return Ok(false);
    }
    let folder = crate::image_path::folder(path);
    mount::prefix(
        editor,
        instruction,
        &format!("mkdir -p -m 0700 {folder} && "),
    )
    .map_err(not_movable)?;
    Ok(true)
}

fn assumption(copied: &Copied<'_>) -> String {
    let name = copied.name();
    match copied.file.kind {
        FileKind::Path => {
            format!("every build passes `{name}` as a secret, and the program does not read it")
        }
        FileKind::Environment => {
            format!("the container gets the variables of `{name}` when it starts")
        }
        FileKind::SshKey => {
            "every build passes an `ssh` agent that holds the key, and the program does not use it"
                .to_owned()
        }
    }
}

fn unread(target: &Target<'_>, position: usize) -> Hold {
    Hold::Reason(
        Reason::UnreadCommand,
        format!(
            "the `RUN` on line {} could not be read whole",
            line(target, position)
        ),
    )
}

fn at_run_time(name: &str) -> String {
    if name.starts_with("id_") || name == ".ssh" {
        return "RUN --mount=type=ssh git clone git@…    # and build with `docker build --ssh default`".to_owned();
    }
    format!(
        "docker run --mount type=bind,src={name},dst=…,readonly …    # where the program reads it"
    )
}

/// Takes the file out of its `COPY`, which goes when it copied nothing else.
fn remove_source(editor: &mut Editor<'_>, copied: &Copied<'_>) -> Result<(), Hold> {
    if copied.transfer.sources.len() == 1 {
        editor.remove(copied.instruction);
        return Ok(());
    }
    if copied.transfer.is_json {
        return Err(not_movable("the `COPY` names it in a JSON list"));
    }
    let sources = &copied.transfer.sources;
    let position = sources.iter().position(|word| word.value == copied.source);
    let Some(position) = position else {
        return Ok(());
    };
    let next = sources
        .get(position + 1)
        .unwrap_or(&copied.transfer.destination);
    if let Some(word) = sources.get(position) {
        editor.replace_span(Span::new(word.span.start, next.span.start), "");
    }
    Ok(())
}
