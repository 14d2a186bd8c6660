//! Whether anything needs the `.env` that would be left out: the build, or the program in the image.

use super::later;
use super::proof::{Obstacle, Proof};
use super::readers::first_reader;
use super::rules::RULES;
use super::scene::Scene;
use crate::Reason;
use std::cell::OnceCell;

/// What is known of those who read a `.env`, found once for all patterns that match one.
#[derive(Default)]
pub(super) struct Readers {
    in_build: OnceCell<Option<Obstacle>>,
    later: OnceCell<Option<String>>,
}

/// Whether nothing does; `present` are the files that lie in the context now.
pub(super) fn is_not_read(scene: &Scene<'_>, present: &[String]) -> Proof {
    let readers = &scene.env_readers;
    if let Some(obstacle) = readers.in_build.get_or_init(|| in_build(scene)) {
        return Proof::Fails(obstacle.clone());
    }
    // One that lies there rests on an assumption of its own.
    if !present.is_empty() {
        return Proof::Holds;
    }
    let doubt = readers.later.get_or_init(|| later::doubt(scene));
    doubt.clone().map_or(Proof::Holds, Proof::Assumes)
}

/// What of the build reads it.
fn in_build(scene: &Scene<'_>) -> Option<Obstacle> {
    let bun = ["bun".to_owned(), "bunx".to_owned()];
    if let Some(reader) = first_reader(scene, &RULES.env_readers) {
        return Some(Obstacle::new(Reason::EnvFileRead, reader));
    }
    let run = scene.builds().find_map(|build| build.runs_any(&bun))?;
    Some(Obstacle::new(
        Reason::EnvFileRead,
        format!("`bun` on line {} reads `.env` by itself", run.line),
    ))
}
