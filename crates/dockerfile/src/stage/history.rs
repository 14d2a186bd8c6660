//! What changed in a stage, instruction by instruction, so that the state before each can be told.

use super::{Scope, Setting};
use crate::{Expansion, Variable};
use std::collections::BTreeMap;

/// The changes that led to a stage's end, those of the stages below it first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct History {
    changes: Vec<(usize, Change)>,
    /// What is in scope before the first change.
    start: Scope,
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
    pub(super) fn new(start: Scope) -> Self {
        Self {
            changes: Vec::new(),
            start,
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

    pub(super) fn scope(&self, before: usize) -> Scope {
        let mut scope = self.start.clone();
        for change in self.until(before) {
            match change {
                Change::Env(name, setting) => scope.set(name, setting.variable()),
                Change::Arg(name, variable) => scope.set(name, variable.clone()),
                Change::User(_) | Change::Workdir(_) | Change::Shell(_) => {}
            }
        }
        scope
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
    pub(super) fn variable(&self) -> Variable {
        Variable::Set(Expansion {
            text: self.value.clone(),
            unknown: self.unknown.clone(),
        })
    }
}
