//! A final stage on `scratch` is kept, since nothing is smaller; what its program does not find there is told.

use super::Held;
use super::final_stage;
use super::scratch_needs;
use crate::base_image::root_stage;
use crate::image_path::{below, name};
use crate::provenance::destination;
use crate::{Finding, Reason, Target, Verdict, expand};
use dockerfile::{Base, Command, Kind, Stage, Transfer};

/// Folders in which a shell and tools are looked for.
const OF_TOOLS: &[&str] = &["/bin", "/usr/bin", "/sbin", "/usr/sbin", "/usr/local/bin"];

/// What dies on `scratch`, if `stage` stands on it and brings no system of its own.
pub(super) fn findings(target: &Target<'_>, stage: &Stage) -> Vec<Finding> {
    let root = root_stage(target.stages, stage);
    if !matches!(root.base, Base::Scratch) {
        return Vec::new();
    }
    let image = Bare {
        target,
        stage,
        program: program(stage),
    };
    if image.brings("/") {
        return Vec::new();
    }
    let mut held: Vec<Held> = Vec::new();
    if !OF_TOOLS.iter().any(|folder| image.brings(folder)) {
        held.extend(shell(target, stage));
        held.extend(final_stage::health(stage, &[]).err());
        held.extend(final_stage::probes(target).err());
    }
    if !image.brings("/etc/passwd") {
        held.extend(account(target, stage));
    }
    held.extend(scratch_needs::all(&image));
    held.into_iter()
        .map(|(reason, detail)| {
            super::finding(
                target,
                stage,
                "the image stands on `scratch`, which has nothing but what is copied".to_owned(),
                "what the program misses there shows when it gets to it, and not when the image is built",
                Verdict::HeldBack { reason, detail },
                Vec::new(),
            )
        })
        .collect()
}

/// A command in shell form: `scratch` has no shell.
fn shell(target: &Target<'_>, stage: &Stage) -> Option<Held> {
    let starts = stage.entrypoint.as_ref().or(stage.cmd.as_ref())?;
    let Command::Shell(_) = starts.value else {
        return None;
    };
    let line = target.document.instructions.get(starts.instruction)?.lines;
    let detail = format!(
        "the command on line {} is in shell form: write it in exec form",
        line.first
    );
    Some((Reason::NeedsShell, detail))
}

/// `USER` by name: nothing says which number it has.
fn account(target: &Target<'_>, stage: &Stage) -> Option<Held> {
    let user = stage.user.as_ref().filter(|user| user.is_known())?;
    let name = user.value.split(':').next().unwrap_or_default();
    let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
    let line = target.document.instructions.get(user.instruction)?.lines;
    let detail = format!(
        "`{}` on line {} is a name, and no `/etc/passwd` says whose: give its number",
        user.value, line.first
    );
    (!is_number && name != "root").then_some((Reason::UserByName, detail))
}

/// The program that starts, without its folder.
fn program(stage: &Stage) -> String {
    let starts = stage.entrypoint.as_ref().or(stage.cmd.as_ref());
    let Some(Command::Exec(words)) = starts.map(|starts| &starts.value) else {
        return String::new();
    };
    let word = words.first().map_or("", |word| word.value.as_str());
    name(word).to_owned()
}

/// A stage on `scratch`.
pub(super) struct Bare<'t> {
    pub(super) target: &'t Target<'t>,
    pub(super) stage: &'t Stage,
    program: String,
}

impl Bare<'_> {
    /// Whether something besides the program is put to `path`, below it, or above it; a working directory and a volume
    /// are made where they are named.
    pub(super) fn brings(&self, path: &str) -> bool {
        let root = root_stage(self.target.stages, self.stage);
        let is_below = |stage: &&Stage| root_stage(self.target.stages, stage).from == root.from;
        self.target
            .stages
            .iter()
            .take(self.stage.index + 1)
            .filter(is_below)
            .any(|stage| {
                stage
                    .instructions
                    .clone()
                    .any(|position| self.is_put(stage, position, path))
            })
    }

    fn is_put(&self, stage: &Stage, position: usize, path: &str) -> bool {
        let Some(instruction) = self.target.document.instructions.get(position) else {
            return false;
        };
        match &instruction.kind {
            Kind::Copy(transfer) | Kind::Add(transfer) => {
                let Some(place) = destination(self.target, stage, position, transfer) else {
                    return true;
                };
                match place.path == "/" {
                    true => self.is_more_than_files(transfer),
                    false => touches(&place.path, path),
                }
            }
            Kind::Workdir(_) => expand::workdir(stage, position + 1, "/")
                .is_some_and(|folder| path != "/" && below(path, &folder).is_some()),
            Kind::Volume(_) => stage
                .volumes
                .iter()
                .any(|volume| path != "/" && below(path, &volume.value).is_some()),
            // A program that runs in the build may make anything.
            Kind::Run(_) => true,
            Kind::From(_)
            | Kind::Arg(_)
            | Kind::Env(_)
            | Kind::Label(_)
            | Kind::Cmd(_)
            | Kind::Entrypoint(_)
            | Kind::Healthcheck(_)
            | Kind::Shell(_)
            | Kind::User(_)
            | Kind::Expose(_)
            | Kind::Stopsignal(_)
            | Kind::Maintainer(_)
            | Kind::Onbuild(_)
            | Kind::Unknown => false,
        }
    }

    /// Whether a copy to `/` may bring more than the program: one of its sources has another name.
    fn is_more_than_files(&self, transfer: &Transfer) -> bool {
        transfer.sources.iter().any(|source| {
            let source = source.value.trim_end_matches('/');
            let last = name(source);
            last != self.program || self.program.is_empty()
        })
    }
}

/// Whether one path lies below the other.
fn touches(one: &str, other: &str) -> bool {
    match other {
        "/" => false,
        _ => below(one, other).is_some() || below(other, one).is_some(),
    }
}
