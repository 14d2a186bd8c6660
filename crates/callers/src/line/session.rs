//! Walks the commands of a script in order: the current folder, the variables, and the builds on the way.

use super::body::Body;
use super::docker::{Invocation, Site, build, invocation};
use super::{bake, word};
use crate::{Build, Caller, Place, Text, Tree, path};
use shell::{Command, Script};
use std::collections::BTreeMap;

/// A script that is about to run: who starts it, where, and with which variables.
pub(crate) struct Session<'s> {
    /// The tree.
    pub(crate) tree: &'s dyn Tree,
    /// The kind of file it stands in.
    pub(crate) caller: Caller,
    /// What people call it: the target of a makefile, the step of a workflow.
    pub(crate) name: String,
    /// The file it stands in.
    pub(crate) file: String,
    /// The folder it starts in; `None` when it is not known.
    pub(crate) folder: Option<String>,
    /// The variables that are set before it starts.
    pub(crate) variables: BTreeMap<String, Text>,
}

/// A command with the text of its words, at its moment in the script.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) words: Vec<Text>,
    pub(crate) lines: Vec<usize>,
    pub(crate) folder: Option<String>,
    /// Whether the same words stand for other builds, too: in a loop.
    pub(crate) is_repeated: bool,
}

impl Session<'_> {
    /// The builds that the script asks for.
    pub(crate) fn builds(&self, body: &Body) -> Vec<Build> {
        if !super::may_build(&body.text) && !self.may_build_by_variable(&body.text) {
            return Vec::new();
        }
        let script = Script::parse(&body.text);
        let steps = self.steps(&script, body);
        steps.iter().flat_map(|step| self.step(step)).collect()
    }

    /// Whether a variable names the program that builds: `$(DOCKER) build .`.
    fn may_build_by_variable(&self, text: &str) -> bool {
        let mut values = self.variables.values();
        text.contains('$')
            && super::has_build_word(text)
            && values.any(|value| super::is_program(&value.text))
    }

    fn step(&self, step: &Step) -> Vec<Build> {
        let Some(invocation) = invocation(&step.words) else {
            return Vec::new();
        };
        let line = step.lines.first().copied().unwrap_or(1);
        let place = Place {
            file: self.file.clone(),
            line,
        };
        if let Invocation::Bake(start) = invocation {
            let words = step.words.get(start..).unwrap_or_default();
            let folder = step.folder.as_deref().unwrap_or_default();
            return bake::builds(words, self.tree, folder, self.caller, &place);
        }
        let site = Site {
            caller: self.caller,
            name: &self.name,
            place,
            folder: step.folder.as_deref(),
        };
        let mut built = build(&step.words, &step.lines, invocation, &site);
        if let Some(build) = built.as_mut().filter(|_| step.is_repeated) {
            build.folder = None;
        }
        built.into_iter().collect()
    }

    /// The commands that build, with what the commands before them have set.
    fn steps(&self, script: &Script, body: &Body) -> Vec<Step> {
        let mut state = State {
            folder: self.folder.clone(),
            variables: self.variables.clone(),
            outer: Vec::new(),
        };
        let mut steps = Vec::new();
        let mut before = 0;
        for command in script.commands.iter() {
            let between = body
                .text
                .get(before..command.span.start)
                .unwrap_or_default();
            state.enter(command, between);
            before = command.span.end;
            for (name, value) in loop_values(command, &body.text) {
                let mut inner = state.clone();
                let is_repeated = name.is_some();
                if let Some(name) = name {
                    inner.variables.insert(name, value);
                }
                let step = Step {
                    is_repeated,
                    ..inner.step(command, body, self)
                };
                if invocation(&step.words).is_some() {
                    steps.push(step);
                }
            }
            state.apply(command, self);
        }
        steps
    }

    /// The folder of the script itself, as `dirname "$0"` gives it.
    fn own_folder(&self) -> Text {
        Text::known(format!("{}{}", path::ROOT, path::folder(&self.file)))
    }
}

#[derive(Clone)]
struct State {
    folder: Option<String>,
    variables: BTreeMap<String, Text>,
    /// The folders outside of the subshells that are open.
    outer: Vec<Option<String>>,
}

impl State {
    /// Follows the script into and out of `( … )`, where a `cd` ends with the bracket.
    fn enter(&mut self, command: &Command, between: &str) {
        let is_subshell = |place: &&shell::Place| {
            matches!(place, shell::Place::Subshell | shell::Place::Substitution)
        };
        let depth = command.places.iter().filter(is_subshell).count();
        if depth == self.outer.len() && depth > 0 && between.contains(')') {
            self.leave();
        }
        while self.outer.len() > depth {
            self.leave();
        }
        while self.outer.len() < depth {
            self.outer.push(self.folder.clone());
        }
    }

    fn leave(&mut self) {
        if let Some(folder) = self.outer.pop() {
            self.folder = folder;
        }
    }

    fn step(&self, command: &Command, body: &Body, session: &Session<'_>) -> Step {
        let lines = command.words.iter().map(|word| body.line(word.span.start));
        Step {
            words: command
                .words
                .iter()
                .map(|word| self.text(&word.raw, session))
                .collect(),
            lines: lines.collect(),
            folder: self.folder.clone(),
            is_repeated: false,
        }
    }

    fn text(&self, raw: &str, session: &Session<'_>) -> Text {
        let value = |name: &str| match name {
            "0" => Some(session.own_folder()),
            "PWD" => {
                let folder = self.folder.as_ref()?;
                Some(Text::known(format!("{}{folder}", path::ROOT)))
            }
            name => self.variables.get(name).cloned(),
        };
        word::text(raw, &value)
    }

    /// What the command changes for those after it.
    fn apply(&mut self, command: &Command, session: &Session<'_>) {
        if command.words.is_empty() {
            for assignment in &command.assignments {
                let value = self.text(&assignment.value.raw, session);
                self.set(&assignment.name, value, command, assignment.appends);
            }
        }
        match command.program() {
            Some("cd" | "pushd") => {
                let to = command
                    .arguments()
                    .iter()
                    .rfind(|word| !word.raw.starts_with('-'));
                let to = to.map(|word| self.text(&word.raw, session));
                self.folder = to.and_then(|to| match (&self.folder, to.value()?) {
                    (_, to) if to.starts_with(path::ROOT) => path::join("", to),
                    (Some(folder), to) => path::join(folder, to),
                    (None, _) => None,
                });
            }
            Some("export" | "readonly" | "local" | "declare" | "typeset") => {
                for word in command.arguments() {
                    if let Some((name, value)) = word.raw.split_once('=') {
                        let value = self.text(value, session);
                        self.set(name, value, command, false);
                    }
                }
            }
            Some("read" | "unset") => {
                for word in command.arguments() {
                    self.variables.remove(&word.raw);
                }
            }
            _ => {}
        }
    }

    /// Sets a variable; one that may or may not be set is not known from there on.
    fn set(&mut self, name: &str, value: Text, command: &Command, appends: bool) {
        let is_sure = !command.is_conditional && !appends;
        if is_sure && value.is_known() {
            self.variables.insert(name.to_owned(), value);
        } else {
            self.variables.remove(name);
        }
    }
}

/// The values a loop over literal words gives its variable: `for name in api web; do …`.
///
/// One turn without a variable when the command stands in no such loop.
fn loop_values(command: &Command, text: &str) -> Vec<(Option<String>, Text)> {
    let once = || vec![(None, Text::default())];
    if !command.is_in(&shell::Place::Loop) {
        return once();
    }
    let before = text.get(..command.span.start).unwrap_or_default();
    let names = command.variables.iter().map(|variable| &variable.name);
    for name in names {
        let head = format!("for {name} in ");
        let Some((_, list)) = before.rsplit_once(head.as_str()) else {
            continue;
        };
        let list = list.split([';', '\n']).next().unwrap_or_default();
        let is_literal = !list.contains(['$', '`', '*', '?', '{', '"', '\'', '\\', '(']);
        let values: Vec<(Option<String>, Text)> = list
            .split_whitespace()
            .map(|value| (Some(name.clone()), Text::known(value)))
            .collect();
        if is_literal && !values.is_empty() {
            return values;
        }
    }
    once()
}
