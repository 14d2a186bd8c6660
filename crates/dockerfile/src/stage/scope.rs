//! The variables that Docker expands at one place.

use super::history::History;
use crate::{ExpandError, Expansion, Variable, expand};

/// The variables in scope at one place of a document: those that are there at the start, and what changed them up to
/// that place.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'h> {
    pub(super) history: &'h History,
    /// The position of the first instruction that is not heard any more.
    pub(super) before: usize,
}

/// Where the changes begin, which decides what a variable is that nothing has set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// Before the first `FROM`: the platform's arguments are there without a value, all others only once they are
    /// declared.
    File,
    /// On an image, where any variable may be set.
    Image,
    /// On nothing. The platform's default `PATH` is there all the same.
    Scratch,
}

impl Start {
    /// Whether the variable `name` is there in any case, with a value that the file does not show.
    fn has(self, name: &str) -> bool {
        match self {
            Self::File => PLATFORM_ARGS.contains(&name),
            Self::Image | Self::Scratch => name == "PATH",
        }
    }
}

impl Scope<'_> {
    /// What is known of the variable `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Variable {
        self.listed(name).unwrap_or(match self.history.start {
            Start::Image => Variable::Unknown,
            Start::File | Start::Scratch => Variable::Unset,
        })
    }

    /// The same, of a variable that was there at the start or was declared since.
    fn listed(&self, name: &str) -> Option<Variable> {
        let changed = self.history.variable(name, self.before);
        changed.or_else(|| self.history.start.has(name).then_some(Variable::Unknown))
    }

    /// Expands a word of the file. Words in the text form are given as written ([`Word::raw`](crate::Word::raw)),
    /// those of a JSON array decoded ([`Word::value`](crate::Word::value)).
    ///
    /// # Errors
    /// When Docker would refuse the word.
    pub fn expand(&self, word: &str) -> Result<Expansion, ExpandError> {
        expand(word, self.history.escape, &|name| self.get(name))
    }

    /// The same, split at the blanks that come out of variables; a word that Docker would refuse is kept as a hole.
    pub(super) fn words(&self, word: &str) -> Vec<Expansion> {
        crate::expand_words(word, self.history.escape, &|name| self.get(name))
            .unwrap_or_else(|_| vec![hole(word)])
    }

    /// The same as [`expand`](Self::expand); a word that Docker would refuse is kept as a hole.
    pub(super) fn expand_or_hole(&self, word: &str) -> Expansion {
        self.expand(word).unwrap_or_else(|_| hole(word))
    }

    /// What an `ARG` makes of `name`: its default, the value from before the first `FROM`, or what it was.
    pub(super) fn declare(
        &self,
        name: &str,
        default: Option<Expansion>,
        global: &Scope<'_>,
    ) -> Variable {
        match default.map_or_else(|| global.get(name), Variable::Set) {
            Variable::Unset => self.listed(name).unwrap_or(Variable::Unset),
            variable @ (Variable::Set(_) | Variable::Unknown) => variable,
        }
    }
}

/// A word that cannot be expanded: all of it is unknown.
fn hole(word: &str) -> Expansion {
    Expansion {
        text: word.to_owned(),
        unknown: vec![word.to_owned()],
    }
}

/// The arguments that the build's platforms fill in, by <https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope>
/// and, for the last three, [BuildKit](https://github.com/moby/buildkit/blob/master/frontend/dockerfile/dockerfile2llb/platform.go).
const PLATFORM_ARGS: [&str; 11] = [
    "BUILDARCH",
    "BUILDOS",
    "BUILDPLATFORM",
    "BUILDVARIANT",
    "TARGETARCH",
    "TARGETOS",
    "TARGETPLATFORM",
    "TARGETVARIANT",
    "BUILDOSVERSION",
    "TARGETOSVERSION",
    "TARGETSTAGE",
];
