//! What the instructions of a Dockerfile take from the build context.

use crate::expand;
use context::Source;
use dockerfile::{Document, Instruction, Kind, Lines, Stage, Word};
use std::borrow::Cow;

/// One source of one instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Need {
    /// The lines of the instruction.
    pub(super) lines: Lines,
    /// The instruction, short enough for a message.
    pub(super) shown: String,
    /// Whether it stands in the Dockerfile that is looked at, and not in another on the same context.
    pub(super) is_own: bool,
    /// The stage it stands in.
    pub(super) stage: usize,
    /// What it takes; for a source with a variable that has no value here, the folder before the variable.
    pub(super) source: Source,
    /// Whether a variable without a value stands in it.
    pub(super) is_unresolved: bool,
    /// Whether it ends up in a layer, unlike a bind mount.
    pub(super) is_copied: bool,
}

/// The needs of `document`, in order. What `ONBUILD` takes comes from another build's context.
pub(super) fn needs(document: &Document, stages: &[Stage], is_own: bool) -> Vec<Need> {
    let mut needs = Vec::new();
    for (position, instruction) in document.instructions.iter().enumerate() {
        let texts = texts(instruction);
        if texts.is_empty() {
            continue;
        }
        let Some(stage) = stages
            .iter()
            .find(|stage| stage.instructions.contains(&position))
        else {
            continue;
        };
        for text in texts {
            let (text, is_unresolved) = resolved(stage, position, text);
            if is_remote(&text) {
                continue;
            }
            needs.push(Need {
                lines: instruction.lines,
                shown: shown(instruction),
                is_own,
                stage: stage.index,
                source: Source::parse(&text),
                is_unresolved,
                is_copied: !matches!(instruction.kind, Kind::Run(_)),
            });
        }
    }
    needs
}

impl Need {
    /// The instruction and where it stands, for a message.
    pub(super) fn place(&self) -> String {
        let file = if self.is_own {
            ""
        } else {
            " of another Dockerfile"
        };
        format!("`{}` on line {}{file}", self.shown, self.lines.first)
    }
}

/// The sources as written: of `COPY` and `ADD` without `--from`, and of bind mounts without `from`.
fn texts(instruction: &Instruction) -> Vec<&str> {
    if let Kind::Run(_) = &instruction.kind {
        return mounts(instruction);
    }
    let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
        return Vec::new();
    };
    if has_flag(instruction, "from") {
        return Vec::new();
    }
    let sources = transfer.sources.iter();
    match transfer.is_json {
        true => sources.map(|word| word.value.as_str()).collect(),
        false => sources.map(Word::raw).collect(),
    }
}

fn mounts(instruction: &Instruction) -> Vec<&str> {
    let mounts = instruction.flags.iter().filter(|flag| flag.name == "mount");
    mounts
        .filter_map(|flag| {
            let option = |names: &[&str]| {
                flag.options
                    .iter()
                    .find(|option| names.contains(&option.key.as_str()))
            };
            let is_bind =
                option(&["type"]).is_none_or(|option| option.value.as_deref() == Some("bind"));
            let source = option(&["source", "src"]).and_then(|option| option.value.as_deref());
            (is_bind && option(&["from"]).is_none()).then(|| source.unwrap_or_default())
        })
        .collect()
}

fn has_flag(instruction: &Instruction, name: &str) -> bool {
    instruction.flags.iter().any(|flag| flag.name == name)
}

/// The source with its variables filled in, and whether one was left without a value.
fn resolved<'t>(stage: &Stage, position: usize, text: &'t str) -> (Cow<'t, str>, bool) {
    match expand::written(stage, position, text) {
        Some(text) => (text, false),
        None => {
            let known = text.split('$').next().unwrap_or_default();
            let folder = known.rsplit_once('/').map_or("", |(folder, _)| folder);
            (Cow::Borrowed(folder), true)
        }
    }
}

/// Whether `ADD` fetches it: a URL or a Git address.
fn is_remote(text: &str) -> bool {
    text.contains("://") || text.starts_with("git@")
}

/// The instruction without its flags: a transform before this one may have added some that the reader never wrote.
fn shown(instruction: &Instruction) -> String {
    const LONGEST: usize = 60;
    let mut text = instruction.keyword().to_owned();
    for word in instruction.arguments().split_whitespace() {
        text.push(' ');
        text.push_str(word);
    }
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(&text)),
        None => text,
    }
}
