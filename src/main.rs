//! The `harden` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    harden::World::real().map_or_else(
        |error| {
            eprintln!("error: the current folder cannot be read: {error}");
            ExitCode::from(2)
        },
        |mut world| ExitCode::from(harden::run(std::env::args_os(), &mut world)),
    )
}
