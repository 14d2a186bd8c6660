//! A pattern with wildcards, run over a path in one pass: of an ignore file, or of a `COPY`.
//!
//! All the places the pattern could be at are carried along together, so that no pattern is slow on any path.

use crate::IgnoreError;
use crate::class::{Class, means_itself};

/// A pattern with wildcards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expression {
    steps: Vec<Step>,
    /// What every match holds: a quick look for it spares most paths the walk over the steps.
    literal: Literal,
}

/// The characters that a pattern ends with, or else the longest run of them in it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Literal {
    End(String),
    Somewhere(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Character(char),
    /// `?`: any character but `/`.
    One,
    /// `*`: any run without `/`.
    Run,
    Class(Class),
    /// The start of a `**` that more follows: it may be left out together with the next step.
    MaybeFolders,
    /// Anything that ends with `/`.
    Folders,
    /// A `**` at the end: anything.
    Rest,
    /// `^` outside brackets, which Docker leaves to the regular expression: the start of the path.
    Start,
}

impl Expression {
    fn new(steps: Vec<Step>) -> Expression {
        let mut runs = vec![String::new()];
        for step in &steps {
            match (step, runs.last_mut()) {
                (Step::Character(character), Some(run)) => run.push(*character),
                (_, _) => runs.push(String::new()),
            }
        }
        let literal = match runs.pop().filter(|run| !run.is_empty()) {
            Some(end) => Literal::End(end),
            None => {
                Literal::Somewhere(runs.into_iter().max_by_key(String::len).unwrap_or_default())
            }
        };
        Expression { steps, literal }
    }

    /// Compiles a pattern as Go's [`filepath.Match`](https://pkg.go.dev/path/filepath#Match) reads it.
    pub(crate) fn of_glob(pattern: &str) -> Result<Expression, IgnoreError> {
        let mut rest = pattern.chars().peekable();
        let mut steps = Vec::new();
        while let Some(character) = rest.next() {
            steps.push(match character {
                '*' => Step::Run,
                '?' => Step::One,
                '[' => Step::Class(Class::read(&mut rest)?),
                '\\' => Step::Character(rest.next().ok_or(IgnoreError::BadPattern)?),
                other => Step::Character(other),
            });
        }
        Ok(Expression::new(steps))
    }

    /// Compiles a pattern of an ignore file.
    pub(crate) fn of_ignore(pattern: &str) -> Result<Expression, IgnoreError> {
        let mut rest = pattern.chars().peekable();
        let mut steps = Vec::new();
        while let Some(character) = rest.next() {
            match character {
                '*' if rest.next_if_eq(&'*').is_some() => {
                    rest.next_if_eq(&'/');
                    match rest.peek() {
                        Some(_) => steps.extend([Step::MaybeFolders, Step::Folders]),
                        None => steps.push(Step::Rest),
                    }
                }
                '*' => steps.push(Step::Run),
                '?' => steps.push(Step::One),
                '^' => steps.push(Step::Start),
                '[' => steps.push(Step::Class(Class::read(&mut rest)?)),
                '\\' => steps.push(Step::Character(rest.next().ok_or(IgnoreError::BadPattern)?)),
                other => steps.push(Step::Character(other)),
            }
        }
        Ok(Expression::new(steps))
    }

    /// Whether a regular expression made of `pattern` means what the pattern says.
    pub(crate) fn is_clear(&self, pattern: &str) -> bool {
        let mut rest = pattern.chars().peekable();
        let mut is_clear = true;
        while let Some(character) = rest.next() {
            is_clear &= match character {
                '\\' => rest.next().is_some_and(means_itself),
                '[' => Class::read(&mut rest).is_ok_and(|class| class.is_plain),
                _other => true,
            };
        }
        is_clear
    }

    /// Whether all of `path` matches.
    pub(crate) fn matches(&self, path: &str) -> bool {
        let may_match = match &self.literal {
            Literal::End(end) => path.ends_with(end),
            Literal::Somewhere(run) => path.contains(run),
        };
        if !may_match {
            return false;
        }
        if self.steps.len() < Places::MOST {
            self.run(path, &mut Places::default(), &mut Places::default())
        } else {
            let empty = vec![false; self.steps.len() + 1];
            self.run(path, &mut empty.clone(), &mut empty.clone())
        }
    }

    fn run<M: Marks>(&self, path: &str, places: &mut M, next: &mut M) -> bool {
        self.arrive(places, 0, true);
        for character in path.chars() {
            next.clear();
            let mut is_alive = false;
            for (place, step) in places
                .marked()
                .filter_map(|at| Some((at, self.steps.get(at)?)))
            {
                let (stays, moves) = step.takes(character);
                if stays {
                    self.arrive(next, place, false);
                }
                if moves {
                    self.arrive(next, place + 1, false);
                }
                is_alive |= stays || moves;
            }
            if !is_alive {
                return false;
            }
            std::mem::swap(places, next);
        }
        places.has(self.steps.len())
    }

    /// Marks `place`, and every place reached from it without a character.
    fn arrive(&self, places: &mut impl Marks, place: usize, is_start: bool) {
        if places.has(place) {
            return;
        }
        places.mark(place);
        match self.steps.get(place) {
            Some(Step::Run | Step::Rest) => self.arrive(places, place + 1, is_start),
            Some(Step::MaybeFolders) => {
                self.arrive(places, place + 1, is_start);
                self.arrive(places, place + 2, is_start);
            }
            Some(Step::Start) if is_start => self.arrive(places, place + 1, is_start),
            Some(Step::Start | Step::Character(_) | Step::One | Step::Class(_) | Step::Folders)
            | None => {}
        }
    }
}

/// The places that a pattern could be at.
trait Marks {
    fn clear(&mut self);
    fn has(&self, place: usize) -> bool;
    fn mark(&mut self, place: usize);
    /// The places that are marked, in order: of all the steps of a pattern, few are looked at.
    fn marked(&self) -> impl Iterator<Item = usize>;
}

/// Places that need no memory of their own: nearly every pattern is short.
#[derive(Clone, Copy, Default)]
struct Places(u128);

impl Places {
    /// The number of places there is room for.
    const MOST: usize = 128;
}

impl Marks for Places {
    fn clear(&mut self) {
        self.0 = 0;
    }

    fn has(&self, place: usize) -> bool {
        self.0 & bit(place) != 0
    }

    fn mark(&mut self, place: usize) {
        self.0 |= bit(place);
    }

    fn marked(&self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let place = left.trailing_zeros();
            left &= left.checked_sub(1)?;
            usize::try_from(place).ok()
        })
    }
}

fn bit(place: usize) -> u128 {
    let place = u32::try_from(place).unwrap_or(u32::MAX);
    1_u128.checked_shl(place).unwrap_or(0)
}

impl Marks for Vec<bool> {
    fn clear(&mut self) {
        self.fill(false);
    }

    fn has(&self, place: usize) -> bool {
        self.get(place) == Some(&true)
    }

    fn mark(&mut self, place: usize) {
        if let Some(mark) = self.get_mut(place) {
            *mark = true;
        }
    }

    fn marked(&self) -> impl Iterator<Item = usize> {
        let marks = self.iter().enumerate();
        marks.filter_map(|(place, is_marked)| is_marked.then_some(place))
    }
}

impl Step {
    /// Whether `character` keeps it where it is, and whether it leads to the next step.
    fn takes(&self, character: char) -> (bool, bool) {
        match self {
            Step::Character(wanted) => (false, *wanted == character),
            Step::One => (false, character != '/'),
            Step::Run => (character != '/', false),
            Step::Class(class) => (false, class.contains(character)),
            // A regular expression's `.` does not take the end of a line.
            Step::Folders => (character != '\n', character == '/'),
            Step::Rest => (character != '\n', false),
            Step::MaybeFolders | Step::Start => (false, false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Marks, Places};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_are_the_same_however_they_are_noted(
            marked in proptest::collection::btree_set(0..Places::MOST, 0..20),
        ) {
            let (mut short, mut long) = (Places::default(), vec![false; Places::MOST]);
            for place in &marked {
                short.mark(*place);
                long.mark(*place);
            }
            let marked: Vec<usize> = marked.into_iter().collect();
            prop_assert_eq!(short.marked().collect::<Vec<_>>(), marked.clone());
            prop_assert_eq!(long.marked().collect::<Vec<_>>(), marked);
        }
    }
}
