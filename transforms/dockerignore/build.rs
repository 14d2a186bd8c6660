//! What one Dockerfile does while it builds: the programs it runs and the words its commands hold.

use super::word::{Word, is_named};
use crate::run_script;
use dockerfile::{Base, Command, Document, Instruction, Kind, Stage};
use shell::Script;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::rc::Rc;

/// A Dockerfile that is built from the context in question.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Build {
    /// What each stage stands on.
    bases: Vec<Base>,
    /// Its `RUN` instructions, in order.
    pub(super) runs: Vec<Run>,
    /// The text of every instruction that runs something or sets the environment, now or in the container.
    pub(super) texts: Vec<Rc<str>>,
    /// The names of the files that a `RUN` gets as secrets at a path of their own.
    pub(super) mounted: Vec<String>,
    /// For each stage, the sources of what it copies from other stages.
    pub(super) copied_between: Vec<(usize, String)>,
}

/// One `RUN`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub(super) stage: usize,
    pub(super) line: usize,
    pub(super) text: Rc<str>,
    /// The text without quotes and escapes, which may stand in the middle of a name, once somebody asks for a program.
    bare: OnceCell<String>,
    bodies: Vec<Body>,
    /// The bodies, once somebody asks what they run: most are never asked.
    scripts: OnceCell<Vec<Script>>,
}

/// What a `RUN` gives to a shell, or runs by itself.
#[derive(Debug, Clone, PartialEq)]
enum Body {
    Shell(String),
    Exec(Vec<String>),
}

impl Build {
    pub(super) fn new(document: &Document, stages: &[Stage]) -> Build {
        let mut build = Build {
            bases: stages.iter().map(|stage| stage.base.clone()).collect(),
            runs: Vec::new(),
            texts: Vec::new(),
            mounted: Vec::new(),
            copied_between: Vec::new(),
        };
        for (position, instruction) in document.instructions.iter().enumerate() {
            let stage = stages
                .iter()
                .find(|stage| stage.instructions.contains(&position));
            build.add(instruction, stage.map_or(0, |stage| stage.index));
        }
        build
    }

    fn add(&mut self, instruction: &Instruction, stage: usize) {
        if let Kind::Run(run) = &instruction.kind {
            let text = whole_text(instruction);
            self.texts.push(Rc::clone(&text));
            self.mounted.extend(mounted(instruction));
            self.runs.push(Run {
                stage,
                line: instruction.lines.first,
                text,
                bodies: bodies(&run.command, instruction),
                bare: OnceCell::new(),
                scripts: OnceCell::new(),
            });
        } else if let Kind::Copy(transfer) = &instruction.kind
            && instruction.flags.iter().any(|flag| flag.name == "from")
        {
            let sources = transfer.sources.iter();
            let sources = sources.map(|word| (stage, word.value.clone()));
            self.copied_between.extend(sources);
        } else if matches!(
            instruction.kind,
            Kind::Cmd(_) | Kind::Entrypoint(_) | Kind::Healthcheck(_) | Kind::Env(_)
        ) {
            self.texts.push(whole_text(instruction));
        }
    }

    /// Whether `stage`, or a stage it is built on, holds what `of_stage` looks for.
    pub(super) fn has(&self, stage: usize, of_stage: impl Fn(usize) -> bool) -> bool {
        let mut current = Some(stage);
        while let Some(index) = current {
            if of_stage(index) {
                return true;
            }
            current = self.below(index);
        }
        false
    }

    /// What the stages under `stage`, itself included, stand on.
    pub(super) fn root(&self, mut stage: usize) -> Option<&Base> {
        while let Some(below) = self.below(stage) {
            stage = below;
        }
        self.bases.get(stage)
    }

    /// The stage that `stage` is built on.
    fn below(&self, stage: usize) -> Option<usize> {
        match self.bases.get(stage)? {
            Base::Stage(below) if *below < stage => Some(*below),
            Base::Stage(_) | Base::Scratch | Base::Image(_) | Base::Unresolved(_) => None,
        }
    }

    /// The first `RUN` in which a word of a command is a call of one of `programs`.
    pub(super) fn runs_any(&self, programs: &[String]) -> Option<&Run> {
        self.runs.iter().find(|run| run.calls(programs))
    }

    /// Whether a command or the environment holds `word` on its own.
    pub(super) fn mentions(&self, word: &Word) -> bool {
        self.texts.iter().any(|text| word.is_named_in(text))
    }
}

impl Run {
    /// Whether it runs one of `programs`; a body that was not understood does when it holds the name.
    pub(super) fn calls(&self, programs: &[String]) -> bool {
        let is_called = |program: &str| programs.iter().any(|wanted| wanted == program);
        if !self.may_call(programs) {
            return false;
        }
        if !self.is_understood() {
            return programs.iter().any(|program| is_named(&self.text, program));
        }
        self.commands()
            .any(|command| command.program().is_some_and(is_called))
    }

    /// Whether the text holds the name of one of `programs`; without it, none of the commands calls one.
    fn may_call(&self, programs: &[String]) -> bool {
        // JSON has escapes of its own.
        let is_json = |body: &Body| matches!(body, Body::Exec(_));
        let bare = self
            .bare
            .get_or_init(|| self.text.replace(['"', '\'', '\\'], ""));
        programs.iter().any(|program| bare.contains(program)) || self.bodies.iter().any(is_json)
    }

    fn scripts(&self) -> &[Script] {
        self.scripts.get_or_init(|| {
            let bodies = self.bodies.iter();
            let scripts = bodies.map(|body| match body {
                Body::Shell(text) => run_script::shell_form(text),
                Body::Exec(words) => Script::from_exec(words),
            });
            scripts.collect()
        })
    }

    pub(super) fn is_understood(&self) -> bool {
        self.scripts().iter().all(|script| script.is_understood)
    }

    pub(super) fn commands(&self) -> impl Iterator<Item = &shell::Command> {
        let scripts = self.scripts().iter();
        let commands = scripts.flat_map(|script| script.commands.iter());
        commands.map(AsRef::as_ref)
    }
}

fn bodies(command: &Command, instruction: &Instruction) -> Vec<Body> {
    let heredocs = instruction.heredocs.iter();
    let mut bodies: Vec<Body> = heredocs
        .map(|heredoc| Body::Shell(heredoc.body.clone()))
        .collect();
    match command {
        Command::Exec(words) => {
            let words = words.iter().map(|word| word.value.clone());
            bodies.push(Body::Exec(words.collect()));
        }
        Command::Shell(word) if bodies.is_empty() => {
            bodies.push(Body::Shell(word.raw().to_owned()))
        }
        // The line itself holds no more than the names of the heredocs, or a command that reads them.
        Command::Shell(_) => {}
    }
    bodies
}

fn whole_text(instruction: &Instruction) -> Rc<str> {
    let mut text = Cow::Borrowed(instruction.logical.text.as_str());
    // Where a secret is mounted says nothing of the context.
    let is_mount = |word: &&str| word.starts_with("--mount=") && word.contains("type=secret");
    if text.contains("type=secret") {
        let words = text.split_inclusive(char::is_whitespace);
        text = words.filter(|word| !is_mount(word)).collect();
    }
    for heredoc in &instruction.heredocs {
        text += "\n";
        text += heredoc.body.as_str();
    }
    Rc::from(text)
}

/// The names of the files that the instruction mounts as secrets at a path of their own.
fn mounted(instruction: &Instruction) -> Vec<String> {
    let mounts = instruction.flags.iter().filter(|flag| flag.name == "mount");
    let paths = mounts.filter_map(|flag| {
        let path = flag.option(&["target", "dst", "destination"])?;
        (flag.option(&["type"]) == Some("secret")).then_some(path)
    });
    let names = paths.filter_map(|path| path.rsplit('/').next());
    names.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::Build;
    use dockerfile::{Document, stages};

    #[test]
    fn a_program_is_called_however_its_name_is_written() {
        let calls = |run: &str| {
            let document = Document::parse(format!("FROM a\nRUN {run}\n"));
            let build = Build::new(&document, &stages(&document));
            build.runs_any(&["git".to_owned()]).is_some()
        };
        for run in [
            "a && /usr/bin/git log",
            "g\"i\"t log",
            "g\\it log",
            "<<E\ng'i't log\nE",
            "[\"g\\u0069t\", \"log\"]",
        ] {
            assert!(calls(run), "{run}");
        }
        for run in ["digit log", "echo git", "[\"echo\", \"git\"]"] {
            assert!(!calls(run), "{run}");
        }
    }
}
