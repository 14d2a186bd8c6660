//! Who builds what: `--list-builds`, and the context that callers name.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must fail"
)]

mod support;

use support::program::{check, tree, with};

/// A Dockerfile with nothing to find.
const CLEAN: &str = "FROM scratch\nUSER 10001\n";

#[test]
fn builds_are_listed_with_their_callers() {
    let folder = tree(&[
        (
            "compose.yaml",
            "services:\n  api:\n    image: shop/api\n    build:\n      context: .\n      dockerfile: api/Dockerfile\n      args: {TOKEN: not-a-real-token, MODE: x}\n",
        ),
        ("api/Dockerfile", CLEAN),
        ("jobs/Dockerfile", "FROM shop/api\n"),
        ("build.sh", "docker build -t jobs:$1 jobs\n"),
    ]);
    check("list-builds", folder.path(), &["--list-builds"]);
    check(
        "list-builds-json",
        folder.path(),
        &["--list-builds", "--format", "json"],
    );
    check(
        "list-builds-nowhere",
        folder.path(),
        &["--list-builds", "x"],
    );
    let broken = tree(&[("compose.yaml", "services: {\n")]);
    check("list-builds-broken", broken.path(), &["--list-builds"]);
}

#[test]
fn the_context_is_the_one_that_callers_name() {
    let files = [
        (
            "compose.yaml",
            "services:\n  api:\n    build: {context: ., dockerfile: api/Dockerfile}\n",
        ),
        (
            "api/Dockerfile",
            "FROM alpine:3.22\nCOPY . /srv\nUSER 10001\n",
        ),
        (".env", "A=1\n"),
        ("main.py", "print()\n"),
    ];
    let only = ["--only", "dockerignore", "--diff"];
    let folder = tree(&files);
    check("context-of-callers", folder.path(), &only);
    // What another Dockerfile of the same context needs stays in it, also when only this one is named.
    let folder = tree(&[
        (".git/HEAD", "ref: refs/heads/main\n"),
        ("build.sh", "docker build -f web/Dockerfile .\n"),
        (".idea/modules.xml", "<project/>\n"),
        (
            "web/Dockerfile",
            "FROM alpine:3.22\nCOPY compose.yaml .idea /srv/\nUSER 10001\n",
        ),
        files[0],
        files[1],
        files[2],
        files[3],
    ]);
    check(
        "context-shared",
        folder.path(),
        &with(&only, &["api/Dockerfile"]),
    );
    // Two callers that disagree decide nothing.
    let folder = tree(
        &[
            &files[..],
            &[("build.sh", "docker build -f api/Dockerfile api\n")],
        ]
        .concat(),
    );
    check("context-of-no-caller", folder.path(), &only);
}
