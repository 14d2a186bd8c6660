//! Commands whose words may mean more than they say, or that the grammar reads in its own way.

use crate::simple::is_reserved;
use crate::{Command, Word};

/// Words that start more than a command, beside the reserved ones.
const STARTS_MORE: [&str; 4] = ["coproc", "function", "select", "in"];

/// Whether the words mean no more than they say.
pub(super) fn may_be_read(command: &Command) -> bool {
    let Some((program, arguments)) = command.words.split_first() else {
        return !command.assignments.is_empty();
    };
    if program.raw == "[" {
        return is_whole_test(command, arguments);
    }
    // What `time` runs stands in the place of a program, too.
    let timed = arguments.iter().find(|word| !word.raw.starts_with('-'));
    let timed = timed.filter(|_| program.raw == "time");
    !is_odd(&program.raw)
        && !timed.is_some_and(|word| is_odd(&word.raw))
        && !arguments
            .iter()
            .any(|word| is_bracket(word) || compares(word))
}

/// `[` is a program that wants its `]` at the end.
fn is_whole_test(command: &Command, arguments: &[Word]) -> bool {
    let Some((close, operands)) = arguments.split_last() else {
        return false;
    };
    let end = close.span.end;
    let mut redirections = command.redirections.iter();
    // What stands behind a pattern may be part of it to the grammar.
    let is_odd = |word: &Word| word.raw.contains('[') || is_bracket(word) || compares(word);
    let mut others = operands.iter().filter(|word| word.raw != "==");
    close.raw == "]"
        && !others.any(is_odd)
        && command.assignments.is_empty()
        && redirections.all(|redirection| redirection.span.start >= end)
}

fn is_bracket(word: &Word) -> bool {
    matches!(word.raw.as_str(), "[" | "]")
}

/// What follows these may be one regular expression to the grammar, over the ends of commands.
fn compares(word: &Word) -> bool {
    matches!(word.raw.as_bytes(), [b'=', b'=' | b'~', ..])
}

/// Whether no command goes on with a `(` behind these words and a blank.
pub(super) fn takes_no_block(command: &Command) -> bool {
    let program = command.words.first();
    program.is_some_and(|program| program.raw != "time" && !is_odd(&program.raw))
        && !command.words.iter().any(compares)
}

/// Whether the program is `[a]b`: to the grammar, a test that goes on behind its end.
pub(super) fn is_test_with_more(command: &Command) -> bool {
    let program = command.words.first();
    let program = program.filter(|_| command.assignments.is_empty());
    let test = program.and_then(|program| program.raw.strip_prefix('['));
    let parts = test.and_then(|test| test.split_once(']'));
    parts.is_some_and(|(inside, behind)| {
        let is_word = |part: &str| part.starts_with(|first: char| first.is_ascii_alphabetic());
        is_word(inside) && (is_word(behind) || behind.starts_with("::"))
    })
}

/// Whether a word in the place of a program may start more than a command.
fn is_odd(name: &str) -> bool {
    let quoted = name
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    if quoted.is_some_and(|quoted| !quoted.contains('\'')) {
        return false;
    }
    let end = name.find(|next: char| !next.is_ascii_lowercase());
    let (start, rest) = name.split_at(end.unwrap_or(name.len()));
    // The grammar takes these words for what they are by themselves, whatever follows: `else$A`.
    let is_cut = rest.is_empty() || rest.starts_with(['$', '"', '\'', '`', '\\']);
    if is_cut && (is_reserved(start) || STARTS_MORE.contains(&start)) {
        return true;
    }
    let is_odd = |byte: u8| matches!(byte, b'=' | b'[' | b']' | b'{' | b'}' | b'!' | b'#');
    if !name.bytes().any(is_odd) {
        return false;
    }
    let inner = name.replace("${", "");
    let expansions = (name.len() - inner.len()) / 2;
    let closed = inner.bytes().filter(|byte| *byte == b'}').count();
    closed != expansions || inner.bytes().any(|byte| byte != b'}' && is_odd(byte))
}
