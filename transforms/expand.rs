//! Words of an instruction with their variables filled in, where the file decides them all.

use crate::image_path::joined;
use dockerfile::{Expansion, Stage, Word};
use std::borrow::Cow;

/// `word` of the instruction at `position` as Docker reads it; `None` when a variable in it has no value here.
/// `is_json` says that it comes from a JSON array, where quotes are already gone.
#[must_use]
pub fn word<'w>(
    stage: &Stage,
    position: usize,
    word: &'w Word,
    is_json: bool,
) -> Option<Cow<'w, str>> {
    let text = if is_json { &word.value } else { word.raw() };
    written(stage, position, text)
}

/// The same of a text that holds a variable seldom.
#[must_use]
pub fn written<'w>(stage: &Stage, position: usize, written: &'w str) -> Option<Cow<'w, str>> {
    if Expansion::is_plain(written) {
        return Some(Cow::Borrowed(written));
    }
    text(stage, position, written).map(Cow::Owned)
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
    folder(stage.workdir_at(position), base).map(Cow::into_owned)
}

/// The working directory at the end of `stage`; `base` is that of the base image.
#[must_use]
pub fn final_workdir(stage: &Stage, base: &str) -> Option<String> {
    folder(stage.workdir.as_ref(), base).map(Cow::into_owned)
}

/// The folder that a `WORKDIR` leads to; `base` is that of the base image.
#[must_use]
pub fn folder<'s>(
    setting: Option<&'s dockerfile::Setting<String>>,
    base: &'s str,
) -> Option<Cow<'s, str>> {
    let Some(setting) = setting else {
        return Some(Cow::Borrowed(base));
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
        return Some(joined(base, path));
    }
    None
}
