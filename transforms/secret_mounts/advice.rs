//! What people do once a secret has moved: pass it to the build, pass it to the container, change it.

use super::callers;
use super::elsewhere::Elsewhere;
use super::in_step::InStep;
use super::role::Role;
use super::variable::Variable;
use ::callers::Caller;

/// One clause for each thing to do.
pub(super) fn after(
    variable: &Variable,
    role: Role,
    in_step: &InStep,
    elsewhere: &[Elsewhere],
) -> Vec<String> {
    let (name, id) = (&variable.name, variable.id());
    let mut advice = in_step.by_hand.clone();
    let is_known = !in_step.edited.is_empty() || !in_step.by_hand.is_empty();
    advice.extend(elsewhere.iter().map(|line| {
        let place = callers::shown(&line.place);
        match line.is_compose {
            true => format!(
                "take `--build-arg {id}` out of `{place}`, unless another service needs it: compose gives the secret"
            ),
            false => format!("look whether `{place}` builds the image: it passes `{id}`"),
        }
    }));
    // Those who passed nothing go on with what stands in for the secret.
    let is_missed = in_step.without > 0 && variable.placeholder().is_none();
    if role.is_mounted && (!is_known || is_missed) {
        let build = format!("build with `docker build --secret id={id},env={id}`");
        advice.push(if role.is_argument {
            format!("{build} in place of `--build-arg {id}`")
        } else {
            build
        });
    }
    let where_from = where_from(&in_step.given, id).filter(|_| variable.had_value());
    if let Some(where_from) = where_from {
        advice.push(format!(
            "{where_from}: until now the build took it from this file"
        ));
    }
    if role.is_for_program && in_step.has_container {
        advice.push(format!("set `{name}` where the containers are started"));
    } else if role.is_for_program {
        advice.push(format!(
            "start the container with `docker run -e {name}`, `environment: [{name}]` in a compose file, or a \
             `secretKeyRef` in Kubernetes"
        ));
    }
    if variable.had_value() && variable.literal().is_some_and(|value| !value.contains('$')) {
        advice.push(format!(
            "change the value of `{name}` where it is used: it stays in the history of this file"
        ));
    }
    advice
}

/// Where people put the value that a build finds from now on, when some build did not get it before.
fn where_from(given: &[Caller], id: &str) -> Option<String> {
    let is_workflow = |caller: &Caller| *caller == Caller::Workflow;
    match (given.iter().any(is_workflow), given.iter().all(is_workflow)) {
        (_, true) if given.is_empty() => None,
        (_, true) => Some(format!("add `{id}` to the secrets of the repository")),
        (true, false) => Some(format!(
            "set `{id}` where the image is built, and in the secrets of the repository"
        )),
        (false, false) => Some(format!("set `{id}` where the image is built")),
    }
}
