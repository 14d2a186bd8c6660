//! The edits: another tag, and the packages that the slim image lacks.

use super::Held;
use super::needs::Needs;
use super::subject::Subject;
use crate::run_script::shell_form;
use crate::{Reason, Target};
use dockerfile::{Command, Edit, Editor, Instruction, Kind, New, Span};
use shell::{Action, Manager};

/// Releases whose packages have left the servers that their images ask: `apt-get update` fails there.
///
/// <https://lists.debian.org/debian-devel-announce/2023/03/msg00006.html>, <https://www.debian.org/releases/buster/>
const ARCHIVED: &[&str] = &["wheezy", "jessie", "stretch", "buster"];

/// The edits that make the file stand on the twin.
pub(super) fn edits(
    target: &Target<'_>,
    subject: &Subject,
    needs: &Needs,
) -> Result<Vec<Edit>, Held> {
    let mut editor = Editor::new(target.document);
    let spelling = &subject.spelling;
    editor.replace_span(spelling.span, &spelling.text);
    if !needs.packages.is_empty() {
        let names: Vec<&str> = needs.packages.keys().map(String::as_str).collect();
        match own_install(target, subject, needs.first_need) {
            Some((at, text)) => {
                let added: Vec<String> = names.iter().map(|name| format!("{text}{name}")).collect();
                editor.replace_span(Span::at(at), &added.concat());
            }
            None => new_install(&mut editor, subject, &names)?,
        }
    }
    editor
        .finish()
        .map_err(|error| (Reason::UnresolvedBase, error.to_string()))
}

fn new_install(editor: &mut Editor<'_>, subject: &Subject, names: &[&str]) -> Result<(), Held> {
    let release = subject
        .twin
        .published
        .release
        .and_then(|release| release.version);
    if let Some(release) = release.filter(|release| ARCHIVED.contains(release)) {
        let detail = format!(
            "{} would have to be installed, and the packages of {release} have left their servers",
            names
                .iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ")
        );
        return Err((Reason::PackagesArchived, detail));
    }
    let install = format!(
        "apt-get install -y --no-install-recommends {}",
        names.join(" ")
    );
    let commands = ["apt-get update", &install, "rm -rf /var/lib/apt/lists/*"];
    editor.insert_after(subject.from, New::instruction("RUN", commands));
    Ok(())
}

/// Behind the last package of an `apt-get install` that comes before `first_need`, and what separates packages there.
fn own_install(
    target: &Target<'_>,
    subject: &Subject,
    first_need: Option<usize>,
) -> Option<(usize, String)> {
    let stage = target
        .stages
        .iter()
        .find(|stage| stage.from == subject.from)?;
    let before = stage
        .instructions
        .clone()
        .take_while(|at| first_need.is_none_or(|need| *at < need));
    before
        .filter_map(|at| target.document.instructions.get(at))
        .find_map(|instruction| behind_packages(target, instruction))
}

fn behind_packages(target: &Target<'_>, instruction: &Instruction) -> Option<(usize, String)> {
    let Kind::Run(run) = &instruction.kind else {
        return None;
    };
    let Command::Shell(word) = &run.command else {
        return None;
    };
    if !instruction.heredocs.is_empty() {
        return None;
    }
    let script = shell_form(word.raw());
    script.commands.iter().find_map(|command| {
        let call = command.package_call()?;
        let installs = matches!(call.manager, Manager::AptGet | Manager::Apt)
            && call.action == Action::Install
            && command.is_exact
            && !command.is_conditional
            && call.packages.iter().all(|package| package.is_literal);
        let (last, others) = call.packages.split_last().filter(|_| installs)?;
        let source = |span: shell::Span| {
            let start = word.logical.start + span.start;
            instruction
                .logical
                .source(Span::new(start, word.logical.start + span.end))
        };
        let last = source(last.span)?;
        let between = others.last().and_then(|previous| {
            let previous = source(previous.span)?;
            let text = target.document.slice(Span::new(previous.end, last.start));
            let is_plain = text
                .chars()
                .all(|next| next.is_whitespace() || next == target.document.escape.char());
            is_plain.then(|| text.to_owned())
        });
        Some((last.end, between.unwrap_or_else(|| " ".to_owned())))
    })
}
