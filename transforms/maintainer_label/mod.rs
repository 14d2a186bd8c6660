#![doc = include_str!("README.md")]

use crate::{Applicability, Finding, Fix, Target, Transform, Verdict};
use dockerfile::{Editor, Escape, Instruction, Kind, Word};

/// The label that the OCI image specification has for what `MAINTAINER` said.
const LABEL: &str = "org.opencontainers.image.authors";

/// Turns `MAINTAINER` into the label that replaced it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaintainerLabel;

impl Transform for MaintainerLabel {
    fn name(&self) -> &'static str {
        "maintainer-label"
    }

    fn page(&self) -> &'static str {
        include_str!("README.md")
    }

    fn foreign_rules(&self) -> &'static [&'static str] {
        &["DL4000", "CKV_DOCKER_6", "DS-0022"]
    }

    fn check(&self, target: &Target<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (position, instruction) in target.document.instructions.iter().enumerate() {
            if let Kind::Maintainer(name) = &instruction.kind {
                findings.push(Finding {
                    lines: instruction.lines,
                    message: "`MAINTAINER` is deprecated".to_owned(),
                    why: "BuildKit warns about it, and scanners that read labels do not see whom to ask".to_owned(),
                    verdict: verdict(target, position, instruction, name),
                    evidence: Vec::new(),
                    secrets: Vec::new(),
                });
            }
        }
        findings
    }
}

fn verdict(
    target: &Target<'_>,
    position: usize,
    instruction: &Instruction,
    name: &Word,
) -> Verdict {
    let document = target.document;
    let value = quoted(name.raw(), document.escape);
    let suggestion = || Verdict::Suggestion(format!("LABEL {LABEL}={value}"));
    if has_label(target, position) {
        return suggestion();
    }
    let mut editor = Editor::new(document);
    let keyword = instruction.logical.word(instruction.keyword);
    editor.replace(&keyword, keyword_like(keyword.raw()));
    editor.replace(name, &format!("{LABEL}={value}"));
    let Ok(edits) = editor.finish() else {
        return suggestion();
    };
    Verdict::Fix(Fix {
        applicability: Applicability::Safe,
        edits,
        files: Vec::new(),
        follow_up: Vec::new(),
    })
}

/// Whether the stage around `position` sets the label itself.
fn has_label(target: &Target<'_>, position: usize) -> bool {
    let mut stages = target.stages.iter();
    let stage = stages.find(|stage| stage.instructions.contains(&position));
    stage
        .and_then(|stage| target.document.instructions.get(stage.instructions.clone()))
        .is_some_and(|instructions| instructions.iter().any(is_label))
}

fn is_label(instruction: &Instruction) -> bool {
    if let Kind::Label(pairs) = &instruction.kind {
        pairs.iter().any(|pair| pair.key.value == LABEL)
    } else {
        false
    }
}

/// The keyword in the case of the one it replaces.
fn keyword_like(keyword: &str) -> &'static str {
    if keyword.bytes().any(|byte| byte.is_ascii_uppercase()) {
        "LABEL"
    } else {
        "label"
    }
}

/// `name` as a quoted value. `MAINTAINER` takes its text as it stands, a `LABEL` expands variables and escapes.
fn quoted(name: &str, escape: Escape) -> String {
    let name = unquoted(name);
    let escape = match escape {
        Escape::Backslash => '\\',
        Escape::Backtick => '`',
    };
    let mut value = String::from('"');
    for character in name.chars() {
        if character == '"' || character == '$' || character == escape {
            value.push(escape);
        }
        value.push(character);
    }
    value.push('"');
    value
}

/// `name` without the quotes that people put around it and that Docker takes for part of the name.
fn unquoted(name: &str) -> &str {
    ['"', '\'']
        .into_iter()
        .find_map(|quote| name.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(name)
}
