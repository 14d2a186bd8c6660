//! What a Dockerfile is: exact text, instructions, stages, edits.

mod arguments;
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
