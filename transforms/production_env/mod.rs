#![doc = include_str!("README.md")]

mod purpose;
mod table;
mod uses;

use crate::{Applicability, Finding, Fix, Reason, Target, Transform, Verdict};
use dockerfile::{Editor, Kind, New, Pair, Setting, Stage};
use table::Wrong;

/// The image that ships is set for production, and not for a developer's machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProductionEnv;

impl Transform for ProductionEnv {
    fn name(&self) -> &'static str {
        "production-env"
    }

    fn page(&self) -> &'static str {
        include_str!("README.md")
    }

    fn check(&self, target: &Target<'_>) -> Vec<Finding> {
        let Some(stage) = dockerfile::final_stage(target.stages) else {
            return Vec::new();
        };
        let found = stage.env.iter().filter_map(|(name, setting)| {
            let wrong = table::wrong(name, &setting.value)?;
            finding(target, stage, name, setting, wrong)
        });
        let mut findings: Vec<Finding> = found.collect();
        findings.sort_by_key(|finding| finding.lines.first);
        findings
    }
}

fn finding(
    target: &Target<'_>,
    stage: &Stage,
    name: &str,
    setting: &Setting<String>,
    wrong: Wrong,
) -> Option<Finding> {
    let instruction = target.document.instructions.get(setting.instruction)?;
    let Kind::Env(pairs) = &instruction.kind else {
        return None;
    };
    let pair = pairs.iter().rfind(|pair| pair.key.value == name)?;
    let (verdict, evidence) = verdict(target, stage, pair, setting, wrong);
    Some(Finding {
        lines: instruction.lines,
        message: format!("`{name}` is `{}` in the image that ships", setting.value),
        why: wrong.why.to_owned(),
        verdict,
        evidence,
        secrets: Vec::new(),
    })
}

/// What can be done, and what that rests on.
fn verdict(
    target: &Target<'_>,
    stage: &Stage,
    pair: &Pair,
    setting: &Setting<String>,
    wrong: Wrong,
) -> (Verdict, Vec<String>) {
    let name = &pair.key.value;
    if let Some(detail) = purpose::is_for_developers(target, stage) {
        let reason = Reason::DevelopmentImage;
        return (Verdict::HeldBack { reason, detail }, Vec::new());
    }
    let value = pair
        .value
        .as_ref()
        .filter(|value| !value.raw().contains('$'));
    let Some(value) = value else {
        let snippet = format!("ENV {name}={}    # in the last stage", wrong.instead);
        return (Verdict::Suggestion(snippet), Vec::new());
    };
    let mut editor = Editor::new(target.document);
    let evidence = match uses::in_build(target, stage, setting.instruction, name) {
        None => {
            editor.replace(value, &like(value.raw(), wrong.instead));
            format!("nothing in the build depends on `{name}`")
        }
        Some(position) => {
            let behind = uses::last_in_build(target, stage, setting.instruction, name);
            let new = New::instruction("ENV", [format!("{name}={}", wrong.instead)]);
            editor.insert_after(behind, new);
            let line = target
                .document
                .instructions
                .get(position)
                .map_or(0, |instruction| instruction.lines.first);
            format!("the build may depend on `{name}` (line {line}), and keeps its value")
        }
    };
    let verdict = match editor.finish() {
        Ok(edits) => Verdict::Fix(Fix {
            applicability: Applicability::Unsafe(format!(
                "the program runs with `{name}={}`",
                wrong.instead
            )),
            edits,
            files: Vec::new(),
            follow_up: Vec::new(),
        }),
        Err(_) => Verdict::Suggestion(format!("ENV {name}={}", wrong.instead)),
    };
    (verdict, vec![evidence])
}

/// `value` in the quotes of `raw`, if it has some.
fn like(raw: &str, value: &str) -> String {
    let quote = ['"', '\'']
        .into_iter()
        .find(|quote| raw.len() > 1 && raw.starts_with(*quote) && raw.ends_with(*quote));
    quote.map_or_else(
        || value.to_owned(),
        |quote| format!("{quote}{value}{quote}"),
    )
}
