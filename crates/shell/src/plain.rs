//! The short way for texts as most are: simple commands with their assignments, redirections and `$( )`, joined by `&&`,
//! `||`, `|`, `;`, `&` and line ends, and the `if`, `for`, `while`, `until`, `{ }` and `( )` that hold them.
//!
//! What it reads, it reads as the syntax tree is read, without the cost of one (a test holds the two against each other);
//! at the first byte that could mean more, it gives up and leaves the whole text to the tree. It goes over the text once:
//! what a command's place depends on and only stands behind it (an `||` later in the list, a `| x` or `> file` after
//! the block) is put into the commands when it is met.

mod behind;
mod block;
mod byte;
mod command;
mod compound;
mod list;
mod redirection;
mod word;

use crate::walk::Found;
use crate::{Operator, Place};
use block::Ender;

/// How deep blocks and substitutions may nest here.
const MAX_DEPTH: usize = 16;

/// The commands of `text`; `None` where the tree has to be asked.
pub(crate) fn read(text: &str) -> Option<Found> {
    let mut reader = Reader::new(text);
    if reader.block()? != Ender::Text {
        return None;
    }
    let mut found = reader.found;
    found.variables.sort_by_key(|variable| variable.span);
    Some(found)
}

/// Where the reading stands.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    found: Found,
    /// The command whose words are being read.
    parent: Option<usize>,
    /// How many blocks and substitutions the place is in.
    depth: usize,
    /// What those are, as far as commands are told.
    places: Vec<Place>,
    /// What joins the next command to the one before.
    operator: Operator,
    /// Whether a block around may be left out.
    is_conditional: bool,
    /// The ranges of commands that are left out by a script that succeeds, unless they end it.
    tails: Vec<(usize, usize)>,
    /// The pieces of the pipelines that are being read.
    pieces: Vec<list::Piece>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            found: Found::default(),
            parent: None,
            depth: 0,
            places: Vec::new(),
            operator: Operator::First,
            is_conditional: false,
            tails: Vec::new(),
            pieces: Vec::new(),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The byte behind the one that stands here.
    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at + 1).copied()
    }

    fn starts_with(&self, what: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at..);
        rest.is_some_and(|rest| rest.starts_with(what.as_bytes()))
    }

    /// Goes on over blanks, line continuations and a comment, where they may stand.
    fn skip_blanks(&mut self) {
        loop {
            match self.peek() {
                Some(b' ' | b'\t') => self.at += 1,
                Some(b'\\') if self.next() == Some(b'\n') => self.at += 2,
                Some(b'#') if self.starts_word() => {
                    let rest = self.text.get(self.at..).unwrap_or_default();
                    self.at += rest.find('\n').unwrap_or(rest.len());
                }
                _ => return,
            }
        }
    }

    /// The same, over the ends of lines, too.
    fn skip_lines(&mut self) {
        self.skip_blanks();
        while self.peek() == Some(b'\n') {
            self.at += 1;
            self.skip_blanks();
        }
    }

    /// Whether what stands here touches no word before it.
    fn starts_word(&self) -> bool {
        let before = self.at.checked_sub(1);
        let before = before.and_then(|at| self.text.as_bytes().get(at));
        matches!(before, None | Some(b' ' | b'\t' | b'\n' | b';'))
    }

    /// The word of small letters that stands here, or `{`, `}`, `!`, where nothing else is in the word.
    fn keyword(&self) -> Option<&'t str> {
        let rest = self.text.get(self.at..)?;
        let length = match rest.as_bytes().first()? {
            b'{' | b'}' | b'!' => 1,
            b'a'..=b'z' => rest.bytes().take_while(u8::is_ascii_lowercase).count(),
            _ => return None,
        };
        let after = rest.as_bytes().get(length);
        let ends = after.is_none_or(|after| byte::ends_word(*after));
        ends.then(|| rest.get(..length))?
    }
}

#[cfg(test)]
mod tests;
