//! Answers that stay the same for a whole run.

use crate::ImageName;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::sync::{PoisonError, RwLock};

/// So many answers are remembered: even a large tree asks about few images, again and again.
const MAX_ANSWERS: usize = 4096;

/// Answers by what was asked. Threads share them, so that none looks for what another one has found.
#[derive(Debug)]
pub struct Memory<A> {
    answers: RwLock<FxHashMap<String, A>>,
}

impl<A> Memory<A> {
    /// One that knows no answer yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            answers: RwLock::new(FxHashMap::with_hasher(FxBuildHasher)),
        }
    }
}

impl<A> Default for Memory<A> {
    fn default() -> Self {
        Self::new()
    }
}

impl<A: Clone> Memory<A> {
    /// The answer to `question`, which says all that `find` depends on.
    pub fn answer(&self, question: &str, find: impl FnOnce() -> A) -> A {
        let answers = self.answers.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = answers.get(question) {
            return known.clone();
        }
        // To find one answer may take another one of the same memory.
        drop(answers);
        let answer = find();
        let mut answers = self.answers.write().unwrap_or_else(PoisonError::into_inner);
        if answers.len() >= MAX_ANSWERS {
            answers.clear();
        }
        answers.insert(question.to_owned(), answer.clone());
        answer
    }
}

/// What is asked about `name:tag`, in one text; without a tag, about `latest`.
pub(crate) fn question(name: &ImageName, tag: Option<&str>) -> String {
    // No reference holds this sign.
    [name.as_str(), "\0", tag.unwrap_or("latest")].concat()
}

#[cfg(test)]
mod tests {
    use super::{MAX_ANSWERS, Memory};

    #[test]
    fn an_answer_is_found_once_and_by_its_own_question() {
        let memory = Memory::new();
        assert_eq!(memory.answer("a", || 1), 1);
        assert_eq!(memory.answer("b", || 2), 2);
        assert_eq!(memory.answer("a", || 3), 1);
    }

    #[test]
    fn to_find_an_answer_may_take_another_one() {
        let memory = Memory::new();
        assert_eq!(memory.answer("a", || memory.answer("b", || 2) + 1), 3);
        assert_eq!(memory.answer("b", || 4), 2);
    }

    #[test]
    fn what_is_remembered_does_not_grow_without_end() {
        let memory = Memory::new();
        for number in 0..=MAX_ANSWERS {
            memory.answer(&number.to_string(), || number);
        }
        assert!(memory.answers.read().unwrap().len() <= MAX_ANSWERS);
        assert_eq!(memory.answer(&MAX_ANSWERS.to_string(), || 0), MAX_ANSWERS);
    }

    #[test]
    fn threads_share_what_they_found() {
        let memory = Memory::new();
        std::thread::scope(|scope| {
            scope.spawn(|| memory.answer("a", || 1));
        });
        assert_eq!(memory.answer("a", || 2), 1);
    }
}
