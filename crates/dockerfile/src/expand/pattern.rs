//! The patterns inside `${x#…}`, `${x%…}` and `${x/…/…}`: `*`, `?`, and characters that stand for themselves.

use super::ExpandError;

/// Above this many steps a pattern is not tried: nobody writes such, and it would take long.
const MAX_STEPS: usize = 1 << 20;

/// A pattern, in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern(Vec<Piece>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// `*`.
    Any,
    /// `?`.
    One,
    Literal(char),
}

impl Piece {
    fn is(self, character: char) -> bool {
        match self {
            Piece::Any => false,
            Piece::One => true,
            Piece::Literal(literal) => literal == character,
        }
    }
}

impl Pattern {
    pub(super) fn parse(text: &str) -> Result<Self, ExpandError> {
        let mut pieces = Vec::new();
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            pieces.push(match character {
                '*' => Piece::Any,
                '?' => Piece::One,
                // The escape of `}` and `/` was needed to get here and is not part of the pattern.
                '\\' if matches!(characters.peek(), Some('}' | '/')) => continue,
                '\\' => match characters.next() {
                    Some(escaped @ ('*' | '?' | '\\')) => Piece::Literal(escaped),
                    Some(_) | None => return Err(ExpandError::Pattern(text.to_owned())),
                },
                literal => Piece::Literal(literal),
            });
        }
        Ok(Self(pieces))
    }

    /// `value` without the shortest or longest beginning that matches; `None` when that would take too long.
    pub(super) fn trim_start(&self, value: &str, is_greedy: bool) -> Option<String> {
        let characters: Vec<char> = value.chars().collect();
        self.allows(characters.len(), 1)?;
        let end = matching(&self.0, &characters, is_greedy).unwrap_or(0);
        Some(characters.into_iter().skip(end).collect())
    }

    /// `value` without the shortest or longest end that matches; `None` when that would take too long.
    pub(super) fn trim_end(&self, value: &str, is_greedy: bool) -> Option<String> {
        let pieces: Vec<Piece> = self.0.iter().rev().copied().collect();
        let characters: Vec<char> = value.chars().rev().collect();
        self.allows(characters.len(), 1)?;
        let end = matching(&pieces, &characters, is_greedy).unwrap_or(0);
        Some(characters.into_iter().skip(end).rev().collect())
    }

    /// `value` with the first match, or every match, replaced; `None` when that would take too long.
    pub(super) fn replace(&self, value: &str, replacement: &str, all: bool) -> Option<String> {
        let characters: Vec<char> = value.chars().collect();
        self.allows(characters.len(), characters.len())?;
        let mut replaced = String::new();
        let mut rest = characters.as_slice();
        let mut is_done = false;
        // An empty match right after a match does not count, as in Go's regular expressions.
        let mut follows_match = false;
        loop {
            let found = (!is_done)
                .then(|| matching(&self.0, rest, true))
                .flatten()
                .filter(|&length| length > 0 || !follows_match);
            if let Some(length) = found {
                replaced.push_str(replacement);
                is_done = !all;
                rest = rest.get(length..).unwrap_or_default();
                follows_match = length > 0;
                if follows_match {
                    continue;
                }
            }
            let Some((first, others)) = rest.split_first() else {
                return Some(replaced);
            };
            replaced.push(*first);
            follows_match = false;
            rest = others;
        }
    }

    fn allows(&self, length: usize, starts: usize) -> Option<()> {
        let steps = length.checked_mul(self.0.len())?.checked_mul(starts)?;
        (steps <= MAX_STEPS).then_some(())
    }
}

/// How many of the first characters the pieces match, at least or, if greedy, at most.
fn matching(pieces: &[Piece], characters: &[char], is_greedy: bool) -> Option<usize> {
    // `reached[n]`: the pieces so far can match exactly the first `n` characters.
    let mut reached = vec![false; characters.len() + 1];
    if let Some(first) = reached.first_mut() {
        *first = true;
    }
    for piece in pieces {
        let mut next = Vec::with_capacity(reached.len());
        match piece {
            Piece::Any => {
                let mut is_reached = false;
                next.extend(reached.iter().map(|&here| {
                    is_reached |= here;
                    is_reached
                }));
            }
            Piece::One | Piece::Literal(_) => {
                next.push(false);
                next.extend(
                    reached
                        .iter()
                        .zip(characters)
                        .map(|(&here, &character)| here && piece.is(character)),
                );
            }
        }
        reached = next;
    }
    if is_greedy {
        reached.iter().rposition(|&end| end)
    } else {
        reached.iter().position(|&end| end)
    }
}
