//! Takes commands out of a `RUN`: `a && b && c` without `b`.

use crate::run_script;
use dockerfile::{Document, Editor, Instruction};
use shell::{Command, Operator, Script};

/// Takes the commands at the positions `gone` out of the `RUN` at `run`, which goes whole when nothing is left; an error
/// says why they cannot be taken out.
pub(super) fn remove(
    editor: &mut Editor<'_>,
    document: &Document,
    run: usize,
    script: &Script,
    gone: &[usize],
) -> Result<(), String> {
    let Some(instruction) = document.instructions.get(run) else {
        return Err("no such `RUN`".to_owned());
    };
    let is_gone = |index: usize| top(script, index).is_some_and(|index| gone.contains(&index));
    if (0..script.commands.len()).all(is_gone) {
        editor.remove(run);
        return Ok(());
    }
    let tangled = || {
        format!(
            "the `RUN` on line {} cannot be taken apart",
            instruction.lines.first
        )
    };
    let own: Vec<(usize, &Command)> = script
        .commands
        .iter()
        .map(AsRef::as_ref)
        .enumerate()
        .filter(|(_, command): &(usize, &Command)| command.parent.is_none())
        .collect();
    let is_plain = |command: &Command| {
        command.places.is_empty()
            && command.pipeline.is_none()
            && command.is_exact
            && !command.is_background
    };
    if !own.iter().all(|(_, command)| is_plain(command)) {
        return Err(tangled());
    }
    let mut at = 0;
    while let Some((index, first)) = own.get(at).copied() {
        if !gone.contains(&index) {
            at += 1;
            continue;
        }
        let length = own
            .iter()
            .skip(at)
            .take_while(|(index, _)| gone.contains(index))
            .count();
        let last = own
            .get(at + length - 1)
            .map_or(first, |(_, command)| command);
        let next = own.get(at + length).map(|(_, command)| *command);
        let before = at
            .checked_sub(1)
            .and_then(|at| own.get(at))
            .map(|(_, command)| *command);
        let place = match (before, next) {
            (_, Some(next)) if joins_alike(first, next) => {
                shell::Span::new(first.span.start, next.span.start)
            }
            (Some(before), None) if joins(first) => {
                shell::Span::new(before.span.end, last.span.end)
            }
            (_, Some(_)) | (Some(_) | None, None) => return Err(tangled()),
        };
        cut(editor, document, instruction, place).ok_or_else(tangled)?;
        at += length;
    }
    Ok(())
}

/// The command of its own in which the command at `index` stands as a `$( )`.
fn top(script: &Script, index: usize) -> Option<usize> {
    let command = script.commands.get(index)?;
    match command.parent {
        Some(parent) if parent != index => top(script, parent),
        Some(_) | None => Some(index),
    }
}

fn joins(command: &Command) -> bool {
    matches!(command.operator, Operator::And | Operator::Sequence)
}

/// Whether `next` may stand where `first` stood.
fn joins_alike(first: &Command, next: &Command) -> bool {
    joins(next) && (first.operator == Operator::First || first.operator == next.operator)
}

fn cut(
    editor: &mut Editor<'_>,
    document: &Document,
    instruction: &Instruction,
    place: shell::Span,
) -> Option<()> {
    let span = run_script::source(instruction, place)?;
    let has_comment = document
        .comments
        .iter()
        .any(|comment| span.contains(comment.span));
    if has_comment {
        return None;
    }
    editor.replace_span(span, "");
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str, programs: &[&str]) -> Result<String, String> {
        let document = Document::parse(text);
        let run = document.instructions.len() - 1;
        let script = run_script::script(&document.instructions[run]).unwrap_or_default();
        let gone: Vec<usize> = (0..script.commands.len())
            .filter(|index| {
                let program = script.commands[*index].program();
                program.is_some_and(|program| programs.contains(&program))
            })
            .collect();
        let mut editor = Editor::new(&document);
        remove(&mut editor, &document, run, &script, &gone)?;
        let edits = editor.finish().map_err(|error| error.to_string())?;
        Ok(dockerfile::apply(&document.text, &edits))
    }

    #[test]
    fn commands_go_with_what_joins_them() {
        let chain = "FROM a\nRUN chmod 600 key && \\\n    git fetch && \\\n    rm key\n";
        assert_eq!(
            without(chain, &["chmod", "rm"]).as_deref(),
            Ok("FROM a\nRUN git fetch\n")
        );
        assert_eq!(
            without("FROM a\nRUN a; chmod 600 key; b\n", &["chmod"]).as_deref(),
            Ok("FROM a\nRUN a; b\n")
        );
        assert_eq!(
            without("FROM a\nRUN eval $(ssh-agent -s) && git fetch\n", &["eval"]).as_deref(),
            Ok("FROM a\nRUN git fetch\n")
        );
        assert_eq!(
            without("FROM a\nRUN chmod 600 key && rm key\n", &["chmod", "rm"]).as_deref(),
            Ok("FROM a\n")
        );
    }

    #[test]
    fn what_would_mean_something_else_stays() {
        assert!(without("FROM a\nRUN chmod 600 key || true\n", &["chmod"]).is_err());
        assert!(without("FROM a\nRUN a && chmod 600 key; b\n", &["chmod"]).is_err());
        assert!(
            without(
                "FROM a\nRUN if true; then chmod 600 key; fi; b\n",
                &["chmod"]
            )
            .is_err()
        );
        assert!(
            without(
                "FROM a\nRUN chmod 600 key && \\\n  # why\n  b\n",
                &["chmod"]
            )
            .is_err()
        );
    }
}
