//! Secrets in triggers of `ONBUILD`, which run in the builds of other Dockerfiles: they are reported and never moved.

use super::files;
use super::names::{self, Naming};
use crate::{Finding, Reason, Secret, Target, Verdict};
use dockerfile::{Instruction, Kind};

/// A finding for each secret that a trigger declares, and for each credential file that one copies.
pub(super) fn findings(target: &Target<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for instruction in &target.document.instructions {
        if let Kind::Onbuild(trigger) = &instruction.kind {
            findings.extend(of(target, instruction, trigger));
        }
    }
    findings
}

fn of(target: &Target<'_>, instruction: &Instruction, trigger: &Instruction) -> Vec<Finding> {
    if let Kind::Arg(pairs) | Kind::Env(pairs) = &trigger.kind {
        let secret = pairs.iter().filter(|pair| {
            let value = pair.value.as_ref().map(|word| word.value.as_str());
            let value = value.filter(|value| !value.is_empty() && !value.starts_with('$'));
            matches!(names::judge(&pair.key.value, value), Naming::Secret(_))
        });
        let finding = secret.map(|pair| {
            let secrets = pair.value.iter().map(|word| Secret::new(&word.value));
            let name = &pair.key.value;
            finding(
                instruction,
                format!("`{name}` is a secret of a trigger"),
                secrets.collect(),
            )
        });
        return finding.collect();
    }
    if let Kind::Copy(transfer) | Kind::Add(transfer) = &trigger.kind
        && trigger.flag("from").is_none()
    {
        let sources = transfer.sources.iter().map(|word| word.value.as_str());
        let secret = sources.filter(|source| files::credential(target, source).is_some());
        let finding = secret.map(|source| {
            let message = format!("`{source}` is copied into the image by a trigger");
            finding(instruction, message, Vec::new())
        });
        return finding.collect();
    }
    Vec::new()
}

fn finding(instruction: &Instruction, message: String, secrets: Vec<Secret>) -> Finding {
    Finding {
        lines: instruction.lines,
        message,
        why: "every image that is built on this one holds it".to_owned(),
        verdict: Verdict::HeldBack {
            reason: Reason::SecretNotMovable,
            detail: "`ONBUILD` runs it in the builds of other Dockerfiles, which pass it"
                .to_owned(),
        },
        evidence: Vec::new(),
        secrets,
    }
}
