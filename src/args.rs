//! The command line.

use crate::error::RunError;
use clap::{Parser, ValueEnum};
use std::path::PathBuf;

/// Rewrites Dockerfiles so that their images are safer and still build and run.
#[derive(Debug, Clone, PartialEq, Eq, Parser)]
#[command(
    name = "harden",
    version,
    after_help = "Without --diff, --write or --check, harden reports what it finds and what it would do.\n\
                  Exit codes: 0 nothing left to do, 1 findings or a diff, 2 harden could not do its job."
)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "flags of a command line are independent of one another"
)]
pub struct Args {
    /// Files, folders, or `-` for standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,

    /// Print what `--write` would do, as a diff for `git apply`
    #[arg(long, help_heading = "Mode")]
    pub diff: bool,

    /// Do it; with `--diff`, also print what was done
    #[arg(long, help_heading = "Mode")]
    pub write: bool,

    /// Print the names of the files that `--write` would change
    #[arg(long, help_heading = "Mode")]
    pub check: bool,

    /// Print the transforms
    #[arg(long, help_heading = "Mode")]
    pub list: bool,

    /// Print who builds which Dockerfile, from where and with what
    #[arg(long, help_heading = "Mode")]
    pub list_builds: bool,

    /// Print the page of a transform
    #[arg(long, value_name = "NAME", help_heading = "Mode")]
    pub explain: Option<String>,

    /// Include fixes that take something for granted
    #[arg(long, help_heading = "What is done")]
    pub r#unsafe: bool,

    /// Run just these transforms
    #[arg(
        long,
        value_name = "NAME",
        value_delimiter = ',',
        help_heading = "What is done"
    )]
    pub only: Vec<String>,

    /// Run all transforms but these
    #[arg(
        long,
        value_name = "NAME",
        value_delimiter = ',',
        help_heading = "What is done"
    )]
    pub skip: Vec<String>,

    /// Build context of the files named [default: the folder of each file]
    #[arg(long, value_name = "DIR", help_heading = "What is done")]
    pub context: Option<PathBuf>,

    /// The path that standard input stands for
    #[arg(long, value_name = "PATH", help_heading = "What is done")]
    pub stdin_filename: Option<PathBuf>,

    /// Write files that git has uncommitted changes of
    #[arg(long, help_heading = "What is done")]
    pub allow_dirty: bool,

    /// Read this configuration in place of the nearest `harden.toml`
    #[arg(long, value_name = "FILE", help_heading = "What is done")]
    pub config: Option<PathBuf>,

    /// Read no configuration
    #[arg(long, help_heading = "What is done")]
    pub isolated: bool,

    /// How many files are worked on at once [default: one per processor]
    #[arg(long, value_name = "N", help_heading = "What is done")]
    pub jobs: Option<std::num::NonZeroUsize>,

    /// How the result is printed
    #[arg(
        long,
        value_enum,
        value_name = "FORMAT",
        default_value = "text",
        help_heading = "Output"
    )]
    pub format: Format,

    /// Print to this file in place of standard output
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,

    /// Show the values of secrets in diffs
    #[arg(long, help_heading = "Output")]
    pub show_secrets: bool,

    /// When to use colour
    #[arg(
        long,
        value_enum,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Output"
    )]
    pub color: When,

    /// Print no summary and no notes, only data and errors
    #[arg(short, long, help_heading = "Output")]
    pub quiet: bool,

    /// Print what each finding rests on, and which files are skipped
    #[arg(short, long, help_heading = "Output")]
    pub verbose: bool,
}

/// How the result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, and for `git apply`
    Text,
    /// One object, for programs
    Json,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What a run is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Report,
    Diff,
    Write { shows_diff: bool },
    Check,
}

impl Args {
    pub(crate) fn mode(&self) -> Mode {
        match (self.write, self.diff, self.check) {
            (true, shows_diff, _) => Mode::Write { shows_diff },
            (false, true, _) => Mode::Diff,
            (false, false, true) => Mode::Check,
            (false, false, false) => Mode::Report,
        }
    }

    /// Whether people get to see diffs.
    pub(crate) fn shows_diffs(&self) -> bool {
        match self.mode() {
            Mode::Diff | Mode::Write { shows_diff: true } => true,
            Mode::Report | Mode::Check | Mode::Write { shows_diff: false } => {
                self.format == Format::Json
            }
        }
    }

    /// Whether anybody reads what the files are before and after.
    pub(crate) fn needs_texts(&self) -> bool {
        match self.mode() {
            Mode::Write { .. } => true,
            Mode::Report | Mode::Check | Mode::Diff => self.shows_diffs(),
        }
    }

    /// Whether people get to see what was found, and not only how much.
    pub(crate) fn shows_findings(&self) -> bool {
        self.mode() == Mode::Report || self.format != Format::Text
    }

    /// Whether the only file is standard input.
    pub(crate) fn reads_input(&self) -> bool {
        self.paths.iter().any(|path| path.as_os_str() == "-")
    }

    /// What clap cannot say in our words: modes that exclude each other.
    pub(crate) fn check(&self) -> Result<(), RunError> {
        let given = [
            ("--list", self.list),
            ("--list-builds", self.list_builds),
            ("--explain", self.explain.is_some()),
            ("--check", self.check),
            ("--diff", self.diff),
            ("--write", self.write),
        ];
        let given: Vec<&'static str> = given
            .iter()
            .filter(|(_, is_given)| *is_given)
            .map(|(name, _)| *name)
            .collect();
        match given.as_slice() {
            [] | [_] | ["--diff", "--write"] => {}
            [one, other, ..] => return Err(RunError::Exclusive { one, other }),
        }
        if self.isolated && self.config.is_some() {
            return Err(RunError::Exclusive {
                one: "--config",
                other: "--isolated",
            });
        }
        if self.reads_input() && self.paths.len() > 1 {
            return Err(RunError::InputAndFiles);
        }
        Ok(())
    }
}
