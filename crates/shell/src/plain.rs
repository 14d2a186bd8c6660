//! The short way for texts as most are: commands with their assignments, words, redirections and comments, joined by `&&`,
//! `||`, `|`, `;`, `&` and line ends; `if`, `for`, `while`, `until`, `case`, `{ }`, `( )` and functions around them; `$( )`,
//! backticks and variables in their words.
//!
//! What it reads, it reads as the syntax tree is read, without the cost of one (tests hold the two against each other); at
//! the first byte that could mean more (a heredoc, `[[`, arithmetic, an array, an escape between backticks), and at what
//! the grammar reads in its own way, it gives up and leaves the whole text to the tree. Where it has read all up to a place
//! at which the grammar has no way on, it says so itself: most such texts are PowerShell, and a tree with errors costs most.
//!
//! It goes over the text once. What a command's place depends on and only stands behind it (an `||` later in the list, the
//! `| x` or `> file` after a block, a `&`) is put into the commands when it is met.

mod behind;
mod block;
mod braces;
mod byte;
mod case;
mod command;
mod compound;
mod doubt;
mod expansion;
mod function;
mod list;
mod quotes;
mod redirection;
mod word;

use crate::repair::comment_by_backticks;
use crate::walk::Found;
use crate::{Operator, Place, Span, Why};
use block::Ender;

/// How deep blocks and substitutions may nest here.
const MAX_DEPTH: usize = 16;

/// The commands of `text`, or why there are none; `None` where the tree has to be asked.
pub(crate) fn read(text: &str) -> Option<Result<Found, Why>> {
    let mut reader = Reader::new(text);
    let ender = reader.block();
    if let Some(why) = reader.refused {
        return Some(Err(why));
    }
    if ender? != Ender::Text {
        return None;
    }
    let mut found = reader.found;
    found.variables.sort_by_key(|variable| variable.span);
    Some(Ok(found))
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
    /// Whether the place is between backticks.
    in_backticks: bool,
    /// The ranges of commands that are left out by a script that succeeds, unless they end it.
    tails: Vec<(usize, usize)>,
    /// The pieces of the pipelines that are being read.
    pieces: Vec<list::Piece>,
    /// Where the latest `${ }` ended.
    closed: usize,
    /// Why nothing can go on where the reading stopped.
    refused: Option<Why>,
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
            in_backticks: false,
            tails: Vec::new(),
            pieces: Vec::new(),
            closed: 0,
            refused: None,
        }
    }

    /// Stops the reading at a place where nothing can go on.
    fn refuse<T>(&mut self, cause: &str) -> Option<T> {
        let place = Span::new(self.at, self.text.len());
        self.refused = Some(Why::new(cause, place));
        None
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
                Some(b'`') if self.depth == 0 && self.starts_word() => {
                    match self.comment_in_backticks() {
                        Some(length) => self.at += length,
                        None => return,
                    }
                }
                _ => return,
            }
        }
    }

    /// The length of `` `# why` ``, where the grammar takes the rest of the text for a comment, so that it is mended.
    fn comment_in_backticks(&self) -> Option<usize> {
        let length = comment_by_backticks(self.text, self.at)?;
        let before = self.text.get(..self.at)?.trim_end();
        let is_odd = before.ends_with('`') || self.text.contains('\n');
        (!is_odd).then_some(length)
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
        let ends = |after: &u8| match after {
            b'`' => self.in_backticks,
            b'(' => false,
            after => byte::ends_word(*after),
        };
        after.is_none_or(ends).then(|| rest.get(..length))?
    }
}

#[cfg(test)]
mod tests;
