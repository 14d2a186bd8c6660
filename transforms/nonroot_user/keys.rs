//! Private keys: the tools that make them let nobody but their owner read them, and a copy keeps that.

use super::grants::Grants;
use super::subject::{Ran, Subject};
use super::weighing::Weighing;
use crate::image_path::{absolute, below, name};
use dockerfile::Kind;

/// Where `ssh-keygen -A` puts the keys of a host.
const OF_THE_HOST: &str = "/etc/ssh/ssh_host_*_key";

/// Subcommands of `openssl` whose `-out` is a private key.
const MAKES_KEY: [&str; 6] = ["genrsa", "genpkey", "gendsa", "ecparam", "rsa", "pkcs12"];

pub(super) fn look(subject: &Subject<'_>, grants: &Grants, weighing: &mut Weighing) {
    copied(subject, grants, weighing);
    for ran in &subject.ran {
        let folder = ran.folder.as_deref().unwrap_or("/");
        let Some(path) = key(ran) else {
            continue;
        };
        let path = path.trim_matches(['"', '\'']);
        let path = if path.starts_with('$') {
            path.to_owned()
        } else {
            absolute(folder, path)
        };
        if !grants.can_write(&path) {
            weighing.assumes(format!(
                "the program need not read `{path}`, which line {} makes for root alone",
                subject.line(ran.instruction)
            ));
        }
    }
}

/// Where distributions keep private keys, in a folder that only root and a group of its own can enter.
const PRIVATE: &str = "/etc/ssl/private";

/// Names that private keys have.
const NAMES: [&str; 5] = [
    "key.pem",
    "privkey.pem",
    "private.pem",
    "id_rsa",
    "id_ed25519",
];

/// Private keys that are copied outside of what becomes the account's own.
fn copied(subject: &Subject<'_>, grants: &Grants, weighing: &mut Weighing) {
    for (position, instruction) in subject.instructions() {
        let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
            continue;
        };
        let is_seen_to = ["chown", "chmod"]
            .iter()
            .any(|flag| instruction.flag(flag).is_some());
        let to = subject.destination(position, transfer);
        let Some(to) = to.filter(|_| !is_seen_to && !grants.copies.contains(&position)) else {
            continue;
        };
        for source in &transfer.sources {
            let file = name(&source.value);
            let path = to.of_file(file);
            let is_key = file.ends_with(".key")
                || NAMES.contains(&file)
                || below(PRIVATE, &path).is_some_and(|rest| !rest.is_empty());
            if is_key && !is_opened(subject, &path) {
                weighing.assumes(format!(
                    "the account may read `{path}`, which line {} copies",
                    subject.line(position)
                ));
            }
        }
    }
}

/// Whether a `RUN` changes the mode or the owner of a file, or removes it.
fn is_opened(subject: &Subject<'_>, path: &str) -> bool {
    subject.ran.iter().any(|ran| {
        let folder = ran.folder.as_deref().unwrap_or("/");
        let changes = matches!(
            ran.command.program(),
            Some("chmod" | "chown" | "rm" | "shred")
        );
        let words = ran.words();
        let mut named = words.iter().skip(1).map(|word| absolute(folder, word));
        changes && named.any(|named| below(&named, path).is_some())
    })
}

/// The private key that a command makes; a path with a variable as written.
///
/// `ssh-keygen` and `openssl` make it with mode 600: <https://man.openbsd.org/ssh-keygen.1#FILES>,
/// <https://github.com/openssl/openssl/blob/openssl-3.0/apps/lib/apps.c> (`bio_open_owner`).
fn key(ran: &Ran) -> Option<&str> {
    let program = ran.command.program()?;
    if !matches!(program, "ssh-keygen" | "openssl") {
        return None;
    }
    let words = ran.words();
    let after = |flags: &[&str]| {
        let at = words.iter().position(|word| flags.contains(word))?;
        words.get(at + 1).copied()
    };
    let subcommand = words.get(1);
    match program {
        "ssh-keygen" if words.contains(&"-A") => Some(OF_THE_HOST),
        "ssh-keygen" => after(&["-f"]),
        "openssl" if subcommand.is_some_and(|word| MAKES_KEY.contains(word)) => after(&["-out"]),
        _ => after(&["-keyout"]),
    }
}
