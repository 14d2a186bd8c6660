//! Things that belong together: each in one set, and two sets become one when something links them.

use std::collections::BTreeMap;

/// Sets of things that were linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sets<T> {
    /// The way from each thing to the one that stands for its set.
    above: BTreeMap<T, T>,
}

impl<T: Ord + Clone> Sets<T> {
    /// Nothing is linked yet.
    pub(crate) fn new() -> Self {
        Self {
            above: BTreeMap::new(),
        }
    }

    /// Whether nothing was linked with another thing.
    pub(crate) fn are_single(&self) -> bool {
        self.above.is_empty()
    }

    /// The thing that stands for the set of `thing`: the least of those that were linked.
    pub(crate) fn of(&mut self, thing: &T) -> T {
        let mut top = thing;
        while let Some(above) = self.above.get(top) {
            top = above;
        }
        let top = top.clone();
        // The next look takes one step.
        if *thing != top {
            self.above.insert(thing.clone(), top.clone());
        }
        top
    }

    /// Makes one set of those of `one` and `other`.
    pub(crate) fn link(&mut self, one: &T, other: &T) {
        let (one, other) = (self.of(one), self.of(other));
        if one != other {
            let (least, most) = if one < other {
                (one, other)
            } else {
                (other, one)
            };
            self.above.insert(most, least);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_run_on() {
        let mut sets = Sets::new();
        sets.link(&1, &1);
        assert!(sets.are_single());
        for (one, other) in [(5, 4), (2, 3), (4, 3), (7, 8)] {
            sets.link(&one, &other);
        }
        let of: Vec<i32> = (1..=8).map(|number| sets.of(&number)).collect();
        assert_eq!(of, [1, 2, 2, 2, 2, 6, 7, 7]);
        assert!(!sets.are_single());
    }
}
