//! The table that a run prints: one line an app.

use crate::proof::Proof;
use serde_json::Value;
use std::fmt::Write;

/// The table, in Markdown.
pub fn render(proofs: &[Proof]) -> String {
    let mut table = String::from(
        "| app | fixed by | proven | uid before → after | MB before → after | shells left |\n\
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
    table
}

fn pair(values: &Value) -> String {
    match values.as_array().map(Vec::as_slice) {
        Some([before, after]) => format!("{before} → {after}"),
        Some(_) | None => String::new(),
    }
}
