//! How `nonroot-user` fares over the corpus of real files: `cargo run --example nonroot-ledger [FOLDER safe|unsafe]`.
//!
//! Prints family by tier, the reasons for holding back, what unsafe fixes take for granted, and the counts that must be
//! zero. With a folder, every file is written there as `ID/Dockerfile`, hardened in that tier. The corpus comes without
//! contexts: each file is judged with a context that holds the Dockerfile alone. With `all`, or the code of a reason,
//! the findings are listed.

#[path = "../tests/nonroot/mod.rs"]
mod nonroot;

use nonroot::{Judged, RunsAs, judged};
use std::path::Path;
use transforms::{Applicability, Verdict};

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
    print!("{}", nonroot::table::table(&roots));
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
