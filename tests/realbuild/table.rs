//! The table that a run prints: one line an app.

use crate::proof::Proof;
use serde_json::Value;
use std::fmt::Write;

/// The table, in Markdown.
pub fn render(proofs: &[Proof]) -> String {
    let mut table = String::from(
        "| app | fixed by | proven | uid before → after | MB before → after | shell left |\n\
         |---|---|---|---|---|---|\n",
    );
    for proof in proofs {
        let verdict = &proof.report["verdict"];
        let outcome = match (&proof.failure, proof.report.is_null()) {
            (Some(failure), _) => format!("NO: {failure}"),
            (None, true) => "held back, as it must be".to_owned(),
            (None, false) => "yes".to_owned(),
        };
        let shells = proof.report["hardened"]["content"]["shells"]
            .as_array()
            .map_or("", |shells| if shells.is_empty() { "no" } else { "yes" });
        writeln!(
            table,
            "| {} | {} | {outcome} | {} | {} | {shells} |",
            proof.app,
            proof.fixed.join(", "),
            pair(&verdict["pid1_uid"]),
            pair(&verdict["size_mb"]),
        )
        .unwrap();
    }
    table + &sizes(proofs)
}

/// The line under the table: the median size of the images that were proven, before and after.
fn sizes(proofs: &[Proof]) -> String {
    let proven = proofs.iter().filter(|proof| proof.failure.is_none());
    let sizes: Vec<(f64, f64)> = proven
        .filter_map(|proof| {
            let [before, after] = proof.report["verdict"]["size_mb"].as_array()?.as_slice() else {
                return None;
            };
            Some((before.as_f64()?, after.as_f64()?))
        })
        .collect();
    let before = median(sizes.iter().map(|(before, _)| *before));
    let after = median(sizes.iter().map(|(_, after)| *after));
    match (before, after) {
        (Some(before), Some(after)) => format!(
            "\n{} {} proven; the median size goes from {before:.1} to {after:.1} MB\n",
            sizes.len(),
            if sizes.len() == 1 { "image" } else { "images" }
        ),
        _ => String::new(),
    }
}

/// The value in the middle, or between the two in the middle.
fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    let upper = values.get(half)?;
    match values.len() % 2 {
        0 => Some(f64::midpoint(*values.get(half - 1)?, *upper)),
        _ => Some(*upper),
    }
}

#[test]
fn the_median_is_the_value_in_the_middle() {
    assert_eq!(median([3.0, 1.0, 2.0].into_iter()), Some(2.0));
    assert_eq!(median([4.0, 1.0, 2.0, 3.0].into_iter()), Some(2.5));
    assert_eq!(median(std::iter::empty()), None);
}

fn pair(values: &Value) -> String {
    match values.as_array().map(Vec::as_slice) {
        Some([before, after]) => format!("{before} → {after}"),
        Some(_) | None => String::new(),
    }
}
