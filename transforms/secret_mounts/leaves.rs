//! Where a `RUN` writes the value of a variable into a file that stays in its layer: a mount does not help there.

use super::keepers::{Keeper, keeper, undoes};
use crate::image_path::absolute;
use crate::{Target, expand, provenance, run_script};
use dockerfile::{Instruction, Kind, Stage};
use shell::{Command, Script};

/// Programs that print their words, so that a redirection takes them into a file.
const PRINTERS: &[&str] = &["echo", "printf", "cat", "envsubst", "tee", "sed", "base64"];

/// A file with the value that one of `runs` leaves in a layer that ships, as a clause: the first there is.
pub(super) fn in_layer(target: &Target<'_>, runs: &[usize], name: &str) -> Option<String> {
    runs.iter().find_map(|&run| {
        let instruction = target.document.instructions.get(run)?;
        let stage = target
            .stages
            .iter()
            .find(|stage| stage.instructions.contains(&run))?;
        let script = run_script::script(instruction)?;
        let left = left_by(&script, name);
        let left = left
            .into_iter()
            .find(|file| ships(target, stage, run, file))?;
        Some(format!(
            "the `RUN` on line {} writes it into `{left}`, which stays in the layer",
            instruction.lines.first
        ))
    })
}

/// The files that the script writes the value into and does not remove.
fn left_by(script: &Script, name: &str) -> Vec<String> {
    let mut left = Vec::new();
    for (index, command) in script.commands.iter().enumerate() {
        let later = script.commands.get(index + 1..).unwrap_or_default();
        let files = written(script, command, name);
        left.extend(files.into_iter().filter(|(file, keeper)| {
            !later
                .iter()
                .any(|later| removes(later, file) || undoes(later, *keeper))
        }));
    }
    left.into_iter().map(|(file, _)| file).collect()
}

/// The files that one command writes the value into.
fn written(
    script: &Script,
    command: &Command,
    name: &str,
) -> Vec<(String, Option<&'static Keeper>)> {
    let mut files = Vec::new();
    if !holds(command, name) {
        return files;
    }
    let program = command.program().unwrap_or_default();
    if PRINTERS.contains(&program) {
        let redirections = command.redirections.iter();
        let targets = redirections
            .filter(|redirection| redirection.kind.writes())
            .filter_map(|redirection| redirection.target.as_ref());
        files.extend(targets.map(|word| (text(word), None)));
        // `echo … | tee file`
        if let Some(next) = piped_into(script, command).filter(|next| next.program() == Some("tee"))
        {
            files.extend(operands(next).map(|file| (file, None)));
        }
        if program == "sed"
            && command
                .arguments()
                .iter()
                .any(|word| word.raw.starts_with("-i"))
        {
            files.extend(operands(command).last().map(|file| (file, None)));
        }
    }
    if let Some(keeper) = keeper(command) {
        let file = match (keeper.file.as_str(), clone_folder(command)) {
            (".git/config", Some(folder)) => format!("{folder}/.git/config"),
            (file, _) => file.to_owned(),
        };
        files.push((file, Some(keeper)));
    }
    files.retain(|(file, _)| !file.starts_with("/dev/"));
    files
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
fn removes(command: &Command, file: &str) -> bool {
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

fn text(word: &shell::Word) -> String {
    let written = || word.raw.replace(['"', '\''], "");
    word.literal.clone().unwrap_or_else(written)
}

/// A path below the home folder in one spelling.
fn home(path: &str) -> String {
    let path = path.trim_end_matches('/');
    let rest = ["~/", "$HOME/", "${HOME}/", "/root/"]
        .iter()
        .find_map(|start| path.strip_prefix(start));
    rest.map_or_else(
        || path.trim_start_matches("./").to_owned(),
        |rest| format!("~/{rest}"),
    )
}

fn piped_into<'s>(script: &'s Script, command: &Command) -> Option<&'s Command> {
    let index = script.commands.iter().position(|other| other == command)?;
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

/// Whether a file that the `RUN` leaves in `stage` is in the image that ships.
fn ships(target: &Target<'_>, stage: &Stage, run: usize, file: &str) -> bool {
    let last = target.stages.last().map(|stage| stage.index);
    let is_below_last =
        last.is_some_and(|last| super::uses::heirs(target.stages, stage.index).contains(&last));
    if is_below_last {
        return true;
    }
    let base = provenance::base_workdir(target, stage);
    let folder = expand::workdir(stage, run, &base).unwrap_or_else(|| "/".to_owned());
    let path = absolute(&folder, &home(file).replace("~/", "/root/"));
    let heirs = super::uses::heirs(target.stages, stage.index);
    target.document.instructions.iter().any(|instruction| {
        copies_from(target, &heirs, instruction).is_some_and(|sources| {
            sources.iter().any(|source| {
                let source = absolute("/", source);
                source.contains(['$', '*'])
                    || source == "/"
                    || path == source
                    || path.starts_with(&format!("{source}/"))
            })
        })
    })
}

/// The sources of a `COPY --from` one of the stages.
fn copies_from(
    target: &Target<'_>,
    stages: &[usize],
    instruction: &Instruction,
) -> Option<Vec<String>> {
    let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
        return None;
    };
    let from = instruction.flag("from")?.value.as_ref()?;
    let is_from = stages.iter().any(|&index| {
        let stage = target.stages.get(index);
        from.value == index.to_string()
            || stage.is_some_and(|stage| {
                stage.name.as_deref() == Some(from.value.to_lowercase().as_str())
            })
    });
    is_from.then(|| {
        let sources = transfer.sources.iter();
        sources
            .map(|word| word.value.trim_end_matches("/.").to_owned())
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> Vec<String> {
        left_by(&Script::parse(text), "TOKEN")
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
    }
}
