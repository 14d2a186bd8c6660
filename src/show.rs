//! Printing the result of a run: data to the output, everything about the run to the messages.

use crate::args::{Args, Format, Mode};
use crate::crew;
use crate::entry::{Entry, State};
use crate::error::{FileError, RunError, report_it};
use crate::json::json;
use crate::mask::masked;
use crate::plural::plural;
use crate::report::{Manner, note, report};
use crate::screen::{Screen, Style};
use crate::summary::Summary;
use crate::write::Recovery;
use std::borrow::Cow;
use std::error::Error as _;
use transforms::{Bug, Status};

/// Prints the data of a run.
pub(crate) fn data(screen: &mut Screen<'_>, entries: &[Entry], summary: &Summary, args: &Args) {
    match args.format {
        Format::Json => match json(entries, summary, args.show_secrets) {
            Ok(text) => {
                screen.print(Style::Plain, &text);
                screen.end();
            }
            Err(error) => screen.error = Some(error.into()),
        },
        Format::Text => text(screen, entries, args),
    }
}

fn text(screen: &mut Screen<'_>, entries: &[Entry], args: &Args) {
    let (habits, manner, mode) = (screen.habits(), manner(args), args.mode());
    for entries in entries.chunks(MANY) {
        let parts: Vec<&[Entry]> = entries.chunks(PART).collect();
        let texts = crew::each(&parts, crew::cores(), |part| {
            habits.text(|screen| {
                part.iter()
                    .for_each(|entry| one(screen, entry, mode, manner))
            })
        });
        texts.iter().for_each(|text| screen.put(text));
    }
}

/// The texts of so many entries are held before they are printed.
const MANY: usize = 1024;

/// The texts of so many are made in one go.
const PART: usize = 32;

fn one(screen: &mut Screen<'_>, entry: &Entry, mode: Mode, manner: Manner) {
    match mode {
        Mode::Report => report(screen, entry, manner),
        Mode::Diff | Mode::Write { shows_diff: true } => diff(screen, entry),
        Mode::Check if entry.is_changing() => {
            screen.print(Style::Plain, &entry.path);
            screen.end();
        }
        Mode::Write { shows_diff: false } if manner.reads_input => result(screen, entry),
        Mode::Check | Mode::Write { shows_diff: false } => {}
    }
}

/// Prints the text that standard input comes to, also when nothing changes: harden is a filter then.
fn result(screen: &mut Screen<'_>, entry: &Entry) {
    if let Some(change) = entry.change.as_ref().filter(|change| change.file.is_none()) {
        screen.print(Style::Plain, &change.after);
    }
}

fn manner(args: &Args) -> Manner {
    Manner {
        is_verbose: args.verbose,
        show_secrets: args.show_secrets,
        reads_input: args.reads_input(),
    }
}

fn diff(screen: &mut Screen<'_>, entry: &Entry) {
    for line in entry.diff.text.split_inclusive('\n') {
        let style = match line.as_bytes() {
            [b'd' | b'n', ..] | [b'-', b'-', b'-', b' ', ..] | [b'+', b'+', b'+', b' ', ..] => {
                Style::Heading
            }
            [b'+', ..] => Style::Added,
            [b'-', ..] => Style::Removed,
            [b'@', ..] => Style::Hunk,
            _ => Style::Plain,
        };
        let text = line.strip_suffix('\n').unwrap_or(line);
        screen.print(style, text);
        screen.end();
    }
}

/// Prints what went wrong, and what is left to people.
pub(crate) fn messages(screen: &mut Screen<'_>, entries: &[Entry], summary: &Summary, args: &Args) {
    for entry in entries {
        if let State::Failed(error) = &entry.state {
            file_error(screen, error);
        }
        for bug in &entry.bugs {
            self::bug(screen, entry, bug);
        }
        for unknown in &entry.unknown_names {
            let place = format!("{}:{}", entry.path, unknown.line);
            warning(
                screen,
                &format!("`{place}`: there is no transform called `{}`", unknown.name),
            );
            note(screen, None, "the comment silences nothing");
            let help = match unknown.suggestion {
                Some(name) => format!("did you mean `{name}`? `harden --list` shows them all"),
                None => "`harden --list` shows them all".to_owned(),
            };
            note(screen, Some("help: "), &help);
        }
    }
    if args.quiet {
        return;
    }
    for entry in entries {
        if let State::Skipped(skip) = &entry.state
            && args.verbose
        {
            let line = format!("skipped `{}`: {}", entry.path, skip.noun());
            screen.print(Style::Plain, &line);
            screen.end();
        }
        follow_ups(screen, entry, args);
    }
    masking(screen, entries, args);
    screen.print(Style::Plain, &summary.line());
    screen.end();
}

fn follow_ups(screen: &mut Screen<'_>, entry: &Entry, args: &Args) {
    let are_shown = match args.mode() {
        Mode::Diff | Mode::Write { .. } => true,
        Mode::Report | Mode::Check => false,
    };
    if !are_shown {
        return;
    }
    for outcome in &entry.findings {
        let Status::Fixed { follow_up, .. } = &outcome.status else {
            continue;
        };
        for step in follow_up {
            let step = if args.show_secrets {
                Cow::Borrowed(step.as_str())
            } else {
                masked(step, &entry.secrets)
            };
            let place = format!("{}:{}", entry.path, outcome.lines.first);
            screen.print(Style::Help, "note");
            screen.print(
                Style::Plain,
                &format!(": `{place}`: {}: {step}", outcome.transform),
            );
            screen.end();
        }
    }
}

/// Says that a masked diff is not a diff to apply.
fn masking(screen: &mut Screen<'_>, entries: &[Entry], args: &Args) {
    let (detail, help) = match args.mode() {
        Mode::Diff => (
            "the diff cannot be applied as it stands",
            "add `--show-secrets` to see the values, or use `--write`",
        ),
        Mode::Write { shows_diff: true } => (
            "the files have the values",
            "add `--show-secrets` to see them",
        ),
        Mode::Report | Mode::Write { shows_diff: false } | Mode::Check => return,
    };
    let masked = entries.iter().filter(|entry| entry.diff.is_masked).count();
    if masked > 0 {
        warning(
            screen,
            &format!(
                "secret values are shown as `***` in the diff of {}",
                plural(masked, "file")
            ),
        );
        note(screen, None, detail);
        note(screen, Some("help: "), help);
    }
}

/// Says what became of a write that an earlier run left half done.
pub(crate) fn recovered(screen: &mut Screen<'_>, recovered: &[Recovery]) {
    for recovery in recovered {
        match recovery {
            Recovery::Undone(files) => {
                let count = plural(files.len(), "file");
                warning(
                    screen,
                    &format!(
                        "an earlier run was stopped while it wrote; {count} put back as before"
                    ),
                );
            }
            Recovery::Stuck(file, cause) => {
                let message = format!(
                    "an earlier run was stopped while it wrote `{}`",
                    file.display()
                );
                let detail = format!("it could not be put back: {cause}");
                error(screen, &message, Some(&detail), None);
            }
        }
    }
}

fn warning(screen: &mut Screen<'_>, message: &str) {
    screen.print(Style::Warning, "warning");
    screen.print(Style::Plain, &format!(": {message}"));
    screen.end();
}

fn bug(screen: &mut Screen<'_>, entry: &Entry, bug: &Bug) {
    let Bug::DroppedFix { transform, what } = bug else {
        return;
    };
    let rest = entry
        .findings
        .iter()
        .filter(|outcome| matches!(outcome.status, Status::Fixed { .. }))
        .count();
    let message = format!(
        "bug in harden: in `{}`, `{transform}` {}",
        entry.path,
        masked(what, &entry.secrets)
    );
    let detail = match rest {
        0 => "its edit was dropped".to_owned(),
        1 => "its edit was dropped; the other fix still applies".to_owned(),
        rest => format!("its edit was dropped; the other {rest} fixes still apply"),
    };
    error(screen, &message, Some(&detail), Some(&report_it()));
}

/// Prints an error: what is so, what became of it, what to do.
pub(crate) fn error(
    screen: &mut Screen<'_>,
    message: &str,
    detail: Option<&str>,
    help: Option<&str>,
) {
    screen.print(Style::Error, "error");
    screen.print(Style::Plain, &format!(": {message}"));
    screen.end();
    note(screen, None, detail.unwrap_or_default());
    note(screen, Some("help: "), help.unwrap_or_default());
}

/// Prints why one file was not done.
fn file_error(screen: &mut Screen<'_>, file_error: &FileError) {
    let (detail, help) = (file_error.detail(), file_error.help());
    error(
        screen,
        &file_error.to_string(),
        detail.as_deref(),
        help.as_deref(),
    );
}

/// Prints why the run could not start or end, with the chain of causes.
pub(crate) fn run_error(screen: &mut Screen<'_>, run_error: &RunError) {
    let cause = run_error.source().map(ToString::to_string);
    let help = run_error.help();
    error(
        screen,
        &run_error.to_string(),
        cause.as_deref(),
        help.as_deref(),
    );
}
