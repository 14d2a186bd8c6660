//! Reads every command of the stages on the base, and what it needs.

use super::commands::Looker;
use super::knowledge;
use super::needs::Needs;
use super::subject::Subject;
use crate::any_of::AnyOf;
use crate::base_image::root_stage;
use crate::runs::{Follower, ReadIn, Runs, Started, Unread};
use crate::{Reason, Target};
use dockerfile::{Command, Instruction, Kind, Stage};
use shell::Script;
use std::sync::LazyLock;

/// What the stages on the base of `subject` need.
pub(super) fn needs(target: &Target<'_>, subject: &Subject) -> Needs {
    let needs = Needs::of_image(&subject.slim.packages);
    let mut looker = Looker {
        target,
        subject,
        needs,
    };
    each_step(target, subject, |stage, position, instruction, found| {
        left_out(&mut looker, instruction);
        match found {
            Some(found) => all(&mut looker, stage, position, &found),
            None => other(&mut looker, stage, instruction),
        }
    });
    if let Some(stage) = dockerfile::final_stage(target.stages) {
        starts(&mut looker, stage);
        super::sources::look(&mut looker);
    }
    looker.needs
}

/// Gives every instruction of the stages on the base of `subject`, with what it runs if it is a `RUN`.
pub(super) fn each_step(
    target: &Target<'_>,
    subject: &Subject,
    mut visit: impl FnMut(&Stage, usize, &Instruction, Option<Runs>),
) {
    let follower = Follower::new(target);
    let is_on_it = |stage: &&Stage| root_stage(target.stages, stage).from == subject.from;
    for stage in target.stages.iter().filter(is_on_it) {
        for position in stage.instructions.clone() {
            let Some(instruction) = target.document.instructions.get(position) else {
                continue;
            };
            let mut found = None;
            if let Kind::Run(run) = &instruction.kind {
                found = Some(build_step(
                    &follower,
                    stage,
                    &run.command,
                    position,
                    instruction,
                ));
            }
            visit(stage, position, instruction, found);
        }
    }
}

fn other(looker: &mut Looker<'_>, stage: &Stage, instruction: &Instruction) {
    if let Kind::Onbuild(_) = &instruction.kind {
        looker
            .needs
            .assume("what `ONBUILD` does in other builds needs nothing that goes");
    }
    if let (Kind::Copy(_), Some(from)) = (&instruction.kind, instruction.flag("from")) {
        let from = from.value.as_ref().map_or("", |value| value.value.as_str());
        looker.copied_from(stage, from);
    }
}

/// The commands of a `RUN`, those of its heredoc included.
fn build_step<'t>(
    follower: &Follower<'t>,
    stage: &'t Stage,
    command: &Command,
    position: usize,
    instruction: &Instruction,
) -> Runs {
    let Some(heredoc) = instruction.heredocs.first() else {
        return follower.build_step(stage, command, position);
    };
    let arguments = instruction.arguments();
    let is_alone = instruction.heredocs.len() == 1
        && arguments.starts_with("<<")
        && arguments.split_whitespace().count() == 1;
    let script = match is_alone {
        true => Script::parse_file(&heredoc.body),
        false => Script::default(),
    };
    let mut found = Runs::default();
    if !script.is_understood {
        found.unread.push(Unread::Line(arguments.to_owned()));
    }
    found.commands = script
        .commands
        .iter()
        .map(|command| Started {
            command: command.clone(),
            read_in: ReadIn::Instruction(position),
        })
        .collect();
    found
}

/// What a container of the final stage starts, its health check included.
fn starts(looker: &mut Looker<'_>, stage: &Stage) {
    let end = stage.instructions.end.saturating_sub(1);
    let follower = Follower::new(looker.target);
    let program = follower.runs(stage);
    if starts_nothing(&program) {
        looker.needs.assume(
            "whoever starts the image needs none of the tools that go, since the file starts no program of its own",
        );
    }
    for found in [program, follower.health(stage)] {
        all(looker, stage, found.said_by.unwrap_or(end), &found);
    }
}

/// What people are given who type in themselves what runs.
const PROMPTS: [&str; 15] = [
    "sh", "bash", "ash", "dash", "zsh", "python", "python3", "pypy", "pypy3", "node", "ruby",
    "irb", "perl", "tail", "sleep",
];

/// Whether the file leaves it to others what runs: it names nothing, or a prompt.
fn starts_nothing(program: &Runs) -> bool {
    let is_prompt = |started: &Started| {
        let words = started.words();
        let mut rest = words.iter().skip(1);
        let waits = ["tail", "sleep"].contains(&started.program());
        PROMPTS.contains(&started.program()) && (waits || rest.all(|word| word.starts_with('-')))
    };
    let is_one_prompt = program.unread.is_empty()
        && !program.commands.is_empty()
        && program.commands.iter().all(is_prompt);
    program.said_by.is_none() || is_one_prompt
}

fn all(looker: &mut Looker<'_>, stage: &Stage, position: usize, found: &Runs) {
    looker.needs.at = position;
    for (at, started) in found.commands.iter().enumerate() {
        if runs_download(started, &found.commands, at) {
            let detail = format!(
                "{} runs a script from the web",
                looker.place(&started.read_in)
            );
            looker.needs.stop(Reason::RunsDownloadedScript, detail);
        }
        looker.command(stage, position, started);
    }
    for unread in &found.unread {
        match unread {
            Unread::Script(path) => looker.needs.stop(
                Reason::ScriptNotInContext,
                format!("`{path}` was not read, and may need what goes"),
            ),
            Unread::PackageScript(call) => {
                looker
                    .needs
                    .assume(format!("what `{call}` runs needs nothing that goes"));
            }
            Unread::Line(line) => {
                let line = line.trim_end_matches(['\\', ' ']);
                looker.needs.stop(
                    Reason::UnreadCommand,
                    format!("`{line}` could not be read whole"),
                );
            }
        }
    }
}

/// Whether a shell or interpreter runs what a download prints.
fn runs_download(started: &Started, all: &[Started], at: usize) -> bool {
    let is_shell = |program: &str| {
        [
            "sh", "bash", "dash", "ash", "zsh", "python", "python3", "perl", "node", "eval",
        ]
        .contains(&program)
    };
    let is_download = |other: &Started| ["curl", "wget"].contains(&other.program());
    let is_fed = started
        .command
        .pipeline
        .is_some_and(|place| place.index > 0)
        && all.get(at.saturating_sub(1)).is_some_and(is_download);
    let holds = |other: &&Started| {
        is_download(other)
            && (other.command.is_in(&shell::Place::Substitution)
                || other.command.is_in(&shell::Place::ProcessSubstitution))
            && started.command.span.contains(other.command.span)
    };
    is_shell(started.program()) && (is_fed || all.iter().skip(at).any(|other| holds(&other)))
}

/// Folders and packages that Debian's slim images treat differently, also on the same packages.
pub(super) fn left_out(looker: &mut Looker<'_>, instruction: &Instruction) {
    let text = &instruction.logical.text;
    let line = instruction.lines.first;
    if let Some(folder) = folder(text) {
        looker.needs.stop(
            Reason::ReadsDocumentation,
            format!("line {line} names `{folder}`, which slim images leave empty"),
        );
    }
    if let Some(locale) = translated(text) {
        looker.needs.assume(format!(
            "nothing prints the messages of the locale `{locale}`"
        ));
    }
}

static FOLDERS: LazyLock<AnyOf> = LazyLock::new(|| {
    let folders = knowledge::left_out().folders.iter();
    AnyOf::new(folders.map(String::as_str))
});

/// The first of the folders that slim images leave empty which `text` names; most instructions name none.
fn folder(text: &str) -> Option<&'static str> {
    let mut folders = knowledge::left_out().folders.iter();
    let is_named = |folder: &&String| text.contains(folder.as_str());
    let may_name = FOLDERS.may_be_in(text);
    let named = may_name.then(|| folders.find(is_named)).flatten();
    named.map(String::as_str)
}

/// A locale other than English, whose messages slim images leave out.
fn translated(text: &str) -> Option<&str> {
    // Few instructions hold the sign that every locale has.
    let text = if text.contains('_') { text } else { "" };
    let words = text.split(|next: char| !next.is_ascii_alphanumeric() && next != '_');
    let mut locales = words.filter(|word| {
        let is_locale = word.split_once('_').is_some_and(|(language, country)| {
            let is_code = |part: &str, is_case: fn(&u8) -> bool| {
                part.len() == 2 && part.bytes().all(|byte| is_case(&byte))
            };
            is_code(language, u8::is_ascii_lowercase) && is_code(country, u8::is_ascii_uppercase)
        });
        is_locale && !word.starts_with("en_")
    });
    locales.next()
}

#[cfg(test)]
mod tests {
    use super::{folder, knowledge, translated};

    #[test]
    fn every_folder_is_found_in_a_text_that_names_it() {
        for known in &knowledge::left_out().folders {
            for text in [known.clone(), format!("rm -rf {known}/* && ls")] {
                assert_eq!(folder(&text), Some(known.as_str()), "{text}");
            }
        }
        let both = "ls /usr/share/info /usr/share/man";
        assert_eq!(folder(both), Some("/usr/share/man"));
        assert_eq!(folder("ls /usr/share/fonts"), None);
    }

    #[test]
    fn a_locale_is_a_language_and_a_country_in_a_word_of_their_own() {
        for (text, locale) in [
            ("locale-gen de_DE.UTF-8", Some("de_DE")),
            ("LANG=pt_BR", Some("pt_BR")),
            ("LC_ALL=en_US.UTF-8", None),
            ("xde_DE de_DEX a_de_DE", None),
            ("echo deDE", None),
        ] {
            assert_eq!(translated(text), locale, "{text}");
        }
    }
}
