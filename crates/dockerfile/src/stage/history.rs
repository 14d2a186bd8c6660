//! What changed in a stage, instruction by instruction, so that the state before each can be told.

use super::scope::Start;
use super::{Scope, Setting};
use crate::{Escape, Expansion, Variable};
use std::collections::BTreeMap;

/// The changes that led to a stage's end, those of the stages below it first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct History {
    changes: Vec<(usize, Change)>,
    pub(super) start: Start,
    pub(super) escape: Escape,
}

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Change {
    User(Setting<String>),
    Workdir(Setting<String>),
    Shell(Setting<Vec<String>>),
    Env(String, Setting<String>),
    Arg(String, Variable),
}

impl History {
    pub(super) fn new(start: Start, escape: Escape) -> Self {
        Self {
            changes: Vec::new(),
            start,
            escape,
        }
    }

    pub(super) fn push(&mut self, instruction: usize, change: Change) {
        self.changes.push((instruction, change));
    }

    pub(super) fn env(&self, before: usize) -> BTreeMap<String, Setting<String>> {
        let mut env = BTreeMap::new();
        for change in self.until(before) {
            if let Change::Env(name, setting) = change {
                env.insert(name.clone(), setting.clone());
            }
        }
        env
    }

    pub(super) fn user(&self, before: usize) -> Option<&Setting<String>> {
        self.until(before).rev().find_map(|change| match change {
            Change::User(setting) => Some(setting),
            Change::Workdir(_) | Change::Shell(_) | Change::Env(..) | Change::Arg(..) => None,
        })
    }

    pub(super) fn workdir(&self, before: usize) -> Option<&Setting<String>> {
        self.until(before).rev().find_map(|change| match change {
            Change::Workdir(setting) => Some(setting),
            Change::User(_) | Change::Shell(_) | Change::Env(..) | Change::Arg(..) => None,
        })
    }

    pub(super) fn shell(&self, before: usize) -> Option<&Setting<Vec<String>>> {
        self.until(before).rev().find_map(|change| match change {
            Change::Shell(setting) => Some(setting),
            Change::User(_) | Change::Workdir(_) | Change::Env(..) | Change::Arg(..) => None,
        })
    }

    /// The variables in scope before an instruction.
    pub(super) fn scope(&self, before: usize) -> Scope<'_> {
        Scope {
            history: self,
            before,
        }
    }

    /// What the latest change made of the variable `name`.
    pub(super) fn variable(&self, name: &str, before: usize) -> Option<Variable> {
        self.until(before).rev().find_map(|change| match change {
            Change::Env(changed, setting) if changed == name => Some(setting.variable()),
            Change::Arg(changed, variable) if changed == name => Some(variable.clone()),
            Change::User(_)
            | Change::Workdir(_)
            | Change::Shell(_)
            | Change::Env(..)
            | Change::Arg(..) => None,
        })
    }

    fn until(&self, before: usize) -> impl DoubleEndedIterator<Item = &Change> {
        self.changes
            .iter()
            .filter(move |(instruction, _)| *instruction < before)
            .map(|(_, change)| change)
    }
}

impl Setting<String> {
    /// The setting that `expansion` makes.
    pub(super) fn of(expansion: Expansion, instruction: usize) -> Self {
        Self {
            value: expansion.text,
            instruction,
            unknown: expansion.unknown,
        }
    }

    /// The setting as the value of a variable.
    fn variable(&self) -> Variable {
        Variable::Set(Expansion {
            text: self.value.clone(),
            unknown: self.unknown.clone(),
        })
    }
}
