//! What a stage runs in the end: `ENTRYPOINT` and `CMD`, through scripts of the context and package scripts.

mod follow;
mod follower;
mod package_script;
mod programs;
mod supervised;
mod supervisor;

use crate::Target;
use dockerfile::Stage;
pub use follow::is_script_name;
pub use follower::Follower;
use std::sync::Arc;
pub use supervisor::{Entry, Supervisor};

/// What a container of a stage runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Runs {
    /// The commands, in the order in which they were read: those of a script follow the command that names it.
    pub commands: Vec<Started>,
    /// What decides the matter too, and could not be read.
    pub unread: Vec<Unread>,
    /// The configurations of supervisors that were read; their programs are among the commands.
    pub supervisors: Vec<Supervisor>,
    /// Where the file says it; `None` when `ENTRYPOINT` and `CMD` are left to the base image.
    pub said_by: Option<usize>,
}

/// One command that is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// The command; its spans are those of the text it was read in.
    pub command: Arc<shell::Command>,
    /// Where it was read.
    pub read_in: ReadIn,
}

/// Where a command was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadIn {
    /// An instruction of the Dockerfile, by its position.
    Instruction(usize),
    /// A script of the build context, by its path there.
    Script(String),
    /// A script of a `package.json` of the build context: the file's path, and the script's name.
    PackageScript(String, String),
}

/// Something that is run and could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// A script, by its path in the image.
    Script(String),
    /// A package script, as called: `npm start`.
    PackageScript(String),
    /// A command line that is not understood, or whose program is a variable.
    Line(String),
}

impl Started {
    /// The words as the program gets them; a word with a variable as written.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        self.command.words.iter().map(shell::Word::text).collect()
    }

    /// The program without its path; empty when it is a variable.
    #[must_use]
    pub fn program(&self) -> &str {
        self.command.program().unwrap_or_default()
    }

    /// Whether a word after the program is `word`.
    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        self.words().iter().skip(1).any(|other| *other == word)
    }

    /// The command as people write it.
    #[must_use]
    pub fn text(&self) -> String {
        self.words().join(" ")
    }
}

/// What a container of `stage` runs when it starts without arguments.
#[must_use]
pub fn runs<'t>(target: &'t Target<'t>, stage: &'t Stage) -> Runs {
    Follower::new(target).runs(stage)
}
