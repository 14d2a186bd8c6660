//! What a `RUN` leaves as root in the program's tree, given away at the end of the same `RUN`.

use super::grants::Grants;
use super::subject::{Ran, Subject};
use crate::image_path::below;
use catalog::Family;
use dockerfile::{Command, Kind, Span};

/// A `RUN` that gives away what it leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sweep {
    /// The end of its command.
    pub(super) place: Span,
    /// The trees.
    pub(super) trees: Vec<String>,
    /// A folder of packages in it, which stays as it is.
    pub(super) spares: Option<&'static str>,
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
        format!(" && find {trees} {spared}! -user {uid} -exec chown -h {uid}:{gid} {{}} +")
    }
}

/// The sweep behind the `RUN` that `ran` stands in; `None` where nothing can be chained to it, or no `find` is there.
pub(super) fn sweep(subject: &Subject<'_>, ran: &Ran, grants: &Grants) -> Option<Sweep> {
    let family = subject.base.as_ref()?.family?;
    let has_find = matches!(
        family,
        Family::Dpkg | Family::Apk | Family::Busybox | Family::Pacman
    );
    let owns_trees = grants.trees.iter().any(|tree| grants.can_write(tree));
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
    let can_be_chained = instruction.heredocs.is_empty()
        && !word.raw.trim_end().ends_with([';', '&', '|', '\\'])
        && !word.raw.contains(" #")
        && !subject.is_last(ran.instruction)
        && is_root(subject, ran.instruction);
    let trees: Vec<String> = grants
        .trees
        .iter()
        .filter(|tree| grants.can_write(tree))
        .cloned()
        .collect();
    can_be_chained.then(|| Sweep {
        place: Span::at(word.span.end),
        spares: packages(subject, ran.instruction, &trees),
        trees,
    })
}

fn is_root(subject: &Subject<'_>, position: usize) -> bool {
    let user = subject.stage.user_at(position);
    user.is_none_or(|user| matches!(user.value.split(':').next(), Some("root" | "0")))
}

/// A folder of packages that an earlier `RUN` left in the tree: large, and only read.
fn packages(subject: &Subject<'_>, before: usize, trees: &[String]) -> Option<&'static str> {
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
