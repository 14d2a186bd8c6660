//! Scripts inside a word: what `sh -c '…'` runs takes the place of the `sh`.

use crate::unquote::unquote;
use crate::walk::{Found, walk};
use crate::word::Literal;
use crate::wrapper::{Inner, may_wrap, unwrap};
use crate::{Command, Operator, Redirection, Span, Why, Word};
use std::borrow::Cow;

/// Takes wrappers off all commands, and puts the commands of inner scripts in place of their shell.
///
/// Of `sh -c "$SCRIPT"` that leaves a command without a name; a shell whose script is quoted in pieces stays as it is.
pub(crate) fn unfold(found: &mut Found, text: &str, level: usize) -> Result<(), Why> {
    if !found.commands.iter().any(may_wrap) {
        return Ok(());
    }
    let commands = std::mem::take(&mut found.commands);
    // Where each command went; those inside a `$( )` of an inner script are found again there.
    let mut moved: Vec<Option<usize>> = Vec::with_capacity(commands.len());
    let mut is_replaced: Vec<bool> = Vec::with_capacity(commands.len());
    for mut command in commands {
        let old_parent = command.parent;
        command.parent = old_parent.and_then(|parent| moved.get(parent).copied().flatten());
        let is_inside =
            old_parent.is_some_and(|parent| is_replaced.get(parent).copied().unwrap_or(false));
        if is_inside {
            moved.push(None);
            is_replaced.push(true);
            continue;
        }
        let at = found.commands.len();
        let inner = match unwrap(&mut command) {
            Some(inner) => read_inner(inner, &command, text, level)?,
            None => None,
        };
        moved.push(Some(at));
        is_replaced.push(inner.is_some());
        match inner {
            Some(inner) => merge(found, inner, at),
            None => found.commands.push(command),
        }
    }
    Ok(())
}

fn merge(found: &mut Found, inner: Found, at: usize) {
    found
        .commands
        .extend(inner.commands.into_iter().map(|mut command| {
            command.parent = command.parent.map(|parent| parent + at);
            command
        }));
    for variable in inner.variables {
        let place = found
            .variables
            .binary_search_by_key(&variable.span, |known| known.span);
        if let Err(place) = place {
            found.variables.insert(place, variable);
        }
    }
    found.assigned.extend(inner.assigned);
    found.functions.extend(inner.functions);
    found.uses_bash |= inner.uses_bash;
}

/// The commands of an inner script as they stand in the outer one; `None` when it is not known or empty.
fn read_inner(
    inner: Inner,
    outer: &Command,
    text: &str,
    level: usize,
) -> Result<Option<Found>, Why> {
    let Some((script, offset)) = script_text(&inner.script, text) else {
        return Ok(None);
    };
    let place = inner.script.span;
    let map = |span: Span| offset.map_or(place, |offset| span.shifted(offset));
    let mut found = walk(&script, level + 1).map_err(|why| Why::new(why.cause, map(why.span)))?;
    if found.commands.is_empty() {
        return Ok(None);
    }
    let is_alone = found.commands.len() == 1;
    for (index, command) in found.commands.iter_mut().enumerate() {
        map_spans(command, map);
        command.is_exact &= offset.is_some() && outer.is_exact;
        command.wrappers.splice(
            0..0,
            outer
                .wrappers
                .iter()
                .cloned()
                .chain([inner.wrapper.clone()]),
        );
        command.places.splice(0..0, outer.places.iter().cloned());
        command
            .assignments
            .splice(0..0, outer.assignments.iter().cloned());
        let around = outer.redirections.iter().cloned();
        command
            .redirections
            .extend(around.map(|redirection| Redirection {
                is_inherited: true,
                ..redirection
            }));
        command.is_conditional |= outer.is_conditional;
        command.is_background |= outer.is_background;
        if index == 0 && command.operator == Operator::First {
            command.operator = outer.operator;
        }
        if is_alone {
            command.pipeline = command.pipeline.or(outer.pipeline);
            command.is_negated ^= outer.is_negated;
            command.span = if offset.is_some() {
                outer.span
            } else {
                command.span
            };
        }
        if command.parent.is_none() && !command.places.is_empty() {
            command.parent = outer.parent;
        }
    }
    for variable in &mut found.variables {
        variable.span = map(variable.span);
    }
    Ok(Some(found))
}

/// The script in `word`, and where its first byte lies in the outer text when all bytes of it lie there as they are.
fn script_text<'t>(word: &'t Word, text: &'t str) -> Option<(Cow<'t, str>, Option<usize>)> {
    let raw = word.raw.as_str();
    let in_place = |start: usize, inner: &'t str| {
        let at = word.span.start + start;
        let is_there = text.get(at..at + inner.len()) == Some(inner);
        (Cow::Borrowed(inner), is_there.then_some(at))
    };
    if word.literal() == Some(raw) {
        return Some(in_place(0, raw));
    }
    let single = raw
        .strip_prefix('\'')
        .and_then(|raw| raw.strip_suffix('\''));
    if let Some(inner) = single.filter(|inner| !inner.contains('\'')) {
        return Some(in_place(1, inner));
    }
    let double = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"'));
    match double {
        Some(inner) if !inner.contains(['"', '\\']) => Some(in_place(1, inner)),
        // `"a \"$X\""`: without the escapes it is what the inner shell reads, but for the values of its variables.
        Some(inner) if !has_bare_quote(inner) => Some((Cow::Owned(unescape(inner)), None)),
        Some(_) | None => {
            let literal = unquote(raw).literal?;
            Some((Cow::Owned(literal), None))
        }
    }
}

fn has_bare_quote(text: &str) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'"' => return true,
            _ => {}
        }
    }
    false
}

/// Removes the escapes that double quotes know.
fn unescape(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            value.push(character);
            continue;
        }
        match characters.next() {
            Some(next @ ('$' | '`' | '"' | '\\')) => value.push(next),
            Some('\n') => {}
            next => {
                value.push('\\');
                value.extend(next);
            }
        }
    }
    value
}

pub(crate) fn map_spans(command: &mut Command, map: impl Fn(Span) -> Span) {
    let word = |word: &mut Word| {
        word.span = map(word.span);
        for variable in &mut word.variables {
            variable.span = map(variable.span);
        }
    };
    command.span = map(command.span);
    command.words.iter_mut().for_each(word);
    for variable in &mut command.variables {
        variable.span = map(variable.span);
    }
    for assignment in &mut command.assignments {
        assignment.span = map(assignment.span);
        word(&mut assignment.value);
    }
    for redirection in &mut command.redirections {
        redirection.span = map(redirection.span);
        redirection.target.iter_mut().for_each(word);
        if let Some(heredoc) = &mut redirection.heredoc {
            heredoc.span = map(heredoc.span);
        }
    }
    for wrapper in &mut command.wrappers {
        wrapper.words.iter_mut().for_each(word);
        wrapper.user.iter_mut().for_each(word);
        wrapper.script = wrapper.script.map(&map);
    }
}

/// The one command of the exec form, whose words are taken as they are.
pub(crate) fn from_exec(words: &[String]) -> Result<Found, Why> {
    let text = words.join(" ");
    let mut found = Found::default();
    if words.is_empty() {
        return Ok(found);
    }
    let mut at = 0;
    let word = |word: &String| {
        let start = at;
        at += word.len() + 1;
        Word {
            raw: word.clone(),
            literal: Literal::Raw,
            span: Span::new(start, start + word.len()),
            ..Word::default()
        }
    };
    found.commands = vec![Command {
        words: words.iter().map(word).collect(),
        span: Span::new(0, text.len()),
        is_exact: true,
        ..Command::default()
    }];
    unfold(&mut found, &text, 0)?;
    Ok(found)
}
