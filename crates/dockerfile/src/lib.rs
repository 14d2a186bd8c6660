//! What a Dockerfile is: exact text, instructions, stages, edits.
//!
//! A [`Document`] reads any text the way Docker does and keeps every byte of it. Each part says where it stands, so
//! that an edit can touch that part and nothing else:
//!
//! ```
//! use dockerfile::{Document, Kind};
//!
//! let text = "FROM python:3.12-slim AS base\nENV MODE=dev \\\n    # the port we serve\n    PORT=8000\n";
//! let document = Document::parse(text);
//! assert_eq!(document.problems, []);
//!
//! let Some(Kind::From(from)) = document.instructions.first().map(|first| &first.kind) else {
//!     panic!("a Dockerfile starts with `FROM`");
//! };
//! assert_eq!(from.reference.part(from.reference.tag), Some("3.12-slim"));
//!
//! let Some(Kind::Env(pairs)) = document.instructions.get(1).map(|second| &second.kind) else {
//!     panic!("`ENV` is read into pairs");
//! };
//! let port = pairs.last().and_then(|pair| pair.value.as_ref()).expect("`PORT` has a value");
//! assert_eq!(port.value, "8000");
//! assert_eq!(document.slice(port.span), "8000");
//! assert_eq!(document.line(port.span.start), 4);
//! ```
//!
//! # From the text to its parts
//!
//! Docker joins the lines of an instruction before it reads it, and drops the comments between them. [`Logical`] holds
//! the joined text and the way back, so that a place found in it, by this package or by a reader of shell commands,
//! is a place in the file. A [`Word`] has both: what Docker sees, and where that stands. A word that runs over a line
//! break says so (`is_contiguous`) and must not be edited.
//!
//! # What Docker would refuse
//!
//! Parsing never fails. Where Docker's parser would, [`Document::problems`] says on which line, why, and what would
//! mend it; everything else in the file is still read. A document with a problem is never edited. What Docker finds out
//! only while it builds, such as an image that does not exist or an unbalanced quote in a value, is no problem here.
//!
//! The rules are those of [BuildKit](https://github.com/moby/buildkit/tree/master/frontend/dockerfile); the tests hold
//! them against its verdict on thousands of files.

mod arguments;
mod bases;
mod command;
mod directive;
mod document;
mod duration;
mod edit;
mod editor;
mod expand;
mod flag_rules;
mod flags;
mod healthcheck;
mod heredoc;
mod heredocs;
mod image_reference;
mod instruction;
mod json;
mod keyword;
mod lexer;
mod line;
mod logical;
mod mount;
mod mount_rules;
mod opener;
mod pairs;
mod physical;
mod problem;
mod reader;
mod span;
mod stage;
mod stage_start;
mod statement;
mod suggestion;
mod transfer;
mod words;

pub use document::{Comment, Directive, Document, Escape};
pub use edit::{Edit, apply};
pub use editor::{Breach, EditError, Editor, New, verify};
pub use expand::{ExpandError, Expansion, Variable, expand, expand_words};
pub use heredoc::Heredoc;
pub use image_reference::ImageReference;
pub use instruction::{
    Command, Flag, FlagOption, From, Healthcheck, Instruction, Kind, Pair, Run, Transfer, Word,
};
pub use logical::{Logical, Piece};
pub use problem::Problem;
pub use span::{Lines, Span};
pub use stage::{
    Base, Scope, Setting, Stage, Use, UseKind, final_stage, stages, target_stage, uses,
};
