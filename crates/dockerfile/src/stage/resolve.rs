//! Finds the stages of a document, what each is built on, and what it says in the end.

use super::history::{Change, History};
use super::scope::Start;
use super::settings::Draft;
use super::{Base, Scope, Setting, Stage};
use crate::{Document, Expansion, From, ImageReference, Instruction, Kind};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// The stages of `document`, in order.
///
/// Every value is what a build without build arguments would have. What the file does not say stays visible as a hole.
///
/// ```
/// use dockerfile::{Base, Document, final_stage, stages};
///
/// let document = Document::parse(
///     "ARG RELEASE=12
/// FROM debian:$RELEASE AS base
/// USER 1000
/// FROM base
/// WORKDIR /srv
/// WORKDIR app
/// EXPOSE 80 $PORT
/// ",
/// );
/// let stages = stages(&document);
/// let shipped = final_stage(&stages).expect("the file has stages");
/// assert_eq!(shipped.base, Base::Stage(0));
/// assert_eq!(shipped.user.as_ref().map(|user| user.value.as_str()), Some("1000"));
/// assert_eq!(shipped.workdir.as_ref().map(|workdir| workdir.value.as_str()), Some("/srv/app"));
/// assert_eq!(shipped.ports[0].value, "${PORT}");
/// assert_eq!(shipped.ports[0].unknown, ["PORT"]);
/// assert_eq!(shipped.ports[1].value, "80/tcp");
/// ```
#[must_use]
pub fn stages(document: &Document) -> Vec<Stage> {
    let instructions = document.instructions.as_slice();
    let mut froms = Vec::new();
    for (at, instruction) in instructions.iter().enumerate() {
        if let Kind::From(from) = &instruction.kind {
            froms.push((at, from));
        }
    }
    let mut resolver = Resolver {
        instructions,
        global: History::new(Start::File, document.escape),
        by_name: HashMap::new(),
        done: Vec::new(),
    };
    let first = froms.first().map_or(instructions.len(), |(at, _)| *at);
    resolver.read_global_args(first);
    for (index, &(at, from)) in froms.iter().enumerate() {
        let end = froms
            .get(index + 1)
            .map_or(instructions.len(), |(next, _)| *next);
        resolver.read_stage(from, at..end);
    }
    resolver.done.into_iter().map(|draft| draft.stage).collect()
}

struct Resolver<'d> {
    instructions: &'d [Instruction],
    /// What is said before the first `FROM`, and is in scope in every one.
    global: History,
    /// The latest stage of each name.
    by_name: HashMap<String, usize>,
    done: Vec<Draft>,
}

impl Resolver<'_> {
    fn read_global_args(&mut self, end: usize) {
        for (at, instruction) in self.instructions.iter().enumerate().take(end) {
            let Kind::Arg(pairs) = &instruction.kind else {
                continue;
            };
            for pair in pairs {
                let name = pair.key.raw();
                let scope = self.global();
                let default = pair
                    .value
                    .as_ref()
                    .map(|value| scope.expand_or_hole(value.raw()));
                let variable = scope.declare(name, default, &scope);
                self.global.push(at, Change::Arg(name.to_owned(), variable));
            }
        }
    }

    fn global(&self) -> Scope<'_> {
        self.global.scope(usize::MAX)
    }

    fn read_stage(&mut self, from: &From, instructions: Range<usize>) {
        let base = self.base(from);
        let platform = from.platform.as_ref();
        let mut draft = self.start(&base, instructions.start);
        draft.stage.index = self.done.len();
        draft.stage.name = from.alias.as_ref().map(|alias| alias.raw().to_lowercase());
        draft.stage.from = instructions.start;
        draft.stage.instructions = instructions.clone();
        draft.stage.platform =
            platform.map(|platform| self.global().expand_or_hole(platform.raw()).text);
        if let Base::Stage(below) = base {
            for (at, trigger) in self.triggers(below) {
                draft.apply(at, trigger, &self.global());
            }
        }
        draft.stage.base = base;
        let own = self.instructions.iter().enumerate();
        for (at, instruction) in own.take(instructions.end).skip(instructions.start) {
            draft.apply(at, instruction, &self.global());
        }
        if let Some(name) = &draft.stage.name {
            self.by_name.insert(name.clone(), draft.stage.index);
        }
        self.done.push(draft);
    }

    /// A name is compared as it stands: `FROM Build` does not find the stage `build`. A number is an image.
    fn base(&self, from: &From) -> Base {
        let name = self.global().expand_or_hole(from.image.raw());
        if let Some(&stage) = self.by_name.get(&name.text) {
            return Base::Stage(stage);
        }
        if !name.is_known() {
            return Base::Unresolved(ImageReference::parse(&name.text));
        }
        match name.text.as_str() {
            "scratch" => Base::Scratch,
            // As nearly all names: no variable stands in them.
            text if text == from.reference.text => Base::Image(from.reference.clone()),
            text => Base::Image(ImageReference::parse(text)),
        }
    }

    /// A stage before its first instruction: all settings of the stage below, or none; `scratch` works in `/`.
    fn start(&self, base: &Base, from: usize) -> Draft {
        let below = match base {
            Base::Stage(below) => self.done.get(*below),
            Base::Scratch | Base::Image(_) | Base::Unresolved(_) => None,
        };
        if let Some(below) = below {
            return Draft {
                stage: below.stage.clone(),
                has_cmd: false,
            };
        }
        let start = match *base {
            Base::Scratch => Start::Scratch,
            Base::Stage(_) | Base::Image(_) | Base::Unresolved(_) => Start::Image,
        };
        let root = Setting::of(Expansion::known("/"), from);
        let mut history = History::new(start, self.global.escape);
        if *base == Base::Scratch {
            history.push(from, Change::Workdir(root.clone()));
        }
        Draft {
            stage: Stage {
                index: 0,
                name: None,
                from: 0,
                instructions: 0..0,
                base: Base::Scratch,
                platform: None,
                user: None,
                workdir: (*base == Base::Scratch).then_some(root),
                env: BTreeMap::new(),
                args: BTreeMap::new(),
                ports: Vec::new(),
                volumes: Vec::new(),
                shell: None,
                entrypoint: None,
                cmd: None,
                healthcheck: None,
                stopsignal: None,
                history,
            },
            has_cmd: false,
        }
    }

    /// What the stage `below` asks of those built on it.
    fn triggers(&self, below: usize) -> Vec<(usize, &Instruction)> {
        let range = self
            .done
            .get(below)
            .map_or(0..0, |draft| draft.stage.instructions.clone());
        let own = self.instructions.iter().enumerate();
        own.take(range.end)
            .skip(range.start)
            .filter_map(|(at, instruction)| {
                let Kind::Onbuild(trigger) = &instruction.kind else {
                    return None;
                };
                Some((at, trigger.as_ref()))
            })
            .collect()
    }
}
