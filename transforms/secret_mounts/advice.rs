//! What people do once a secret has moved: pass it to the build, pass it to the container, change it.

use super::variable::Variable;

/// One clause for each thing to do.
pub(super) fn after(variable: &Variable, stays_for_program: bool, is_mounted: bool) -> Vec<String> {
    let name = &variable.name;
    let mut advice = Vec::new();
    if is_mounted {
        advice.push(format!("build with `docker build --secret id={name},env={name}` in place of `--build-arg {name}`"));
    }
    if stays_for_program {
        advice.push(format!(
            "start the container with `docker run -e {name}`, `environment: [{name}]` in a compose file, or a \
             `secretKeyRef` in Kubernetes"
        ));
    }
    if variable
        .literal()
        .is_some_and(|value| !value.contains('$') && !super::values::is_placeholder(value))
    {
        advice.push(format!(
            "change the value of `{name}` where it is used: it stays in the history of this file"
        ));
    }
    advice
}
