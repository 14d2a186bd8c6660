//! Runs a command and tells how long it took and how much memory it had at most.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// What a run took.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    pub seconds: f64,
    /// The most memory it had, in KiB, as far as the system tells.
    pub peak: Option<u64>,
}

/// The fastest of some runs; what they print is thrown away.
pub fn best(times: usize, command: impl Fn() -> Command) -> Measured {
    let mut best: Option<Measured> = None;
    let mut peak = None;
    for _ in 0..times {
        let measured = once(&mut command());
        peak = peak.max(measured.peak);
        if best.is_none_or(|best| measured.seconds < best.seconds) {
            best = Some(measured);
        }
    }
    Measured {
        seconds: best.map_or(f64::NAN, |best| best.seconds),
        peak,
    }
}

fn once(command: &mut Command) -> Measured {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().expect("the program was found before");
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let watcher = std::thread::spawn(move || {
        // The system forgets the process when it ends: the last answer before counts.
        let mut peak = None;
        while let Some(now) = high_water(&status) {
            peak = peak.max(Some(now));
            sleep(Duration::from_millis(2));
        }
        peak
    });
    child.wait().expect("the program was started");
    let seconds = start.elapsed().as_secs_f64();
    let peak = watcher.join().expect("the watcher only reads");
    Measured { seconds, peak }
}

/// The most memory a process had so far, by Linux.
fn high_water(status: &PathBuf) -> Option<u64> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Whether there is such a program.
pub fn is_installed(program: &str) -> bool {
    let mut command = Command::new(program);
    command
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok()
}
