//! Follows a command to the script it names: a file of the build context, a heredoc, a package script.

use super::programs::Copied;
use super::{Follower, ReadIn, Runs, Started, Unread};
use crate::expand;
use crate::image_path::{absolute, folder, name};
use crate::provenance::{Provenance, exists, final_workdir, workdir};
use crate::run_script::shell_form;
use dockerfile::{Command, Stage};
use shell::Script;
use std::sync::Arc;

/// How many scripts are followed one into the other.
const MAX_DEPTH: usize = 5;

/// Shells that run a script given as their first argument.
const SHELLS: &[&str] = &["sh", "bash", "dash", "ash", "ksh", "zsh", ".", "source"];

/// Reads commands into [`Runs`].
pub(super) struct Reader<'f, 't> {
    pub(super) found: Runs,
    /// Whether a script was read that runs its own arguments (`exec "$@"`), or a script that could not be read may.
    pub(super) passes_arguments_on: bool,
    follower: &'f Follower<'t>,
    stage: &'t Stage,
    workdir: String,
    seen: Vec<String>,
}

impl<'f, 't> Reader<'f, 't> {
    /// A reader that stands at the end of the stage.
    pub(super) fn new(follower: &'f Follower<'t>, stage: &'t Stage) -> Self {
        Self::in_folder(follower, stage, final_workdir(follower.target, stage))
    }

    /// A reader that stands where the stage is just before `position`.
    pub(super) fn at(follower: &'f Follower<'t>, stage: &'t Stage, position: usize) -> Self {
        Self::in_folder(follower, stage, workdir(follower.target, stage, position))
    }

    fn in_folder(follower: &'f Follower<'t>, stage: &'t Stage, workdir: Option<String>) -> Self {
        Self {
            found: Runs::default(),
            passes_arguments_on: false,
            follower,
            stage,
            workdir: workdir.unwrap_or_else(|| "/".to_owned()),
            seen: Vec::new(),
        }
    }

    pub(super) fn command(&mut self, command: &Command, instruction: usize) {
        match command {
            Command::Exec(words) => {
                let words: Vec<String> = words.iter().map(|word| word.value.clone()).collect();
                self.exec(&words, instruction);
            }
            Command::Shell(word) => {
                let read_in = ReadIn::Instruction(instruction);
                self.script_read(shell_form(word.raw()), word.raw(), &read_in, 0);
            }
        }
    }

    pub(super) fn exec(&mut self, words: &[String], instruction: usize) {
        let read_in = ReadIn::Instruction(instruction);
        self.script_read(Script::from_exec(words), &words.join(" "), &read_in, 0);
    }

    fn text(&mut self, text: &str, read_in: &ReadIn, depth: usize) {
        self.script_read(Script::parse(text), text, read_in, depth);
    }

    fn script_read(&mut self, script: Script, text: &str, read_in: &ReadIn, depth: usize) {
        if !script.is_understood {
            self.found.unread.push(Unread::Line(first_line(text)));
        }
        for command in script.commands.iter().cloned() {
            let started = Started {
                command,
                read_in: read_in.clone(),
            };
            self.follow(&started, depth);
        }
    }

    fn follow(&mut self, started: &Started, depth: usize) {
        if started.command.words.is_empty() {
            self.found.commands.push(started.clone());
            return;
        }
        let words = started.words();
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let Some(program) = started.command.name().map(str::to_owned) else {
            if !started.command.wrappers.is_empty() {
                self.found.commands.push(started.clone());
            }
            self.variable_program(started);
            return;
        };
        self.found.commands.push(started.clone());
        if depth >= MAX_DEPTH {
            return;
        }
        if name(&program) == "supervisord" {
            self.supervisor(&words, depth);
            return;
        }
        if let Some(script) = super::package_script::called(&words) {
            self.package_script(&script, started, depth);
            return;
        }
        let is_shell = SHELLS.contains(&name(&program));
        let file = if is_shell {
            words
                .iter()
                .skip(1)
                .find(|word| !word.starts_with('-'))
                .map(|word| (*word).to_owned())
        } else {
            Some(program)
        };
        if let Some(file) = file {
            self.file(&file, is_shell, depth);
        }
    }

    /// `"$@"` is the command itself; any other variable leaves the program unknown.
    fn variable_program(&mut self, started: &Started) {
        let raw = started
            .command
            .words
            .first()
            .map_or("", |word| word.raw.as_str());
        if ["$@", "$*", "${@}", "$1"]
            .iter()
            .any(|arguments| raw.contains(arguments))
        {
            self.passes_arguments_on = true;
            return;
        }
        let end = self.stage.instructions.end;
        match expand::text(self.stage, end, raw) {
            Some(program) if !program.contains(' ') => {
                let mut started = started.clone();
                let command = Arc::make_mut(&mut started.command);
                if let Some(word) = command.words.first_mut() {
                    *word = std::mem::take(word).received_as(program.clone());
                }
                self.found.commands.push(started);
                self.file(&program, false, 1);
            }
            Some(_) | None => self.found.unread.push(Unread::Line(started.text())),
        }
    }

    fn file(&mut self, file: &str, is_script: bool, depth: usize) {
        let copied = if file.contains('/') || is_script {
            let path = absolute(&self.workdir, file);
            let provenance = self.follower.copies.provenance(self.stage, &path);
            Some(Copied { path, provenance })
        } else {
            self.follower.program(self.stage, file)
        };
        let Some(Copied { path, provenance }) = copied else {
            return;
        };
        match provenance {
            Provenance::Heredoc { body, .. } => self.script(&path, &body, depth),
            Provenance::Context { path: source, .. } => {
                self.context_file(&path, &source, is_script, depth);
            }
            // A script that the base has, that a `RUN` made, or that is in another image: nobody can read it.
            Provenance::Elsewhere { .. } | Provenance::NotCopied => {
                if is_script || is_script_name(&path) {
                    self.unread_script(path);
                }
            }
        }
    }

    fn context_file(&mut self, path: &str, source: &str, is_script: bool, depth: usize) {
        let context = self.follower.target.context;
        match context.and_then(|context| context.read(source)) {
            Some(text) => self.script(source, &text, depth),
            None => {
                let is_there = context.is_some_and(|context| exists(context, source));
                // What is there and is no text is a program; without a context the name has to tell.
                if is_script || (!is_there && (is_script_name(path) || starts_others(path))) {
                    self.unread_script(path.to_owned());
                }
            }
        }
    }

    /// The programs of a supervisor, where its configuration can be read.
    fn supervisor(&mut self, words: &[&str], depth: usize) {
        let places = super::supervisor::places(words, &self.workdir);
        let Some(supervisors) = super::supervised::read(self.follower.target, self.stage, &places)
        else {
            return;
        };
        for supervisor in supervisors {
            let read_in = ReadIn::Script(supervisor.file.clone());
            for (_, command, folder) in supervisor.programs() {
                let outside = self.workdir.clone();
                if let Some(folder) = folder {
                    self.workdir = absolute(&outside, folder);
                }
                if command.contains('%') {
                    self.found.unread.push(Unread::Line(command.to_owned()));
                } else {
                    self.text(command, &read_in, depth + 1);
                }
                self.workdir = outside;
            }
            self.found.supervisors.push(supervisor);
        }
    }

    fn unread_script(&mut self, path: String) {
        self.passes_arguments_on = true;
        let unread = Unread::Script(path);
        if !self.found.unread.contains(&unread) {
            self.found.unread.push(unread);
        }
    }

    fn script(&mut self, path: &str, text: &str, depth: usize) {
        if self.seen.iter().any(|seen| seen == path) {
            return;
        }
        self.seen.push(path.to_owned());
        let text = text.trim_start_matches('\u{feff}');
        if is_shell_script(path, text) {
            self.text(text, &ReadIn::Script(path.to_owned()), depth + 1);
        }
    }

    fn package_script(
        &mut self,
        script: &super::package_script::Call,
        started: &Started,
        depth: usize,
    ) {
        let folder = absolute(&self.workdir, script.folder.as_deref().unwrap_or(""));
        let file = absolute(&folder, "package.json");
        let unread = Unread::PackageScript(started.text());
        let Provenance::Context { path, .. } = self.follower.copies.provenance(self.stage, &file)
        else {
            self.found.unread.push(unread);
            return;
        };
        let text = self
            .follower
            .target
            .context
            .and_then(|context| context.read(&path));
        let Some(lines) = text.and_then(|text| super::package_script::lines(&text, &script.name))
        else {
            self.found.unread.push(unread);
            return;
        };
        let key = format!("{path}#{}", script.name);
        if self.seen.contains(&key) {
            return;
        }
        self.seen.push(key);
        for line in lines {
            self.text(
                &line,
                &ReadIn::PackageScript(path.clone(), script.name.clone()),
                depth + 1,
            );
        }
    }
}

/// Whether a file of this name is a script for a shell, as far as a name can tell.
#[must_use]
pub fn is_script_name(path: &str) -> bool {
    let file = name(path);
    if let Some((_, ending)) = file.rsplit_once('.') {
        return ["sh", "bash", "zsh", "ksh"].contains(&ending);
    }
    let in_program_folder = ["bin", "sbin"].contains(&name(folder(path)));
    if ["script", "scripts"].contains(&name(folder(path))) {
        return true;
    }
    [
        "entrypoint",
        "docker-entrypoint",
        "entry",
        "start",
        "run",
        "startup",
        "boot",
        "init",
        "launch",
        "bootstrap",
    ]
    .iter()
    .any(|word| {
        file == *word
            || (file.contains("entrypoint") && !in_program_folder)
            || file.ends_with("-entrypoint")
    })
}

/// Whether a file's name says that it prepares or starts another program, which scripts do: `couchbase-start`.
fn starts_others(path: &str) -> bool {
    const WORDS: [&str; 12] = [
        "start",
        "startup",
        "run",
        "runner",
        "init",
        "launch",
        "launcher",
        "boot",
        "bootstrap",
        "entrypoint",
        "wrapper",
        "foreground",
    ];
    let file = name(path);
    let mut words = file.split(['-', '_']);
    !file.contains('.') && (words.any(|word| WORDS.contains(&word)) || file.ends_with("init"))
}

fn is_shell_script(path: &str, text: &str) -> bool {
    match text.strip_prefix("#!") {
        Some(rest) => {
            let first = rest.lines().next().unwrap_or_default();
            first.split(['/', ' ', '\t', '\r']).any(|word| {
                ["sh", "bash", "dash", "ash", "ksh", "zsh", "with-contenv"].contains(&word)
            })
        }
        None => is_script_name(path),
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}
