//! What `nonroot-user` promises of every fix, over the corpus of real files: the file parses as well as before, the
//! final user is a number that is not root and that somebody has, nothing behind the last `USER` needs root, no file
//! stays root in silence, and a second look finds nothing.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on must fail"
)]

mod nonroot;

use dockerfile::{Document, final_stage, stages};
use nonroot::{RunsAs, judged, look_again};
use transforms::{Applicability, Verdict};

#[test]
fn every_fix_ends_as_a_number_and_leaves_nothing_that_needs_root_behind_it() {
    let Some(judged) = judged() else {
        return;
    };
    let mut fixed = 0;
    for one in &judged {
        let Some(text) = &one.fixed else {
            continue;
        };
        fixed += 1;
        let id = &one.file.id;
        let after = Document::parse(text.as_str());
        assert!(after.problems.is_empty(), "{id}: {:?}", after.problems);
        let stages = stages(&after);
        let user = final_stage(&stages).and_then(|stage| stage.user.clone());
        let user = user.unwrap_or_else(|| panic!("{id}: no user"));
        let (uid, gid) = user
            .value
            .split_once(':')
            .unwrap_or_else(|| panic!("{id}: {}", user.value));
        assert!(
            uid.parse::<u32>().is_ok_and(|uid| uid > 0),
            "{id}: {}",
            user.value
        );
        assert!(gid.parse::<u32>().is_ok(), "{id}: {}", user.value);
        assert_eq!(one.invented_names(), Vec::<String>::new(), "{id}");
        assert!(one.is_of_an_account(), "{id}: nobody is {}", user.value);
        assert_eq!(
            one.needing_root(),
            0,
            "{id}: something behind `USER` needs root"
        );
        assert!(
            look_again(&one.file.path, text).is_none(),
            "{id}: not at rest"
        );
    }
    println!("{fixed} fixes looked at");
    assert!(fixed > 1_000, "only {fixed} fixes");
}

#[test]
fn no_file_stays_root_in_silence_and_most_do_not_stay_root() {
    let Some(judged) = judged() else {
        return;
    };
    let roots: Vec<_> = judged
        .iter()
        .filter(|one| one.runs_as == RunsAs::Root)
        .collect();
    let (mut safe, mut fixed) = (0, 0);
    for one in &roots {
        let finding = one
            .finding
            .as_ref()
            .unwrap_or_else(|| panic!("{}: root, and nothing is said", one.file.id));
        match &finding.verdict {
            Verdict::Fix(fix) => {
                fixed += 1;
                safe += usize::from(fix.applicability == Applicability::Safe);
            }
            Verdict::HeldBack { reason, detail } => {
                assert!(
                    !reason.code().is_empty() && !detail.is_empty(),
                    "{}",
                    one.file.id
                );
            }
            Verdict::Suggestion(text) => panic!("{}: no reason, only {text}", one.file.id),
        }
    }
    let share = |count: usize| count * 100 / roots.len();
    print!("{}", nonroot::table::table(&roots));
    println!(
        "of {} root files {safe} end non-root in the default tier and {fixed} with `--unsafe`",
        roots.len()
    );
    assert!(share(safe) >= 30, "only {safe} of {} are safe", roots.len());
    assert!(
        share(fixed) >= 80,
        "only {fixed} of {} are fixed",
        roots.len()
    );
}
