//! What is only known behind a command, put into it then.

use super::Reader;
use crate::{Command, PipelinePosition, Place, Redirection};

impl Reader<'_> {
    /// A script that succeeds may leave out the tails from the one number `tails` on.
    pub(super) fn may_be_left_out(&mut self, tails: usize) {
        for (first, end) in self.tails.drain(tails..) {
            let commands = self.found.commands.get_mut(first..end);
            for command in commands.unwrap_or_default() {
                command.is_conditional = true;
            }
        }
    }

    /// Nothing waits for the commands from the one number `first` on.
    pub(super) fn in_background(&mut self, first: usize) {
        for command in self.own(first) {
            command.is_background = true;
        }
    }

    /// The commands from the one number `first` on are all in a block that has these redirections.
    pub(super) fn inherit(&mut self, first: usize, redirections: &[Redirection]) {
        for command in self.own(first) {
            // Those of the blocks inside come later.
            let own = command.redirections.iter();
            let at = own.take_while(|own| !own.is_inherited).count();
            command
                .redirections
                .splice(at..at, redirections.iter().cloned());
        }
    }

    /// The pieces from the one number `pieces` on make a pipeline.
    pub(super) fn piped(&mut self, pieces: usize) {
        let outside = self.places.len();
        let mut end = self.found.commands.len();
        let length = self.pieces.len() - pieces;
        let pieces = self.pieces.iter().skip(pieces).enumerate().rev();
        for (index, piece) in pieces {
            let commands = self.found.commands.get_mut(piece.first..end);
            let commands = commands.unwrap_or_default();
            end = piece.first;
            if piece.is_block {
                for command in commands {
                    let at = outside.min(command.places.len());
                    command.places.insert(at, Place::PipelinePart);
                }
            } else if let Some(command) = commands.first_mut() {
                command.pipeline = Some(PipelinePosition { index, length });
            }
        }
    }

    /// The commands from the one number `first` on, without those of substitutions in them.
    fn own(&mut self, first: usize) -> impl Iterator<Item = &mut Command> {
        let outside = self.places.len();
        let commands = self.found.commands.get_mut(first..).unwrap_or_default();
        commands.iter_mut().filter(move |command| {
            let inner = command.places.get(outside..).unwrap_or_default();
            !inner.contains(&Place::Substitution)
        })
    }
}
