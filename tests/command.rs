//! The command line: what each call prints, and how it ends. The program itself runs, in an empty environment.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must fail"
)]

mod support;

use std::fs;
use support::program::*;
use support::root;

#[test]
fn the_report_names_place_reason_and_fix() {
    let folder = tree(&[("api/Dockerfile", OLD), ("web/Dockerfile", CLEAN)]);
    check("report", folder.path(), &LABEL);
}

#[test]
fn a_clean_tree_is_nothing_to_do() {
    let folder = tree(&[("Dockerfile", CLEAN)]);
    check("clean", folder.path(), &LABEL);
    check("clean-quiet", folder.path(), &with(&LABEL, &["--quiet"]));
}

#[test]
fn a_tree_without_dockerfiles_is_said_to_be_one() {
    check("no-dockerfile", tree(&[("README", "")]).path(), &[]);
}

#[test]
fn the_diff_goes_to_the_output_and_changes_nothing() {
    let folder = tree(&[("api/Dockerfile", OLD), ("my web/Dockerfile", OLD)]);
    check("diff", folder.path(), &with(&LABEL, &["--diff"]));
    let text = fs::read_to_string(folder.path().join("api/Dockerfile")).expect("the file is there");
    assert_eq!(text, OLD);
}

#[test]
fn write_writes_and_a_second_run_finds_nothing() {
    let folder = tree(&[("api/Dockerfile", OLD), ("web/Dockerfile", CLEAN)]);
    check("write", folder.path(), &with(&LABEL, &["--write"]));
    check("write-again", folder.path(), &with(&LABEL, &["--write"]));
    let text = fs::read_to_string(folder.path().join("api/Dockerfile")).expect("the file is there");
    assert!(text.contains("LABEL"), "{text}");
    let left: Vec<_> = fs::read_dir(folder.path().join("api"))
        .expect("the folder is there")
        .collect();
    assert_eq!(left.len(), 1, "no temporary file is left");
}

#[test]
fn write_with_diff_prints_what_was_written() {
    let folder = tree(&[("Dockerfile", OLD)]);
    check(
        "write-diff",
        folder.path(),
        &with(&LABEL, &["--write", "--diff"]),
    );
}

#[test]
fn check_names_the_files() {
    let folder = tree(&[("api/Dockerfile", OLD), ("web/Dockerfile", CLEAN)]);
    check("check", folder.path(), &with(&LABEL, &["--check"]));
}

#[test]
fn json_is_one_object() {
    let folder = tree(&[("api/Dockerfile", OLD), ("web/Dockerfile", "FROM\n")]);
    check("json", folder.path(), &with(&LABEL, &["--format", "json"]));
    check(
        "json-write",
        folder.path(),
        &with(&LABEL, &["--format", "json", "--write", "api"]),
    );
}

#[test]
fn output_goes_to_a_file() {
    let folder = tree(&[("Dockerfile", OLD)]);
    check(
        "output",
        folder.path(),
        &with(&LABEL, &["--diff", "--output", "fix.diff"]),
    );
    let text = fs::read_to_string(folder.path().join("fix.diff")).expect("the file is there");
    assert!(
        text.starts_with("diff --git a/Dockerfile b/Dockerfile\n"),
        "{text}"
    );
    check(
        "output-nowhere",
        folder.path(),
        &with(&LABEL, &["--output", "none/fix.diff"]),
    );
}

#[test]
fn standard_input_is_a_file_too() {
    let folder = tree(&[]);
    check_with_input("stdin-report", folder.path(), &with(&LABEL, &["-"]), OLD);
    check_with_input(
        "stdin-write",
        folder.path(),
        &with(&LABEL, &["--write", "-"]),
        OLD,
    );
    check_with_input(
        "stdin-write-clean",
        folder.path(),
        &with(&LABEL, &["--write", "-"]),
        CLEAN,
    );
    let named = ["--diff", "--stdin-filename", "api/Dockerfile", "-"];
    check_with_input("stdin-named", folder.path(), &with(&LABEL, &named), OLD);
    check_with_input("stdin-and-files", folder.path(), &["-", "Dockerfile"], OLD);
}

#[test]
fn transforms_are_chosen_by_name() {
    let folder = tree(&[("Dockerfile", OLD)]);
    check(
        "skip",
        folder.path(),
        &with(&LABEL, &["--skip", "maintainer-label"]),
    );
    check(
        "only-unknown",
        folder.path(),
        &["--only", "maintainer-labels"],
    );
    check("explain", folder.path(), &["--explain", "maintainer-label"]);
    check("help", folder.path(), &["-h"]);
    check("explain-unknown", folder.path(), &["--explain", "telnet"]);
}

#[test]
fn colour_is_on_demand_when_nobody_watches() {
    let folder = tree(&[("Dockerfile", OLD)]);
    check(
        "colour",
        folder.path(),
        &with(&LABEL, &["--diff", "--color", "always"]),
    );
}

#[test]
fn calls_that_make_no_sense_are_told_so() {
    let folder = tree(&[]);
    let cases: [(&str, &[&str]); 7] = [
        ("wrong-modes", &["--check", "--diff"]),
        ("wrong-config", &["--isolated", "--config", "harden.toml"]),
        ("wrong-option", &["--dif"]),
        ("wrong-value", &["--format", "xml"]),
        ("wrong-jobs", &["--jobs", "0"]),
        ("wrong-context", &["--context", "none", "."]),
        ("missing-value", &["--only"]),
    ];
    for (name, arguments) in cases {
        check(name, folder.path(), arguments);
    }
}

#[test]
fn an_ignore_comment_with_an_unknown_name_is_told() {
    let text = "FROM alpine:3.22\n# harden: ignore=maintainer-labels -- later\nMAINTAINER jo@example.com\n";
    check(
        "unknown-ignore",
        tree(&[("Dockerfile", text)]).path(),
        &LABEL,
    );
}

#[test]
fn files_that_are_not_ours_are_left_out_and_counted() {
    let folder = tree(&[
        ("Dockerfile", CLEAN),
        ("api/Containerfile.dev", OLD),
        ("api/build.dockerfile", OLD),
        ("api/Dockerfile.dockerignore", "*\n"),
        (".gitignore", "out/\n"),
        ("out/Dockerfile", OLD),
        ("vendor/a/Dockerfile", OLD),
        ("web/node_modules/a/Dockerfile", OLD),
        ("deploy/Dockerfile.j2", OLD),
        ("deploy/Dockerfile", "FROM {{ base }}\nMAINTAINER jo\n"),
        (
            "gen/Dockerfile",
            "# Code generated by make. DO NOT EDIT.\nFROM a\nMAINTAINER jo\n",
        ),
        (".devcontainer/Dockerfile", OLD),
    ]);
    git(folder.path(), &["init"]);
    check(
        "discovery",
        folder.path(),
        &with(&LABEL, &["--check", "--verbose"]),
    );
    check(
        "vendored-by-name",
        folder.path(),
        &with(&LABEL, &["--verbose", "vendor/a/Dockerfile"]),
    );
}

#[test]
fn bad_input_is_told_and_the_others_go_on() {
    let folder = tree(&[
        ("good/Dockerfile", OLD),
        ("empty/Dockerfile", ""),
        ("open/Dockerfile", "FROM a\nRUN <<EOF\necho\n"),
        ("folder/Dockerfile/README", ""),
        ("large/Dockerfile", &"# x\n".repeat(2_621_440)),
    ]);
    fs::create_dir(folder.path().join("binary")).expect("the folder can be made");
    fs::write(
        folder.path().join("binary/Dockerfile"),
        b"FROM a\nRUN \xff\n",
    )
    .expect("the file can be written");
    let paths = [
        "good",
        "empty",
        "open",
        "folder/Dockerfile",
        "large",
        "binary",
        "nowhere",
    ];
    check(
        "bad-input",
        folder.path(),
        &[&LABEL[..], &["--check"], &paths].concat(),
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_of_the_tree_only() {
    use std::os::unix::fs::symlink;
    let outside = tree(&[("Dockerfile", OLD)]);
    let folder = tree(&[
        ("docker/production", OLD),
        ("api/README", ""),
        ("web/README", ""),
    ]);
    git(folder.path(), &["init"]);
    symlink("../docker/production", folder.path().join("api/Dockerfile"))
        .expect("the link can be made");
    let target = outside
        .path()
        .canonicalize()
        .expect("the folder is there")
        .join("Dockerfile");
    symlink(&target, folder.path().join("web/Dockerfile")).expect("the link can be made");
    let text = shown(
        folder.path(),
        &with(&LABEL, &["--write", "--allow-dirty"]),
        "",
    );
    let text = text.replace(&*target.to_string_lossy(), "[outside]/Dockerfile");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots/command"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("links", text));
    let text =
        fs::read_to_string(folder.path().join("docker/production")).expect("the file is there");
    assert!(
        text.contains("LABEL"),
        "the link still leads to the file that was written"
    );
    assert_eq!(fs::read_to_string(target).expect("the file is there"), OLD);
}

#[test]
fn the_values_of_secrets_are_masked_unless_asked_for() {
    let text =
        "FROM alpine:3.22\nENV DB_PASSWORD=correct-horse-battery\nMAINTAINER jo@example.com\n";
    let folder = tree(&[("Dockerfile", text)]);
    check("secret-masked", folder.path(), &with(&LABEL, &["--diff"]));
    check(
        "secret-shown",
        folder.path(),
        &with(&LABEL, &["--diff", "--show-secrets"]),
    );
    for options in [
        &["--verbose"][..],
        &["--format", "json"],
        &["--diff"],
        &["--diff", "--unsafe", "--verbose"],
    ] {
        let text = shown(folder.path(), options, "");
        assert!(!text.contains("correct-horse"), "{options:?}:\n{text}");
    }
    check(
        "secret-written",
        folder.path(),
        &with(&LABEL, &["--diff", "--write"]),
    );
}

#[test]
fn uncommitted_changes_are_not_overwritten() {
    let folder = tree(&[("api/Dockerfile", OLD), ("web/Dockerfile", OLD)]);
    git(folder.path(), &["init"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-m", "first"]);
    fs::write(
        folder.path().join("api/Dockerfile"),
        format!("{OLD}USER 1\n"),
    )
    .expect("the file can be written");
    check("dirty", folder.path(), &with(&LABEL, &["--write"]));
    check(
        "dirty-allowed",
        folder.path(),
        &with(&LABEL, &["--write", "--allow-dirty"]),
    );
}

#[cfg(unix)]
#[test]
fn the_mode_of_a_file_is_kept() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tree(&[("Dockerfile", OLD)]);
    let file = folder.path().join("Dockerfile");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("the mode can be set");
    shown(folder.path(), &with(&LABEL, &["--write"]), "");
    let mode = fs::metadata(&file)
        .expect("the file is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
}
