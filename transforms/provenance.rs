//! Where a file of an image comes from: the build context, a heredoc, another stage, or something that is not read.

use crate::image_path::{absolute, below, folder, in_context, joined, name};
use crate::{Target, expand};
use dockerfile::{Base, Instruction, Kind, Setting, Stage, Transfer, Word};
use std::borrow::Cow;
use std::cell::OnceCell;

/// Where a file of an image comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Provenance {
    /// A `COPY` or `ADD` takes it from this path of the build context.
    Context {
        /// The position of the instruction.
        instruction: usize,
        /// The path below the root of the context.
        path: String,
    },
    /// It stands in the Dockerfile, as a heredoc.
    Heredoc {
        /// The position of the instruction.
        instruction: usize,
        /// Its text.
        body: String,
    },
    /// An instruction copies it from another image, or from the web.
    Elsewhere {
        /// The position of the instruction.
        instruction: usize,
    },
    /// No `COPY` or `ADD` puts it there: the base has it, or a `RUN` makes it.
    NotCopied,
}

/// Where the file at `path` in the end of `stage` comes from.
#[must_use]
pub fn provenance<'t>(target: &'t Target<'t>, stage: &'t Stage, path: &str) -> Provenance {
    Copies::new(target).provenance(stage, path)
}

/// The same, where only what stands before the instruction at `end` is done.
#[must_use]
pub fn provenance_before<'t>(
    target: &'t Target<'t>,
    stage: &'t Stage,
    end: usize,
    path: &str,
) -> Provenance {
    Copies::new(target).look(stage, end, path, 0)
}

/// How many stages a file is followed through.
const MAX_STAGES: usize = 8;

/// The `COPY` and `ADD` of a Dockerfile, for those who ask about many files: where one writes to is found once.
pub struct Copies<'t> {
    target: &'t Target<'t>,
    /// Where the instruction at each position writes to, once somebody asks.
    destinations: Vec<OnceCell<Option<Destination<'t>>>>,
}

impl<'t> Copies<'t> {
    /// Those of `target`.
    #[must_use]
    pub fn new(target: &'t Target<'t>) -> Self {
        let positions = target.document.instructions.iter();
        Self {
            target,
            destinations: positions.map(|_| OnceCell::new()).collect(),
        }
    }

    /// Where the file at `path` in the end of `stage` comes from.
    #[must_use]
    pub fn provenance(&self, stage: &'t Stage, path: &str) -> Provenance {
        self.look(stage, stage.instructions.end, path, 0)
    }

    /// The paths that a `COPY` or `ADD` of `stage`, or of the stages it is built on, writes to.
    #[must_use]
    pub fn destinations(&self, stage: &'t Stage) -> Vec<&str> {
        let mut all = Vec::new();
        let mut next = Some(stage);
        for _ in 0..=MAX_STAGES {
            let Some(stage) = next else { break };
            for position in stage.instructions.clone() {
                let instruction = self.target.document.instructions.get(position);
                if let Some(Kind::Copy(transfer) | Kind::Add(transfer)) =
                    instruction.map(|instruction| &instruction.kind)
                {
                    let to = self.destination(stage, position, transfer);
                    all.extend(to.map(|to| to.path.as_ref()));
                }
            }
            next = match stage.base {
                Base::Stage(below) => self.target.stages.get(below),
                Base::Scratch | Base::Image(_) | Base::Unresolved(_) => None,
            };
        }
        all
    }

    /// Where the `COPY` or `ADD` at `position` of `stage` writes to, as [`destination`] has it.
    #[must_use]
    pub fn destination(
        &self,
        stage: &'t Stage,
        position: usize,
        transfer: &'t Transfer,
    ) -> Option<&Destination<'t>> {
        let known = self.destinations.get(position)?;
        let find = || destination(self.target, stage, position, transfer);
        known.get_or_init(find).as_ref()
    }

    fn look(&self, stage: &'t Stage, end: usize, path: &str, depth: usize) -> Provenance {
        let target = self.target;
        if depth > MAX_STAGES {
            return Provenance::NotCopied;
        }
        let start = stage.instructions.start;
        let positions = start..end.clamp(start, stage.instructions.end);
        let instructions = target.document.instructions.get(positions.clone());
        let numbered = positions.zip(instructions.unwrap_or_default());
        for (position, instruction) in numbered.rev() {
            let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
                continue;
            };
            let Some(destination) = self.destination(stage, position, transfer) else {
                continue;
            };
            if let Some(found) = heredoc(instruction, position, destination, path) {
                return found;
            }
            let from = instruction.flags.iter().find(|flag| flag.name == "from");
            let Some(source) = source(target, transfer, destination, path, from.is_none()) else {
                continue;
            };
            let Some(from) = from else {
                return Provenance::Context {
                    instruction: position,
                    path: in_context("", &source),
                };
            };
            let from = from.value.as_ref().map_or("", |value| value.value.as_str());
            return match stage_called(target, stage, from) {
                Some(other) => {
                    let source = joined("/", &source);
                    let end = other.instructions.end;
                    match self.look(other, end, &source, depth + 1) {
                        Provenance::NotCopied => Provenance::Elsewhere {
                            instruction: position,
                        },
                        found @ (Provenance::Context { .. }
                        | Provenance::Heredoc { .. }
                        | Provenance::Elsewhere { .. }) => found,
                    }
                }
                None => Provenance::Elsewhere {
                    instruction: position,
                },
            };
        }
        match stage.base {
            Base::Stage(below) => match target.stages.get(below) {
                Some(below) => self.look(below, below.instructions.end, path, depth + 1),
                None => Provenance::NotCopied,
            },
            Base::Scratch | Base::Image(_) | Base::Unresolved(_) => Provenance::NotCopied,
        }
    }
}

/// Where a `COPY` or `ADD` writes to: an absolute path, and whether it is known to be a folder. `None` when the path
/// holds a variable without a value.
#[must_use]
pub fn destination<'t>(
    target: &Target<'_>,
    stage: &'t Stage,
    position: usize,
    transfer: &'t Transfer,
) -> Option<Destination<'t>> {
    let written = expand::word(stage, position, &transfer.destination, transfer.is_json)?;
    let workdir = borrowed_workdir(target, stage, position)?;
    let path = match (&workdir, &written) {
        (Cow::Borrowed(workdir), Cow::Borrowed(written)) => joined(workdir, written),
        (workdir, written) => Cow::Owned(absolute(workdir, written)),
    };
    let is_folder = written.is_empty()
        || written.ends_with('/')
        || written.ends_with("/.")
        || written == "."
        || transfer.sources.len() > 1
        || path == workdir
        || path == "/";
    Some(Destination { path, is_folder })
}

/// The working directory just before `position`, absolute; `None` when it holds a variable without a value.
#[must_use]
pub fn workdir(target: &Target<'_>, stage: &Stage, position: usize) -> Option<String> {
    borrowed_workdir(target, stage, position).map(Cow::into_owned)
}

fn borrowed_workdir<'s>(
    target: &Target<'_>,
    stage: &'s Stage,
    position: usize,
) -> Option<Cow<'s, str>> {
    on_base(target, stage, stage.workdir_at(position))
}

/// The working directory at the end of `stage`, absolute; `None` when it holds a variable without a value.
#[must_use]
pub fn final_workdir(target: &Target<'_>, stage: &Stage) -> Option<String> {
    on_base(target, stage, stage.workdir.as_ref()).map(Cow::into_owned)
}

/// The folder that a `WORKDIR` of `stage` leads to.
fn on_base<'s>(
    target: &Target<'_>,
    stage: &Stage,
    setting: Option<&'s Setting<String>>,
) -> Option<Cow<'s, str>> {
    // Most are absolute, whatever the base says.
    let is_absolute =
        |setting: &Setting<String>| setting.is_known() && setting.value.starts_with('/');
    if setting.is_some_and(is_absolute) {
        return expand::folder(setting, "/");
    }
    match base_workdir(target, stage) {
        Cow::Borrowed(base) => expand::folder(setting, base),
        Cow::Owned(base) => {
            let folder = expand::folder(setting, &base)?;
            Some(Cow::Owned(folder.into_owned()))
        }
    }
}

/// The working directory that the image below `stage` brings; `/` where nothing is known.
#[must_use]
pub fn base_workdir(target: &Target<'_>, stage: &Stage) -> Cow<'static, str> {
    crate::base_image::of(target, stage)
        .and_then(|base| base.workdir.clone())
        .unwrap_or(Cow::Borrowed("/"))
}

/// The destination of a `COPY` or `ADD`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination<'t> {
    /// The absolute path, in the words of the Dockerfile where these are it already.
    pub path: Cow<'t, str>,
    /// Whether it is known to be a folder, whatever is copied.
    pub is_folder: bool,
}

impl Destination<'_> {
    /// Where a file called `name` lands.
    #[must_use]
    pub fn of_file<'p>(&'p self, name: &'p str) -> Cow<'p, str> {
        match self.is_folder {
            true => joined(&self.path, name),
            false => Cow::Borrowed(&self.path),
        }
    }
}

fn heredoc(
    instruction: &Instruction,
    position: usize,
    destination: &Destination<'_>,
    path: &str,
) -> Option<Provenance> {
    let heredoc = instruction.heredocs.iter().find(|heredoc| {
        destination.path == path || joined(&destination.path, &heredoc.name) == path
    })?;
    Some(Provenance::Heredoc {
        instruction: position,
        body: heredoc.body.clone(),
    })
}

/// The source whose copy lands at `path`, as a path below the root of the context or of the other stage.
fn source(
    target: &Target<'_>,
    transfer: &Transfer,
    destination: &Destination<'_>,
    path: &str,
    is_context: bool,
) -> Option<String> {
    let rest = below(&destination.path, path)?;
    transfer
        .sources
        .iter()
        .rev()
        .find_map(|source| copied_from(target, source, destination, rest, is_context))
}

fn copied_from(
    target: &Target<'_>,
    source: &Word,
    destination: &Destination<'_>,
    rest: &str,
    is_context: bool,
) -> Option<String> {
    let source = source.value.trim_end_matches('/');
    if source.contains("://") || source.contains('$') {
        return None;
    }
    let last = name(source);
    let is_pattern = last.contains(['*', '?', '[']);
    // `COPY file /path`: the file itself.
    if rest.is_empty() {
        return (!destination.is_folder && !is_pattern).then(|| source.to_owned());
    }
    let root = || joined("/", source);
    let context = target.context.filter(|_| is_context);
    // A pattern that may match: `COPY *.sh /usr/local/bin/`.
    if is_pattern {
        let found = in_context(folder(&root()), rest);
        let there = context.is_none_or(|context| exists(context, &found));
        return (matches(last, rest) && there).then_some(found);
    }
    // `COPY file /folder/`: the file, under its own name.
    let is_folder =
        || context.is_some_and(|context| context.entries(&in_context("", &root())).is_some());
    if rest == last && !is_folder() {
        return Some(source.to_owned());
    }
    if looks_like_file(last) {
        return None;
    }
    // `COPY folder /folder`: everything in it.
    let found = in_context(&root(), rest);
    let there = context.is_none_or(|context| exists(context, &found));
    there.then_some(found)
}

/// Whether a name has an ending that folders do not have: `app.jar`, not `app`, `.`, or `v1.2`.
fn looks_like_file(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty() && !ending.is_empty() && ending.chars().all(char::is_alphabetic)
    })
}

/// Whether the context has a file at `path`.
#[must_use]
pub fn exists(context: &dyn context::Context, path: &str) -> bool {
    context.kind(path).is_some()
}

/// Whether `name` fits a pattern with `*` and `?`; other signs of a pattern fit anything.
fn matches(pattern: &str, name: &str) -> bool {
    let name = name.split('/').next().unwrap_or(name);
    if pattern.contains('[') {
        return true;
    }
    let (pattern, name): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), name.chars().collect());
    fits(&pattern, &name)
}

fn fits(pattern: &[char], name: &[char]) -> bool {
    match (pattern.split_first(), name.split_first()) {
        (None, None) => true,
        (Some(('*', rest)), _) => {
            fits(rest, name)
                || name
                    .split_first()
                    .is_some_and(|(_, name)| fits(pattern, name))
        }
        (Some(('?', rest)), Some((_, name))) => fits(rest, name),
        (Some((sign, rest)), Some((letter, name))) => sign == letter && fits(rest, name),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// The stage that `--from=` names, by name or number, if it is an earlier stage of this file.
#[must_use]
pub fn stage_called<'t>(target: &Target<'t>, stage: &Stage, name: &str) -> Option<&'t Stage> {
    let lower = name.to_ascii_lowercase();
    target
        .stages
        .iter()
        .take(stage.index)
        .rev()
        .find(|other| other.name.as_deref() == Some(lower.as_str()))
        .or_else(|| target.stages.get(name.parse::<usize>().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use dockerfile::Document;

    #[test]
    fn whoever_asks_about_many_files_is_told_what_they_are_told_who_ask_about_one() {
        let document = Document::parse(concat!(
            "FROM node AS build\nARG HOME\nWORKDIR /src\nCOPY a ./\nCOPY b $HOME/\n",
            "FROM build\nWORKDIR bin\nCOPY c .\nCOPY --from=build /src/a /opt/\nCOPY d /opt/e\n",
        ));
        let stages = dockerfile::stages(&document);
        let options = Options::default();
        let target = Target::alone(&document, &stages, &options);
        let copies = Copies::new(&target);
        let paths = [
            "/src/a",
            "/src/bin/c",
            "/opt/a",
            "/opt/e",
            "/b",
            "/src/a",
            "/opt/a",
        ];
        for stage in stages.iter().rev().chain(&stages) {
            for path in paths {
                let alone = provenance(&target, stage, path);
                assert_eq!(copies.provenance(stage, path), alone, "{path}");
            }
        }
        let last = stages.last().unwrap();
        let of_context =
            |path| matches!(provenance(&target, last, path), Provenance::Context { .. });
        assert!(
            ["/src/a", "/src/bin/c", "/opt/a"]
                .into_iter()
                .all(of_context)
        );
        assert_eq!(
            copies.destinations(last),
            ["/src/bin", "/opt", "/opt/e", "/src"]
        );
    }
}
