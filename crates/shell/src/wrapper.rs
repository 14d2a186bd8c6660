//! Takes wrappers such as `sudo -u app` or `timeout 10` off a command.

use crate::word::Literal;
use crate::wrapper_table::{Rule, SHELLS, WRAPPERS};
use crate::{Assignment, Command, Span, Word};

/// What stood in front of the program that does the work.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wrapper {
    /// The wrapper without its path: `sudo`, `sh`, `gosu`.
    pub program: String,
    /// Its own words, the program's first; for `sh -c` all but the script.
    pub words: Vec<Word>,
    /// Where the script is, for `sh -c` and `su -c`.
    pub script: Option<Span>,
    /// The user it switches to, where it says so. Plain `sudo` and `su` mean `root` and say nothing.
    pub user: Option<Word>,
}

/// A script in one word: what `sh -c` or `su -c` runs.
pub(crate) struct Inner {
    pub(crate) script: Word,
    pub(crate) wrapper: Wrapper,
}

/// Takes off what wraps `command`; gives back the script when a shell's `-c` is left.
pub(crate) fn unwrap(command: &mut Command) -> Option<Inner> {
    loop {
        let program = command.program()?.to_owned();
        if program == "busybox"
            && command
                .words
                .get(1)
                .is_some_and(|word| is_shell(word.value()))
        {
            let wrapper = Wrapper {
                program,
                words: vec![command.words.remove(0)],
                ..Wrapper::default()
            };
            command.wrappers.push(wrapper);
        } else if is_shell(&program) {
            return shell_script(command, program);
        } else if matches!(program.as_str(), "su" | "runuser") {
            match switch_user(command, &program)? {
                Switched::Script(inner) => return Some(inner),
                Switched::Command(wrapper, from) => take(command, wrapper, from),
            }
        } else {
            let rule = WRAPPERS.iter().find(|rule| rule.program == program)?;
            let cut = cut(rule, &command.words)?;
            let wrapper = Wrapper {
                program,
                user: cut.user,
                ..Wrapper::default()
            };
            command.assignments.extend(cut.assignments);
            take(command, wrapper, cut.length);
        }
    }
}

/// Whether it may be one that [`unwrap`] changes; most are not.
pub(crate) fn may_wrap(command: &Command) -> bool {
    command.program().is_some_and(|program| {
        matches!(program, "busybox" | "su" | "runuser")
            || SHELLS.contains(&program)
            || WRAPPERS.iter().any(|rule| rule.program == program)
    })
}

fn is_shell(word: &str) -> bool {
    SHELLS.contains(&word.rsplit('/').next().unwrap_or(word))
}

/// Moves the first `length` words into the wrapper.
fn take(command: &mut Command, mut wrapper: Wrapper, length: usize) {
    let rest = command.words.split_off(length.min(command.words.len()));
    wrapper.words = std::mem::replace(&mut command.words, rest);
    command.wrappers.push(wrapper);
}

struct Cut {
    length: usize,
    user: Option<Word>,
    assignments: Vec<Assignment>,
}

/// How many words are the wrapper's; `None` when nothing is left for it to run.
fn cut(rule: &Rule, words: &[Word]) -> Option<Cut> {
    let mut at = 1;
    let mut user = None;
    while let Some(option) = words.get(at).filter(|word| word.value().len() > 1) {
        let text = option.value();
        if !text.starts_with('-') {
            break;
        }
        at += 1;
        if text == "--" {
            break;
        }
        let (name, attached) = split_option(text, rule.valued);
        if rule.looks_only.contains(&name) {
            return None;
        }
        let takes = rule.valued.contains(&name);
        let value = match attached {
            Some(value) => Some(part(option, value)),
            None if takes => words.get(at).cloned(),
            None => None,
        };
        at += usize::from(takes && attached.is_none());
        if rule.user_options.contains(&name) {
            user = value;
        }
    }
    if rule.user_is_operand {
        user = words.get(at).cloned();
    }
    at += rule.operands;
    let mut assignments = Vec::new();
    while let Some(assignment) = words.get(at).and_then(assignment).filter(|_| rule.assigns) {
        assignments.push(assignment);
        at += 1;
    }
    (at < words.len()).then_some(Cut {
        length: at,
        user,
        assignments,
    })
}

/// An option's name, and the value written in the same word: `--user=app`, `-uapp`. In `-Eu`, the last letter counts.
fn split_option<'w>(text: &'w str, valued: &[&'static str]) -> (&'w str, Option<&'w str>) {
    if text.starts_with("--") {
        return text
            .split_once('=')
            .map_or((text, None), |(name, value)| (name, Some(value)));
    }
    let Some((short, rest)) = text.split_at_checked(2) else {
        return (text, None);
    };
    if rest.is_empty() || valued.contains(&short) {
        return (short, (!rest.is_empty()).then_some(rest));
    }
    let last = rest.chars().next_back().unwrap_or_default();
    let found = valued
        .iter()
        .find(|option| option.len() == 2 && option.ends_with(last));
    (found.copied().unwrap_or(short), None)
}

/// The end of `word` that holds `value`; whatever it matches, it is one word.
fn part(word: &Word, value: &str) -> Word {
    Word {
        is_pattern: false,
        ..word.end(value)
    }
}

/// A word of the form `NAME=value`.
pub(crate) fn assignment(word: &Word) -> Option<Assignment> {
    let (name, raw) = word.raw.split_once('=')?;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if name.is_empty()
        || !name.bytes().all(is_name)
        || name.starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let literal = word.literal().and_then(|text| text.split_once('='));
    let start = (word.span.start + name.len() + 1).min(word.span.end);
    let value = Word {
        raw: raw.to_owned(),
        literal: Literal::of(raw, literal.map(|(_, value)| value.to_owned())),
        span: Span::new(start, word.span.end),
        variables: word.variables.clone(),
        is_pattern: false,
    };
    let (name, span) = (name.to_owned(), word.span);
    Some(Assignment {
        name,
        appends: false,
        value,
        span,
    })
}

/// `sh [options] -c script …`
fn shell_script(command: &mut Command, program: String) -> Option<Inner> {
    let mut at = 1;
    let script = loop {
        let option = command.words.get(at)?.literal()?;
        at += 1;
        match option {
            "-o" | "+o" | "-O" | "+O" | "--rcfile" | "--init-file" => at += 1,
            _ if option.starts_with("--") => {}
            _ if option.starts_with('-') && option.contains('c') => {
                while let Some(word) = command.words.get(at).filter(|word| is_option(word)) {
                    at += if matches!(word.value(), "-o" | "+o") {
                        2
                    } else {
                        1
                    };
                }
                // `bash -eoc pipefail script`: the letter `o` takes its own word first.
                at += usize::from(option.contains('o'));
                break command.words.get(at)?.clone();
            }
            _ if option.starts_with(['-', '+']) => at += usize::from(option.ends_with('o')),
            _ => return None,
        }
    };
    Some(inner(command, program, script, None))
}

/// The script, and the wrapper made of all other words.
fn inner(command: &Command, program: String, script: Word, user: Option<Word>) -> Inner {
    let others = command.words.iter().filter(|word| word.span != script.span);
    let wrapper = Wrapper {
        program,
        words: others.cloned().collect(),
        script: Some(script.span),
        user,
    };
    Inner { script, wrapper }
}

fn is_option(word: &Word) -> bool {
    word.value().len() > 1 && word.value().starts_with(['-', '+'])
}

enum Switched {
    Script(Inner),
    Command(Wrapper, usize),
}

/// `su [-] [user] -c script`, `runuser -u user -- command`.
fn switch_user(command: &Command, program: &str) -> Option<Switched> {
    let (mut user, mut script, mut shell) = (None, None, None);
    let mut at = 1;
    let mut ended = false;
    while let Some(word) = command.words.get(at) {
        let text = word.value();
        at += 1;
        match text {
            "--" => ended = true,
            "-" => {}
            "-c" | "--command" | "--session-command" => {
                script = command.words.get(at).cloned();
                at += 1;
            }
            "-u" | "--user" => {
                user = command.words.get(at).cloned();
                at += 1;
            }
            "-s" | "--shell" => {
                shell = command.words.get(at).cloned();
                at += 1;
            }
            "-g" | "--group" | "-G" | "--supp-group" | "-w" | "--whitelist-environment" => at += 1,
            _ if text.starts_with("--command=") => script = Some(part(word, text.get(10..)?)),
            _ if text.starts_with("--shell=") => shell = Some(part(word, text.get(8..)?)),
            _ if text.starts_with('-') && text.ends_with('c') && !text.starts_with("--") => {
                script = command.words.get(at).cloned();
                at += 1;
            }
            _ if text.starts_with('-') && !ended => {}
            _ if user.is_none() => user = Some(word.clone()),
            _ => {
                // `runuser -u user command`: with the user named by an option, the rest is the command.
                let wrapper = Wrapper {
                    program: program.to_owned(),
                    user,
                    ..Wrapper::default()
                };
                let runs = program == "runuser" && script.is_none();
                return runs.then_some(Switched::Command(wrapper, at - 1));
            }
        }
    }
    if shell.is_some_and(|shell| !is_shell(shell.value())) {
        return None;
    }
    Some(Switched::Script(inner(
        command,
        program.to_owned(),
        script?,
        user,
    )))
}
