//! Runs a command and tells how long it took and how much memory it had at most.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// What a run took.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    pub seconds: f64,
    /// The most memory it had, in KiB, as far as the system tells.
    pub peak: Option<u64>,
}

/// The fastest of some runs, and the most memory of one more; what they print is thrown away.
pub fn best(times: usize, command: impl Fn() -> Command) -> Measured {
    Measured {
        peak: peak(&mut command()),
        ..fastest(times, command)
    }
}

/// The fastest of some runs. Nobody looks at their memory meanwhile, which would take time from them.
fn fastest(times: usize, command: impl Fn() -> Command) -> Measured {
    Measured {
        seconds: (0..times).map(|_| once(command())).fold(f64::NAN, f64::min),
        peak: None,
    }
}

/// The seconds that one run takes.
pub fn once(mut command: Command) -> f64 {
    let start = Instant::now();
    start_of(&mut command)
        .wait()
        .expect("the program was started");
    start.elapsed().as_secs_f64()
}

/// The one in the middle.
pub fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds.get(seconds.len() / 2).copied().unwrap_or(f64::NAN)
}

fn peak(command: &mut Command) -> Option<u64> {
    let mut child = start_of(command);
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = None;
    // The system forgets the process when it ends: the last answer before counts.
    while let Some(now) = high_water(&status) {
        peak = peak.max(Some(now));
        sleep(Duration::from_millis(2));
    }
    child.wait().expect("the program was started");
    peak
}

fn start_of(command: &mut Command) -> Child {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("the program was found before")
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
