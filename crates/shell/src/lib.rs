//! What a command line is: which programs run, with which words, where.

mod blocks;
mod command;
mod expansions;
mod nested;
mod package;
mod pieces;
mod redirection;
mod repair;
mod script;
mod simple;
mod span;
mod tree;
mod unquote;
mod walk;
mod word;
mod wrapper;
mod wrapper_table;

pub use command::{Command, Operator, PipelinePosition, Place};
pub use package::{Action, Flag, Manager, Package, PackageCall, package_call};
pub use redirection::{Heredoc, Redirection, RedirectionKind};
pub use script::{Dialect, Script, Why};
pub use span::Span;
pub use word::{Assignment, Variable, Word};
pub use wrapper::Wrapper;
