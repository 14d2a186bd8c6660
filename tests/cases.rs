//! Every case of every transform, as a user would see it: the findings, then the diff.
//!
//! A case is `transforms/<transform>/cases/<verdict>-<what it shows>.Dockerfile`; a folder `….context` beside it holds
//! the other files of its build context. What is printed is compared with `snapshots/<transform>/`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail"
)]

mod support;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use support::{Run, sandbox};

#[test]
fn every_case_gives_what_its_snapshot_shows() {
    let mut failed = Vec::new();
    for transform in transforms::ALL {
        for case in cases(transform.name()) {
            let result = catch_unwind(AssertUnwindSafe(|| check(transform.name(), &case)));
            if result.is_err() {
                failed.push(format!("{}/{}", transform.name(), stem(&case)));
            }
        }
    }
    assert!(
        failed.is_empty(),
        "{} of the cases failed:\n  {}\n\n\
         Where the output is new or changed, the difference stands above, and in a `.snap.new` in `snapshots/`.\n\
         Read it. If it is right, accept that one case:\n  \
         CASE=<transform>/<case> INSTA_UPDATE=always cargo test --test cases",
        failed.len(),
        failed.join("\n  ")
    );
}

/// Reasons that only a tree of several Dockerfiles can give: `snapshots/command/chain-tools.snap`.
const OF_TREES: &[&str] = &["base-of-others"];

#[test]
fn every_reason_on_the_pages_about_bases_has_a_case() {
    for name in ["slim-base", "minimal-runtime"] {
        let transform = transforms::ALL
            .iter()
            .find(|transform| transform.name() == name)
            .expect("the transform is in the list");
        let shown: String = cases(name).iter().map(|case| as_json(name, case)).collect();
        for reason in reasons_on(transform.page()) {
            let is_shown = shown.contains(&format!("\"reason\":\"{reason}\""));
            let is_narrowed = std::env::var_os("CASE").is_some();
            assert!(
                is_shown || is_narrowed || OF_TREES.contains(&reason),
                "the page of `{name}` says that it holds back for `{reason}`, and no case shows it"
            );
        }
    }
}

/// The codes that a page lists under the reasons to hold back.
fn reasons_on(page: &str) -> Vec<&str> {
    let section = page
        .split("\n## ")
        .find(|section| section.starts_with("When it holds back"));
    let items = section
        .unwrap_or_default()
        .lines()
        .filter(|line| line.starts_with("- `"));
    let codes = items.flat_map(|line| line.split(':').next().unwrap_or_default().split('`'));
    codes
        .filter(|code| code.contains('-') && !code.contains(' '))
        .collect()
}

/// What `--format json` says of a case, without blanks.
fn as_json(transform: &str, case: &Path) -> String {
    let sandbox = sandbox();
    let context = case.with_extension("context");
    if context.is_dir() {
        support::copy(&context, sandbox.path());
    }
    fs::copy(case, sandbox.path().join("Dockerfile")).expect("the case can be copied");
    let arguments = [
        "--only",
        transform,
        "--format",
        "json",
        "--context",
        ".",
        "Dockerfile",
    ];
    let run = support::run(sandbox.path(), &arguments);
    run.output.split_whitespace().collect()
}

/// The cases of a transform, sorted, narrowed down by `CASE`.
fn cases(transform: &str) -> Vec<PathBuf> {
    let folder = support::root()
        .join("transforms")
        .join(transform.replace('-', "_"))
        .join("cases");
    let wanted = std::env::var("CASE").unwrap_or_default();
    let entries =
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("`{}`: {error}", folder.display()));
    let mut cases: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.is_file() && format!("{transform}/{}", stem(path)).contains(&wanted))
        .collect();
    cases.sort();
    cases
}

/// The name of a case, without ending.
fn stem(case: &Path) -> &str {
    let name = case
        .file_name()
        .and_then(|name| name.to_str())
        .expect("cases have plain names");
    name.strip_suffix(".Dockerfile")
        .expect("cases end in `.Dockerfile`")
}

fn check(transform: &str, case: &Path) {
    let sandbox = sandbox();
    let context = case.with_extension("context");
    if context.is_dir() {
        support::copy(&context, sandbox.path());
    }
    fs::copy(case, sandbox.path().join("Dockerfile")).expect("the case can be copied");
    let run = |options: &[&str]| {
        let mut arguments = vec!["--only", transform, "--context", "."];
        arguments.extend(options);
        arguments.push("Dockerfile");
        support::run(sandbox.path(), &arguments)
    };
    let report = run(&["--verbose"]);
    let safe = run(&["--diff"]);
    let all = run(&["--diff", "--unsafe"]);
    let mut shown = section("harden --verbose", &report);
    shown += &section("harden --diff", &safe);
    if all.output != safe.output {
        shown += &section("harden --diff --unsafe", &all);
    }
    verdict(stem(case), &report, &safe, &all);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(support::root().join("snapshots").join(transform));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_input_file(case);
    settings.bind(|| insta::assert_snapshot!(stem(case), shown));
}

/// Output and messages under the command that gave them. A carriage return is shown as a sign of its own.
fn section(command: &str, run: &Run) -> String {
    let text = format!("{}{}", run.output, run.messages).replace('\r', "␍");
    format!("$ {command}\n{text}\n")
}

/// Whether the case does what its name says.
fn verdict(name: &str, report: &Run, safe: &Run, all: &Run) {
    let verdict = name.split('-').next().unwrap_or_default();
    let has_diff = !safe.output.is_empty() || !all.output.is_empty();
    let has_finding = !report.output.is_empty();
    assert_ne!(
        report.code, 2,
        "`{name}`: harden failed:\n{}",
        report.messages
    );
    match verdict {
        "keeps" => assert!(
            !has_diff,
            "`{name}` says that it keeps the file, and there is a diff:\n{}",
            all.output
        ),
        "fixes" => assert!(
            has_diff,
            "`{name}` says that it fixes something, and there is no diff:\n{}",
            report.output
        ),
        "reports" => {
            assert!(
                has_finding,
                "`{name}` says that it reports something, and there is no finding"
            );
            assert!(
                !has_diff,
                "`{name}` says that it only reports, and there is a diff:\n{}",
                all.output
            );
        }
        other => panic!("`{name}`: `{other}` is none of `keeps`, `fixes`, `reports`"),
    }
}
