//! What the commands of a `RUN` do with a credential file: read it, handle it (`chmod`, `rm`), or name it otherwise.

use super::files::{CredentialFile, FileKind};
use super::leaves::text;
use shell::{Command, Script};

/// What a `RUN` does with a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Handling {
    /// The commands that do nothing but handle the file, and go with it.
    pub(super) gone: Vec<usize>,
    /// Whether a program reads it.
    pub(super) reads: bool,
    /// Whether a command names it for something else.
    pub(super) names_it: bool,
    /// Whether it makes the file's folder.
    pub(super) makes_folder: bool,
    /// Whether it needs the file's folder to be there.
    pub(super) needs_folder: bool,
}

/// What `script` does with the file at `path`.
pub(super) fn of(script: &Script, path: &str, file: &CredentialFile) -> Handling {
    let mut handling = Handling::default();
    for (index, command) in script.commands.iter().enumerate() {
        let is_agent = file.kind == FileKind::SshKey && starts_agent(command);
        if is_agent || handles(command, path) {
            handling.gone.push(index);
            continue;
        }
        handling.names_it |= texts(command).any(|text| names(&text, path));
        handling.reads |= reads(command, file);
        let folder = crate::image_path::folder(path);
        if texts(command).any(|text| has_path(&text, path, folder)) {
            match command.program() {
                Some("mkdir") => handling.makes_folder |= !handling.needs_folder,
                Some("rm") => {}
                Some(_) | None => handling.needs_folder |= !handling.makes_folder,
            }
        }
    }
    handling
}

fn reads(command: &Command, file: &CredentialFile) -> bool {
    let Some(program) = command.program() else {
        return false;
    };
    let is_reader = file.readers.iter().any(|reader| reader == program);
    match file.kind {
        FileKind::Path => is_reader,
        // Only what builds something reads variables: an installation does not.
        FileKind::Environment => {
            is_reader
                && command.arguments().iter().any(|word| {
                    ["run", "build", "generate", "artisan"]
                        .iter()
                        .any(|verb| word.value().contains(verb))
                })
        }
        FileKind::SshKey => {
            is_reader
                && !command.arguments().first().is_some_and(|word| {
                    ["config", "--version", "version", "init", "add", "commit"]
                        .contains(&word.value())
                })
        }
    }
}

/// Whether it starts an agent of `ssh` for itself: the one of the mount takes its place.
fn starts_agent(command: &Command) -> bool {
    let is_eval = command.program() == Some("eval");
    let names_agent = command
        .words
        .iter()
        .any(|word| word.raw.contains("ssh-agent"));
    (is_eval && names_agent) || command.program() == Some("ssh-agent")
}

/// Whether it changes the mode or the owner of the file, removes it, or hands it to an agent, and does nothing else.
fn handles(command: &Command, path: &str) -> bool {
    let operands: Vec<String> = command
        .arguments()
        .iter()
        .map(text)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let files = match command.program() {
        Some("rm" | "shred" | "ssh-add" | "unlink") => operands.as_slice(),
        Some("chmod" | "chown" | "chgrp") => operands.get(1..).unwrap_or_default(),
        Some(_) | None => return false,
    };
    let folder = crate::image_path::folder(path);
    let is_all = |word: &String| at_home(word, path) == format!("{folder}/*");
    !files.is_empty() && files.iter().all(|word| names(word, path) || is_all(word))
}

/// Everything that is written in a command.
fn texts(command: &Command) -> impl Iterator<Item = String> + '_ {
    let words = command.words.iter().map(text);
    let assigned = command
        .assignments
        .iter()
        .map(|assignment| text(&assignment.value));
    let redirected = command.redirections.iter().flat_map(|redirection| {
        let target = redirection.target.as_ref().map(text);
        let body = redirection.heredoc.as_ref();
        target
            .into_iter()
            .chain(body.map(|heredoc| heredoc.body.clone()))
    });
    words.chain(assigned).chain(redirected)
}

/// Whether the text names the file, by its path or by its name.
fn names(text: &str, path: &str) -> bool {
    let name = crate::image_path::name(path);
    let below = format!("/{name}");
    text.split([' ', '=', ':', ';', ',', '"', '\'', '\n', '\t', '@'])
        .any(|word| word == path || word == name || word.ends_with(&below))
}

/// Whether the text has the path `folder` in it.
fn has_path(text: &str, path: &str, folder: &str) -> bool {
    text.split([' ', '=', ':', ';', ',', '"', '\'', '\n', '\t'])
        .map(|word| at_home(word, path))
        .any(|word| word == folder || word.starts_with(&format!("{folder}/")))
}

/// A path that starts at the home folder, when the file lies in a folder of it.
fn at_home(word: &str, path: &str) -> String {
    let home = crate::image_path::folder(crate::image_path::folder(path));
    let rest = ["~/", "$HOME/", "${HOME}/"]
        .iter()
        .find_map(|start| word.strip_prefix(start));
    let written = rest.map_or_else(|| word.to_owned(), |rest| format!("{home}/{rest}"));
    if written.len() > 1 {
        written.trim_end_matches('/').to_owned()
    } else {
        written
    }
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_file_is_named_by_whole_words() {
        let path = "/root/.ssh/id_rsa";
        assert!(names("~/.ssh/id_rsa", path) && names("ssh -i id_rsa", path));
        assert!(!names("/root/.ssh/id_rsa.pub", path) && !names("my_id_rsa", path));
    }
}
