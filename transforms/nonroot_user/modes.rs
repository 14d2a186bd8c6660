//! Modes by which a `RUN` keeps everybody but root from starting the program.

use super::grants::Grants;
use super::subject::Subject;
use super::weighing::Weighing;
use crate::image_path::{absolute, name};
use crate::provenance::Provenance;
use crate::run_script::shell_form;
use dockerfile::{Command, Kind};

/// Whether a mode takes everything from all but the owner and the group.
pub(super) fn closes(mode: &str) -> bool {
    let is_number = mode.chars().all(|digit| digit.is_digit(8));
    if is_number {
        mode.ends_with('0')
    } else {
        mode.contains("o-") || mode.contains("go-") || mode.contains("o=,")
    }
}

/// Whether a mode lets the owner alone start a file: `744`, `u+x`.
fn is_for_owner(mode: &str) -> bool {
    if mode.chars().all(|digit| digit.is_digit(8)) {
        let others = mode.chars().next_back().and_then(|digit| digit.to_digit(8));
        return others.is_some_and(|others| others % 2 == 0);
    }
    let mut parts = mode.split(',');
    parts.all(|part| {
        let who = part.split(['+', '=']).next().unwrap_or_default();
        part.contains('x') && !part.contains('-') && !who.is_empty() && !who.contains(['o', 'a'])
    })
}

/// Copies that are given a mode for the owner alone, and what is made under a mask for the owner alone.
fn copies_and_masks(subject: &Subject<'_>, grants: &Grants, weighing: &mut Weighing) {
    for (position, instruction) in subject.instructions() {
        let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
            continue;
        };
        let mode = instruction
            .flag("chmod")
            .and_then(|flag| flag.value.as_ref());
        let is_own = grants.copies.contains(&position) || instruction.flag("chown").is_some();
        let (Some(mode), false) = (mode.map(|mode| mode.value.as_str()), is_own) else {
            continue;
        };
        let Some(to) = subject.destination(position, transfer) else {
            continue;
        };
        let is_program = subject.runs.commands.iter().any(|started| {
            let program = started.program();
            let mut sources = transfer.sources.iter().map(|source| name(&source.value));
            !program.is_empty()
                && (name(&to.path) == program || sources.any(|file| file == program))
        });
        if closes(mode) || (is_program && is_for_owner(mode)) {
            weighing.assumes(format!(
                "the account may use `{}`, which line {} copies with the mode `{mode}`",
                to.path,
                subject.line(position)
            ));
        }
    }
    for ran in subject
        .ran
        .iter()
        .filter(|ran| ran.command.program() == Some("umask"))
    {
        let mask = ran.words().get(1).copied().unwrap_or_default().to_owned();
        if mask
            .chars()
            .next_back()
            .is_some_and(|digit| ('4'..='7').contains(&digit))
        {
            weighing.assumes(format!(
                "the program need not read what line {} makes under `umask {mask}`",
                subject.line(ran.instruction)
            ));
        }
    }
}

/// The programs that start, and the modes that steps of any stage give to files of their name.
pub(super) fn look(subject: &Subject<'_>, grants: &Grants, weighing: &mut Weighing) {
    copies_and_masks(subject, grants, weighing);
    let folder = subject.workdir.as_deref().unwrap_or("/");
    for started in &subject.runs.commands {
        let Some(path) = started.command.name() else {
            continue;
        };
        let Some((mode, line)) = owners_alone(subject, name(path)) else {
            continue;
        };
        let places: Vec<String> = if path.contains('/') {
            vec![absolute(folder, path)]
        } else {
            let folders = [
                "/usr/local/bin",
                "/usr/bin",
                "/bin",
                "/usr/local/sbin",
                "/usr/sbin",
            ];
            folders
                .iter()
                .map(|folder| absolute(folder, path))
                .collect()
        };
        let is_own = |place: &String| {
            let is_copied = match subject.provenance(place) {
                Provenance::Context { instruction, .. }
                | Provenance::Elsewhere { instruction }
                | Provenance::Heredoc { instruction, .. } => grants.copies.contains(&instruction),
                Provenance::NotCopied => false,
            };
            is_copied || grants.sweeps_over(place)
        };
        if !places.iter().any(is_own) {
            weighing.assumes(format!(
                "every account may start `{path}`, which line {line} gives the mode `{mode}`"
            ));
        }
    }
}

/// The last mode that a step gives to a file called `file`, with its line, when it lets the owner alone start it.
fn owners_alone(subject: &Subject<'_>, file: &str) -> Option<(String, usize)> {
    let mut found = None;
    for instruction in &subject.target.document.instructions {
        let Kind::Run(run) = &instruction.kind else {
            continue;
        };
        let Command::Shell(word) = &run.command else {
            continue;
        };
        if !word.raw().contains("chmod") {
            continue;
        }
        for command in shell_form(word.raw()).commands.iter() {
            let words = command.words.iter().filter_map(|word| word.literal());
            let plain: Vec<&str> = words
                .skip(1)
                .filter(|word| !word.starts_with('-'))
                .collect();
            let Some((mode, paths)) = plain.split_first() else {
                continue;
            };
            let is_chmod = command.program() == Some("chmod");
            if is_chmod && paths.iter().any(|path| name(path) == file) {
                found = is_for_owner(mode).then(|| ((*mode).to_owned(), instruction.lines.first));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::is_for_owner;

    #[test]
    fn modes_for_the_owner_alone_are_told_apart() {
        for mode in ["744", "0700", "u+x", "ug+x", "u=rwx,g+x"] {
            assert!(is_for_owner(mode), "{mode}");
        }
        for mode in [
            "755", "+x", "a+x", "0555", "777", "go+x", "u-s", "o+x", "g+w",
        ] {
            assert!(!is_for_owner(mode), "{mode}");
        }
    }
}
