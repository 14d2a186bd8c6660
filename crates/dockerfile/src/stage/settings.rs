//! What each instruction changes in its stage, by the rules of [BuildKit's dispatch].
//!
//! [BuildKit's dispatch]: https://github.com/moby/buildkit/blob/master/frontend/dockerfile/dockerfile2llb/convert.go

use super::history::Change;
use super::scope::Start;
use super::{Scope, Setting, Stage, ports, workdir};
use crate::{Expansion, Instruction, Kind, Pair, Variable, Word};

/// A stage while its instructions are read.
pub(super) struct Draft {
    pub(super) stage: Stage,
    /// Whether the stage has set `CMD` itself: then an `ENTRYPOINT` keeps it.
    pub(super) has_cmd: bool,
}

impl Draft {
    /// Applies the instruction that stands at position `at`.
    pub(super) fn apply(&mut self, at: usize, instruction: &Instruction, global: &Scope<'_>) {
        match &instruction.kind {
            Kind::Arg(pairs) => self.arg(at, pairs, global),
            Kind::Env(pairs) => self.env(at, pairs),
            Kind::User(user) => {
                let user = Setting::of(self.scope().expand_or_hole(user.raw()), at);
                self.record(at, Change::User(user.clone()));
                self.stage.user = Some(user);
            }
            Kind::Workdir(path) => self.workdir(at, path),
            Kind::Shell(words) => {
                let shell = setting(words.iter().map(|word| word.value.clone()).collect(), at);
                self.record(at, Change::Shell(shell.clone()));
                self.stage.shell = Some(shell);
            }
            Kind::Expose(words) => self.expose(at, words),
            Kind::Volume(words) => self.volume(at, instruction, words),
            Kind::Cmd(command) => {
                self.stage.cmd = Some(setting(command.clone(), at));
                self.has_cmd = true;
            }
            Kind::Entrypoint(command) => {
                self.stage.entrypoint = Some(setting(command.clone(), at));
                if !self.has_cmd {
                    self.stage.cmd = None;
                }
            }
            Kind::Healthcheck(check) => self.stage.healthcheck = Some(setting(check.clone(), at)),
            Kind::Stopsignal(signal) => {
                let signal = self.scope().expand_or_hole(signal.raw());
                self.stage.stopsignal = Some(Setting::of(signal, at));
            }
            // These change files or metadata that a stage does not show, or, like `ONBUILD`, other stages.
            Kind::From(_)
            | Kind::Label(_)
            | Kind::Run(_)
            | Kind::Copy(_)
            | Kind::Add(_)
            | Kind::Onbuild(_)
            | Kind::Maintainer(_)
            | Kind::Unknown => {}
        }
    }

    /// The variables in scope by now.
    fn scope(&self) -> Scope<'_> {
        self.stage.history.scope(usize::MAX)
    }

    fn record(&mut self, at: usize, change: Change) {
        self.stage.history.push(at, change);
    }

    /// The pairs of one `ARG` see those before them.
    fn arg(&mut self, at: usize, pairs: &[Pair], global: &Scope<'_>) {
        for pair in pairs {
            let name = pair.key.raw();
            let default = pair
                .value
                .as_ref()
                .map(|value| self.scope().expand_or_hole(value.raw()));
            let variable = self.scope().declare(name, default, global);
            self.record(at, Change::Arg(name.to_owned(), variable.clone()));
            let value = match variable {
                Variable::Set(value) => Some(Setting::of(value, at)),
                Variable::Unset | Variable::Unknown => None,
            };
            self.stage.args.insert(name.to_owned(), value);
        }
    }

    /// The pairs of one `ENV` do not see each other.
    fn env(&mut self, at: usize, pairs: &[Pair]) {
        let expanded: Vec<(String, Expansion)> = pairs
            .iter()
            .map(|pair| {
                let value = pair.value.as_ref().map_or("", |value| value.raw());
                let name = self.scope().expand_or_hole(pair.key.raw()).text;
                (name, self.scope().expand_or_hole(value))
            })
            .collect();
        for (name, value) in expanded {
            let setting = Setting::of(value, at);
            self.record(at, Change::Env(name.clone(), setting.clone()));
            self.stage.env.insert(name, setting);
        }
    }

    fn workdir(&mut self, at: usize, path: &Word) {
        let current = match &self.stage.workdir {
            Some(setting) => Expansion {
                text: setting.value.clone(),
                unknown: setting.unknown.clone(),
            },
            None if self.stage.history.start == Start::Image => Expansion {
                text: "/".to_owned(),
                unknown: vec!["WORKDIR".to_owned()],
            },
            None => Expansion::known("/"),
        };
        let path = self.scope().expand_or_hole(path.raw());
        let workdir = Setting::of(workdir::join(&current, path), at);
        self.record(at, Change::Workdir(workdir.clone()));
        self.stage.workdir = Some(workdir);
    }

    fn expose(&mut self, at: usize, words: &[Word]) {
        let scope = self.stage.history.scope(usize::MAX);
        for expansion in words.iter().flat_map(|word| scope.words(word.raw())) {
            if expansion.is_known() {
                let opened = ports::ports(&expansion.text).unwrap_or_default();
                let opened = opened
                    .into_iter()
                    .map(|port| Setting::of(Expansion::known(port), at));
                self.stage.ports.extend(opened);
            } else {
                self.stage.ports.push(Setting::of(expansion, at));
            }
        }
        sort(&mut self.stage.ports);
    }

    fn volume(&mut self, at: usize, instruction: &Instruction, words: &[Word]) {
        // In a JSON array the words stand in quotes of their own; a text that only looks like one keeps its bracket.
        let is_json = instruction.arguments().starts_with('[')
            && words
                .first()
                .is_some_and(|word| word.raw().starts_with('"'));
        for word in words {
            let text = if is_json { &word.value } else { word.raw() };
            let volume = self.scope().expand_or_hole(text);
            self.stage.volumes.push(Setting::of(volume, at));
        }
        sort(&mut self.stage.volumes);
    }
}

fn setting<T>(value: T, instruction: usize) -> Setting<T> {
    Setting {
        value,
        instruction,
        unknown: Vec::new(),
    }
}

/// Sorts by value and keeps the first setting of each.
fn sort(settings: &mut Vec<Setting<String>>) {
    settings.sort_by(|a, b| a.value.cmp(&b.value));
    settings.dedup_by(|later, first| later.value == first.value);
}
