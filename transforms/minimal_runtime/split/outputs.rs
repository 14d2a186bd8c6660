//! Which executable files a build of Go or Rust writes.

use crate::Target;
use crate::image_path::{PROGRAM_FOLDERS, absolute, folder, name};
use crate::provenance::workdir;
use crate::runs::Follower;
use dockerfile::{Kind, Stage};

/// Where programs without a path are looked for, in the images that build them.
const OF_TOOLS: &[&str] = &["/go/bin", "/usr/local/cargo/bin"];

/// A file that a build writes, or a folder into which it does.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Output {
    File(String),
    Folder(String),
}

/// The file that `program`, as the container starts it in `workdir`, stands for, if the build of `stage` writes it.
pub(super) fn written(
    target: &Target<'_>,
    stage: &Stage,
    workdir: &str,
    program: &str,
) -> Option<String> {
    let outputs = all(target, stage);
    let candidates: Vec<String> = if program.contains('/') {
        vec![absolute(workdir, program)]
    } else {
        let folders = OF_TOOLS.iter().chain(PROGRAM_FOLDERS);
        folders
            .map(|folder| format!("{folder}/{program}"))
            .collect()
    };
    candidates.into_iter().find(|path| {
        outputs.iter().any(|output| match output {
            Output::File(file) => file == path,
            Output::Folder(into) => folder(path) == into,
        })
    })
}

/// Where a file has to lie so that it is found in every image.
pub(super) fn place(path: &str) -> String {
    match OF_TOOLS.contains(&folder(path)) {
        true => format!("/usr/local/bin/{}", name(path)),
        false => path.to_owned(),
    }
}

fn all(target: &Target<'_>, stage: &Stage) -> Vec<Output> {
    let follower = Follower::new(target);
    let mut outputs = Vec::new();
    for position in stage.instructions.clone() {
        let Some(Kind::Run(run)) = target
            .document
            .instructions
            .get(position)
            .map(|instruction| &instruction.kind)
        else {
            continue;
        };
        let Some(workdir) = workdir(target, stage, position) else {
            continue;
        };
        for started in follower.build_step(stage, &run.command, position).commands {
            outputs.extend(output(&started.words(), &workdir));
        }
    }
    outputs
}

fn output(words: &[&str], workdir: &str) -> Option<Output> {
    let value = |flag: &str| {
        let mut rest = words.iter().skip_while(|word| **word != flag);
        rest.nth(1).filter(|value| !value.contains('$'))
    };
    match words {
        ["go", "build", ..] => {
            let path = value("-o")?;
            let whole = absolute(workdir, path);
            Some(match path.ends_with('/') {
                true => Output::Folder(whole),
                false => Output::File(whole),
            })
        }
        ["go", "install", ..] => Some(Output::Folder("/go/bin".to_owned())),
        ["cargo", "build" | "b", rest @ ..] => {
            let is_release = rest.iter().any(|word| ["--release", "-r"].contains(word));
            let profile = if is_release { "release" } else { "debug" };
            let triple = value("--target").map(|triple| format!("/{triple}"));
            let below = format!("target{}/{profile}", triple.unwrap_or_default());
            Some(Output::Folder(absolute(workdir, &below)))
        }
        ["cargo", "install", ..] => Some(Output::Folder("/usr/local/cargo/bin".to_owned())),
        ["cp" | "mv", _, to] | ["install", .., _, to] if !to.contains('$') => {
            let whole = absolute(workdir, to);
            Some(match to.ends_with('/') {
                true => Output::Folder(whole),
                false => Output::File(whole),
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builds_say_where_they_write() {
        let file = |path: &str| Some(Output::File(path.to_owned()));
        let folder = |path: &str| Some(Output::Folder(path.to_owned()));
        assert_eq!(
            output(&["go", "build", "-o", "app", "."], "/src"),
            file("/src/app")
        );
        assert_eq!(
            output(&["go", "build", "-o", "/out/", "./..."], "/src"),
            folder("/out")
        );
        assert_eq!(output(&["go", "build", "."], "/src"), None);
        assert_eq!(
            output(&["cargo", "build", "--release"], "/src"),
            folder("/src/target/release")
        );
        assert_eq!(place("/go/bin/app"), "/usr/local/bin/app");
    }
}
