//! The other files that build images, one file here for each kind of them.

mod expression;
pub(crate) mod gitlab;
pub(crate) mod jenkinsfile;
pub(crate) mod makefile;
pub(crate) mod matrix;
pub(crate) mod package;
pub(crate) mod script;
pub(crate) mod skaffold;
pub(crate) mod tiltfile;
pub(crate) mod workflow;

use crate::{Build, Problem};

/// What one file says.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) builds: Vec<Build>,
    pub(crate) problems: Vec<Problem>,
}
