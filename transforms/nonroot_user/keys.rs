//! Private keys that a `RUN` makes: the tools that make them let nobody but root read them.

use super::grants::Grants;
use super::subject::{Ran, Subject};
use super::weighing::Weighing;
use crate::image_path::absolute;

/// Where `ssh-keygen -A` puts the keys of a host.
const OF_THE_HOST: &str = "/etc/ssh/ssh_host_*_key";

/// Subcommands of `openssl` whose `-out` is a private key.
const MAKES_KEY: [&str; 6] = ["genrsa", "genpkey", "gendsa", "ecparam", "rsa", "pkcs12"];

pub(super) fn look(subject: &Subject<'_>, grants: &Grants, weighing: &mut Weighing) {
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

/// The private key that a command makes; a path with a variable as written.
///
/// `ssh-keygen` and `openssl` make it with mode 600: <https://man.openbsd.org/ssh-keygen.1#FILES>,
/// <https://github.com/openssl/openssl/blob/openssl-3.0/apps/lib/apps.c> (`bio_open_owner`).
fn key(ran: &Ran) -> Option<&str> {
    let words = ran.words();
    let after = |flags: &[&str]| {
        let at = words.iter().position(|word| flags.contains(word))?;
        words.get(at + 1).copied()
    };
    let subcommand = words.get(1);
    match ran.command.program()? {
        "ssh-keygen" if words.contains(&"-A") => Some(OF_THE_HOST),
        "ssh-keygen" => after(&["-f"]),
        "openssl" if subcommand.is_some_and(|word| MAKES_KEY.contains(word)) => after(&["-out"]),
        "openssl" => after(&["-keyout"]),
        _ => None,
    }
}
