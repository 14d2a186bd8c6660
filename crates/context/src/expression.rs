//! A pattern with wildcards, run over a path in one pass: of an ignore file, or of a `COPY`.
//!
//! All the places the pattern could be at are carried along together, so that no pattern is slow on any path.

use crate::IgnoreError;
use crate::class::{Class, means_itself};

/// A pattern with wildcards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expression {
    steps: Vec<Step>,
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
        Ok(Expression { steps })
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
        Ok(Expression { steps })
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
        let mut places = vec![false; self.steps.len() + 1];
        let mut next = places.clone();
        self.arrive(&mut places, 0, true);
        for character in path.chars() {
            next.fill(false);
            let mut is_alive = false;
            for (place, step) in self.steps.iter().enumerate() {
                if places.get(place) != Some(&true) {
                    continue;
                }
                let (stays, moves) = step.takes(character);
                if stays {
                    self.arrive(&mut next, place, false);
                }
                if moves {
                    self.arrive(&mut next, place + 1, false);
                }
                is_alive |= stays || moves;
            }
            if !is_alive {
                return false;
            }
            std::mem::swap(&mut places, &mut next);
        }
        places.last() == Some(&true)
    }

    /// Marks `place`, and every place reached from it without a character.
    fn arrive(&self, places: &mut [bool], place: usize, is_start: bool) {
        let Some(mark) = places.get_mut(place) else {
            return;
        };
        if std::mem::replace(mark, true) {
            return;
        }
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
