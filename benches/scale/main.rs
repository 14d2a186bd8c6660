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

use measure::{Measured, best, is_installed, median, once};
use std::path::Path;
use std::process::{Command, Stdio};
use tree::{Tree, make, settle};

/// How often each thing is measured; the fastest counts, since a busy machine only makes things slower. A linter has
/// one turn, and the runs around it are told by their median.
const TIMES: usize = 5;

/// Files that a linter gets one by one between two runs over all of them.
const BETWEEN: usize = 25;

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
    let large = tree(LARGE.0, LARGE.1, most);
    let sizes = SIZES.map(|dockerfiles| tree(dockerfiles * FILES_EACH, dockerfiles, most));
    let mut trees = large.iter().chain(sizes.iter().flatten());
    if trees.any(|tree| tree.is_new) {
        println!("the trees were made; the system gets a minute to be done with them");
        settle();
    }
    row("what", "time", "peak", "");
    if let Some(tree) = &sizes[0] {
        against_linters(tree);
        one_file(tree);
    }
    if let Some(tree) = large {
        against_the_walk(&tree);
    }
    for tree in sizes.iter().flatten() {
        let measured = best(TIMES, || harden(&tree.root, &["--isolated", "--diff", "."]));
        let files = tree.dockerfiles.len();
        let what = format!("harden --diff, {files} Dockerfiles");
        let note = each(measured.seconds, files);
        row(&what, &time(&measured), &peak(&measured), &note);
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

/// The same Dockerfiles by `harden` and by linters, each in one call for each file and in one call.
fn against_linters(tree: &Tree) {
    let files = tree.dockerfiles.len();
    let named = |mut command: Command, files: &[String]| {
        command.args(files).current_dir(&tree.root);
        command
    };
    let own = || named(harden(&tree.root, &["--isolated"]), &tree.dockerfiles);
    let measured = best(TIMES, own);
    let what = format!("harden, {files} files named");
    row(
        &what,
        &time(&measured),
        &peak(&measured),
        &each(measured.seconds, files),
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
        let linter = |files: &[String]| {
            let mut command = Command::new(program);
            command.args(arguments);
            named(command, files)
        };
        let against = |how: &str, (own, other): (Vec<f64>, Vec<f64>)| {
            let seconds: f64 = other.iter().sum();
            let ratio = seconds / median(own);
            let note = format!("{}, {ratio:.0} × harden", each(seconds, files));
            let what = format!("{program}, {files} files, {how}");
            row(&what, &format!("{seconds:.3} s"), "", &note);
        };
        // A linter that stops at a file it cannot read would be timed for less than its work: each file by itself.
        let alone = tree.dockerfiles.chunks(BETWEEN).map(|part| {
            let one = |file| once(linter(std::slice::from_ref(file)));
            (once(own()), part.iter().map(one).sum::<f64>())
        });
        against("one call each", alone.unzip());
        let before = (0..TIMES).map(|_| (once(own()), 0.0));
        let after = (0..TIMES).map(|_| (once(own()), 0.0));
        let together = std::iter::once_with(|| (once(own()), once(linter(&tree.dockerfiles))));
        against("one call", before.chain(together).chain(after).unzip());
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

/// What it is for each of so many files.
fn each(seconds: f64, files: usize) -> String {
    format!("{:.0} µs for each", seconds * 1e6 / files as f64)
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
