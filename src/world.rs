//! What a run sees of the machine: where it stands, what it reads and where it prints.

use crate::write::BeforeStep;
use std::io::{self, IsTerminal, Read, Write};
use std::path::PathBuf;

/// The surroundings of one run. Tests put their own in place of the process's.
pub struct World {
    /// The current folder, absolute.
    pub folder: PathBuf,
    /// Where `-` is read from.
    pub input: Box<dyn Read>,
    /// Where data goes.
    pub output: Stream,
    /// Where everything about the run goes.
    pub messages: Stream,
    /// Called before each step of a write; tests stop the program there.
    pub before_step: BeforeStep,
    /// Whether `NO_COLOR` is set to anything.
    pub no_color: bool,
}

/// A place to print to.
pub struct Stream {
    /// The bytes go here.
    pub writer: Box<dyn Write>,
    /// Whether a person looks at it.
    pub is_terminal: bool,
}

impl World {
    /// The surroundings of this process.
    ///
    /// # Errors
    /// When the current folder cannot be read.
    pub fn real() -> io::Result<Self> {
        let stream = |writer: Box<dyn Write>, is_terminal| Stream {
            writer,
            is_terminal,
        };
        Ok(Self {
            folder: std::env::current_dir()?,
            input: Box::new(io::stdin()),
            output: stream(
                Box::new(io::BufWriter::new(io::stdout())),
                io::stdout().is_terminal(),
            ),
            messages: stream(Box::new(io::stderr()), io::stderr().is_terminal()),
            before_step: Box::new(|_| ()),
            no_color: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
        })
    }
}
