//! How `nonroot-user` fares over the corpus of real files: `cargo run --example nonroot-ledger [FOLDER safe|unsafe]`.
//!
//! Prints family by tier, the reasons for holding back, what unsafe fixes take for granted, and the counts that must be
//! zero. With a folder, every file is written there as `ID/Dockerfile`, hardened in that tier. The corpus comes without
//! contexts: each file is judged with a context that holds the Dockerfile alone. With `all`, or the code of a reason,
//! the findings are listed.

#[path = "../tests/nonroot/mod.rs"]
mod nonroot;

use nonroot::{Judged, RunsAs, judged};
use std::collections::BTreeMap;
use std::path::Path;
use transforms::{Applicability, Verdict};

/// How many of the commonest reasons are printed.
const MOST: usize = 15;

fn main() {
    let Some(judged) = judged() else {
        return;
    };
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [folder, tier] => judged
            .iter()
            .for_each(|one| write(Path::new(folder), tier == "unsafe", one)),
        [wanted] => judged.iter().for_each(|one| list(wanted, one)),
        _ => {}
    }
    let roots: Vec<&Judged> = judged
        .iter()
        .filter(|one| one.runs_as == RunsAs::Root)
        .collect();
    families(&roots);
    let mut reasons = BTreeMap::new();
    let mut assumptions = BTreeMap::new();
    for one in &roots {
        match one.finding.as_ref().map(|finding| &finding.verdict) {
            Some(Verdict::Fix(fix)) => {
                if let Applicability::Unsafe(text) = &fix.applicability {
                    for clause in text.split(", and ") {
                        *assumptions.entry(masked(clause)).or_default() += 1;
                    }
                }
            }
            Some(Verdict::HeldBack { reason, .. }) => {
                *reasons.entry(reason.code().to_owned()).or_default() += 1;
            }
            Some(Verdict::Suggestion(_)) | None => {}
        }
    }
    most("held back", &reasons);
    most("taken for granted", &assumptions);
    println!();
    let numbered = judged.iter().filter(|one| one.is_numbered()).count();
    println!("{numbered} users that were names get their numbers");
    let invented: usize = judged.iter().map(|one| one.invented_names().len()).sum();
    println!("{invented} names of users or groups that the file did not have");
    let nobodys = judged.iter().filter(|one| !one.is_of_an_account()).count();
    println!("{nobodys} users that neither the file nor the base has");
    let needing: usize = judged.iter().map(Judged::needing_root).sum();
    println!("{needing} instructions behind the new `USER` that need root");
    let silent = roots.iter().filter(|one| one.finding.is_none()).count();
    println!("{silent} files that stay root without a finding");
}

fn families(roots: &[&Judged]) {
    let mut families: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for one in roots {
        let column = match one.finding.as_ref().map(|finding| &finding.verdict) {
            Some(Verdict::Fix(fix)) => usize::from(fix.applicability != Applicability::Safe),
            Some(Verdict::HeldBack { .. } | Verdict::Suggestion(_)) | None => 2,
        };
        for family in [one.family.as_str(), "~ all"] {
            if let Some(cell) = families.entry(family).or_default().get_mut(column) {
                *cell += 1;
            }
        }
    }
    println!(
        "{:<18} {:>7} {:>7} {:>10}",
        "final stage is root", "safe", "unsafe", "held back"
    );
    for (family, [safe, open, held]) in &families {
        println!(
            "{:<19} {safe:>7} {open:>7} {held:>10}",
            family.trim_start_matches("~ ")
        );
    }
    let [safe, open, _] = families.get("~ all").copied().unwrap_or_default();
    let share = |count: usize| count * 1000 / roots.len().max(1);
    println!(
        "per mille that end non-root: {} safe, {} with --unsafe",
        share(safe),
        share(safe + open)
    );
}

fn write(folder: &Path, is_unsafe: bool, one: &Judged) {
    let is_wanted = match one.finding.as_ref().map(|finding| &finding.verdict) {
        Some(Verdict::Fix(fix)) => is_unsafe || fix.applicability == Applicability::Safe,
        Some(Verdict::HeldBack { .. } | Verdict::Suggestion(_)) | None => false,
    };
    let text = one.fixed.as_ref().filter(|_| is_wanted);
    let folder = folder.join(&one.file.id);
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(folder.join("Dockerfile"), text.unwrap_or(&one.file.content)))
        .ok();
}

fn list(wanted: &str, one: &Judged) {
    let Some(finding) = &one.finding else {
        return;
    };
    let (code, text) = match &finding.verdict {
        Verdict::Fix(fix) => match &fix.applicability {
            Applicability::Safe => ("safe", ""),
            Applicability::Unsafe(text) => ("unsafe", text.as_str()),
        },
        Verdict::Suggestion(text) => ("suggestion", text.as_str()),
        Verdict::HeldBack { reason, detail } => (reason.code(), detail.as_str()),
    };
    if wanted == "all" || wanted == code {
        println!(
            "@{}\t{:?}\t{}\t{code}\t{text}",
            one.file.id, one.runs_as, one.family
        );
    }
}

/// A clause without the words between backticks and without numbers, so that alike ones count together.
fn masked(clause: &str) -> String {
    let parts = clause.split('`').enumerate();
    let kept: Vec<String> = parts
        .map(|(at, part)| {
            if at % 2 == 1 {
                "_".to_owned()
            } else {
                part.replace(|sign: char| sign.is_ascii_digit(), "")
            }
        })
        .collect();
    kept.join("`")
}

fn most(title: &str, counts: &BTreeMap<String, usize>) {
    println!("\n{title}");
    let mut sorted: Vec<_> = counts.iter().collect();
    sorted.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    for (what, count) in sorted.iter().take(MOST) {
        println!("{count:>6}  {what}");
    }
}
