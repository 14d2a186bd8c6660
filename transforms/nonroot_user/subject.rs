//! The stage under judgement, with everything that is read of it once.

use super::knowledge::Server;
use super::server_config::Config;
use crate::image_path::absolute;
use crate::provenance::{Copies, Destination, Provenance, final_workdir, workdir};
use crate::runs::{Follower, Runs};
use crate::{Target, base_image, run_script};
use dockerfile::{Base, Command, Instruction, Kind, Stage, Transfer};
use shell::Script;
use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

/// A stage that ships.
pub(super) struct Subject<'t> {
    pub(super) target: &'t Target<'t>,
    pub(super) stage: &'t Stage,
    /// What the catalogue knows of the image below; `None` for `scratch` and for unknown images.
    pub(super) base: Option<Arc<catalog::Base>>,
    /// The stages it is built on, the lowest first, itself last.
    pub(super) chain: Vec<&'t Stage>,
    copies: Copies<'t>,
    /// What it runs.
    pub(super) runs: Runs,
    /// What its health check runs.
    pub(super) health: Runs,
    /// What its `RUN`s ran, in order.
    pub(super) ran: Vec<Ran>,
    /// The `RUN`s that could not be read.
    pub(super) unread_runs: Vec<usize>,
    /// The working directory of the program; `None` when it holds a variable without a value.
    pub(super) workdir: Option<String>,
    /// The well-known server that it runs, once that is asked for.
    pub(super) server: OnceCell<Option<&'static Server>>,
    /// The configuration of that server, once that is asked for.
    pub(super) configs: OnceCell<Vec<Config>>,
    /// The files that the started commands name, as absolute paths, once that is asked for.
    pub(super) program_files: OnceCell<Vec<String>>,
    /// The words of all that its `RUN`s ran, a blank between two, once that is asked for.
    words: OnceCell<String>,
}

/// A command of a `RUN`.
pub(super) struct Ran {
    /// The position of the `RUN`.
    pub(super) instruction: usize,
    /// The command; its spans are those of the `RUN`'s arguments.
    pub(super) command: Arc<shell::Command>,
    /// Where it runs, as far as `WORKDIR` and `cd` tell.
    pub(super) folder: Option<Rc<str>>,
    /// Whether it stands in a heredoc.
    pub(super) is_in_heredoc: bool,
}

impl Ran {
    /// The words as the program gets them; a word with a variable as written.
    pub(super) fn words(&self) -> Vec<&str> {
        self.each_word().collect()
    }

    /// The same, one by one.
    pub(super) fn each_word(&self) -> impl Iterator<Item = &str> {
        self.command.words.iter().map(shell::Word::text)
    }
}

impl<'t> Subject<'t> {
    pub(super) fn new(target: &'t Target<'t>, stage: &'t Stage) -> Self {
        Self::on(base_image::of(target, stage), target, stage)
    }

    /// The same, where the image below is known already.
    pub(super) fn on(
        base: Option<Arc<catalog::Base>>,
        target: &'t Target<'t>,
        stage: &'t Stage,
    ) -> Self {
        let mut chain = vec![stage];
        while let Some(Base::Stage(below)) = chain.last().map(|stage| &stage.base) {
            match target.stages.get(*below) {
                Some(below) if chain.len() <= target.stages.len() => chain.push(below),
                Some(_) | None => break,
            }
        }
        chain.reverse();
        let follower = Follower::new(target);
        let mut subject = Self {
            target,
            stage,
            base,
            chain,
            runs: follower.runs(stage),
            health: follower.health(stage),
            copies: follower.into_copies(),
            ran: Vec::new(),
            unread_runs: Vec::new(),
            workdir: final_workdir(target, stage),
            server: OnceCell::new(),
            configs: OnceCell::new(),
            program_files: OnceCell::new(),
            words: OnceCell::new(),
        };
        subject.read_runs();
        subject
    }

    /// The instructions of the stage and of those below it, in order, with their positions.
    pub(super) fn instructions(&self) -> impl DoubleEndedIterator<Item = (usize, &'t Instruction)> {
        let instructions = &self.target.document.instructions;
        self.chain.iter().flat_map(move |stage| {
            let of_stage = instructions
                .get(stage.instructions.clone())
                .unwrap_or_default();
            stage.instructions.clone().zip(of_stage)
        })
    }

    /// Where the file at `path` in the end of the stage comes from.
    pub(super) fn provenance(&self, path: &str) -> Provenance {
        self.copies.provenance(self.stage, path)
    }

    /// The instruction at `position`.
    pub(super) fn instruction(&self, position: usize) -> Option<&'t Instruction> {
        self.target.document.instructions.get(position)
    }

    /// The line an instruction starts on.
    pub(super) fn line(&self, position: usize) -> usize {
        self.instruction(position)
            .map_or(1, |instruction| instruction.lines.first)
    }

    /// The base as people wrote it.
    pub(super) fn base_label(&self) -> String {
        base_label(self.target, self.stage)
    }

    /// The words of all commands, with a blank behind each.
    pub(super) fn words(&self) -> &str {
        self.words.get_or_init(|| {
            let mut words = String::new();
            for word in self.ran.iter().flat_map(Ran::each_word) {
                words.push_str(word);
                words.push(' ');
            }
            words
        })
    }

    /// Whether nothing lies below the stage.
    pub(super) fn is_scratch(&self) -> bool {
        matches!(self.stage.root(self.target.stages), Base::Scratch)
    }

    /// The stage that holds the instruction at `position`.
    pub(super) fn stage_of(&self, position: usize) -> &'t Stage {
        let found = self
            .chain
            .iter()
            .find(|stage| stage.instructions.contains(&position));
        found.copied().unwrap_or(self.stage)
    }

    /// Whether the instruction at `position` is the last of the stage: what is chained to it would stand where `USER`
    /// is inserted.
    pub(super) fn is_last(&self, position: usize) -> bool {
        position + 1 >= self.stage.instructions.end
    }

    /// The numbers for a new account.
    pub(super) fn numbers(&self) -> (u32, u32) {
        let number = |key| {
            let number = self
                .target
                .options
                .number(super::NAME, key, super::DEFAULT_ID);
            u32::try_from(number).unwrap_or(10001)
        };
        (number("uid"), number("gid"))
    }

    /// Whether a `RUN` takes the account `name` away or changes it.
    pub(super) fn removes_account(&self, name: &str) -> bool {
        self.ran.iter().any(|ran| {
            matches!(
                ran.command.program(),
                Some("userdel" | "deluser" | "usermod" | "groupmod")
            ) && ran.words().contains(&name)
        })
    }

    /// Whether an instruction names an account called `name` (`COPY --chown=app`), so that the name may be taken.
    pub(super) fn names_account(&self, name: &str) -> bool {
        let is_part = |owner: &str| owner.split(':').any(|part| part == name);
        self.instructions().any(|(_, instruction)| {
            if let Kind::User(word) = &instruction.kind {
                return is_part(&word.value);
            }
            let mut flags = instruction.flags.iter();
            let owner = flags.find(|flag| flag.name == "chown");
            let owner = owner.and_then(|flag| flag.value.as_ref());
            owner.is_some_and(|owner| is_part(&owner.value))
        })
    }

    /// Whether a `COPY` or `ADD` takes anything from the build context.
    pub(super) fn takes_from_context(&self) -> bool {
        self.instructions().any(|(_, instruction)| {
            let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
                return false;
            };
            let is_from = instruction.flags.iter().any(|flag| flag.name == "from");
            let mut sources = transfer.sources.iter();
            !is_from && sources.any(|source| !source.value.contains("://"))
        })
    }

    /// The folders that a `COPY` or `ADD` from the build context writes to; `/` for one whose path holds a variable
    /// without a value.
    pub(super) fn context_folders(&self) -> Vec<&str> {
        let copies = self.instructions().filter_map(|(position, instruction)| {
            let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
                return None;
            };
            let is_from = instruction.flags.iter().any(|flag| flag.name == "from");
            let mut sources = transfer.sources.iter();
            let is_of_context = !is_from && sources.any(|source| !source.value.contains("://"));
            let to = self.destination(position, transfer);
            is_of_context.then(|| {
                to.map_or("/", |to| {
                    let last = crate::image_path::name(&to.path);
                    match !to.is_folder && last.contains('.') {
                        true => crate::image_path::folder(&to.path),
                        false => &to.path,
                    }
                })
            })
        });
        copies.collect()
    }

    /// Where each `COPY` and `ADD` writes to, in order; `None` for one whose path holds a variable without a value.
    pub(super) fn destinations(&self) -> impl Iterator<Item = Option<&Destination<'t>>> {
        self.instructions().filter_map(|(position, instruction)| {
            let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
                return None;
            };
            Some(self.destination(position, transfer))
        })
    }

    /// Where the `COPY` or `ADD` at `position` writes to; `None` when its path holds a variable without a value.
    pub(super) fn destination(
        &self,
        position: usize,
        transfer: &'t Transfer,
    ) -> Option<&Destination<'t>> {
        let stage = self.stage_of(position);
        self.copies.destination(stage, position, transfer)
    }

    fn read_runs(&mut self) {
        let runs: Vec<(usize, &Instruction)> = self
            .instructions()
            .filter(|(_, instruction)| matches!(instruction.kind, Kind::Run(_)))
            .collect();
        for (position, instruction) in runs {
            let Kind::Run(run) = &instruction.kind else {
                continue;
            };
            let stage = self.stage_of(position);
            let folder = workdir(self.target, stage, position).map(Rc::from);
            // A heredoc that is the whole command is its script; any other is some program's input.
            let bodies = instruction.heredocs.iter();
            let body = bodies.last().filter(|_| is_script_heredoc(&run.command));
            let script = body.map_or_else(
                || run_script::of_command(&run.command),
                |heredoc| Script::parse(&heredoc.body),
            );
            if !script.is_understood {
                self.unread_runs.push(position);
            }
            self.add(position, &script, folder, body.is_some());
        }
    }

    fn add(
        &mut self,
        instruction: usize,
        script: &Script,
        mut folder: Option<Rc<str>>,
        is_in_heredoc: bool,
    ) {
        self.ran.reserve(script.commands.len());
        for command in script.commands.iter() {
            self.ran.push(Ran {
                instruction,
                command: Arc::clone(command),
                folder: folder.clone(),
                is_in_heredoc,
            });
            if matches!(command.program(), Some("cd" | "pushd")) {
                let to = command.words.get(1);
                let to = to.and_then(|word| word.literal());
                let path = match (folder, to) {
                    (_, Some(to)) if to.starts_with('/') => Some(absolute("/", to)),
                    (Some(folder), Some(to)) if to != "-" => Some(absolute(&folder, to)),
                    (_, _) => None,
                };
                folder = path.map(Rc::from);
            }
        }
    }
}

/// The base of `stage` as people wrote it.
pub(super) fn base_label(target: &Target<'_>, stage: &Stage) -> String {
    if let Some(base) = base_image::in_tree(target, stage) {
        return base.image.clone();
    }
    if let Some(reference) = base_image::reference(target, stage) {
        return reference.text.clone();
    }
    match stage.root(target.stages) {
        Base::Scratch | Base::Stage(_) => "scratch".to_owned(),
        Base::Image(reference) | Base::Unresolved(reference) => reference.text.clone(),
    }
}

/// Whether the command is a heredoc and nothing else: `RUN <<EOF`.
fn is_script_heredoc(command: &Command) -> bool {
    match command {
        Command::Exec(_) => false,
        Command::Shell(word) => {
            let text = word.raw().trim();
            text.starts_with("<<") && !text.contains([' ', '|', '&', ';', '>'])
        }
    }
}
