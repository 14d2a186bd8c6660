//! The variables that Docker expands at one place.

use crate::{Escape, ExpandError, Expansion, Variable, expand};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The variables in scope at one place of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Scope {
    variables: BTreeMap<Cow<'static, str>, Variable>,
    /// What a name that is not listed is: a base image may set it, or nothing can.
    other: Variable,
    escape: Escape,
}

impl Scope {
    /// The scope before the first `FROM`: the platform's arguments are there without a value, all others only once
    /// they are declared.
    pub(super) fn global(escape: Escape) -> Self {
        let platform = PLATFORM_ARGS
            .iter()
            .map(|&name| (Cow::Borrowed(name), Variable::Unknown));
        Self {
            variables: platform.collect(),
            other: Variable::Unset,
            escape,
        }
    }

    /// The scope at the start of a stage. On an image, any variable may be set.
    pub(super) fn stage(escape: Escape, is_on_image: bool) -> Self {
        let other = if is_on_image {
            Variable::Unknown
        } else {
            Variable::Unset
        };
        Self {
            // The platform's default is there in any case.
            variables: BTreeMap::from([(Cow::Borrowed("PATH"), Variable::Unknown)]),
            other,
            escape,
        }
    }

    /// What is known of the variable `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Variable {
        self.variables.get(name).unwrap_or(&self.other).clone()
    }

    /// Expands a word of the file. Words in the text form are given as written ([`Word::raw`](crate::Word::raw)),
    /// those of a JSON array decoded ([`Word::value`](crate::Word::value)).
    ///
    /// # Errors
    /// When Docker would refuse the word.
    pub fn expand(&self, word: &str) -> Result<Expansion, ExpandError> {
        expand(word, self.escape, &|name| self.get(name))
    }

    /// The same, split at the blanks that come out of variables; a word that Docker would refuse is kept as a hole.
    pub(super) fn words(&self, word: &str) -> Vec<Expansion> {
        crate::expand_words(word, self.escape, &|name| self.get(name))
            .unwrap_or_else(|_| vec![hole(word)])
    }

    /// The same as [`expand`](Self::expand); a word that Docker would refuse is kept as a hole.
    pub(super) fn expand_or_hole(&self, word: &str) -> Expansion {
        self.expand(word).unwrap_or_else(|_| hole(word))
    }

    pub(super) fn set(&mut self, name: &str, variable: Variable) {
        self.variables.insert(Cow::Owned(name.to_owned()), variable);
    }

    pub(super) fn is_on_image(&self) -> bool {
        self.other == Variable::Unknown
    }

    pub(super) fn escape(&self) -> Escape {
        self.escape
    }

    /// What an `ARG` makes of `name`: its default, the value from before the first `FROM`, or what it was.
    pub(super) fn declare(
        &self,
        name: &str,
        default: Option<Expansion>,
        global: &Scope,
    ) -> Variable {
        match default.map_or_else(|| global.get(name), Variable::Set) {
            Variable::Unset => self.variables.get(name).cloned().unwrap_or(Variable::Unset),
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
