//! What a Dockerfile is: exact text, instructions, stages, edits.

mod heredoc;
mod image_reference;
mod instruction;
mod logical;
mod problem;
mod span;

pub use heredoc::Heredoc;
pub use image_reference::ImageReference;
pub use instruction::{
    Command, Flag, FlagOption, From, Healthcheck, Instruction, Kind, Pair, Run, Transfer, Word,
};
pub use logical::{Logical, Piece};
pub use problem::Problem;
pub use span::{Lines, Span};

mod document;
mod edit;
mod stage;
pub use document::{Comment, Directive, Document, Escape};
pub use edit::Edit;
pub use stage::{Base, Setting, Stage};
