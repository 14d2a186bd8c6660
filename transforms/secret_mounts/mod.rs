#![doc = include_str!("README.md")]

mod advice;
mod callers;
mod carried;
mod chain;
mod commands;
mod copied;
mod elsewhere;
mod files;
mod handed;
mod handling;
mod in_step;
mod instead;
mod keepers;
mod kept_setting;
mod leaves;
mod literals;
mod mount;
mod moved;
mod names;
mod onbuild;
mod optional;
mod passing_file;
mod plain_text;
mod program;
mod reach;
mod readers;
mod role;
mod scope;
mod settings;
mod shipping;
mod starts;
mod uses;
mod values;
mod variable;

#[cfg(test)]
mod ledger;

use crate::{Finding, OptionKind, OptionSpec, Reason, Secret, Target, Transform, Verdict};
use starts::Start;
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
        findings.extend(onbuild::findings(target));
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
    let judged = judge(target, variable);
    Finding {
        lines,
        message,
        why: why.to_owned(),
        verdict: judged.verdict,
        evidence: judged.evidence,
        secrets: secrets.chain(judged.secrets).collect(),
    }
}

/// What can be done about one variable, what that rests on, and what it may show.
struct Judged {
    verdict: Verdict,
    evidence: Vec<String>,
    secrets: Vec<Secret>,
}

impl Judged {
    fn held_back(reason: Reason, detail: String, evidence: Vec<String>) -> Self {
        Self {
            verdict: Verdict::HeldBack { reason, detail },
            evidence,
            secrets: Vec::new(),
        }
    }
}

fn judge(target: &Target<'_>, variable: &Variable) -> Judged {
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
        return Judged::held_back(reason, detail, evidence);
    }
    match moved::fix(target, variable, &uses) {
        Ok(moved) => Judged {
            verdict: Verdict::Fix(moved.fix),
            evidence: evidence.into_iter().chain(moved.evidence).collect(),
            secrets: moved.secrets,
        },
        Err(detail) => Judged::held_back(Reason::SecretNotMovable, detail, evidence),
    }
}

/// Why nothing can be proposed, if so.
fn hold(target: &Target<'_>, variable: &Variable, uses: &Uses) -> Option<(Reason, String)> {
    let name = &variable.name;
    if let Some(run) = scope::in_windows(target, uses.readers()) {
        let line = line(target, run);
        let detail = format!(
            "the `RUN` on line {line} is of a Windows image, whose default builder knows no mounts"
        );
        return Some((Reason::Windows, detail));
    }
    if !uses.readers().is_empty()
        && let Some(file) = callers::turns_mounts_off(target)
    {
        let detail = format!("`{file}` builds with `DOCKER_BUILDKIT=0`, which knows no mounts");
        return Some((Reason::SecretNotMovable, detail));
    }
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
            .map(|other| other.keyword().to_ascii_uppercase());
        let keyword = keyword.unwrap_or_default();
        return Some((
            Reason::SecretFeedsInstruction,
            format!(
                "`{keyword}` on line {} is made from it",
                line(target, position)
            ),
        ));
    }
    if let Some(detail) = scope::is_split(target, variable) {
        return Some((Reason::SecretNotMovable, detail));
    }
    if role::stand_in(target, variable).is_none()
        && let carried::Fate::Stays(detail) = carried::fate(target, uses, name)
    {
        return Some((Reason::SecretStaysInLayer, detail));
    }
    if !variable.is_env() || !scope::ships(target, variable) {
        return None;
    }
    let detail = match starts::reads(target, name)? {
        Start::AlsoFromFile if moved::starts_from_files(target, name) => return None,
        Start::AlsoFromFile => format!(
            "the base image needs `{name}` to start: pass `{name}_FILE`, or `{name}` with `docker run -e`"
        ),
        Start::FromVariable => {
            format!("the base image needs `{name}` to start: pass `{name}` with `docker run -e`")
        }
    };
    Some((Reason::ImageReadsSecretAtStart, detail))
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
    if variable.is_env() && scope::ships(target, variable) {
        evidence.extend(match program::reads(target, &variable.name, uses) {
            program::Reading::Yes(clause) => Some(clause),
            program::Reading::No => Some(format!(
                "nothing that the image runs names `{}`",
                variable.name
            )),
            program::Reading::Unknown => None,
        });
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
