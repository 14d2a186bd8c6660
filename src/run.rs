//! A run from top to bottom: discover, harden, write, show.

use crate::args::{Args, Mode, When};
use crate::discover::{Discovery, Found, discover, shown};
use crate::entry::{Entry, State};
use crate::error::RunError;
use crate::group::{Group, Input, Root, groups};
use crate::harden_group::harden_group;
use crate::screen::Screen;
use crate::settings::{Settings, settings, transform};
use crate::summary::{Summary, summary};
use crate::world::{Stream, World};
use crate::write::write;
use crate::{crew, explain, git, show};
use clap::Parser;
use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;

/// Nothing (left) to do.
const DONE: u8 = 0;
/// There are findings, or a diff.
const FINDINGS: u8 = 1;
/// Harden could not do its job.
const FAILED: u8 = 2;

/// Does what `arguments` ask for (the first is the program's own name), and gives the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>, world: &mut World) -> u8 {
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => return usage(&error, world),
    };
    match perform(&args, world) {
        Ok(code) => code,
        Err(error) => {
            let has_colour = has_colour(&world.messages, args.color, world.no_color);
            show::run_error(&mut Screen::new(&mut world.messages, has_colour), &error);
            FAILED
        }
    }
}

fn perform(args: &Args, world: &mut World) -> Result<u8, RunError> {
    args.check()?;
    if args.list {
        return print(args, world, explain::list).map(|()| DONE);
    }
    if let Some(name) = &args.explain {
        let transform = transform(name)?;
        return print(args, world, |screen| explain::explain(screen, transform)).map(|()| DONE);
    }
    let settings = settings(args)?;
    let (groups, mut entries) = find(args, world)?;
    let hands = args
        .jobs
        .unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZeroUsize::MIN));
    let choose = |_: &Found| -> Settings { settings.clone() };
    let mut hardened = crew::each(&groups, hands, |group| harden_group(group, &choose));
    if let Mode::Write { .. } = args.mode() {
        let mut git = git::Changes::default();
        for entries in &mut hardened {
            write(entries, (!args.allow_dirty).then_some(&mut git));
        }
    }
    entries.extend(hardened.into_iter().flatten());
    entries.sort_by(|one, other| one.path.cmp(&other.path));
    let summary = summary(&entries, args.mode());
    print(args, world, |screen| {
        show::data(screen, &entries, &summary, args)
    })?;
    let has_colour = has_colour(&world.messages, args.color, world.no_color);
    show::messages(
        &mut Screen::new(&mut world.messages, has_colour),
        &entries,
        &summary,
        args,
    );
    Ok(exit_code(&summary, args.mode()))
}

/// The Dockerfiles to harden, by context, and entries for what is skipped or cannot be followed.
fn find(args: &Args, world: &mut World) -> Result<(Vec<Group>, Vec<Entry>), RunError> {
    let context = args
        .context
        .as_deref()
        .map(|path| context(&world.folder, path))
        .transpose()?;
    if args.reads_input() {
        return Ok((vec![input(args, world, context)?], Vec::new()));
    }
    let Discovery {
        files,
        skipped,
        failed,
    } = discover(&world.folder, &args.paths);
    let skipped = skipped
        .into_iter()
        .map(|(path, skip)| Entry::bare(path, State::Skipped(skip)));
    let failed = failed
        .into_iter()
        .map(|(path, error)| Entry::bare(path, State::Failed(error)));
    Ok((
        groups(files, context.as_ref()),
        skipped.chain(failed).collect(),
    ))
}

fn context(here: &Path, path: &Path) -> Result<Root, RunError> {
    let folder = here
        .join(path)
        .canonicalize()
        .ok()
        .filter(|folder| folder.is_dir());
    let folder = folder.ok_or_else(|| RunError::NoContext { path: shown(path) })?;
    Ok(Root {
        folder,
        path: shown(path),
    })
}

/// Standard input as the only file.
fn input(args: &Args, world: &mut World, root: Option<Root>) -> Result<Group, RunError> {
    let mut bytes = Vec::new();
    world
        .input
        .read_to_end(&mut bytes)
        .map_err(|source| RunError::Input { source })?;
    let name = args.stdin_filename.clone();
    let path = name.as_deref().map_or_else(|| "-".to_owned(), shown);
    let file = name.map(|name| world.folder.join(name)).unwrap_or_default();
    let found = Found {
        path,
        folder: file.parent().unwrap_or(Path::new("")).to_path_buf(),
        file,
    };
    Ok(Group {
        root,
        files: vec![Input {
            found,
            bytes: Some(bytes),
        }],
    })
}

fn exit_code(summary: &Summary, mode: Mode) -> u8 {
    if summary.failed + summary.bugs > 0 {
        return FAILED;
    }
    let has_something = match mode {
        Mode::Report => summary.findings > 0,
        Mode::Diff | Mode::Check => summary.changing > 0,
        Mode::Write { .. } => false,
    };
    if has_something { FINDINGS } else { DONE }
}

/// Prints data where the arguments want it.
fn print(
    args: &Args,
    world: &mut World,
    data: impl FnOnce(&mut Screen<'_>),
) -> Result<(), RunError> {
    let Some(path) = &args.output else {
        let has_colour = has_colour(&world.output, args.color, world.no_color);
        let mut screen = Screen::new(&mut world.output, has_colour);
        data(&mut screen);
        return finish(screen, Path::new("standard output"));
    };
    let failed = |source| RunError::Output {
        path: path.clone(),
        source,
    };
    let file = std::fs::File::create(world.folder.join(path)).map_err(failed)?;
    let mut stream = Stream {
        writer: Box::new(std::io::BufWriter::new(file)),
        is_terminal: false,
    };
    let mut screen = Screen::new(&mut stream, args.color == When::Always);
    data(&mut screen);
    finish(screen, path)
}

fn finish(mut screen: Screen<'_>, path: &Path) -> Result<(), RunError> {
    screen.flush();
    match screen.error {
        // Whoever reads the other end has seen enough.
        Some(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        Some(source) => Err(RunError::Output {
            path: PathBuf::from(path),
            source,
        }),
        None => Ok(()),
    }
}

fn has_colour(stream: &Stream, when: When, no_color: bool) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => stream.is_terminal && !no_color,
    }
}

/// Prints what clap has to say: help and version are data, the rest is a wrong call.
fn usage(error: &clap::Error, world: &mut World) -> u8 {
    let text = error.render().to_string();
    let stream = if error.use_stderr() {
        &mut world.messages
    } else {
        &mut world.output
    };
    // When nobody listens there is nobody to tell.
    let _ = stream
        .writer
        .write_all(text.as_bytes())
        .and_then(|()| stream.writer.flush());
    if error.use_stderr() { FAILED } else { DONE }
}
