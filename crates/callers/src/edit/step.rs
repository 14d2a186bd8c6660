//! The steps of a workflow, what is in their environment, and which secrets they may name.

use super::yaml::{Yaml, own};
use super::{EditError, lines};
use crate::read::{Layout, Node, Value};
use dockerfile::{Edit, Span};
use std::sync::Arc;

/// The step whose `uses` stands on a line.
pub(super) fn with_action(root: &Arc<Node>, line: usize) -> Option<Arc<Node>> {
    let mut steps = owners(root).flat_map(steps);
    let found = steps.find(|step| step.get("uses").is_some_and(|uses| uses.line == line));
    found.cloned()
}

/// The step in whose `run` a span lies.
pub(super) fn with_command(documents: &[Arc<Node>], span: Span) -> Result<Step<'_>, EditError> {
    let holds = |step: &Node| {
        let run = step.get("run").map(|run| run.span);
        run.is_some_and(|run| run.start <= span.start && span.end <= run.end)
    };
    let found = documents.iter().find_map(|root| {
        owners(root).find_map(|owner| {
            let step = steps(owner).iter().find(|step| holds(step))?;
            Some(Step { root, owner, step })
        })
    });
    found.ok_or_else(|| EditError::NotHere("run".into()))
}

/// The expression that stands for a secret of the repository.
pub(super) fn secret(id: &str) -> String {
    format!("${{{{ secrets.{id} }}}}")
}

/// Whether an expression of the file may name the secret: an action and a reusable workflow have only what they are
/// called with, and not every name is one of a secret.
///
/// <https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets>
pub(super) fn has_secret(root: &Node, id: &str) -> bool {
    let is_name = id
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    let is_reserved = id.starts_with("GITHUB_") && id != "GITHUB_TOKEN";
    let events = root.get("on");
    let is_called = events.is_some_and(|events| {
        let mut named = events.items().iter().filter_map(|event| event.text());
        events.text() == Some("workflow_call")
            || named.any(|event| event == "workflow_call")
            || events.get("workflow_call").is_some()
    });
    let is_handed_on = root.at(&["on", "workflow_call", "secrets", id]).is_some();
    is_name && !is_reserved && root.get("runs").is_none() && (!is_called || is_handed_on)
}

/// The jobs of a workflow, or what a composite action runs.
fn owners(root: &Arc<Node>) -> impl Iterator<Item = &Arc<Node>> {
    let jobs = root.get("jobs").map(|jobs| jobs.entries());
    let jobs = jobs.unwrap_or_default().into_iter();
    jobs.map(|entry| &entry.value).chain(root.get("runs"))
}

fn steps(owner: &Arc<Node>) -> &[Arc<Node>] {
    owner.get("steps").map_or(&[], |steps| steps.items())
}

/// A step, with the job and the workflow whose environment it has, too.
pub(super) struct Step<'s> {
    root: &'s Arc<Node>,
    owner: &'s Arc<Node>,
    step: &'s Arc<Node>,
}

impl Step<'_> {
    /// What a variable of its environment is set to.
    fn value(&self, name: &str) -> Option<&str> {
        let levels = [self.step, self.owner, self.root];
        levels
            .iter()
            .find_map(|level| level.at(&["env", name]))?
            .text()
    }

    /// Whether its environment has the variable.
    pub(super) fn sets(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// Sets a variable of its environment; nothing changes where it has that value.
    pub(super) fn set(
        &self,
        text: &str,
        name: &str,
        value: &str,
    ) -> Result<Option<Edit>, EditError> {
        if let Some(known) = self.value(name) {
            let bare = |value: &str| value.replace(' ', "");
            return match bare(known) == bare(value) {
                true => Ok(None),
                false => Err(EditError::Taken(name.to_owned())),
            };
        }
        let yaml = Yaml { text };
        let line = format!("{name}: {value}");
        if self.step.get("env").is_some() {
            let env = own(self.step, "env")?;
            return match &env.value.value {
                Value::Map(_) => {
                    // In braces an expression is a text of its own only between quotes.
                    let line = match env.value.layout {
                        Layout::Block => line,
                        Layout::Flow if value.contains('"') => {
                            return Err(EditError::NotHere("env".into()));
                        }
                        Layout::Flow => format!("{name}: \"{value}\""),
                    };
                    let edits = yaml.append_entries(&env.value, &[(line, Vec::new())]);
                    Ok(edits.into_iter().next())
                }
                Value::Null | Value::Scalar(_) | Value::List(_) => {
                    Err(EditError::NotHere("env".into()))
                }
            };
        }
        let run = own(self.step, "run")?;
        if self.step.layout == Layout::Flow {
            return Err(EditError::NotHere("env".into()));
        }
        // Before the command, where people look for it, unless that is where the step begins.
        let Some(indent) = lines::indent(text, run.key.span.start) else {
            let entry = ("env:".to_owned(), vec![format!("  {line}")]);
            let edits = yaml.append_entries(self.step, &[entry]);
            return Ok(edits.into_iter().next());
        };
        let ending = lines::ending(text);
        Ok(Some(Edit {
            span: Span::at(run.key.span.start),
            text: format!("env:{ending}{indent}  {line}{ending}{indent}"),
        }))
    }
}
