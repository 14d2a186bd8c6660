//! The variables of a Dockerfile that hold a secret: all `ARG`s and `ENV`s of one name in one stage, taken together.

use super::names::{self, Naming, Trap};
use dockerfile::{Document, Kind, Pair, Stage};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// One name, as one stage declares it; an argument, which every stage that declares it gets from the same hand, as all of
/// them do.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Variable {
    /// The name as written.
    pub(super) name: String,
    /// The stages that declare it; none when it stands before the first `FROM` and no stage takes it up.
    pub(super) stages: Vec<usize>,
    /// Where it is declared, in order; a declaration before the first `FROM` that the stage takes up is among them.
    pub(super) declarations: Vec<Declaration>,
    /// The rule that calls it a secret, or the trap that it is.
    pub(super) naming: Naming,
    /// The name under which the build hands it over: its own, or that of the one argument it is copied from.
    id: String,
}

/// One `ARG` or `ENV` pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Declaration {
    /// The position of its instruction.
    pub(super) instruction: usize,
    /// The position of the pair in it.
    pub(super) pair: usize,
    /// Whether it is an `ENV`, which stays in the image.
    pub(super) is_env: bool,
    /// Whether it stands before the first `FROM`.
    pub(super) is_global: bool,
    /// The value as Docker reads it, quotes removed, variables not expanded.
    pub(super) value: Option<String>,
}

impl Declaration {
    /// The value, if it is one: not empty, and not only another variable.
    pub(super) fn literal(&self) -> Option<&str> {
        self.value
            .as_deref()
            .filter(|value| !value.trim().is_empty() && !is_variable(value))
    }
}

impl Variable {
    /// Whether one of its declarations is an `ENV`.
    pub(super) fn is_env(&self) -> bool {
        self.declarations
            .iter()
            .any(|declaration| declaration.is_env)
    }

    /// The first value that the file itself gives it.
    pub(super) fn literal(&self) -> Option<&str> {
        self.declarations.iter().find_map(Declaration::literal)
    }

    /// The name under which the build hands it over: its own, or that of the one argument it is copied from.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The value that only stands in for a secret, if it is one: the name itself among them.
    pub(super) fn placeholder(&self) -> Option<&str> {
        self.literal().filter(|value| {
            super::values::is_placeholder(value) || value.eq_ignore_ascii_case(&self.name)
        })
    }

    /// Whether the file itself gave it a value that may open something.
    pub(super) fn had_value(&self) -> bool {
        self.literal().is_some() && self.placeholder().is_none()
    }

    /// Whether a build had to give it a value: an `ARG` declares it, and none has a default.
    pub(super) fn is_required(&self) -> bool {
        let mut args = self
            .declarations
            .iter()
            .filter(|declaration| !declaration.is_env)
            .peekable();
        args.peek().is_some() && args.all(|declaration| declaration.value.is_none())
    }

    /// The trap that it is, if it is one.
    pub(super) fn trap(&self) -> Option<&'static Trap> {
        match self.naming {
            Naming::Trap(trap) => Some(trap),
            Naming::Secret(_) | Naming::Plain => None,
        }
    }

    /// The position of its first declaration outside the head of the file, else of its first.
    pub(super) fn instruction(&self) -> usize {
        let own = self
            .declarations
            .iter()
            .find(|declaration| !declaration.is_global);
        own.or(self.declarations.first())
            .map_or(0, |declaration| declaration.instruction)
    }
}

/// Every variable that looks like a secret, traps included, in the order of the file.
pub(super) fn all(document: &Document, stages: &[Stage]) -> Vec<Variable> {
    let suspects = suspects(document);
    if suspects.is_empty() {
        return Vec::new();
    }
    let first_from = stages
        .first()
        .map_or(document.instructions.len(), |stage| stage.from);
    let mut found: BTreeMap<(Option<usize>, String), Vec<Declaration>> = BTreeMap::new();
    for (position, instruction) in document.instructions.iter().enumerate() {
        let is_env = matches!(instruction.kind, Kind::Env(_));
        let (Kind::Arg(pairs) | Kind::Env(pairs)) = &instruction.kind else {
            continue;
        };
        let stage = stages
            .iter()
            .find(|stage| stage.instructions.contains(&position))
            .map(|stage| stage.index);
        for (pair, read) in pairs.iter().enumerate() {
            if !suspects.contains(read.key.value.as_str()) {
                continue;
            }
            let declaration = Declaration {
                instruction: position,
                pair,
                is_env,
                is_global: position < first_from,
                value: value(read),
            };
            found
                .entry((stage, read.key.value.clone()))
                .or_default()
                .push(declaration);
        }
    }
    let global: BTreeMap<String, Vec<Declaration>> = take_global(&mut found);
    let mut variables: Vec<(String, bool, Vec<usize>, Vec<Declaration>)> = Vec::new();
    for ((stage, name), mut declarations) in found {
        if let Some(head) = global
            .get(&name)
            .filter(|_| declarations.iter().any(|own| !own.is_env))
        {
            declarations.splice(0..0, head.iter().cloned());
        }
        let is_argument = declarations.iter().any(|own| !own.is_env);
        let known = variables
            .iter_mut()
            .find(|(known, arguments, _, _)| *known == name && *arguments && is_argument);
        match known {
            Some((_, _, stages, all)) => {
                stages.extend(stage);
                all.extend(declarations);
            }
            None => variables.push((name, is_argument, Vec::from_iter(stage), declarations)),
        }
    }
    let variables = variables.into_iter();
    let mut variables: Vec<Variable> = variables
        .map(|(name, _, stages, declarations)| variable(name, stages, declarations))
        .collect();
    let taken_up = |name: &String| variables.iter().any(|variable| &variable.name == name);
    let alone: Vec<Variable> = global
        .iter()
        .filter(|(name, _)| !taken_up(name))
        .map(|(name, declarations)| variable(name.clone(), Vec::new(), declarations.clone()))
        .collect();
    variables.extend(alone);
    variables.retain(|variable| variable.naming != Naming::Plain);
    variables.sort_by_key(Variable::instruction);
    for variable in &mut variables {
        variable.id = origin(document, variable);
    }
    variables
}

/// The names that any declaration makes more than plain ones; few files have one.
fn suspects(document: &Document) -> FxHashSet<&str> {
    let mut suspects = FxHashSet::default();
    for instruction in &document.instructions {
        let is_env = matches!(instruction.kind, Kind::Env(_));
        let (Kind::Arg(pairs) | Kind::Env(pairs)) = &instruction.kind else {
            continue;
        };
        for pair in pairs {
            let name = pair.key.value.as_str();
            let value = pair.value.as_ref().map(|word| word.value.as_str());
            if judge(name, value, is_env) != Naming::Plain {
                suspects.insert(name);
            }
        }
    }
    suspects
}

/// The argument that a variable is a copy of (`ARG CI_TOKEN`, `ENV NPM_TOKEN=$CI_TOKEN`), through copies of copies; its
/// own name where it is none.
fn origin(document: &Document, variable: &Variable) -> String {
    let own = variable.declarations.iter();
    let mut values: Vec<Option<String>> = own.map(|own| own.value.clone()).collect();
    let mut name = variable.name.clone();
    // A chain is short; the bound keeps one that goes in circles from going on.
    for _ in 0..8 {
        let Some(source) = source(&name, &values) else {
            break;
        };
        name = source.to_owned();
        let mut written = Vec::new();
        for instruction in &document.instructions {
            if let Kind::Arg(pairs) | Kind::Env(pairs) = &instruction.kind {
                let own = pairs.iter().filter(|pair| pair.key.value == name);
                written.extend(own.map(value));
            }
        }
        values = written;
    }
    name
}

/// The one variable that all values are, those left out that hand on `name` itself (`ENV TOKEN=$TOKEN`).
fn source<'v>(name: &str, values: &'v [Option<String>]) -> Option<&'v str> {
    let sources = values.iter().map(|value| value.as_deref().and_then(single));
    let mut others = sources.filter(|source| *source != Some(name));
    let first = others.next()??;
    others.all(|other| other == Some(first)).then_some(first)
}

type Declarations = BTreeMap<(Option<usize>, String), Vec<Declaration>>;

fn take_global(found: &mut Declarations) -> BTreeMap<String, Vec<Declaration>> {
    let (global, staged): (Declarations, Declarations) = std::mem::take(found)
        .into_iter()
        .partition(|((stage, _), _)| stage.is_none());
    *found = staged;
    global
        .into_iter()
        .map(|((_, name), declarations)| (name, declarations))
        .collect()
}

/// The variable, judged by the value that tells most: a secret among its declarations outweighs a trap.
fn variable(name: String, stages: Vec<usize>, mut declarations: Vec<Declaration>) -> Variable {
    // The one before the first `FROM` is among those of every stage that takes it up.
    declarations.sort_by_key(|declaration| (declaration.instruction, declaration.pair));
    declarations.dedup();
    let judged = declarations
        .iter()
        .map(|declaration| judge(&name, declaration.value.as_deref(), declaration.is_env));
    let naming = judged
        .reduce(|known, next| match (known, next) {
            (Naming::Secret(_), _) | (Naming::Trap(_), Naming::Trap(_) | Naming::Plain) => known,
            (Naming::Trap(_) | Naming::Plain, _) => next,
        })
        .unwrap_or(Naming::Plain);
    Variable {
        id: name.clone(),
        name,
        stages,
        declarations,
        naming,
    }
}

/// What a name stands for by one declaration.
fn judge(name: &str, value: Option<&str>, is_env: bool) -> Naming {
    // A value that is only another variable, and an `ARG` without default, get theirs from outside.
    let value = value.filter(|value| !is_variable(value));
    names::judge(name, value.filter(|value| is_env || !value.is_empty()))
}

/// Whether `value` is one variable and nothing else.
pub(super) fn is_variable(value: &str) -> bool {
    single(value).is_some()
}

/// The name of the variable that `value` is, if it is one and nothing else.
fn single(value: &str) -> Option<&str> {
    let name = value.trim().strip_prefix('$')?;
    let name = name
        .strip_prefix('{')
        .and_then(|inner| inner.strip_suffix('}'))
        .unwrap_or(name);
    let is_name = name
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || character == '_');
    (is_name && !name.is_empty()).then_some(name)
}

fn value(pair: &Pair) -> Option<String> {
    pair.value.as_ref().map(|word| word.value.clone())
}
