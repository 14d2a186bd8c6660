//! The slim twin of a tag: the same version on the same release, with less in it.

use crate::facts::SlimLine;
use crate::twin::same_life_twin;
use crate::{ImageName, NoTwin, Tag, Twin, distribution, image, tag, tag_pattern};

/// The slim twin of `name:tag`; without a tag, of `latest`.
///
/// ```
/// # use catalog::{ImageName, slim_twin};
/// let twin = |name, tag| slim_twin(&ImageName::new(name), tag).map(|twin| twin.tag);
/// assert_eq!(twin("python", Some("3.12")).unwrap(), "3.12-slim");
/// assert_eq!(twin("python", Some("3.12-bookworm")).unwrap(), "3.12-slim-bookworm");
/// assert_eq!(twin("node", Some("22-bookworm")).unwrap(), "22-bookworm-slim");
/// assert_eq!(twin("node", None).unwrap(), "slim");
/// ```
///
/// # Errors
/// Why there is none.
pub fn slim_twin(name: &ImageName, full: Option<&str>) -> Result<Twin, NoTwin> {
    if name.official().is_none() {
        return Err(NoTwin::NotOfficial);
    }
    let full = full.unwrap_or("latest");
    let published = tag(name, Some(full)).ok_or(NoTwin::NoSuchTag)?;
    let line = image(name).and_then(|image| image.slim.as_ref());
    let line = line.ok_or(NoTwin::NoSlimLine)?;
    if let Some(reason) = out_of_line(full, published) {
        return Err(reason);
    }
    same_life_twin(name, published, spellings(full, line))
}

/// Why a tag is not a full one.
fn out_of_line(full: &str, published: Tag) -> Option<NoTwin> {
    let has = |wanted: &str| full.split('-').any(|word| word == wanted);
    if published
        .release
        .is_some_and(|release| release.distribution == "windows")
    {
        return Some(NoTwin::Windows);
    }
    if has("slim") || has("minimal") || tag_pattern::matches("*alpine*", full) {
        return Some(NoTwin::AlreadySlim);
    }
    has("onbuild").then_some(NoTwin::Onbuild)
}

/// How the twin of `full` may be spelled. Undecorated stays undecorated; a release that is named stays the same.
fn spellings(full: &str, line: &SlimLine) -> Vec<String> {
    let word = line.word.as_str();
    if full == "latest" {
        return vec![line.latest.clone().unwrap_or_else(|| word.to_owned())];
    }
    let mut spellings = vec![format!("{full}-{word}")];
    // `3.12-bookworm` has `3.12-slim-bookworm`, `5.40-threaded` has `5.40-slim-threaded`, and both at once.
    let words: Vec<&str> = full.split('-').collect();
    for place in (0..words.len()).rev() {
        let moves = words
            .get(place)
            .is_some_and(|word| *word == "threaded" || distribution::release_in(word).is_some());
        if !moves {
            break;
        }
        let mut spelling = words.clone();
        spelling.insert(place, word);
        spellings.push(spelling.join("-"));
    }
    // `lts-jod` has `jod-slim`.
    let shorter = line
        .without
        .as_deref()
        .and_then(|start| full.strip_prefix(start));
    spellings.extend(shorter.map(|shorter| format!("{shorter}-{word}")));
    spellings
}
