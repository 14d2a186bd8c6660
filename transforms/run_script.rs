//! The commands of a `RUN`, its heredocs among them.

use dockerfile::{Command, Instruction, Kind};
use shell::{Dialect, Script};

/// What the `RUN` runs; `None` when it is no `RUN`, or could not be read whole.
///
/// Places are those of the text in shell form only: see [`source`].
#[must_use]
pub fn script(instruction: &Instruction) -> Option<Script> {
    let Kind::Run(run) = &instruction.kind else {
        return None;
    };
    let script = match &run.command {
        Command::Shell(word) if !instruction.heredocs.is_empty() => {
            let is_body = instruction
                .heredocs
                .first()
                .is_some_and(|heredoc| heredoc.opener.raw() == word.raw().trim());
            match instruction.heredocs.as_slice() {
                // A heredoc on its own is the script.
                [heredoc] if is_body => Script::parse_file(&heredoc.body.replace("\r\n", "\n")),
                heredocs => {
                    let bodies: String = heredocs
                        .iter()
                        .map(|heredoc| format!("{}{}\n", heredoc.body, heredoc.name))
                        .collect();
                    Script::parse(&format!("{}\n{bodies}", word.raw()))
                }
            }
        }
        Command::Exec(_) | Command::Shell(_) => of_command(&run.command),
    };
    script.is_understood.then_some(script)
}

/// What a command runs, read: heredocs that its line opens are not in it.
#[must_use]
pub fn of_command(command: &Command) -> Script {
    match command {
        Command::Exec(words) => {
            let words: Vec<String> = words.iter().map(|word| word.value.clone()).collect();
            Script::from_exec(&words)
        }
        Command::Shell(word) => shell_form(word.raw()),
    }
}

/// What a command in shell form runs, read: `SHELL` or the base may name a Windows shell, and the first word tells.
#[must_use]
pub fn shell_form(text: &str) -> Script {
    Script::parse_as(text, Dialect::told_by(text))
}

/// Where a place of the script of `instruction` stands in the Dockerfile; `None` when it is not in shell form.
#[must_use]
pub fn source(instruction: &Instruction, place: shell::Span) -> Option<dockerfile::Span> {
    let Kind::Run(run) = &instruction.kind else {
        return None;
    };
    let Command::Shell(word) = &run.command else {
        return None;
    };
    if !instruction.heredocs.is_empty() {
        return None;
    }
    let start = word.logical.start;
    let logical = dockerfile::Span::new(start + place.start, start + place.end);
    instruction.logical.source_range(logical)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dockerfile::Document;

    fn programs(text: &str) -> Option<Vec<String>> {
        let document = Document::parse(text);
        let script = script(document.instructions.last()?)?;
        let programs = script
            .commands
            .iter()
            .filter_map(|command| command.program().map(str::to_owned));
        Some(programs.collect())
    }

    #[test]
    fn the_line_that_opens_a_heredoc_is_read_with_it() {
        let programs = |text| programs(text).unwrap_or_default();
        assert_eq!(programs("FROM a\nRUN <<EOF\nls\nEOF\n"), ["ls"]);
        assert_eq!(
            programs("FROM a\nRUN cat <<EOF > x && npm ci\ntoken\nEOF\n"),
            ["cat", "npm"]
        );
        assert_eq!(programs("FROM a\nRUN [\"npm\", \"ci\"]\n"), ["npm"]);
    }

    #[test]
    fn a_command_for_a_windows_shell_is_not_read() {
        assert_eq!(programs("FROM a\nRUN Remove-Item -Force a\n"), None);
        assert_eq!(programs("FROM a\nRUN powershell -Command \"ls\"\n"), None);
        assert!(programs("FROM a\nRUN pwsh -Command \"ls\"\n").is_some());
    }

    #[test]
    fn a_script_for_another_program_is_not_read() {
        assert_eq!(
            programs("FROM a\nRUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF\n"),
            None
        );
    }

    #[test]
    fn places_lead_back_through_continuations() {
        let document = Document::parse("FROM a\nRUN one && \\\n  two\n");
        let run = document.instructions.last();
        let place = run.and_then(|run| {
            let script = script(run)?;
            source(run, script.commands.get(1)?.span)
        });
        assert_eq!(place.map(|span| document.slice(span)), Some("two"));
    }
}
