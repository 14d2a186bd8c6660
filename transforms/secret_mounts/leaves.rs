//! Where a `RUN` writes the value of a variable into a file that stays in its layer: a mount does not help there.

use super::keepers::{Keeper, keeper, undoes};
use super::shipping::{home, ships};
use crate::{Target, run_script};
use shell::{Command, Script};

/// Programs that print their words, so that a redirection takes them into a file.
const PRINTERS: &[&str] = &["echo", "printf", "cat", "envsubst", "tee", "sed", "base64"];

/// A file with a value that a `RUN` leaves in its layer.
#[derive(Debug, Clone)]
struct Written {
    /// The command that writes it.
    command: usize,
    /// Where it may be, the usual place first.
    files: Vec<String>,
    /// The program that keeps it, if one does.
    keeper: Option<&'static Keeper>,
}

/// A value that a `RUN` leaves in a layer that ships.
#[derive(Debug, Clone)]
pub(super) struct Left {
    /// The `RUN`.
    pub(super) run: usize,
    /// The command that writes it.
    pub(super) command: usize,
    /// The file, as written.
    pub(super) file: String,
    /// The program that keeps it, if one does.
    pub(super) keeper: Option<&'static Keeper>,
}

/// The files with the value that `runs` leave in layers that ship.
pub(super) fn in_layer(target: &Target<'_>, runs: &[usize], name: &str) -> Vec<Left> {
    let mut found = Vec::new();
    for &run in runs {
        let stage = target
            .stages
            .iter()
            .find(|stage| stage.instructions.contains(&run));
        let script = target
            .document
            .instructions
            .get(run)
            .and_then(run_script::script);
        let (Some(stage), Some(script)) = (stage, script) else {
            continue;
        };
        for written in left_by(&script, name) {
            let mut files = written.files.iter();
            let does_ship = files.any(|file| ships(target, stage, run, file));
            if let (Some(file), true) = (written.files.first(), does_ship) {
                found.push(Left {
                    run,
                    command: written.command,
                    file: file.clone(),
                    keeper: written.keeper,
                });
            }
        }
    }
    found
}

/// Where a value stays, as a clause.
pub(super) fn clause(target: &Target<'_>, left: &Left) -> String {
    format!(
        "the `RUN` on line {} writes it into `{}`, which stays in the layer",
        super::line(target, left.run),
        left.file
    )
}

/// Where the script writes the value and does not remove it.
fn left_by(script: &Script, name: &str) -> Vec<Written> {
    let mut left = Vec::new();
    for (index, command) in script.commands.iter().enumerate() {
        let later = script.commands.get(index + 1..).unwrap_or_default();
        let written = written(script, index, command, name).into_iter();
        left.extend(written.filter(|written| {
            let is_gone = |later: &Command| {
                written.files.iter().any(|file| removes(later, file))
                    || undoes(later, written.keeper)
            };
            let also = written.keeper.map_or(&[][..], |keeper| &keeper.also);
            let is_undone = later.iter().any(|later| undoes(later, written.keeper));
            let is_all_gone = also
                .iter()
                .all(|file| later.iter().any(|later| removes(later, file)));
            !(later.iter().any(|later| is_gone(later)) && (is_undone || is_all_gone))
        }));
    }
    left
}

/// The files that one command writes the value into.
fn written(script: &Script, index: usize, command: &Command, name: &str) -> Vec<Written> {
    if !holds(command, name) {
        return Vec::new();
    }
    let mut files: Vec<String> = Vec::new();
    let program = command.program().unwrap_or_default();
    if PRINTERS.contains(&program) {
        let redirections = command.redirections.iter();
        let targets = redirections
            .filter(|redirection| redirection.kind.writes())
            .filter_map(|redirection| redirection.target.as_ref());
        files.extend(targets.map(text));
        // `echo … | tee file`
        if let Some(next) = piped_into(script, command).filter(|next| next.program() == Some("tee"))
        {
            files.extend(operands(next));
        }
        if program == "sed"
            && command
                .arguments()
                .iter()
                .any(|word| word.raw.starts_with("-i"))
        {
            files.extend(operands(command).last());
        }
    }
    files.retain(|file| !file.starts_with("/dev/"));
    let mut written: Vec<Written> = files
        .into_iter()
        .map(|file| Written {
            command: index,
            files: vec![file],
            keeper: None,
        })
        .collect();
    // `echo … | docker login --password-stdin`
    let taker = || piped_into(script, command).and_then(keeper);
    let is_printed = PRINTERS.contains(&program);
    if let Some(keeper) = keeper(command).or_else(|| taker().filter(|_| is_printed)) {
        let files = match (keeper.files.as_slice(), clone_folder(command)) {
            ([only], Some(folder)) if only == ".git/config" => {
                vec![format!("{folder}/.git/config")]
            }
            (files, _) => files.to_vec(),
        };
        written.push(Written {
            command: index,
            files,
            keeper: Some(keeper),
        });
    }
    written
}

/// Whether the value stands among the command's own words.
fn holds(command: &Command, name: &str) -> bool {
    let in_words = command
        .variables
        .iter()
        .any(|variable| variable.name == name);
    let in_heredoc = command.redirections.iter().any(|redirection| {
        redirection
            .heredoc
            .as_ref()
            .is_some_and(|heredoc| super::uses::expands(&heredoc.body, name))
    });
    in_words || in_heredoc || command.program() == Some("envsubst")
}

/// Whether the command removes the file, or a folder around it.
pub(super) fn removes(command: &Command, file: &str) -> bool {
    matches!(command.program(), Some("rm" | "shred" | "unlink"))
        && !command.is_conditional
        && operands(command).any(|gone| {
            let (gone, file) = (home(&gone), home(file));
            let is_same = |file: &str| file == gone || file.starts_with(&format!("{gone}/"));
            let bare = gone.rsplit('/').next().unwrap_or(&gone);
            is_same(&file)
                || file.rsplit('/').next() == Some(bare)
                || (bare == ".git" && file.ends_with("/.git/config"))
        })
}

/// The words after the program that are no options.
fn operands(command: &Command) -> impl Iterator<Item = String> + '_ {
    command
        .arguments()
        .iter()
        .map(text)
        .filter(|word| !word.starts_with('-'))
}

/// What a program receives for the word; the word without its quotes where an expansion is in it.
pub(super) fn text(word: &shell::Word) -> String {
    let written = || word.raw.replace(['"', '\''], "");
    word.literal().map(str::to_owned).unwrap_or_else(written)
}

fn piped_into<'s>(script: &'s Script, command: &Command) -> Option<&'s Command> {
    let index = script
        .commands
        .iter()
        .position(|other| other.as_ref() == command)?;
    let next = script.commands.get(index + 1)?;
    matches!(
        next.operator,
        shell::Operator::Pipe | shell::Operator::PipeBoth
    )
    .then_some(next)
}

/// The folder of a `git clone`.
fn clone_folder(command: &Command) -> Option<String> {
    let mut words = operands(command).skip_while(|word| word != "clone").skip(1);
    let address = words.next()?;
    let folder = words.next().unwrap_or_else(|| {
        let last = address.trim_end_matches('/').rsplit('/').next();
        last.unwrap_or_default().trim_end_matches(".git").to_owned()
    });
    Some(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> Vec<String> {
        let left = left_by(&Script::parse(text), "TOKEN");
        let first = left
            .into_iter()
            .map(|written| written.files.into_iter().next());
        first.flatten().collect()
    }

    #[test]
    fn a_file_that_the_same_run_removes_is_not_left() {
        assert_eq!(
            left("echo \"t=$TOKEN\" > .npmrc && npm ci && rm -f .npmrc"),
            [""; 0]
        );
        assert_eq!(left("echo \"t=$TOKEN\" > .npmrc && npm ci"), [".npmrc"]);
        assert_eq!(
            left("echo \"t=$TOKEN\" >> ~/.netrc; rm /root/.netrc"),
            [""; 0]
        );
        assert_eq!(
            left("curl -H \"X: $TOKEN\" https://example.com > out"),
            [""; 0]
        );
        assert_eq!(left("echo $TOKEN | tee /etc/token"), ["/etc/token"]);
        assert_eq!(left("cat <<EOF > a\n$TOKEN\nEOF\n"), ["a"]);
    }

    #[test]
    fn programs_that_keep_what_they_are_given_are_known() {
        assert_eq!(
            left("git clone https://$TOKEN@example.com/team/tool.git"),
            ["tool/.git/config"]
        );
        assert_eq!(
            left("git clone https://$TOKEN@example.com/a.git /src && rm -rf /src/.git"),
            [""; 0]
        );
        assert_eq!(
            left(
                "git config --global url.\"https://$TOKEN@example.com\".insteadOf https://example.com"
            ),
            ["~/.gitconfig"]
        );
        assert_eq!(
            left(
                "npm config set //r/:_authToken $TOKEN && npm ci && npm config delete //r/:_authToken"
            ),
            [""; 0]
        );
        assert_eq!(left("git -c http.extraHeader=\"A: $TOKEN\" fetch"), [""; 0]);
        assert_eq!(
            left("git config --system http.extraHeader \"A: $TOKEN\""),
            ["/etc/gitconfig"]
        );
        assert_eq!(
            left("git config http.extraHeader \"A: $TOKEN\""),
            [".git/config"]
        );
        let submodule = "git submodule add https://$TOKEN@example.com/a.git a && rm -rf .git";
        assert_eq!(left(submodule), [".git/config"]);
        assert_eq!(left(&format!("{submodule} .gitmodules")), [""; 0]);
    }

    #[test]
    fn what_a_program_is_handed_by_a_pipe_it_keeps_too() {
        let login = "echo $TOKEN | docker login -u jo --password-stdin registry.example.com";
        assert_eq!(left(login), ["~/.docker/config.json"]);
        assert_eq!(left(&format!("{login} && docker logout")), [""; 0]);
        assert_eq!(
            left("echo $TOKEN | gh auth login --with-token"),
            ["~/.config/gh/hosts.yml"]
        );
        assert_eq!(left("echo $TOKEN | docker build --secret id=t -"), [""; 0]);
    }
}
