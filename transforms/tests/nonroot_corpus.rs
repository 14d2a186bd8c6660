//! What `nonroot-user` promises of every fix, over the corpus of real files: the file parses as well as before, the
//! final user is a number that is not root, nothing behind the last `USER` runs as if it were root, and a second look
//! finds nothing.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on must fail"
)]

use context::{Context, Entry};
use corpus::{Part, Real};
use dockerfile::{Document, Kind, apply, final_stage, stages};
use transforms::nonroot_user::NonrootUser;
use transforms::{Finding, Options, Target, Transform, Verdict};

/// A context with nothing in it.
struct Empty;

impl Context for Empty {
    fn entries(&self, folder: &str) -> Option<Vec<Entry>> {
        folder.is_empty().then(Vec::new)
    }

    fn read(&self, _file: &str) -> Option<String> {
        None
    }
}

fn check(path: &str, document: &Document) -> Option<Finding> {
    let stages = stages(document);
    let options = Options::default();
    let target = Target {
        path,
        path_in_context: Some("Dockerfile"),
        document,
        stages: &stages,
        context: Some(&Empty),
        surroundings: None,
        siblings: &[],
        options: &options,
    };
    NonrootUser.check(&target).into_iter().next()
}

#[test]
fn every_fix_ends_as_a_number_and_leaves_nothing_that_needs_root_behind_it() {
    let Some(files) = corpus::read::<Real>(Part::Dockerfiles) else {
        return;
    };
    let mut fixed = 0;
    for file in &files {
        let before = Document::parse(file.content.as_str());
        if !before.problems.is_empty() {
            continue;
        }
        let Some(Finding {
            verdict: Verdict::Fix(fix),
            ..
        }) = check(&file.path, &before)
        else {
            continue;
        };
        fixed += 1;
        let id = &file.id;
        let after = Document::parse(apply(&file.content, &fix.edits));
        assert!(after.problems.is_empty(), "{id}: {:?}", after.problems);
        let stages = stages(&after);
        let stage = final_stage(&stages).unwrap();
        let user = stage
            .user
            .as_ref()
            .unwrap_or_else(|| panic!("{id}: no user"));
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
        let is_new = before.instructions.len() < after.instructions.len();
        let behind = after.instructions.iter().skip(user.instruction + 1);
        let needs_root = behind.filter(|instruction| matches!(instruction.kind, Kind::Run(_)));
        assert!(
            !is_new || needs_root.count() == 0,
            "{id}: a `RUN` behind `USER`"
        );
        assert!(check(&file.path, &after).is_none(), "{id}: not at rest");
    }
    println!("{fixed} fixes looked at");
    assert!(fixed > 1_000, "only {fixed} fixes");
}
