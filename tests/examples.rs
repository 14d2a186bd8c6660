//! The two Dockerfiles that this project started with, whole, as an expert would write them.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must fail"
)]

mod support;

use support::Run;

#[test]
fn web() {
    example("web");
}

#[test]
fn site() {
    example("site");
}

/// The diff of an example in both tiers, in a copy of its folder.
fn example(name: &str) {
    let sandbox = support::sandbox();
    support::copy(
        &support::root().join("tests/examples").join(name),
        sandbox.path(),
    );
    let run = |options: &[&str]| {
        let Run {
            code,
            output,
            messages,
        } = support::run(sandbox.path(), options);
        format!(
            "$ harden {}\nexit {code}\n{output}{messages}",
            options.join(" ")
        )
    };
    let shown = [run(&["--diff"]), run(&["--diff", "--unsafe"])].join("\n");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(support::root().join("snapshots/examples"));
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}
