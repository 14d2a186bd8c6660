//! The findings of a file, for people.

use crate::entry::Entry;
use crate::error::shell_word;
use crate::mask::masked;
use crate::screen::{Screen, Style};
use std::borrow::Cow;
use transforms::{Outcome, Status};

/// What the report depends on besides the findings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner {
    pub(crate) is_verbose: bool,
    pub(crate) show_secrets: bool,
    /// Whether the file is standard input: no command can be named that shows its change.
    pub(crate) reads_input: bool,
}

/// Prints the findings of `entry`.
pub(crate) fn report(screen: &mut Screen<'_>, entry: &Entry, manner: Manner) {
    for outcome in &entry.findings {
        finding(screen, entry, outcome, manner);
    }
}

fn finding(screen: &mut Screen<'_>, entry: &Entry, outcome: &Outcome, manner: Manner) {
    let hide = |text| match manner.show_secrets {
        true => Cow::Borrowed(text),
        false => masked(text, &entry.secrets),
    };
    let path = &entry.path;
    screen.print(Style::Place, &format!("{path}:{}", outcome.lines.first));
    screen.print(Style::Plain, ": ");
    screen.print(Style::Heading, outcome.transform);
    screen.print(Style::Plain, &format!(": {}", hide(&outcome.message)));
    screen.end();
    note(screen, None, &hide(&outcome.why));
    let command = |options: &str| format!("harden --diff {options}{}", shell_word(path));
    let help = match &outcome.status {
        Status::Fixed {
            assumption,
            follow_up,
        } => {
            if let Some(assumption) = assumption {
                note(screen, Some("assumed: "), &hide(assumption));
            }
            for step in follow_up {
                note(screen, Some("afterwards: "), &hide(step));
            }
            let option = if assumption.is_some() {
                "--unsafe "
            } else {
                ""
            };
            Some(format!("preview the fix with `{}`", command(option)))
        }
        Status::Unsafe { assumption } => {
            note(screen, Some("takes for granted: "), &hide(assumption));
            Some(format!(
                "preview the change with `{}`",
                command("--unsafe ")
            ))
        }
        Status::Suggestion(snippet) => {
            note(screen, Some("suggestion: "), &hide(snippet));
            None
        }
        Status::HeldBack { detail, .. } => {
            note(screen, Some("held back: "), &hide(detail));
            None
        }
    };
    if manner.is_verbose {
        for fact in &outcome.evidence {
            note(screen, Some("because: "), &hide(fact));
        }
    }
    if let Some(help) = help.filter(|_| !manner.reads_input) {
        note(screen, Some("help: "), &help);
    }
}

/// Prints a line below a message; further lines of `text` stand below the first.
pub(crate) fn note(screen: &mut Screen<'_>, label: Option<&str>, text: &str) {
    let label = label.unwrap_or_default();
    for (index, line) in text.lines().enumerate() {
        screen.print(Style::Plain, "  ");
        if index == 0 {
            screen.print(Style::Help, label);
        } else {
            screen.print(Style::Plain, &" ".repeat(label.len()));
        }
        screen.print(Style::Plain, line);
        screen.end();
    }
}
