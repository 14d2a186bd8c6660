//! Small apps, hardened by the program itself, built and run before and after by a real container engine.
//!
//! `HARDEN_REALBUILD=all cargo test --test realbuild -- --nocapture` proves every app under `tests/apps` and prints a
//! table; `HARDEN_REALBUILD=ci` takes those that say `in-ci`; a comma-separated list takes the apps it names.
//! Without the variable, or without the engine (`../shared/realbuild`), it says so on one line.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail"
)]

mod app;
mod contexts;
mod engine;
mod proof;
mod table;

use app::App;
use engine::Engine;
use proof::Proof;

#[test]
fn hardened_apps_build_and_run() {
    let Ok(wanted) = std::env::var("HARDEN_REALBUILD") else {
        println!("skipped: HARDEN_REALBUILD is not set (`ci`, `all` or names of apps)");
        return;
    };
    let apps: Vec<App> = App::all()
        .into_iter()
        .filter(|app| app.is_wanted(&wanted))
        .collect();
    assert!(!apps.is_empty(), "HARDEN_REALBUILD={wanted} names no app");
    let Some(engine) = Engine::start(&apps) else {
        return;
    };

    let proofs: Vec<Proof> = apps.iter().map(|app| proof::of(app, &engine)).collect();
    print!("{}", table::render(&proofs));
    let failed: Vec<&str> = proofs
        .iter()
        .filter(|proof| proof.failure.is_some())
        .map(|proof| proof.app.as_str())
        .collect();
    assert!(failed.is_empty(), "not proven: {failed:?}");
}

/// What an app says of itself is read in every run, so that a broken `app.toml` shows up without an engine.
#[test]
fn every_app_says_what_it_shows() {
    let apps = App::all();
    for app in &apps {
        assert!(
            !app.shows.is_empty(),
            "`{}` does not say what it shows",
            app.name
        );
        assert!(
            app.folder.join(&app.dockerfile).is_file(),
            "`{}` has no `{}`",
            app.name,
            app.dockerfile
        );
        let in_ci = apps
            .iter()
            .any(|other| other.in_ci && other.family == app.family);
        assert!(in_ci, "CI proves no app of the family `{}`", app.family);
    }
}
