//! Images of one tree that stand on each other: bases first, and each child on its base as it will be.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must fail"
)]

mod support;

use support::program::{check, shown, tree};

/// A build of each image, under its name.
const BUILDS: &str = "docker build -t team/base:1 base\ndocker build -t team/app:1 app\n";

#[test]
fn a_child_is_judged_on_the_base_as_it_will_be() {
    let folder = tree(&[
        ("build.sh", BUILDS),
        (
            "base/Dockerfile",
            "FROM python:3.12-slim\nRUN groupadd --gid 1500 shop && useradd --uid 1500 --gid 1500 shop\n",
        ),
        (
            "app/Dockerfile",
            "ARG BASE=team/base:1\nFROM $BASE\nWORKDIR /srv\nCOPY app.py .\nCMD [\"python\", \"app.py\"]\n",
        ),
        ("app/app.py", "print('hello')\n"),
    ]);
    // The base stays root's, since the child names no user; the child takes the account that the base has.
    check(
        "chain-child",
        folder.path(),
        &["--diff", "--unsafe", "--only", "nonroot-user"],
    );
    check(
        "chain-report",
        folder.path(),
        &["-v", "--only", "nonroot-user"],
    );
}

#[test]
fn a_base_that_children_leave_free_is_hardened_first() {
    let folder = tree(&[
        ("build.sh", BUILDS),
        ("base/Dockerfile", "FROM python:3.12-slim\n"),
        (
            "app/Dockerfile",
            "FROM team/base:1\nUSER root\nRUN apt-get update && apt-get install -y tini\nCMD [\"python\"]\n",
        ),
    ]);
    check(
        "chain-base",
        folder.path(),
        &["--diff", "--unsafe", "--only", "nonroot-user"],
    );
}

#[test]
fn nothing_goes_from_a_base_that_others_stand_on() {
    let folder = tree(&[
        ("build.sh", BUILDS),
        (
            "base/Dockerfile",
            "FROM python:3.12\nUSER 10001\nCMD [\"python3\"]\n",
        ),
        ("app/Dockerfile", "FROM team/base:1\nRUN gcc --version\n"),
    ]);
    check("chain-tools", folder.path(), &["--only", "slim-base"]);
}

#[test]
fn a_circle_ends() {
    let folder = tree(&[
        ("build.sh", BUILDS),
        ("base/Dockerfile", "FROM team/app:1\nCMD [\"a\"]\n"),
        ("app/Dockerfile", "FROM team/base:1\nCMD [\"b\"]\n"),
    ]);
    let text = shown(folder.path(), &["--only", "nonroot-user"], "");
    assert!(text.contains("exit code: 1"), "{text}");
}

#[test]
fn the_base_is_the_one_that_callers_give() {
    let child =
        "ARG BASE=python:3.12-slim\nFROM $BASE\nWORKDIR /srv\nCMD [\"sh\", \"-c\", \"date\"]\n";
    let given = tree(&[
        ("build.sh", "docker build --build-arg BASE=alpine:3.22 .\n"),
        ("Dockerfile", child),
    ]);
    check(
        "base-given",
        given.path(),
        &["--diff", "--only", "nonroot-user"],
    );
    let torn = tree(&[
        (
            "build.sh",
            "docker build --build-arg BASE=alpine:3.22 .\ndocker build .\n",
        ),
        ("Dockerfile", child),
    ]);
    check("base-torn", torn.path(), &["--only", "nonroot-user"]);
}
