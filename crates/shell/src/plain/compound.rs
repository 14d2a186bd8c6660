//! Blocks: `if`, `for`, `while`, `until`, `{ }` and `( )`, with the redirections behind them.

use super::block::Ender;
use super::{MAX_DEPTH, Reader};
use crate::{Place, Redirection};

impl Reader<'_> {
    /// Reads the block that starts here, if one does.
    pub(super) fn compound(&mut self, is_negated: bool) -> Option<bool> {
        let first = self.found.commands.len();
        let Some(opening) = self.opening() else {
            return Some(false);
        };
        if is_negated && opening != "(" {
            return None;
        }
        self.body(opening)?;
        let redirections = self.redirections_behind()?;
        if !redirections.is_empty() {
            self.inherit(first, &redirections);
        }
        Some(true)
    }

    /// The word that opens the block that starts here, or that can stand in no command.
    pub(super) fn opening(&self) -> Option<&'static str> {
        let openings = ["{", "if", "for", "while", "until", "case", "}", "!"];
        match self.peek()? {
            b'(' => Some("("),
            b'{' | b'}' | b'!' | b'i' | b'f' | b'w' | b'u' | b'c' => {
                let word = self.keyword()?;
                openings.into_iter().find(|opening| *opening == word)
            }
            _ => None,
        }
    }

    /// A block without what stands behind it.
    pub(super) fn body(&mut self, opening: &str) -> Option<()> {
        let read = match opening {
            "(" if self.next() != Some(b'(') => Self::subshell,
            "{" => Self::group,
            "if" => Self::branches,
            "for" => Self::for_loop,
            "case" => Self::case,
            "while" | "until" => Self::while_loop,
            _ => return None,
        };
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.at += opening.len();
        self.depth += 1;
        read(self)?;
        self.depth -= 1;
        Some(())
    }

    /// The redirections of a block, which every command in it inherits.
    fn redirections_behind(&mut self) -> Option<Vec<Redirection>> {
        let mut redirections = Vec::new();
        let commands = self.found.commands.len();
        self.skip_blanks();
        while let Some(redirection) = self.redirection()? {
            let target = redirection.target.iter();
            let variables = target.flat_map(|target| target.variables.iter().cloned());
            self.found.variables.extend(variables);
            redirections.push(Redirection {
                is_inherited: true,
                ..redirection
            });
            self.skip_blanks();
        }
        // Commands in the targets stand before those of the block.
        (self.found.commands.len() == commands).then_some(redirections)
    }

    fn subshell(&mut self) -> Option<()> {
        self.places.push(Place::Subshell);
        let ender = self.block()?;
        self.places.pop();
        (ender == Ender::Parenthesis).then_some(())
    }

    fn group(&mut self) -> Option<()> {
        self.places.push(Place::Group);
        let ender = self.block()?;
        self.places.pop();
        (ender == Ender::Brace).then_some(())
    }

    /// `if a; then b; elif c; then d; else e; fi`, behind the `if`.
    fn branches(&mut self) -> Option<()> {
        let before = self.is_conditional;
        loop {
            if self.inside(Place::Condition, false)? != Ender::Then {
                return None;
            }
            let mut ender = self.inside(Place::Branch, true)?;
            if ender == Ender::Elif {
                self.is_conditional = true;
                continue;
            }
            if ender == Ender::Else {
                ender = self.inside(Place::Branch, true)?;
            }
            self.is_conditional = before;
            return (ender == Ender::Fi).then_some(());
        }
    }

    /// `while a; do b; done`, behind the `while`.
    fn while_loop(&mut self) -> Option<()> {
        let ender = self.inside(Place::LoopCondition, false)?;
        (ender == Ender::Do).then(|| self.loop_body())?
    }

    /// `for NAME in words; do a; done`, behind the `for`.
    fn for_loop(&mut self) -> Option<()> {
        self.skip_blanks();
        let name = self.name()?;
        self.found.assigned.push(name.to_owned());
        self.skip_blanks();
        if self.keyword() == Some("in") {
            self.at += 2;
            self.values()?;
        }
        if !matches!(self.peek(), Some(b';' | b'\n')) {
            return None;
        }
        self.at += 1;
        self.skip_lines();
        if self.keyword() != Some("do") {
            return None;
        }
        self.at += 2;
        self.loop_body()
    }

    /// The words that a `for` goes through; one at least.
    fn values(&mut self) -> Option<()> {
        self.skip_blanks();
        loop {
            let word = self.word()?;
            // Two of these in a row are one word to the grammar.
            if matches!(word.raw.as_str(), "[" | "]" | "{" | "}") {
                return None;
            }
            self.found.variables.extend(word.variables);
            self.skip_blanks();
            if self.is_at_end_of_word() {
                return Some(());
            }
        }
    }

    fn loop_body(&mut self) -> Option<()> {
        let ender = self.inside(Place::Loop, true)?;
        (ender == Ender::Done).then_some(())
    }
}
