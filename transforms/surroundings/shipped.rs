//! Which stages of a Dockerfile ship as images.

use crate::Target;
use dockerfile::{Stage, final_stage, target_stage};
use std::collections::BTreeMap;

/// The stages that ship, in order: those that its builds name, the last one where a build names none, or names one by a
/// variable without a value. Without builds, the last one.
#[must_use]
pub fn shipped<'t>(target: &Target<'t>) -> Vec<&'t Stage> {
    let last = final_stage(target.stages);
    let builds = target.surroundings.map_or(&[][..], |around| around.builds);
    let named = builds.iter().map(|build| match &build.target {
        Some(name) if name.is_known() => target_stage(target.stages, &name.text),
        Some(_) | None => last,
    });
    let mut stages: BTreeMap<usize, &Stage> =
        named.flatten().map(|stage| (stage.index, stage)).collect();
    if let (true, Some(last)) = (stages.is_empty(), last) {
        stages.insert(last.index, last);
    }
    stages.into_values().collect()
}
