//! `harden.toml`: which one counts for which file, and what is said when one is wrong.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must fail"
)]

mod support;

use support::program::*;

#[test]
fn the_nearest_configuration_wins() {
    let folder = tree(&[
        (
            "harden.toml",
            "only = [\"maintainer-label\"]\nskip = [\"maintainer-label\"]\nexclude = [\"old/\"]\n",
        ),
        ("Dockerfile", OLD),
        ("old/Dockerfile", OLD),
        ("api/harden.toml", "only = [\"maintainer-label\"]\n"),
        ("api/Dockerfile", OLD),
        (
            "web/harden.toml",
            "extend = \"../harden.toml\"\n[[override]]\npaths = [\"new/**\"]\nskip = []\n",
        ),
        ("web/Dockerfile", OLD),
        ("web/new/Dockerfile", OLD),
    ]);
    check("config", folder.path(), &["--check"]);
    check(
        "config-named",
        folder.path(),
        &["--check", "--config", "api/harden.toml"],
    );
    check(
        "config-isolated",
        folder.path(),
        &with(&LABEL, &["--check", "--isolated"]),
    );
}

#[test]
fn a_broken_configuration_stops_only_its_files() {
    let folder = tree(&[
        ("api/harden.toml", "\n\n\n[maintainer-labels]\n"),
        ("api/Dockerfile", OLD),
        ("web/harden.toml", "unsafe = \"yes\"\n"),
        ("web/Dockerfile", OLD),
        ("lib/harden.toml", "only = [\n"),
        ("lib/Dockerfile", OLD),
        ("loop/harden.toml", "extend = \"harden.toml\"\n"),
        ("loop/Dockerfile", OLD),
        ("good/Dockerfile", OLD),
    ]);
    check("config-broken", folder.path(), &with(&LABEL, &["--check"]));
    check("config-missing", folder.path(), &["--config", "none.toml"]);
}
