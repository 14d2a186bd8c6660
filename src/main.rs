//! The `harden` command.
//!
//! A Dockerfile is read into thousands of small values, on all cores: `mimalloc` gives them out in half the time of most
//! allocators. Huge pages (`no_thp` takes them off) would save it little time, and cost a quarter more memory. With the C
//! library of GNU it stands in for the system's own (`override`), which is asked for a size: asked for an alignment with
//! it, as everywhere else, it rounds one in twenty up, the long way.

#[cfg(all(target_os = "linux", target_env = "gnu"))]
use mimalloc as _;
use std::process::ExitCode;

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    harden::World::real().map_or_else(
        |error| {
            eprintln!("error: the current folder cannot be read: {error}");
            ExitCode::from(2)
        },
        |mut world| ExitCode::from(harden::run(std::env::args_os(), &mut world)),
    )
}
