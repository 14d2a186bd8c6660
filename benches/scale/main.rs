//! How fast the command is, side by side with `rg --files` and with two linters, over trees of real Dockerfiles.
//!
//! `cargo bench --bench scale` prints the table. It makes the trees with `../shared/bench/make_monorepo.py` below the
//! target folder, once; where that or a program to compare with is missing, it says so and goes on.
//! `HARDEN_BENCH_DOCKERFILES=5000` leaves out the trees with more.
#![allow(
    clippy::expect_used,
    reason = "a measurement that cannot go on must fail"
)]

mod measure;
mod tree;

use measure::{Measured, best, fastest, is_installed};
use std::path::Path;
use std::process::{Command, Stdio};
use tree::{Tree, make};

/// How often each thing is measured; the fastest counts, since a busy machine only makes things slower.
const TIMES: usize = 5;

/// Files in the large tree, and Dockerfiles among them.
const LARGE: (usize, usize) = (100_000, 5_000);

/// Dockerfiles in the trees that tell whether the time per Dockerfile stays the same.
const SIZES: [usize; 3] = [500, 5_000, 50_000];

/// Files for each Dockerfile in those trees.
const FILES_EACH: usize = 4;

fn main() {
    let most = std::env::var("HARDEN_BENCH_DOCKERFILES").ok();
    let most = most
        .and_then(|most| most.parse().ok())
        .unwrap_or(usize::MAX);
    row("what", "time", "peak", "");
    if let Some(tree) = tree(LARGE.0, LARGE.1, most) {
        against_the_walk(&tree);
    }
    for dockerfiles in SIZES {
        if let Some(tree) = tree(dockerfiles * FILES_EACH, dockerfiles, most) {
            let measured = best(TIMES, || harden(&tree.root, &["--isolated", "--diff", "."]));
            let each = measured.seconds * 1e6 / tree.dockerfiles.len() as f64;
            let what = format!("harden --diff, {} Dockerfiles", tree.dockerfiles.len());
            let note = format!("{each:.0} µs for each");
            row(&what, &time(&measured), &peak(&measured), &note);
        }
    }
    if let Some(tree) = tree(SIZES[0] * FILES_EACH, SIZES[0], most) {
        against_linters(&tree);
        one_file(&tree);
    }
}

fn tree(files: usize, dockerfiles: usize, most: usize) -> Option<Tree> {
    if dockerfiles > most {
        return None;
    }
    make(files, dockerfiles)
        .inspect_err(|why| println!("skipped {dockerfiles} Dockerfiles: {why}"))
        .ok()
}

/// The whole tree against a walk over it.
fn against_the_walk(tree: &Tree) {
    let measured = best(TIMES, || harden(&tree.root, &["--isolated", "--diff", "."]));
    let files = tree.files;
    for (program, arguments) in [("rg", &["--files"][..]), ("fdfind", &["--type", "f"])] {
        if !is_installed(program) {
            println!("skipped: `{program}` is not installed");
            continue;
        }
        let walk = best(TIMES, || {
            let mut command = Command::new(program);
            command.args(arguments).current_dir(&tree.root);
            command
        });
        let what = format!("{program} {}, {files} files", arguments.join(" "));
        row(&what, &time(&walk), &peak(&walk), "");
        let what = format!("harden --diff, {files} files");
        let note = format!("{:.1} × {program}", measured.seconds / walk.seconds);
        row(&what, &time(&measured), &peak(&measured), &note);
    }
}

/// The same Dockerfiles by `harden` and by linters, each in one call and in one call for each file.
fn against_linters(tree: &Tree) {
    let count = tree.dockerfiles.len() as f64;
    let mut arguments = vec!["--isolated"];
    arguments.extend(tree.dockerfiles.iter().map(String::as_str));
    let own = best(TIMES, || harden(&tree.root, &arguments));
    let own_each = own.seconds * 1e6 / count;
    let what = format!("harden, {count} files named");
    row(
        &what,
        &time(&own),
        &peak(&own),
        &format!("{own_each:.0} µs for each"),
    );
    let linters: [(&str, &[&str]); 2] = [
        ("hadolint", &["--no-fail"]),
        ("tally", &["lint", "--slow-checks", "off", "--no-config"]),
    ];
    for (program, arguments) in linters {
        if !is_installed(program) {
            println!("skipped: `{program}` is not installed");
            continue;
        }
        // A linter that stops at a file it cannot read would be timed for less than its work: each file by itself.
        let alone: Vec<Measured> = tree
            .dockerfiles
            .iter()
            .map(|file| {
                fastest(1, || {
                    let mut command = Command::new(program);
                    command.args(arguments).arg(file).current_dir(&tree.root);
                    command
                })
            })
            .collect();
        let seconds: f64 = alone.iter().map(|measured| measured.seconds).sum();
        let each = seconds * 1e6 / count;
        let note = format!("{each:.0} µs for each, {:.0} × harden", each / own_each);
        let what = format!("{program}, {count} files, one call each");
        row(&what, &format!("{seconds:.3} s"), "", &note);
        let together = fastest(1, || {
            let mut command = Command::new(program);
            command
                .args(arguments)
                .args(&tree.dockerfiles)
                .current_dir(&tree.root);
            command
        });
        let each = together.seconds * 1e6 / count;
        let note = format!("{each:.0} µs for each, {:.0} × harden", each / own_each);
        let what = format!("{program}, {count} files, one call");
        row(&what, &time(&together), &peak(&together), &note);
    }
}

/// One small file in a repository of its own, the whole process.
fn one_file(tree: &Tree) {
    let folder = tree.root.with_extension("one");
    let text = "FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD [\"python\", \"app.py\"]\n";
    // A repository of its own: who builds it is looked for no further up.
    let made = std::fs::create_dir_all(folder.join(".git"))
        .and_then(|()| std::fs::write(folder.join("Dockerfile"), text))
        .and_then(|()| std::fs::write(folder.join("requirements.txt"), "flask\n"))
        .and_then(|()| std::fs::write(folder.join("app.py"), "print()\n"));
    if let Err(error) = made {
        println!("skipped: a folder cannot be made: {error}");
        return;
    }
    let measured = best(TIMES * 8, || harden(&folder, &["--diff", "Dockerfile"]));
    let milliseconds = measured.seconds * 1e3;
    row(
        "harden --diff, one file",
        &format!("{milliseconds:.1} ms"),
        &peak(&measured),
        "",
    );
}

fn harden(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_harden"));
    command.args(arguments).current_dir(folder);
    command.env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

fn time(measured: &Measured) -> String {
    format!("{:.3} s", measured.seconds)
}

fn peak(measured: &Measured) -> String {
    measured
        .peak
        .map_or_else(String::new, |kib| format!("{} MiB", kib.div_ceil(1024)))
}

fn row(what: &str, time: &str, peak: &str, note: &str) {
    println!("{what:44} {time:>10} {peak:>9}  {note}");
}
