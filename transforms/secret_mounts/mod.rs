#![doc = include_str!("README.md")]

mod advice;
mod files;
mod literals;
mod mount;
mod names;
mod readers;
mod scope;
mod uses;
mod values;
mod variable;

#[cfg(test)]
mod ledger;

use crate::{
    Applicability, Finding, Fix, OptionKind, OptionSpec, Reason, Secret, Target, Transform, Verdict,
};
use dockerfile::Editor;
use uses::Uses;
use variable::{Declaration, Variable};

/// Build secrets reach the `RUN`s that need them through a mount, and stay out of the image.
#[derive(Debug, Clone, Copy)]
pub struct SecretMounts;

impl Transform for SecretMounts {
    fn name(&self) -> &'static str {
        "secret-mounts"
    }

    fn page(&self) -> &'static str {
        include_str!("README.md")
    }

    fn options(&self) -> &'static [OptionSpec] {
        &[OptionSpec {
            key: "secret-form",
            kind: OptionKind::Choice(&["env", "file"]),
            default: "\"env\"",
            summary: "how a `RUN` gets a secret: as an environment variable of the same name, or from a file that \
                      the shell reads into it",
        }]
    }

    fn foreign_rules(&self) -> &'static [&'static str] {
        &["DL3064", "DS-0031", "AVD-DS-0031", "SecretsUsedInArgOrEnv"]
    }

    fn check(&self, target: &Target<'_>) -> Vec<Finding> {
        let variables = variable::all(target.document, target.stages);
        let secrets = variables
            .iter()
            .filter(|variable| variable.trap().is_none());
        let mut findings: Vec<Finding> =
            secrets.map(|variable| finding(target, variable)).collect();
        findings.extend(files::findings(target));
        findings.extend(literals::findings(target));
        findings.sort_by_key(|finding| finding.lines.first);
        findings
    }
}

fn finding(target: &Target<'_>, variable: &Variable) -> Finding {
    let position = variable.instruction();
    let lines = target
        .document
        .instructions
        .get(position)
        .map(|instruction| instruction.lines)
        .unwrap_or_default();
    let secrets = variable
        .declarations
        .iter()
        .filter_map(Declaration::literal)
        .filter(|value| !values::is_placeholder(value))
        .map(Secret::new);
    let name = &variable.name;
    let message = match (variable.is_env(), variable.literal().is_some()) {
        (true, true) => format!("the value of `{name}` is written into the image"),
        (true, false) => {
            format!("`{name}` is copied from a build argument into the image's environment")
        }
        (false, true) => format!("the build argument `{name}` has a secret as its default"),
        (false, false) => format!("`{name}` is a secret and passed as a build argument"),
    };
    let why = if variable.is_env() {
        "whoever can pull the image reads it with `docker inspect`"
    } else {
        "build arguments stay readable in the image's history"
    };
    let (verdict, evidence) = verdict(target, variable);
    Finding {
        lines,
        message,
        why: why.to_owned(),
        verdict,
        evidence,
        secrets: secrets.collect(),
    }
}

/// What can be done about one variable, and what that rests on.
fn verdict(target: &Target<'_>, variable: &Variable) -> (Verdict, Vec<String>) {
    let stages = scope::stages(target, variable);
    let uses = uses::of(
        target,
        &variable.name,
        &stages,
        variable
            .declarations
            .first()
            .map_or(0, |first| first.instruction),
    );
    let evidence = evidence(target, variable, &uses);
    if let Some((reason, detail)) = hold(target, variable, &uses) {
        return (Verdict::HeldBack { reason, detail }, evidence);
    }
    let verdict = match fix(target, variable, &uses) {
        Ok(fix) => Verdict::Fix(fix),
        Err(detail) => Verdict::HeldBack {
            reason: Reason::SecretNotMovable,
            detail,
        },
    };
    (verdict, evidence)
}

/// Why nothing can be proposed, if so.
fn hold(target: &Target<'_>, variable: &Variable, uses: &Uses) -> Option<(Reason, String)> {
    let name = &variable.name;
    if let Some(position) = scope::feeds_from(target, name) {
        return Some((
            Reason::SecretFeedsInstruction,
            format!("`FROM` on line {} is made from it", line(target, position)),
        ));
    }
    if let Some(&position) = uses.others.first() {
        let keyword = target
            .document
            .instructions
            .get(position)
            .map(|other| other.keyword.value.to_ascii_uppercase());
        let keyword = keyword.unwrap_or_default();
        return Some((
            Reason::SecretFeedsInstruction,
            format!(
                "`{keyword}` on line {} is made from it",
                line(target, position)
            ),
        ));
    }
    if variable.is_env() && scope::ships(target, variable) && scope::starts_with(target, name) {
        return Some((
            Reason::ImageReadsSecretAtStart,
            format!(
                "the base image needs `{name}` to start: pass `{name}_FILE`, or `{name}` with `docker run -e`"
            ),
        ));
    }
    None
}

fn fix(target: &Target<'_>, variable: &Variable, uses: &Uses) -> Result<Fix, String> {
    let name = &variable.name;
    let mut editor = Editor::new(target.document);
    let stays_for_program = variable.is_env() && scope::ships(target, variable);
    let readers = if uses.runs.is_empty() {
        &uses.unread
    } else {
        &uses.runs
    };
    let placeholder = variable
        .literal()
        .filter(|value| values::is_placeholder(value));
    let assumption = match placeholder {
        Some(value) => {
            for &run in readers {
                mount::set_for_run(&mut editor, target, run, name, value)?;
            }
            format!("the program starts without `{name}`, or gets it when the container starts")
        }
        None => {
            let is_required = variable.is_required();
            for &run in readers {
                mount::add(&mut editor, target, run, name, is_required)?;
            }
            match (stays_for_program, readers.is_empty()) {
                (true, _) => format!("the container gets `{name}` when it starts"),
                (false, true) => format!("nothing in the build reads `{name}`"),
                (false, false) => format!(
                    "every build passes `{name}` as a secret and no longer as a build argument"
                ),
            }
        }
    };
    if placeholder.is_none() && !readers.is_empty() {
        mount::require_frontend(&mut editor, target);
    }
    for declaration in &variable.declarations {
        editor.remove_pair(declaration.instruction, declaration.pair);
    }
    let edits = editor.finish().map_err(|error| error.to_string())?;
    Ok(Fix {
        applicability: Applicability::Unsafe(assumption),
        edits,
        files: Vec::new(),
        follow_up: advice::after(
            variable,
            stays_for_program,
            placeholder.is_none() && !readers.is_empty(),
        ),
    })
}

fn evidence(target: &Target<'_>, variable: &Variable, uses: &Uses) -> Vec<String> {
    let mut evidence = Vec::new();
    if let names::Naming::Secret(rule) = variable.naming {
        evidence.push(format!(
            "`{}` is a secret by the rule `{rule}`",
            variable.name
        ));
    }
    let runs: Vec<String> = uses
        .runs
        .iter()
        .map(|&run| line(target, run).to_string())
        .collect();
    if !runs.is_empty() {
        evidence.push(format!("read by `RUN` on line {}", runs.join(", ")));
    }
    let unread: Vec<String> = uses
        .unread
        .iter()
        .map(|&run| line(target, run).to_string())
        .collect();
    if !unread.is_empty() {
        evidence.push(format!(
            "what `RUN` starts on line {} could not be read",
            unread.join(", ")
        ));
    }
    evidence
}

/// The first line of an instruction.
fn line(target: &Target<'_>, position: usize) -> usize {
    target
        .document
        .instructions
        .get(position)
        .map_or(0, |instruction| instruction.lines.first)
}
