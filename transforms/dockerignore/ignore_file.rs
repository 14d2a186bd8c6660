//! Which ignore file applies to a Dockerfile, and what it says.

use super::proof::Obstacle;
use crate::{Reason, Target};
use context::{Context, Ignore};

/// The ignore file in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IgnoreFile {
    /// Its path below the root of the context.
    pub(super) path: String,
    /// Its text; `None` when there is none yet.
    pub(super) text: Option<String>,
    /// Its patterns.
    pub(super) ignore: Ignore,
}

impl IgnoreFile {
    /// The file in force, or the one at the root of the context, which is yet to be written.
    pub(super) fn find(target: &Target<'_>, context: &dyn Context) -> Result<IgnoreFile, Obstacle> {
        match target.ignore_file() {
            Some(path) => IgnoreFile::read(context, path),
            None => Ok(IgnoreFile {
                path: ".dockerignore".to_owned(),
                text: None,
                ignore: Ignore::default(),
            }),
        }
    }

    fn read(context: &dyn Context, path: String) -> Result<IgnoreFile, Obstacle> {
        let Some(text) = context.read(&path) else {
            return Err(Obstacle::new(
                Reason::IgnoreFileUnread,
                format!("`{path}` cannot be read as text"),
            ));
        };
        match Ignore::parse(&text) {
            Ok(ignore) => Ok(IgnoreFile {
                path,
                text: Some(text),
                ignore,
            }),
            Err(error) => {
                let detail = format!(
                    "`{path}` holds a pattern that Docker refuses or reads otherwise than it is written ({error})"
                );
                Err(Obstacle::new(Reason::IgnoreFileUnread, detail))
            }
        }
    }

    /// Whether `path`, or everything in that folder, is left out.
    pub(super) fn leaves_out(&self, path: &str) -> bool {
        !self.ignore.is_empty()
            && (self.ignore.leaves_out(path) || self.ignore.leaves_out(&format!("{path}/x")))
    }

    /// Whether one of its `!` lines brings `path` back.
    pub(super) fn brings_back(&self, path: &str) -> bool {
        self.ignore.brings_back(path)
    }
}
