//! What a command line is: which programs run, with which words, where.
//!
//! [`Script::parse`] reads the body of a `RUN`, a shell-form `CMD`, or a script file, and lays out every simple command
//! in source order, through lists, pipelines, loops, functions, substitutions and inner scripts (`sh -c '…'`). Places
//! are bytes of the text that was given; mapping them into a file is the caller's.
//!
//! ```
//! use shell::{Action, Operator, Script};
//!
//! let text = "apt-get update && sudo -E apt-get install -y curl=8.0 && rm -rf /var/lib/apt/lists/*";
//! let script = Script::parse(text);
//! assert!(script.is_understood);
//!
//! let install = &script.commands[1];
//! assert_eq!(install.operator, Operator::And);
//! assert_eq!(install.program(), Some("apt-get"));
//! assert_eq!(install.wrappers[0].program, "sudo");
//!
//! let call = install.package_call().unwrap();
//! assert_eq!(call.action, Action::Install);
//! assert!(call.has_flag("-y"));
//! assert_eq!(call.packages[0].span.of(text), "curl=8.0");
//! ```
//!
//! It is right rather than tolerant: a text that is not wholly read says so ([`Script::is_understood`], [`Script::why`])
//! and has no commands, so that nobody edits it.
//! The syntax tree is that of `tree-sitter-bash`; where that grammar reads what no shell does, the text is repaired
//! before, the tree is put right behind, or the text counts as not understood. Nearly all texts need none of it: commands
//! and the blocks around them are read without a tree, to the same result.

mod blocks;
mod brace;
mod command;
mod expansions;
mod heredoc;
mod memory;
mod nested;
mod once;
mod package;
mod pieces;
mod plain;
mod redirect;
mod redirection;
mod repair;
mod script;
mod shebang;
mod simple;
mod span;
mod state;
mod tree;
mod unquote;
mod walk;
mod windows;
mod word;
mod wrapper;
mod wrapper_table;

pub use command::{Command, Operator, PipelinePosition, Place};
pub use package::{Action, Flag, Manager, Package, PackageCall};
pub use redirection::{Heredoc, Redirection, RedirectionKind};
pub use script::{Dialect, Script, Why};
pub use shebang::Shebang;
pub use span::Span;
pub use state::Directory;
pub use word::{Assignment, Variable, Word};
pub use wrapper::Wrapper;
