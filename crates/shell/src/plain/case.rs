//! `case … in … esac`.

use super::Reader;
use super::block::Ender;
use crate::Place;

impl Reader<'_> {
    /// Behind the `case`.
    pub(super) fn case(&mut self) -> Option<()> {
        self.skip_blanks();
        let value = self.word()?;
        self.found.variables.extend(value.variables);
        self.skip_lines();
        if self.keyword() != Some("in") {
            return None;
        }
        self.at += 2;
        loop {
            self.skip_lines();
            if self.keyword() == Some("esac") {
                self.at += 4;
                return Some(());
            }
            self.patterns()?;
            self.skip_lines();
            if self.starts_with(";;") {
                self.at += 2;
                continue;
            }
            let ender = self.inside(Place::Case, true)?;
            if ender != Ender::Branch {
                return (ender == Ender::Esac).then_some(());
            }
        }
    }

    /// `a | b)`
    fn patterns(&mut self) -> Option<()> {
        if self.peek() == Some(b'(') {
            self.at += 1;
            self.skip_blanks();
        }
        loop {
            let commands = self.found.commands.len();
            let pattern = self.word()?;
            // The grammar overlooks some of the commands in a pattern.
            if self.found.commands.len() > commands {
                return None;
            }
            self.found.variables.extend(pattern.variables);
            self.skip_blanks();
            let byte = self.peek();
            self.at += 1;
            match byte {
                Some(b'|') => self.skip_blanks(),
                Some(b')') => return Some(()),
                _ => return None,
            }
        }
    }
}
