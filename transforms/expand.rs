//! Words of an instruction with their variables filled in, where the file decides them all.

use dockerfile::{Stage, Word};

/// `word` of the instruction at `position` as Docker reads it; `None` when a variable in it has no value here.
/// `is_json` says that it comes from a JSON array, where quotes are already gone.
#[must_use]
pub fn word(stage: &Stage, position: usize, word: &Word, is_json: bool) -> Option<String> {
    text(
        stage,
        position,
        if is_json { &word.value } else { &word.raw },
    )
}

/// `text` with the variables in scope just before `position`.
#[must_use]
pub fn text(stage: &Stage, position: usize, text: &str) -> Option<String> {
    let expansion = stage.expand_at(position, text).ok()?;
    expansion.unknown.is_empty().then_some(expansion.text)
}

/// The working directory just before `position`, absolute; `base` is that of the base image. `None` when it holds a
/// variable without a value.
#[must_use]
pub fn workdir(stage: &Stage, position: usize, base: &str) -> Option<String> {
    folder(stage.workdir_at(position), base)
}

/// The working directory at the end of `stage`; `base` is that of the base image.
#[must_use]
pub fn final_workdir(stage: &Stage, base: &str) -> Option<String> {
    folder(stage.workdir.as_ref(), base)
}

fn folder(setting: Option<&dockerfile::Setting<String>>, base: &str) -> Option<String> {
    let Some(setting) = setting else {
        return Some(base.to_owned());
    };
    // `WORKDIR` itself is listed when it is relative to what the base image says.
    if setting.unknown.iter().all(|name| name == "WORKDIR") {
        let relative = setting.value.trim_start_matches('/');
        let is_relative = !setting.is_known();
        let path = if is_relative {
            relative
        } else {
            setting.value.as_str()
        };
        return Some(crate::image_path::absolute(base, path));
    }
    None
}
