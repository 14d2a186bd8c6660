//! YAML and JSON as one tree of values, each with its place in the text; HCL as its own.

mod hcl;
mod json;
mod node;
mod yaml;

pub(crate) use hcl::{Piece, hcl};
pub(crate) use json::json;
pub(crate) use node::{Entry, Layout, Node, Scalar, Value};
pub(crate) use yaml::yaml;

/// How deep values may nest; deeper ones are refused, since real callers stay far below.
const MAX_DEPTH: usize = 100;

/// Why a text could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ReadError {
    /// The line of the error, counted from 1.
    pub line: usize,
    /// What the reader says.
    pub message: String,
}
