//! What people do once a secret has moved: pass it to the build, pass it to the container, change it.

use super::callers::InStep;
use super::role::Role;
use super::variable::Variable;

/// One clause for each thing to do.
pub(super) fn after(variable: &Variable, role: Role, in_step: &InStep) -> Vec<String> {
    let (name, id) = (&variable.name, variable.id());
    let mut advice = in_step.by_hand.clone();
    let is_known = !in_step.edited.is_empty() || !in_step.by_hand.is_empty();
    if role.is_mounted && (!is_known || in_step.without > 0) {
        let build = format!("build with `docker build --secret id={id},env={id}`");
        advice.push(if role.is_argument {
            format!("{build} in place of `--build-arg {id}`")
        } else {
            build
        });
    }
    if role.is_for_program && is_known {
        advice.push(format!("set `{name}` where the containers are started"));
    } else if role.is_for_program {
        advice.push(format!(
            "start the container with `docker run -e {name}`, `environment: [{name}]` in a compose file, or a \
             `secretKeyRef` in Kubernetes"
        ));
    }
    if variable
        .literal()
        .is_some_and(|value| !value.contains('$') && variable.placeholder().is_none())
    {
        advice.push(format!(
            "change the value of `{name}` where it is used: it stays in the history of this file"
        ));
    }
    advice
}
