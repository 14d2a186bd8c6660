//! A run from top to bottom: discover, harden, write, show.

use crate::args::{Args, Mode, When};
use crate::batch::{Batch, batches};
use crate::choice::Choice;
use crate::discover::{Found, discover, shown};
use crate::entry::{Entry, State};
use crate::error::RunError;
use crate::group::{Group, Root, groups};
use crate::harden_all::harden_all;
use crate::harden_batch::harden_batch;
use crate::neighbourhood::{Neighbourhoods, tops};
use crate::places::Places;
use crate::screen::Screen;
use crate::settings::transform;
use crate::summary::{Summary, summary};
use crate::usage::usage;
use crate::walk::Walks;
use crate::world::{Stream, World};
use crate::write::{journals, recover, write};
use crate::{crew, explain, git, list_builds, show};
use clap::Parser;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Nothing (left) to do.
pub(crate) const DONE: u8 = 0;
/// There are findings, or a diff.
const FINDINGS: u8 = 1;
/// Harden could not do its job.
pub(crate) const FAILED: u8 = 2;

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
    if args.list_builds {
        return builds(args, world);
    }
    let Search {
        batches,
        neighbourhoods,
        entries: mut left_out,
    } = find_whole(args, world)?;
    let hands = args.jobs.unwrap_or_else(crew::cores);
    let harden = |batch: &Batch| {
        let mut entries = harden_batch(batch, &neighbourhoods);
        if !args.shows_findings() {
            entries.iter_mut().for_each(Entry::forget_words);
        }
        if !args.needs_texts() {
            entries.iter_mut().for_each(|entry| entry.change = None);
        }
        entries
    };
    let mut entries = harden_all(batches, hands, harden);
    entries.append(&mut left_out);
    // What is written together is shown together.
    entries.sort_by(|one, other| (&one.unit, &one.path).cmp(&(&other.unit, &other.path)));
    if let Mode::Write { .. } = args.mode() {
        let git = (!args.allow_dirty).then(git::Changes::default);
        write(&mut entries, &neighbourhoods, git, &mut world.before_step);
    }
    if args.shows_diffs() {
        let diffs = crew::each(&entries, hands, |entry| entry.draw(args.show_secrets));
        for (entry, diff) in entries.iter_mut().zip(diffs) {
            entry.diff = diff;
        }
    }
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
    // The process ends soon: giving all of this back piece by piece takes longer than printing.
    std::mem::forget((neighbourhoods, entries));
    Ok(exit_code(&summary, args.mode()))
}

/// Prints who builds which Dockerfile.
fn builds(args: &Args, world: &mut World) -> Result<u8, RunError> {
    let listed = list_builds::list(args, world)?;
    print(args, world, |screen| {
        list_builds::show(screen, &listed, args.format);
    })?;
    let has_colour = has_colour(&world.messages, args.color, world.no_color);
    let mut screen = Screen::new(&mut world.messages, has_colour);
    let has_problems = list_builds::problems(&mut screen, &listed);
    Ok(if has_problems { FAILED } else { DONE })
}

/// What there is to harden, once nothing is left half done by an earlier run.
fn find_whole(args: &Args, world: &mut World) -> Result<Search, RunError> {
    if args.reads_input() {
        return find(args, world, &Arc::default());
    }
    let mut places = Arc::default();
    let left = journals(&places, &world.folder, &args.paths);
    let mut recovered = recover(&left);
    if !left.is_empty() {
        // What was listed may be gone.
        places = Arc::default();
    }
    let mut search = find(args, world, &places)?;
    let left = search.neighbourhoods.journals();
    if !left.is_empty() {
        recovered.extend(recover(&left));
        search = find(args, world, &Arc::default())?;
    }
    let has_colour = has_colour(&world.messages, args.color, world.no_color);
    let mut screen = Screen::new(&mut world.messages, has_colour);
    show::recovered(&mut screen, &recovered);
    Ok(search)
}

/// What there is to harden.
struct Search {
    batches: Vec<Batch>,
    neighbourhoods: Neighbourhoods,
    /// What is skipped or cannot be followed.
    entries: Vec<Entry>,
}

/// The Dockerfiles to harden, and entries for what is skipped or cannot be followed.
fn find(args: &Args, world: &mut World, places: &Arc<Places>) -> Result<Search, RunError> {
    let context = args
        .context
        .as_deref()
        .map(|path| context(&world.folder, path))
        .transpose()?;
    let mut choice = Choice::new(args, &world.folder)?;
    if args.reads_input() {
        let (found, bytes) = input(args, world)?;
        let input = choice.input(found, Some(bytes));
        let root = context.or_else(|| {
            args.stdin_filename
                .as_deref()
                .and_then(|path| folder_of(&world.folder, path))
        });
        let group = |input| Group {
            root,
            files: vec![input],
            sharing: BTreeSet::new(),
        };
        return Ok(Search {
            batches: batches(input.map(group).into_iter().collect(), &[]),
            neighbourhoods: Neighbourhoods::default(),
            entries: choice.entries,
        });
    }
    let walks = Walks::new(places);
    let here = &world.folder;
    let tops = tops(&walks, here, &args.paths);
    let (mut inputs, mut skipped, mut failed) = (Vec::new(), Vec::new(), Vec::new());
    let choose = || {
        let discovery = discover(&walks, here, &args.paths);
        (skipped, failed) = (discovery.skipped, discovery.failed);
        let files = discovery.files.into_iter();
        inputs.extend(files.filter_map(|found| choice.input(found, None)));
    };
    let read = || Neighbourhoods::read(&walks, here, tops);
    let mut neighbourhoods = crew::with(choose, read);
    if context.is_some() {
        neighbourhoods.forget_contexts();
    }
    let skipped = skipped
        .into_iter()
        .map(|(path, skip)| Entry::bare(path, State::Skipped(skip)));
    let failed = failed
        .into_iter()
        .map(|(path, error)| Entry::bare(path, State::Failed(error)));
    let groups = groups(inputs, context.as_ref(), &neighbourhoods);
    let links: Vec<(PathBuf, PathBuf)> = neighbourhoods.links().collect();
    let mut entries = choice.entries;
    entries.extend(skipped);
    entries.extend(failed);
    Ok(Search {
        batches: batches(groups, &links),
        neighbourhoods,
        entries,
    })
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

/// The folder of the file that standard input stands for, as its context.
fn folder_of(here: &Path, path: &Path) -> Option<Root> {
    context(here, path.parent()?).ok()
}

/// Standard input as the only file.
fn input(args: &Args, world: &mut World) -> Result<(Found, Vec<u8>), RunError> {
    let mut bytes = Vec::new();
    world
        .input
        .read_to_end(&mut bytes)
        .map_err(|source| RunError::Input { source })?;
    let name = args.stdin_filename.as_deref();
    let file = world.folder.join(name.unwrap_or(Path::new("-")));
    let found = Found {
        path: name.map_or_else(|| "-".to_owned(), shown),
        folder: file.parent().unwrap_or(&world.folder).to_path_buf(),
        file,
    };
    Ok((found, bytes))
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

pub(crate) fn has_colour(stream: &Stream, when: When, no_color: bool) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => stream.is_terminal && !no_color,
    }
}
