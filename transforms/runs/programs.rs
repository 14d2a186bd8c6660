//! Where a program without a path lies, when a `COPY` or `ADD` has put it there.

use crate::image_path::{PROGRAM_FOLDERS, absolute, below};
use crate::provenance::{Copies, Provenance};
use dockerfile::Stage;
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// The programs of a stage that are copied. Builds call the same few again and again: each is looked for once.
pub(super) struct Programs {
    folders: Vec<Folder>,
    found: RefCell<FxHashMap<String, Option<Copied>>>,
}

/// A program that is copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Copied {
    pub(super) path: String,
    pub(super) provenance: Provenance,
}

/// A folder of programs that something is copied into; most stages have none.
struct Folder {
    path: &'static str,
    /// Whether all of the folder is copied, or one above it.
    is_whole: bool,
    /// What is copied into it by its name.
    names: Vec<String>,
}

impl Programs {
    /// Those of `stage`.
    pub(super) fn of<'t>(copies: &Copies<'t>, stage: &'t Stage) -> Self {
        let copied = copies.destinations(stage);
        let folders = PROGRAM_FOLDERS.iter().map(|path| {
            let names = copied.iter().filter_map(|to| below(path, to));
            Folder {
                path,
                is_whole: copied.iter().any(|to| below(to, path).is_some()),
                names: names.map(str::to_owned).collect(),
            }
        });
        Self {
            folders: folders
                .filter(|folder| folder.is_whole || !folder.names.is_empty())
                .collect(),
            found: RefCell::default(),
        }
    }

    /// The first place that a `COPY` or `ADD` has put `program` at, by the `copies` of the same `stage`.
    pub(super) fn find<'t>(
        &self,
        copies: &Copies<'t>,
        stage: &'t Stage,
        program: &str,
    ) -> Option<Copied> {
        if self.folders.is_empty() {
            return None;
        }
        if let Some(known) = self.found.borrow().get(program) {
            return known.clone();
        }
        let may_hold =
            |folder: &&Folder| folder.is_whole || folder.names.iter().any(|name| name == program);
        let mut folders = self.folders.iter().filter(may_hold);
        let found = folders.find_map(|folder| {
            let path = absolute(folder.path, program);
            let provenance = copies.provenance(stage, &path);
            (provenance != Provenance::NotCopied).then_some(Copied { path, provenance })
        });
        let mut all = self.found.borrow_mut();
        all.insert(program.to_owned(), found.clone());
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{PROGRAM_FOLDERS, Programs};
    use crate::provenance::{Copies, Provenance};
    use crate::{Options, Target};
    use dockerfile::Document;

    #[test]
    fn a_program_is_found_where_the_first_folder_that_has_it_is_copied_from() {
        let document = Document::parse(concat!(
            "FROM a AS b\nCOPY x /usr/bin/git\nCOPY y /app/bin/ls\n",
            "FROM b AS c\nCOPY --from=z /usr/local /usr/local\nCOPY bin/ /usr/bin/\nCOPY w /sbin\n",
            "FROM c\nCOPY . /\n",
            "FROM d\nCOPY bin/ls /opt/\n",
        ));
        let stages = dockerfile::stages(&document);
        let options = Options::default();
        let target = Target::alone(&document, &stages, &options);
        let copies = Copies::new(&target);
        for stage in &stages {
            let programs = Programs::of(&copies, stage);
            for program in ["git", "ls", "w", "sbin", "git", ".", "ls"] {
                let slow = PROGRAM_FOLDERS.iter().find_map(|folder| {
                    let path = super::absolute(folder, program);
                    let provenance = copies.provenance(stage, &path);
                    (provenance != Provenance::NotCopied).then_some((path, provenance))
                });
                let found = programs.find(&copies, stage, program);
                let found = found.map(|copied| (copied.path, copied.provenance));
                assert_eq!(found, slow, "{program} in stage {}", stage.index);
            }
        }
    }
}
