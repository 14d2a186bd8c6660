//! An ignore file, compiled: is this path left out?

use crate::pattern::Pattern;
use crate::{IgnoreError, ignore_lines};

/// The patterns of an ignore file, ready to be asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ignore {
    pub(crate) patterns: Vec<Pattern>,
}

/// What was decided for one path; what lies below it is decided on top of this.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decision {
    /// Whether the path is left out.
    pub is_ignored: bool,
    /// For each pattern, whether it matched the path or a folder above; empty at the root.
    matched: Vec<bool>,
}

impl Ignore {
    /// Reads an ignore file.
    ///
    /// # Errors
    /// The first pattern that Docker refuses, or that cannot be read as Docker does.
    pub fn parse(text: &str) -> Result<Ignore, IgnoreError> {
        let patterns = ignore_lines(text)
            .iter()
            .map(|line| Pattern::parse(&line.pattern))
            .collect::<Result<_, _>>()?;
        Ok(Ignore { patterns })
    }

    /// Whether `path` is left out, asked for it alone: the last pattern that matches it, or a folder above it, wins.
    ///
    /// This is what Docker's matcher answers for a lone path. While it walks a context it decides folder by folder and
    /// differs in one rare case: see [`Ignore::decide`].
    #[must_use]
    pub fn is_ignored(&self, path: &str) -> bool {
        self.patterns.iter().fold(false, |is_ignored, pattern| {
            if pattern.is_negated != is_ignored {
                return is_ignored;
            }
            let is_match =
                pattern.matches(path) || folders_above(path).any(|folder| pattern.matches(folder));
            if is_match {
                !pattern.is_negated
            } else {
                is_ignored
            }
        })
    }

    /// Whether a pattern that is not negated matches `path` itself, whatever the folders above it.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        self.patterns
            .iter()
            .any(|pattern| !pattern.is_negated && pattern.matches(path))
    }

    /// Whether `path` is left out by a build, which decides on the folders above it first.
    #[must_use]
    pub fn leaves_out(&self, path: &str) -> bool {
        // Without `!` both ways of asking give the same answer, and the other one needs no memory.
        if self.negated().next().is_none() {
            return self.is_ignored(path);
        }
        let above = folders_above(path);
        let folder = above.fold(Decision::default(), |decision, folder| {
            self.decide(folder, &decision)
        });
        self.decide(path, &folder).is_ignored
    }

    /// The decision for `path` in a walk, given the one for its folder (the default one for what lies at the root).
    ///
    /// A `!` pattern that is passed over for a folder, since nothing was excluded there, does not count as matched for
    /// what lies below: with `**/dist` and `!src`, the file `src/dist/a` stays out of a build.
    #[must_use]
    pub fn decide(&self, path: &str, folder: &Decision) -> Decision {
        let mut decision = Decision {
            is_ignored: false,
            matched: Vec::with_capacity(self.patterns.len()),
        };
        let inherited = folder
            .matched
            .iter()
            .copied()
            .chain(std::iter::repeat(false));
        for (pattern, is_inherited) in self.patterns.iter().zip(inherited) {
            let is_match = is_inherited
                || (pattern.is_negated == decision.is_ignored && pattern.matches(path));
            if is_match {
                decision.is_ignored = !pattern.is_negated;
            }
            decision.matched.push(is_match);
        }
        decision
    }

    /// How many patterns there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.patterns.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// The patterns after `!`, in order: what is brought back on purpose.
    pub fn negated(&self) -> impl Iterator<Item = &str> {
        self.patterns
            .iter()
            .filter(|pattern| pattern.is_negated)
            .map(|pattern| pattern.text.as_str())
    }

    /// Whether a `!` pattern matches `path` or a folder above it.
    #[must_use]
    pub fn brings_back(&self, path: &str) -> bool {
        let mut negated = self.patterns.iter().filter(|pattern| pattern.is_negated);
        negated.any(|pattern| {
            pattern.matches(path) || folders_above(path).any(|folder| pattern.matches(folder))
        })
    }

    /// Whether it excludes everything and then brings things back: a list of what is allowed.
    #[must_use]
    pub fn is_allow_list(&self) -> bool {
        let all = self.patterns.iter().position(|pattern| {
            !pattern.is_negated && matches!(pattern.text.as_str(), "*" | "**" | "**/*")
        });
        let Some(all) = all else { return false };
        self.patterns
            .iter()
            .skip(all)
            .any(|pattern| pattern.is_negated)
    }

    /// Whether a `!` pattern could bring back something below the excluded `folder`.
    #[must_use]
    pub fn may_bring_back_below(&self, folder: &str) -> bool {
        self.patterns
            .iter()
            .filter(|pattern| pattern.is_negated)
            .any(|pattern| {
                let literal = pattern.fixed_part();
                if literal.len() < pattern.text.len() {
                    return literal.starts_with(&format!("{folder}/"))
                        || folder.starts_with(literal)
                        || format!("{folder}/").starts_with(literal);
                }
                literal
                    .strip_prefix(folder)
                    .is_some_and(|below| below.starts_with('/'))
            })
    }
}

/// The folders above `path`, the outermost first.
fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/')
        .filter_map(|(end, _)| path.get(..end))
}
