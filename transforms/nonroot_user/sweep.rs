//! What a `RUN` leaves as root in the program's tree, given away at the end of the same `RUN`.

use super::grants::Grants;
use super::subject::{Ran, Subject};
use crate::image_path::{absolute, below};
use catalog::Family;
use dockerfile::{Command, Kind, Span};

/// A `RUN` that gives away what it leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sweep {
    /// The last sign of its command, which stays.
    pub(super) place: Span,
    /// That sign.
    pub(super) last: String,
    /// Whether the command ends with `;`, so that another one can follow as it is.
    pub(super) is_ended: bool,
    /// The trees.
    pub(super) trees: Vec<String>,
    /// A folder of packages in it, which stays as it is.
    pub(super) spares: Option<&'static str>,
    /// What is mounted in it while the `RUN` lasts, which may be read alone and does not stay in the image.
    pub(super) mounted: Vec<String>,
    /// Whether packages that write beside their code are among what it gives away, so that it cannot stand elsewhere.
    pub(super) is_of_packages: bool,
}

impl Sweep {
    /// What is chained to the command.
    ///
    /// Only files of somebody else are touched, since `chown` on a file stores it once more in the layer:
    /// <https://docs.docker.com/engine/storage/drivers/overlayfs-driver/#modifying-files-or-directories>.
    pub(super) fn text(&self, uid: u32, gid: u32) -> String {
        let trees = self.trees.join(" ");
        let spared = self
            .spares
            .map_or_else(String::new, |name| format!("-name {name} -prune -o "));
        let mounted = self.mounted.iter();
        let mounted: String = mounted
            .map(|path| format!("-path {path} -prune -o "))
            .collect();
        let joint = if self.is_ended { "" } else { " &&" };
        let last = &self.last;
        format!(
            "{last}{joint} find {trees} {mounted}{spared}! -user {uid} -exec chown -h {uid}:{gid} {{}} +"
        )
    }
}

/// The sweep behind the `RUN` that `ran` stands in; `None` where nothing can be chained to it, or no `find` is there.
///
/// `more` are folders outside the tree that it may have filled, too.
pub(super) fn sweep(
    subject: &Subject<'_>,
    ran: &Ran,
    grants: &Grants,
    more: &[String],
) -> Option<Sweep> {
    let family = subject.base.as_ref()?.family?;
    let has_find = matches!(
        family,
        Family::Dpkg | Family::Apk | Family::Busybox | Family::Pacman
    );
    let owns_trees = !more.is_empty() || grants.trees.iter().any(|tree| grants.can_write(tree));
    let is_own_stage = subject.stage.instructions.contains(&ran.instruction);
    if !has_find || !owns_trees || !is_own_stage || ran.is_in_heredoc {
        return None;
    }
    let instruction = subject.instruction(ran.instruction)?;
    let Kind::Run(run) = &instruction.kind else {
        return None;
    };
    let Command::Shell(word) = &run.command else {
        return None;
    };
    let text = word.raw().trim_end();
    let is_ended = text.ends_with(';') && !text.ends_with(";;");
    let can_be_chained = instruction.heredocs.is_empty()
        && !text.ends_with(['&', '|', '\\'])
        && (is_ended || !text.ends_with(';'))
        && (!text.contains(" #") || ends_with_command(subject, ran.instruction, text))
        && !leaves_early(subject, ran.instruction)
        && is_root(subject, ran.instruction);
    let last = text.chars().next_back()?.to_string();
    let end = instruction.logical.source(Span::new(
        word.logical.start + text.len() - last.len(),
        word.logical.start + text.len(),
    ))?;
    let trees: Vec<String> = grants
        .trees
        .iter()
        .filter(|tree| grants.can_write(tree))
        .flat_map(|tree| within(subject, tree))
        .chain(more.iter().cloned())
        .collect();
    let mounted = mounted(subject, ran.instruction, &trees)?;
    can_be_chained.then(|| Sweep {
        mounted,
        place: end,
        last,
        is_ended,
        spares: packages(subject, ran.instruction, &trees),
        is_of_packages: installs_packages(subject, ran.instruction),
        trees,
    })
}

/// The tree; of the folder that a server's image works in, what the server writes alone, since the rest is the image's.
fn within(subject: &Subject<'_>, tree: &str) -> Vec<String> {
    let server = super::servers::of_base(subject).filter(|_| subject.stage.workdir.is_none());
    let folders: Vec<String> = server
        .map_or(&[][..], |server| &server.folders)
        .iter()
        .filter(|folder| below(tree, folder).is_some())
        .cloned()
        .collect();
    if folders.is_empty() {
        vec![tree.to_owned()]
    } else {
        folders
    }
}

/// Whether a command of the `RUN` reaches to its end, so that no comment of the shell does.
fn ends_with_command(subject: &Subject<'_>, position: usize, text: &str) -> bool {
    subject
        .ran
        .iter()
        .any(|ran| ran.instruction == position && ran.command.span.end == text.len())
}

/// Whether a command of the `RUN` may end its shell before the end.
fn leaves_early(subject: &Subject<'_>, position: usize) -> bool {
    subject.ran.iter().any(|ran| {
        ran.instruction == position
            && matches!(ran.command.program(), Some("exit" | "exec" | "return"))
            && !ran.command.is_conditional
            && ran.command.places.is_empty()
    })
}

fn is_root(subject: &Subject<'_>, position: usize) -> bool {
    let user = subject.stage.user_at(position);
    user.is_none_or(|user| matches!(user.value.split(':').next(), Some("root" | "0")))
}

/// Where the `RUN` at `position` mounts something in the trees; `None` where that cannot be told, or where it covers one
/// of them: <https://docs.docker.com/reference/dockerfile/#run---mount>.
fn mounted(subject: &Subject<'_>, position: usize, trees: &[String]) -> Option<Vec<String>> {
    let instruction = subject.instruction(position)?;
    let stage = subject.stage_of(position);
    let folder = crate::provenance::workdir(subject.target, stage, position)?;
    let mut found = Vec::new();
    for flag in instruction.flags.iter().filter(|flag| flag.name == "mount") {
        // A secret without a target lies in `/run/secrets`, an agent in a folder of its own.
        let Some(target) = flag.option(&["target", "dst", "destination"]) else {
            continue;
        };
        let target = absolute(&folder, &crate::expand::text(stage, position, target)?);
        if trees.iter().any(|tree| below(&target, tree).is_some()) {
            return None;
        }
        if trees.iter().any(|tree| below(tree, &target).is_some()) {
            found.push(target);
        }
    }
    let is_plain = |path: &String| !path.contains(['*', '?', '[', ' ', '$', '\'', '"', '\\']);
    found.iter().all(is_plain).then_some(found)
}

/// Whether the `RUN` at `position` installs packages with Composer, which are given away in the layer that they come in.
fn installs_packages(subject: &Subject<'_>, position: usize) -> bool {
    let mut commands = subject.ran.iter().filter(|ran| ran.instruction == position);
    commands.any(|ran| {
        let program = ran.command.program().unwrap_or_default();
        super::leftovers::leaves_packages(program, &ran.words())
    })
}

/// A folder of packages that an earlier `RUN` left in the tree: large, and only read.
fn packages(subject: &Subject<'_>, before: usize, trees: &[String]) -> Option<&'static str> {
    if installs_packages(subject, before) {
        return None;
    }
    subject
        .ran
        .iter()
        .filter(|ran| ran.instruction <= before)
        .find_map(|ran| {
            let at_home = ran
                .folder
                .as_ref()
                .is_some_and(|folder| trees.iter().any(|tree| below(tree, folder).is_some()));
            let folder = match ran.command.program()? {
                "npm" | "yarn" | "pnpm" | "bun" => "node_modules",
                "composer" | "bundle" => "vendor",
                "python" | "python3" | "virtualenv" | "uv" | "poetry"
                    if ran.words().iter().any(|word| {
                        word.contains("venv") || *word == "sync" || *word == "install"
                    }) =>
                {
                    ".venv"
                }
                _ => return None,
            };
            at_home.then_some(folder)
        })
}
