//! The fix for one variable: the declarations go, the `RUN`s that need it get a mount, and callers change in step.

use super::advice;
use super::callers;
use super::carried::{self, Carried, Fate};
use super::elsewhere::{self, Elsewhere};
use super::in_step::{Handover, InStep};
use super::instead::Form;
use super::mount::{self, Mounted};
use super::optional;
use super::reach;
use super::role::{self, Role};
use super::starts::{self, Start};
use super::uses::Uses;
use super::variable::Variable;
use crate::{Applicability, Fix, Secret, Target};
use ::callers::Build;
use dockerfile::Editor;
use std::collections::BTreeMap;

/// A fix, with what it rests on and what it may show.
pub(super) struct Moved {
    pub(super) fix: Fix,
    pub(super) evidence: Vec<String>,
    pub(super) secrets: Vec<Secret>,
}

/// The edits that move the variable out of the image; an error says why they cannot be made.
pub(super) fn fix(target: &Target<'_>, variable: &Variable, uses: &Uses) -> Result<Moved, String> {
    let name = &variable.name;
    let role = Role::of(target, variable, uses);
    let may_be_safe = may_be_safe(target, variable, uses, role);
    // A value of `ENV` is given by nobody on a command line.
    let is_handed_over = role.is_mounted && role.is_argument;
    // All files of the tree are looked through: for nothing, where the fix is not made anyway.
    let elsewhere = match is_handed_over && (may_be_safe || target.applies_unsafe) {
        true => elsewhere::passing(target, variable.id()),
        false => Vec::new(),
    };
    let mut in_step = in_step(target, variable, role, (uses, &elsewhere));
    let is_alone = elsewhere.is_empty();
    let elsewhere = in_step.take_out(target, variable.id(), elsewhere);
    let stand_in = role::stand_in(target, variable);
    let carried = match carried::fate(target, uses, name) {
        Fate::Carried(carried) if stand_in.is_none() => Some(carried),
        Fate::Carried(_) | Fate::Nothing | Fate::Stays(_) => None,
    };
    let mut editor = Editor::new(target.document);
    match stand_in {
        Some(value) => {
            for &run in uses.readers() {
                mount::set_for_run(&mut editor, target, run, name, value)?;
            }
        }
        None => {
            let secret = Mounted {
                name,
                id: variable.id(),
                // A build that never had the value goes on without it.
                is_required: variable.is_required()
                    && in_step.without == 0
                    && !optional::is_optional(target, &uses.runs, name),
            };
            for (run, before) in mounted(uses, carried.as_ref()) {
                // Builds that pass nothing go on with what stands in for the secret.
                let before = match variable.placeholder() {
                    Some(value) => mount::default(target, run, name, value)? + before,
                    None => before.to_owned(),
                };
                mount::add(&mut editor, target, run, secret, &before)?;
            }
            if let Some(carried) = &carried {
                carried.edit(&mut editor, target)?;
            }
            if role.is_mounted {
                mount::require_frontend(&mut editor, target);
            }
        }
    }
    for declaration in &variable.declarations {
        editor.remove_pair(declaration.instruction, declaration.pair);
    }
    let edits = editor.finish().map_err(|error| error.to_string())?;
    let is_sure = may_be_safe
        && carried.is_none()
        && is_alone
        && is_every_caller_in_step(target, variable, &in_step);
    let applicability = if is_sure {
        Applicability::Safe
    } else {
        Applicability::Unsafe(role.assumption(name))
    };
    let unclear = elsewhere.iter().map(|line| {
        let (place, id) = (callers::shown(&line.place), variable.id());
        format!("`{place}` passes `{id}` as a build argument, and no build was read from it")
    });
    let other = callers::wants_files(target).filter(|_| role.is_mounted);
    let other =
        other.map(|file| format!("`{file}` builds with a builder that gives secrets as files"));
    Ok(Moved {
        fix: Fix {
            applicability,
            edits,
            files: in_step.files(target),
            follow_up: advice::after(variable, role, &in_step, &elsewhere)
                .into_iter()
                .chain(elsewhere::unread(target).filter(|_| role.is_mounted))
                .collect(),
        },
        evidence: in_step
            .evidence()
            .into_iter()
            .chain(other)
            .chain(unclear)
            .collect(),
        secrets: in_step.secrets(target),
    })
}

/// The `RUN`s that get the secret, and what stands before their commands.
fn mounted<'c>(uses: &Uses, carried: Option<&'c Carried>) -> BTreeMap<usize, &'c str> {
    let runs = uses.readers().iter().map(|run| (*run, ""));
    let mut mounted: BTreeMap<usize, &str> = runs.collect();
    if let Some(carried) = carried {
        mounted.retain(|run, _| !carried.gone.contains(run));
        let before = carried.before.iter();
        mounted.extend(before.map(|(run, text)| (*run, text.as_str())));
    }
    mounted
}

/// What changes in the callers.
fn in_step(
    target: &Target<'_>,
    variable: &Variable,
    role: Role,
    (uses, elsewhere): (&Uses, &[Elsewhere]),
) -> InStep {
    let mut in_step = InStep::default();
    if role.is_placeholder {
        return in_step;
    }
    // An argument that nothing reads goes from its callers, too: its value would stay in their history.
    if role.is_mounted {
        let in_stages = reach::stages(target, uses.readers());
        let handover = Handover {
            id: variable.id(),
            had_value: variable.had_value(),
            is_passed_to_compose: elsewhere.iter().any(|line| line.is_compose),
            in_stages: &in_stages,
        };
        in_step.give_secret(target, handover);
    }
    if let Some(around) = target.surroundings.filter(|_| role.is_for_program) {
        match starts::reads(target, &variable.name) {
            Some(Start::AlsoFromFile) => in_step.give_file(&around, &variable.name),
            Some(Start::FromVariable) | None => in_step.give_variable(&around, &variable.name),
        }
    }
    in_step
}

/// Whether every container of an image that starts with `name` gets it as a file, by files that change in step.
pub(super) fn starts_from_files(target: &Target<'_>, name: &str) -> bool {
    let Some(around) = target.surroundings else {
        return false;
    };
    let mut in_step = InStep::default();
    in_step.give_file(&around, name);
    !in_step.edited.is_empty() && in_step.by_hand.is_empty()
}

/// Whether everything was read that says who needs the argument, and somebody is known to build the image. Where everyone
/// who builds it changes in step, builds go on as before.
fn may_be_safe(target: &Target<'_>, variable: &Variable, uses: &Uses, role: Role) -> bool {
    let is_argument_only = !variable.is_env() && variable.literal().is_none();
    let is_read = elsewhere::unread(target).is_none()
        && target.context.is_some()
        && uses.unread.is_empty()
        && !uses.is_in_command;
    // A frontend that the build did not need before has to be fetched.
    let has_frontend = target.document.directive("syntax").is_some();
    role.is_mounted
        && is_argument_only
        && is_read
        && has_frontend
        && callers::builds(target).next().is_some()
}

/// Whether every build of the image changes in step, and finds the value as a secret where it found it as an argument.
fn is_every_caller_in_step(target: &Target<'_>, variable: &Variable, in_step: &InStep) -> bool {
    !in_step.edited.is_empty()
        && in_step.by_hand.is_empty()
        && in_step.edited.len() == callers::builds(target).count()
        && callers::builds(target).all(|build| hands_on(target, build, variable.id()))
}

/// Whether the value of the argument comes from the environment of the builder itself, where a secret finds it, too.
///
/// A variable of a shell or a makefile may be known to nobody else, and compose takes arguments from its `.env` as well.
fn hands_on(target: &Target<'_>, build: &Build, id: &str) -> bool {
    let mut arguments = build.args.iter();
    let argument = arguments.find(|argument| argument.name == id);
    let is_handed_on = argument.is_some_and(|argument| argument.value.is_none());
    match Form::of(build.caller) {
        Form::Compose => {
            let file = build.place.file.rsplit_once('/');
            let file =
                file.map_or_else(|| ".env".to_owned(), |(folder, _)| format!("{folder}/.env"));
            let tree = target.surroundings.map(|around| around.tree);
            tree.is_some_and(|tree| tree.read(&file).is_none())
        }
        // A target of another bake file may inherit what this one does.
        Form::Bake => target.surroundings.is_some_and(|around| {
            let folder = ::callers::folder(&build.place.file);
            let files = around.tree.files_in(folder);
            files
                .iter()
                .filter(|file| file.contains("docker-bake"))
                .count()
                < 2
        }),
        // A pull request of a fork gets no secrets. As an argument it was empty, and as a secret it is not there at all
        // (<https://github.com/docker/actions-toolkit/blob/main/src/buildx/build.ts>, `parseSecretKvp`).
        Form::Workflow => target.surroundings.is_some_and(|around| {
            let text = around.tree.read(&build.place.file);
            text.is_some_and(|text| !text.contains("pull_request"))
        }),
        Form::Line => is_handed_on,
    }
}
