//! The steps that install packages: which of them belong to the first stage alone, and which the second says again.

use super::super::subject::Subject;
use super::super::{Held, knowledge};
use super::held;
use super::node::sets_up_a_manager;
use crate::Target;
use crate::runs::{Follower, Started};
use dockerfile::{Instruction, Kind, New, Stage};
use shell::{Action, Manager, PackageCall};

/// The last `RUN` that installs packages of a language.
pub(super) fn last_install(target: &Target<'_>, stage: &Stage) -> Option<usize> {
    stage.instructions.clone().rev().find(|position| {
        commands(target, stage, *position)
            .iter()
            .filter_map(|started| started.command.package_call())
            .any(|call| is_of_language(call) && is_install(call))
    })
}

pub(super) fn commands(target: &Target<'_>, stage: &Stage, position: usize) -> Vec<Started> {
    let instruction = target.document.instructions.get(position);
    match instruction.map(|instruction| &instruction.kind) {
        Some(Kind::Run(run)) => {
            Follower::new(target)
                .build_step(stage, &run.command, position)
                .commands
        }
        Some(_) | None => Vec::new(),
    }
}

fn is_install(call: &PackageCall) -> bool {
    matches!(call.action, Action::Install | Action::InstallProject)
}

fn is_of_language(call: &PackageCall) -> bool {
    matches!(
        call.manager,
        Manager::Pip
            | Manager::Npm
            | Manager::Yarn
            | Manager::Pnpm
            | Manager::Bundle
            | Manager::Gem
    )
}

/// Whether a `RUN` of the first stage has to be said again: it installs packages that the program may need. An error
/// when it does something else.
pub(super) fn step(
    target: &Target<'_>,
    subject: &Subject,
    stage: &Stage,
    position: usize,
    instruction: &Instruction,
) -> Result<bool, Held> {
    let tools = &knowledge::compile().tools;
    let line = instruction.lines.first;
    let mut of_system = false;
    let mut of_language = false;
    let mut is_kept = false;
    let mut sets_up = false;
    for started in commands(target, stage, position) {
        if started.program() == "rm" && started.words().iter().any(|word| word.starts_with("/var/"))
        {
            continue;
        }
        if subject.language() == "node" && sets_up_a_manager(&started) {
            sets_up = true;
            continue;
        }
        let call = started.command.package_call().ok_or_else(|| {
            held(format!(
                "`{}` on line {line} may write anywhere",
                started.text()
            ))
        })?;
        if call.manager.is_of_system() {
            of_system = true;
            is_kept |= call.action == Action::Install
                && call.packages.iter().any(|package| {
                    !tools.contains(&package.name) && !package.name.ends_with("-dev")
                });
        } else if is_of_language(call) && is_plain(subject, call) {
            of_language = true;
        } else {
            return Err(held(format!(
                "`{}` on line {line} may write anywhere",
                started.text()
            )));
        }
    }
    if is_kept && of_language {
        return Err(held(format!("line {line} installs packages of both kinds")));
    }
    if sets_up && (of_language || of_system) {
        let detail = format!("line {line} installs a package manager, and packages");
        return Err(held(detail));
    }
    Ok(sets_up || (is_kept && of_system))
}

/// Whether a call installs where the language's packages lie by default.
fn is_plain(subject: &Subject, call: &PackageCall) -> bool {
    let own: &[Manager] = match subject.language() {
        "python" => &[Manager::Pip],
        "node" => &[Manager::Npm, Manager::Yarn, Manager::Pnpm],
        "ruby" => &[Manager::Bundle, Manager::Gem],
        _ => &[],
    };
    let elsewhere = [
        "--user",
        "--target",
        "-t",
        "--prefix",
        "--root",
        "-g",
        "--global",
        "--path",
        "--deployment",
        "--install-dir",
        "-C",
        "--dir",
        "--cwd",
        "--modules-folder",
        "--modules-dir",
        "--virtual-store-dir",
        "--filter",
        "-F",
        "-w",
        "--workspace",
        "--workspaces",
        // What is built beside the source does not lie among the packages.
        "-e",
        "--editable",
    ];
    let is_done = matches!(
        call.action,
        Action::Install | Action::InstallProject | Action::Upgrade | Action::Update | Action::Clean
    );
    own.contains(&call.manager)
        && is_done
        && !call.verb.contains("global")
        && !elsewhere.iter().any(|flag| call.has_flag(flag))
}

/// A setting or copy of the first stage, as the second says it again.
pub(super) fn setting(instruction: &Instruction) -> Result<New, Held> {
    let keyword = match &instruction.kind {
        Kind::Arg(_) => "ARG",
        Kind::Env(_) => "ENV",
        Kind::Label(_) => "LABEL",
        Kind::Workdir(_) => "WORKDIR",
        Kind::Copy(_) => "COPY",
        Kind::Add(_) => "ADD",
        Kind::Expose(_) => "EXPOSE",
        Kind::Stopsignal(_) => "STOPSIGNAL",
        Kind::Maintainer(_) => "MAINTAINER",
        Kind::From(_)
        | Kind::Run(_)
        | Kind::Cmd(_)
        | Kind::Entrypoint(_)
        | Kind::Healthcheck(_)
        | Kind::Shell(_)
        | Kind::User(_)
        | Kind::Volume(_)
        | Kind::Onbuild(_)
        | Kind::Unknown => {
            let keyword = instruction.keyword().to_ascii_uppercase();
            let line = instruction.lines.first;
            return Err(held(format!(
                "`{keyword}` on line {line} stands among the steps that install"
            )));
        }
    };
    Ok(copy_of(keyword, instruction))
}

/// The instruction once more, on one line.
pub(super) fn copy_of(keyword: &'static str, instruction: &Instruction) -> New {
    let flags = instruction
        .flags
        .iter()
        .map(|flag| flag.word.raw().to_owned());
    let arguments = instruction.arguments();
    let text = if instruction.lines.first == instruction.lines.last {
        arguments.to_owned()
    } else {
        on_one_line(arguments)
    };
    let words: Vec<String> = flags.chain([text]).collect();
    New::instruction(keyword, [words.join(" ")])
}

/// The text with one blank for each gap, but for those in quotes.
fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut quote = None;
    for next in text.chars() {
        match quote {
            Some(open) if open == next => quote = None,
            None if next == '"' || next == '\'' => quote = Some(next),
            Some(_) | None => {}
        }
        let is_gap = quote.is_none() && next.is_whitespace();
        if !is_gap {
            line.push(next);
        } else if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line.trim_end().to_owned()
}
