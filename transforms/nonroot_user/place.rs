//! Where the account is created and where `USER` stands, as edits.

use super::account::{Account, Origin};
use super::grants::Grants;
use super::subject::Subject;
use super::tree::can_be_own;
use crate::image_path::{below, joined};
use dockerfile::{Edit, Editor, Instruction, Kind, New};

/// The edits; `root_user` is the position of the `USER` that makes it root.
///
/// # Errors
/// Why the file cannot be edited there, as a clause.
pub(super) fn place(
    subject: &Subject<'_>,
    account: &Account,
    grants: &Grants,
    root_user: Option<usize>,
) -> Result<Vec<Edit>, String> {
    let mut editor = Editor::new(subject.target.document);
    let commands = commands(subject, account, grants);
    if !commands.is_empty() {
        let run = New {
            keyword: "RUN",
            arguments: commands,
            comment: None,
            blank_line_before: false,
        };
        match account_place(subject, account, grants) {
            Some(position) => editor.insert_before(position, run),
            None => editor.insert_after(last(subject), run),
        }
    }
    for position in &grants.copies {
        editor.add_flag(*position, &format!("--chown={}", account.numbers()));
    }
    for (place, folders) in &grants.behind {
        editor.replace_span(
            *place,
            &format!(" && chown {} {}", account.numbers(), folders.join(" ")),
        );
    }
    for sweep in &grants.sweeps {
        editor.replace_span(sweep.place, &sweep.text(account.uid, account.gid));
    }
    let exposed = grants.port_move.iter().flat_map(|moved| &moved.exposed);
    for (word, text) in exposed {
        editor.replace(word, text);
    }
    user(subject, account, root_user, &mut editor);
    super::stages::keep_root_above(subject.target, subject.stage, &mut editor);
    editor.finish().map_err(|error| error.to_string())
}

/// The commands of the one `RUN` that creates the account and its folders.
fn commands(subject: &Subject<'_>, account: &Account, grants: &Grants) -> Vec<String> {
    let mut commands = match &account.origin {
        Origin::New { commands, .. } => commands.clone(),
        Origin::File { .. } | Origin::Base { .. } | Origin::Numbers => Vec::new(),
    };
    let mut folders = grants.folders_between();
    folders.retain(|folder| !is_given(subject, account, folder));
    if !folders.is_empty() {
        let folders = folders.join(" ");
        // Where the group is root's, others of it write there too.
        let mode = if account.gid == 0 { " -m 0775" } else { "" };
        commands.push(format!(
            "install -d{mode} -o {} -g {} {folders}",
            account.uid, account.gid
        ));
    }
    if !grants.files.is_empty() {
        for file in &grants.files {
            let mode = if account.gid == 0 { "0664" } else { "0644" };
            commands.push(format!(
                "install -m {mode} -o {} -g {} /dev/null {file}",
                account.uid, account.gid
            ));
        }
    }
    for folder in &grants.given {
        commands.push(format!(
            "find {folder} -exec chown -h {} {{}} +",
            account.numbers()
        ));
    }
    let moved = grants.port_move.iter().flat_map(|moved| &moved.commands);
    commands.extend(moved.cloned());
    commands
}

/// Whether a stage below gives the folder to the account already.
fn is_given(subject: &Subject<'_>, account: &Account, folder: &str) -> bool {
    let uid = account.uid.to_string();
    let of_stage = &subject.stage.instructions;
    let ran = subject.ran.iter();
    let mut ran_below = ran.filter(|ran| !of_stage.contains(&ran.instruction));
    ran_below.any(|ran| {
        let words = ran.words();
        super::leftovers::gives_away(&words)
            && words.contains(&uid.as_str())
            && words.contains(&folder)
    })
}

/// Where the account's `RUN` goes: before the first instruction of the stage that is more than a setting, so that
/// nothing a developer changes often makes the layer anew, while proxies and mirrors from `ARG` and `ENV` are in force.
/// A later `RUN` that makes one of the folders itself goes first.
pub(super) fn account_place(
    subject: &Subject<'_>,
    account: &Account,
    grants: &Grants,
) -> Option<usize> {
    let of_stage = subject.stage.instructions.clone();
    let creator = match &account.origin {
        Origin::File { instruction, .. } => Some(*instruction),
        Origin::Base { .. } | Origin::New { .. } | Origin::Numbers => None,
    };
    let server = super::servers::of_stage(subject);
    let mut from_last = subject.ran.iter().rev();
    let maker = from_last.find(|ran| {
        of_stage.contains(&ran.instruction)
            && (makes_one_of(ran, grants) || super::servers::is_installed_by(server, ran))
    });
    let maker = maker.map(|ran| ran.instruction).max(creator);
    subject
        .instructions()
        .filter(|(position, _)| {
            of_stage.contains(position) && maker.is_none_or(|maker| *position > maker)
        })
        .find(|(position, instruction)| !is_head(instruction) && is_root_at(subject, *position))
        .map(|(position, _)| position)
}

/// Programs that do the same whether a folder is there or not.
const INDIFFERENT: &[&str] = &[
    "cd", "pushd", "chmod", "chown", "ls", "test", "[", "[[", "install", "find", "pip", "pip3",
    "npm", "yarn", "echo", "rm",
];

/// Whether a command makes one of the folders, or would do something else if it were there: `mkdir` without `-p`,
/// `mv`, `cp`, `git clone`, `ln -s`.
fn makes_one_of(ran: &super::subject::Ran, grants: &Grants) -> bool {
    let program = ran.command.program().unwrap_or_default();
    if grants.folders.is_empty() || INDIFFERENT.contains(&program) {
        return false;
    }
    let makes_parents = program == "mkdir"
        && ran.each_word().any(|word| {
            word == "--parents"
                || (!word.starts_with("--") && word.starts_with('-') && word.contains('p'))
        });
    let Some(folder) = ran.folder.as_deref().filter(|_| !makes_parents) else {
        return false;
    };
    let words = ran.each_word().skip(1);
    words.filter(|word| !word.starts_with('-')).any(|word| {
        let path = joined(folder, word);
        let mut folders = grants.folders.iter();
        // Where a command runs, that folder is there already.
        folders.any(|own| below(&path, own).is_some())
            && below(&path, folder).is_none()
            && can_be_own(&path)
    })
}

fn is_head(instruction: &Instruction) -> bool {
    match instruction.kind {
        Kind::From(_)
        | Kind::Arg(_)
        | Kind::Env(_)
        | Kind::Label(_)
        | Kind::Maintainer(_)
        | Kind::Shell(_)
        | Kind::Workdir(_)
        | Kind::User(_) => true,
        Kind::Run(_)
        | Kind::Copy(_)
        | Kind::Add(_)
        | Kind::Cmd(_)
        | Kind::Entrypoint(_)
        | Kind::Healthcheck(_)
        | Kind::Expose(_)
        | Kind::Volume(_)
        | Kind::Stopsignal(_)
        | Kind::Onbuild(_)
        | Kind::Unknown => false,
    }
}

fn is_root_at(subject: &Subject<'_>, position: usize) -> bool {
    match subject.stage.user_at(position) {
        Some(setting) => matches!(setting.value.split(':').next(), Some("root" | "0")),
        None => subject
            .base
            .as_ref()
            .is_none_or(|base| base.starts_as_root() != Some(false)),
    }
}

/// Replaces the `USER` that makes it root when nothing behind it needs root, else puts one before the command block.
fn user(
    subject: &Subject<'_>,
    account: &Account,
    root_user: Option<usize>,
    editor: &mut Editor<'_>,
) {
    let replaced = root_user.filter(|position| {
        subject.stage.instructions.contains(position)
            && subject
                .instructions()
                .filter(|(other, _)| other > position)
                .all(|(_, instruction)| !needs_root(instruction))
    });
    if let Some(Kind::User(word)) = replaced
        .and_then(|position| subject.instruction(position))
        .map(|instruction| &instruction.kind)
    {
        editor.replace(word, &account.numbers());
        return;
    }
    let new = New {
        keyword: "USER",
        arguments: vec![account.numbers()],
        comment: None,
        blank_line_before: false,
    };
    match command_block(subject) {
        Some(position) => editor.insert_before(position, new),
        None => editor.insert_after(last(subject), new),
    }
}

/// Whether an instruction could fail, or leave other files, without root.
fn needs_root(instruction: &Instruction) -> bool {
    match instruction.kind {
        Kind::Run(_)
        | Kind::Shell(_)
        | Kind::Onbuild(_)
        | Kind::User(_)
        | Kind::Workdir(_)
        | Kind::From(_)
        | Kind::Unknown => true,
        // Docker copies as root whoever `USER` is: <https://docs.docker.com/reference/dockerfile/#copy---chown---chmod>.
        Kind::Copy(_) | Kind::Add(_) => false,
        Kind::Arg(_)
        | Kind::Env(_)
        | Kind::Label(_)
        | Kind::Cmd(_)
        | Kind::Entrypoint(_)
        | Kind::Healthcheck(_)
        | Kind::Expose(_)
        | Kind::Volume(_)
        | Kind::Stopsignal(_)
        | Kind::Maintainer(_) => false,
    }
}

/// The first of the instructions at the stage's end that say how the container is run.
fn command_block(subject: &Subject<'_>) -> Option<usize> {
    let of_stage = subject.stage.instructions.clone();
    let mut block = None;
    for (position, instruction) in subject.instructions().rev() {
        if !of_stage.contains(&position) {
            break;
        }
        match instruction.kind {
            Kind::Cmd(_)
            | Kind::Entrypoint(_)
            | Kind::Healthcheck(_)
            | Kind::Expose(_)
            | Kind::Stopsignal(_) => block = Some(position),
            Kind::Arg(_)
            | Kind::Env(_)
            | Kind::Label(_)
            | Kind::Volume(_)
            | Kind::Maintainer(_) => {}
            Kind::Run(_)
            | Kind::Copy(_)
            | Kind::Add(_)
            | Kind::Workdir(_)
            | Kind::User(_)
            | Kind::Shell(_)
            | Kind::Onbuild(_)
            | Kind::From(_)
            | Kind::Unknown => break,
        }
    }
    block
}

fn last(subject: &Subject<'_>) -> usize {
    subject.stage.instructions.end.saturating_sub(1)
}
