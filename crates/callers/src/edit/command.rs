//! Build arguments on a command line become build secrets: `--build-arg X` → `--secret id=X,env=X`.

use super::EditError;
use super::expression::{Held, expression, held};
use super::give::Local;
use crate::host::makefile::Makefile;
use crate::line::{Body, Flag, Invocation, flags, invocation, is_program, may_build};
use crate::read::{Node, Value, json, yaml};
use crate::{Build, Caller, Text};
use dockerfile::Edit;
use shell::{Command, Script};

pub(super) fn args_to_secrets(
    build: &Build,
    text: &str,
    names: &[&str],
) -> Result<Vec<Edit>, EditError> {
    let moved = moved(build, text, names)?;
    let edits = moved.into_iter().map(|moved| match moved.made_by {
        None => Ok(moved.edit),
        Some(_) => Err(EditError::Literal(moved.name)),
    });
    edits.collect()
}

/// An argument of a command that became a secret from the environment.
pub(super) struct Moved {
    pub(super) name: String,
    pub(super) edit: Edit,
    /// The expression of a workflow that makes its value: no variable of the environment holds it yet.
    pub(super) made_by: Option<String>,
}

/// The arguments as secrets from the environment.
pub(super) fn moved(build: &Build, text: &str, names: &[&str]) -> Result<Vec<Moved>, EditError> {
    let moved = |edits: &Edits<'_>| {
        let moved = names.iter().map(|name| edits.one(name));
        moved.collect::<Result<Vec<Moved>, EditError>>()
    };
    let is_meant = |edits: &Edits<'_>| names.iter().any(|name| edits.has(name));
    only(build, text, is_meant, moved)
}

/// Gives the build of a command a variable or a file as a secret, or the agent of `ssh`.
pub(super) fn give(build: &Build, text: &str, local: &Local) -> Result<Vec<Edit>, EditError> {
    only(build, text, |_| true, |edits| Ok(vec![edits.given(local)?]))
}

/// The edits of the one command on the line of the build that is meant: commands on one line cannot be told apart.
fn only<T>(
    build: &Build,
    text: &str,
    is_meant: impl Fn(&Edits<'_>) -> bool,
    edits: impl Fn(&Edits<'_>) -> Result<T, EditError>,
) -> Result<T, EditError> {
    let mut found = Vec::new();
    let programs = programs(build.caller, text);
    for body in bodies(build.caller, text) {
        let shell = without_expressions(&body.text);
        let script = Script::parse(&shell);
        for command in script.commands.iter() {
            let line = body.line(command.words.first().map_or(0, |word| word.span.start));
            if line != build.place.line || !command.is_exact {
                continue;
            }
            let words = command.words.iter().map(|word| bare(&word.raw));
            let mut words: Vec<Text> = words.collect();
            if let Some(first) = words.first_mut()
                && let Some(program) = programs.iter().find(|(name, _)| *name == first.text)
            {
                *first = Text::known(&program.1);
            }
            if let Some(Invocation::Build(start)) = invocation(&words) {
                let one = Edits {
                    text,
                    body: &body,
                    command,
                    words: &words,
                    start,
                };
                if is_meant(&one) {
                    found.push(edits(&one));
                }
            }
        }
    }
    match (found.pop(), found.is_empty()) {
        (Some(edits), true) => edits,
        (Some(_), false) => Err(EditError::Twice(build.name.clone())),
        (None, _) => Err(EditError::NotHere(build.name.clone())),
    }
}

/// The variables of a makefile that name a program that builds, as the shell writes them, each with the program.
fn programs(caller: Caller, text: &str) -> Vec<(String, String)> {
    if caller != Caller::Makefile {
        return Vec::new();
    }
    let variables = Makefile::read(text).variables.into_iter();
    let programs = variables.filter(|(_, value)| is_program(&value.text));
    programs
        .map(|(name, value)| (format!("${{{name}}}"), value.text))
        .collect()
}

/// The text with a workflow's expressions, which are no shell, as plain words of the same length.
pub(super) fn without_expressions(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${{") {
        let Some((inside, after)) = after.split_once("}}") else {
            break;
        };
        whole.push_str(before);
        whole.push_str(&"%".repeat("${{".len() + inside.len() + "}}".len()));
        rest = after;
    }
    whole + rest
}

/// The command texts of a file.
pub(super) fn bodies(caller: Caller, text: &str) -> Vec<Body> {
    match caller {
        Caller::Script => vec![Body::plain(text, 0, 1)],
        Caller::Makefile => {
            let recipes = Makefile::read(text).recipes.into_iter();
            recipes.map(|recipe| recipe.body).collect()
        }
        Caller::Package => {
            let mut bodies = Vec::new();
            if let Ok(root) = json(text) {
                collect(&root, text, &mut bodies);
            }
            bodies
        }
        Caller::Workflow | Caller::Gitlab => {
            let mut bodies = Vec::new();
            for root in yaml(text).unwrap_or_default() {
                collect(&root, text, &mut bodies);
            }
            bodies
        }
        Caller::Compose
        | Caller::Bake
        | Caller::Skaffold
        | Caller::Tiltfile
        | Caller::Jenkinsfile
        | Caller::Nobody => Vec::new(),
    }
}

/// All texts below a value that may build an image.
fn collect(node: &Node, text: &str, bodies: &mut Vec<Body>) {
    match &node.value {
        Value::Scalar(scalar) if may_build(&scalar.text) => {
            bodies.push(Body::of(scalar, node, text));
        }
        Value::List(items) => {
            for item in items {
                collect(item, text, bodies);
            }
        }
        Value::Map(entries) => {
            // What an alias stands for is read where it is anchored.
            for entry in entries.iter().filter(|entry| entry.alias.is_none()) {
                collect(&entry.value, text, bodies);
            }
        }
        Value::Null | Value::Scalar(_) => {}
    }
}

struct Edits<'e> {
    text: &'e str,
    body: &'e Body,
    command: &'e Command,
    words: &'e [Text],
    start: usize,
}

impl Edits<'_> {
    /// The flags that give the argument.
    fn flags(&self, name: &str) -> Vec<Flag> {
        let own = self.words.get(self.start..).unwrap_or_default();
        let (mut flags, _) = flags(own, false);
        flags.retain(|flag| {
            let given = flag.value.text.split('=').next();
            flag.name == "build-arg" && given == Some(name)
        });
        flags
    }

    fn has(&self, name: &str) -> bool {
        !self.flags(name).is_empty()
    }

    fn one(&self, name: &str) -> Result<Moved, EditError> {
        let not_here = || EditError::NotHere(name.to_owned());
        let mut flags = self.flags(name).into_iter();
        let flag = flags.next().ok_or_else(not_here)?;
        if flags.next().is_some() {
            return Err(EditError::Twice(name.to_owned()));
        }
        let first = self.command.words.get(self.start + flag.at);
        let last = self
            .command
            .words
            .get(self.start + flag.at + flag.words - 1);
        let (Some(first), Some(last)) = (first, last) else {
            return Err(not_here());
        };
        let written = self
            .body
            .text
            .get(last.span.start..last.span.end)
            .unwrap_or_default();
        let expression = expression(written);
        let place = expression.as_deref().map(held);
        let made_by = expression.clone().filter(|_| place == Some(Held::Nowhere));
        let variable = match (place, flag.value.split_once('=')) {
            (Some(Held::In(variable)), _) => Some(variable.to_owned()),
            (Some(Held::Unknown), _) => None,
            (Some(Held::Nowhere), _) | (None, None) => Some(name.to_owned()),
            (None, Some((_, value))) => super::single_variable(&value),
        };
        let variable = variable.filter(|variable| !is_set_here(self.text, variable));
        let variable = variable.ok_or_else(|| EditError::Literal(name.to_owned()))?;
        let span = self.body.source(first.span.start, last.span.end);
        let edit = Edit {
            span: span.ok_or_else(not_here)?,
            text: format!("--secret id={name},env={variable}"),
        };
        Ok(Moved {
            name: name.to_owned(),
            edit,
            made_by,
        })
    }

    /// An option behind `build`.
    fn given(&self, local: &Local) -> Result<Edit, EditError> {
        let build = self.start.checked_sub(1);
        let build = build.and_then(|at| self.command.words.get(at));
        let span = build.and_then(|word| self.body.source(word.span.start, word.span.end));
        let span = span.ok_or_else(|| EditError::NotHere("build".into()))?;
        if let Local::Variable { id } = local
            && is_set_here(self.text, id)
        {
            return Err(EditError::Literal(id.clone()));
        }
        let (name, value) = local.option();
        Ok(Edit {
            span: dockerfile::Span::at(span.end),
            text: format!(" --{name} {value}"),
        })
    }
}

/// Whether the file sets the variable itself without exporting it: then no other program sees it.
pub(super) fn is_set_here(text: &str, variable: &str) -> bool {
    let lines = text.lines().map(str::trim_start);
    let sets = |line: &str| {
        let line = line.strip_prefix("local ").unwrap_or(line);
        let rest = line.strip_prefix(variable).map(str::trim_start);
        rest.is_some_and(|rest| rest.trim_start_matches([':', '?', '+']).starts_with('='))
    };
    let export = format!("export {variable}");
    lines.clone().any(sets) && !lines.clone().any(|line| line.starts_with(&export))
}

/// A word without its quotes, its variables as they are written.
pub(super) fn bare(raw: &str) -> Text {
    Text::known(raw.replace(['"', '\''], ""))
}
