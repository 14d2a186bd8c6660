//! The table of the corpus: each family by what becomes of its files, and why.

use super::Judged;
use std::collections::BTreeMap;
use std::fmt::Write;
use transforms::{Applicability, Verdict};

/// How many of the commonest reasons are told.
const MOST: usize = 15;

/// The table of the files whose final stage is root, the commonest reasons for holding back, and what fixes that are
/// not safe most often take for granted.
pub fn table(roots: &[&Judged]) -> String {
    let mut reasons = BTreeMap::new();
    let mut assumptions = BTreeMap::new();
    for one in roots {
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
    families(roots) + &most("held back", &reasons) + &most("taken for granted", &assumptions)
}

fn families(roots: &[&Judged]) -> String {
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
    let mut table = format!(
        "{:<19} {:>7} {:>7} {:>10}\n",
        "final stage is root", "safe", "unsafe", "held back"
    );
    for (family, [safe, open, held]) in &families {
        let family = family.trim_start_matches("~ ");
        writeln!(table, "{family:<19} {safe:>7} {open:>7} {held:>10}").unwrap();
    }
    let [safe, open, _] = families.get("~ all").copied().unwrap_or_default();
    let share = |count: usize| count * 1000 / roots.len().max(1);
    writeln!(
        table,
        "per mille that end non-root: {} safe, {} with --unsafe",
        share(safe),
        share(safe + open)
    )
    .unwrap();
    table
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

fn most(title: &str, counts: &BTreeMap<String, usize>) -> String {
    let mut list = format!("\n{title}\n");
    let mut sorted: Vec<_> = counts.iter().collect();
    sorted.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    for (what, count) in sorted.iter().take(MOST) {
        writeln!(list, "{count:>6}  {what}").unwrap();
    }
    list
}
