//! What `latest` meant on the day of the snapshot.

use crate::ImageName;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Meanings {
    #[allow(dead_code, reason = "the file must name its source")]
    source: String,
    #[allow(dead_code, reason = "the file must name its day")]
    date: crate::Date,
    latest: BTreeMap<String, Vec<String>>,
}

static ALL: LazyLock<Option<Meanings>> =
    LazyLock::new(|| toml::from_str(include_str!("../data/latest.toml")).ok());

/// The tags that named the same image as `latest` on [`crate::SNAPSHOT`], the most exact first; empty if unknown.
///
/// ```
/// # use catalog::{ImageName, latest_meant};
/// assert_eq!(latest_meant(&ImageName::new("ubuntu")), ["26.04"]);
/// assert!(latest_meant(&ImageName::new("python")).contains(&"3.14".to_owned()));
/// ```
#[must_use]
pub fn latest_meant(name: &ImageName) -> &'static [String] {
    let meanings = ALL.as_ref().and_then(|all| {
        let image = name.official()?;
        all.latest.get(image)
    });
    meanings.map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_meaning_is_a_living_tag() {
        let all = ALL.as_ref().unwrap();
        for (image, tags) in &all.latest {
            for tag in tags {
                let known = crate::tag(&ImageName::new(image), Some(tag)).unwrap();
                assert_eq!(known.dropped, None, "{image}:{tag}");
            }
        }
    }
}
