//! The shapes of the corpus's records.

use serde::Deserialize;
use std::collections::BTreeMap;

/// A real Dockerfile.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Real {
    /// The first 12 hex digits of the content's SHA-256.
    pub id: String,
    /// The repository it comes from.
    pub repo: String,
    /// Its path there.
    pub path: String,
    /// The text, byte for byte.
    pub content: String,
}

/// What BuildKit's parser says of one input.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Verdict {
    /// The same as [`Real::id`], or the name of a tricky input.
    pub id: String,
    /// Whether it would build a graph from it.
    pub ok: bool,
    /// Whether the line parser accepts it.
    pub parses: bool,
    /// Why not.
    pub error: Option<String>,
    /// The line of the error.
    pub line: Option<usize>,
    /// The escape character.
    pub escape: Option<String>,
    /// The value of the `syntax` directive.
    pub syntax: Option<String>,
    /// The value of the `check` directive.
    pub check: Option<String>,
    /// The instructions.
    #[serde(default)]
    pub instructions: Vec<Instruction>,
    /// The stages.
    #[serde(default)]
    pub stages: Vec<StageName>,
    /// The final image's settings as far as the file alone decides them.
    pub image: Option<Image>,
    /// The input, where the record holds it.
    pub content: Option<String>,
}

/// An instruction as BuildKit lists it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Instruction {
    /// The keyword as written.
    pub cmd: String,
    /// The first line, from 1.
    #[serde(default)]
    pub start: usize,
    /// The last line.
    #[serde(default)]
    pub end: usize,
    /// The flags, unquoted.
    #[serde(default)]
    pub flags: Vec<String>,
    /// The arguments.
    #[serde(default)]
    pub args: Vec<String>,
    /// Whether the arguments are a JSON array.
    #[serde(default)]
    pub json: bool,
    /// The heredocs.
    #[serde(default)]
    pub heredocs: Vec<Heredoc>,
    /// What `ONBUILD` wraps.
    pub sub: Option<Box<Instruction>>,
}

/// A heredoc as BuildKit lists it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Heredoc {
    /// The fields as recorded.
    #[serde(flatten)]
    pub fields: BTreeMap<String, serde_json::Value>,
}

/// A stage as BuildKit lists it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StageName {
    /// The name after `AS`.
    pub name: Option<String>,
    /// The base as written.
    pub base: String,
}

/// The settings of the final image.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Image {
    /// The effective user.
    pub user: Option<String>,
    /// The entrypoint.
    pub entrypoint: Option<Vec<String>>,
    /// The command.
    pub cmd: Option<Vec<String>>,
    /// The working directory.
    pub working_dir: Option<String>,
    /// The exposed ports.
    pub exposed_ports: Option<BTreeMap<String, serde_json::Value>>,
    /// The volumes.
    pub volumes: Option<BTreeMap<String, serde_json::Value>>,
}

/// An ignore file and Docker's answers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct IgnoreFile {
    /// Its name in the corpus.
    pub id: String,
    /// The text of the ignore file.
    pub ignore: String,
    /// Paths in the context.
    #[serde(default)]
    pub paths: Vec<String>,
    /// Whether each of the paths is left out.
    #[serde(default)]
    pub ignored: Vec<bool>,
    /// The error, where Docker refuses the file.
    pub ignore_err: Option<String>,
    /// The patterns as Docker cleans them.
    #[serde(default)]
    pub patterns: Vec<String>,
}
