//! One simple command: a program, its words, and how it is nested.

use crate::once::Once;
use crate::{Assignment, PackageCall, Redirection, Span, Variable, Word, Wrapper, package};

/// A program with its words, or assignments on their own.
///
/// Wrappers (`sudo`, `env`, `sh -c`, …) are taken off: the name and words are those of the program that does the work.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Command {
    /// All words, the program's first.
    pub words: Vec<Word>,
    /// The assignments before it, with those that `env` or `sudo` make.
    pub assignments: Vec<Assignment>,
    /// Its redirections, and those of the blocks it stands in.
    pub redirections: Vec<Redirection>,
    /// The variables in its words, assignments and redirections, in order; not those of commands in `$( )`.
    pub variables: Vec<Variable>,
    /// From its first byte to its last, wrappers included and heredoc bodies not.
    pub span: Span,
    /// What joins it to the command before.
    pub operator: Operator,
    /// What it stands in, outermost first.
    pub places: Vec<Place>,
    /// Where it stands in a pipeline of more than one command.
    pub pipeline: Option<PipelinePosition>,
    /// The command whose words hold the `$( )` it stands in.
    pub parent: Option<usize>,
    /// Whether a script that succeeds may leave it out: in a branch, a loop, a function, after `||`, or after a `&&`
    /// whose failure does not fail the script.
    pub is_conditional: bool,
    /// Whether nothing waits for it: `&`.
    pub is_background: bool,
    /// Whether `!` turns its result around.
    pub is_negated: bool,
    /// What was taken off in front of it, outermost first.
    pub wrappers: Vec<Wrapper>,
    /// Whether the spans are exact. Not so in `sh -c "…"` whose text holds escapes: there all of them are the span of
    /// the quoted word, and nothing in it can be edited.
    pub is_exact: bool,
    pub(crate) call: Once<Option<Box<PackageCall>>>,
}

impl Command {
    /// The program as written, path included; `None` when it is an expansion, or there are only assignments.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.words.first()?.literal()
    }

    /// The program without its path: `apt-get` for `/usr/bin/apt-get`.
    #[must_use]
    pub fn program(&self) -> Option<&str> {
        let name = self.name()?;
        match name.contains('/') {
            true => name.rsplit('/').next(),
            false => Some(name),
        }
    }

    /// The words after the program.
    #[must_use]
    pub fn arguments(&self) -> &[Word] {
        self.words.get(1..).unwrap_or_default()
    }

    /// The call of a package manager that it is, if it is one.
    #[must_use]
    pub fn package_call(&self) -> Option<&PackageCall> {
        let call = self.call.get(|| package::read(self).map(Box::new));
        call.as_deref()
    }

    /// The user it runs as, when a wrapper (`sudo -u`, `gosu`, `su`, …) says so.
    #[must_use]
    pub fn user(&self) -> Option<&Word> {
        self.wrappers
            .iter()
            .rev()
            .find_map(|wrapper| wrapper.user.as_ref())
    }

    /// Whether it stands in a place of this kind.
    #[must_use]
    pub fn is_in(&self, place: &Place) -> bool {
        self.places.contains(place)
    }
}

/// What joins a command to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Operator {
    /// Nothing: it is the first of its script or substitution.
    #[default]
    First,
    /// `;` or a line's end, or a keyword such as `then`.
    Sequence,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `|`
    Pipe,
    /// `|&`
    PipeBoth,
    /// `&`
    Background,
}

/// What a command stands in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// The condition of an `if` or `elif`.
    Condition,
    /// What follows `then` or `else`.
    Branch,
    /// The condition of a `while` or `until`.
    LoopCondition,
    /// The body of a `for`, `while`, `until` or `select`.
    Loop,
    /// A branch of a `case`.
    Case,
    /// `{ }`
    Group,
    /// `( )`
    Subshell,
    /// A part of a pipeline that is itself a block.
    PipelinePart,
    /// `$( )` or backticks.
    Substitution,
    /// `<( )` or `>( )`.
    ProcessSubstitution,
    /// The body of the function of this name.
    Function(String),
}

/// The place of a command in its pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PipelinePosition {
    /// Counted from 0.
    pub index: usize,
    /// How many commands the pipeline has.
    pub length: usize,
}
