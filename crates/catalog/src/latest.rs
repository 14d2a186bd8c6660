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
    LazyLock::new(|| serde_json::from_str(tables::text!("data/latest")).ok());

/// The tags that named the same image as `latest` on [`crate::SNAPSHOT`], the most exact first; empty if unknown.
///
/// ```
/// # use catalog::{ImageName, latest_meant};
/// assert_eq!(latest_meant(&ImageName::new("ubuntu")), ["26.04"]);
/// assert!(latest_meant(&ImageName::new("python")).contains(&"3.14".to_owned()));
/// assert_eq!(latest_meant(&ImageName::new("mcr.microsoft.com/dotnet/aspnet")), ["10.0"]);
/// assert!(latest_meant(&ImageName::new("mcr.microsoft.com/dotnet/monitor")).is_empty());
/// ```
#[must_use]
pub fn latest_meant(name: &ImageName) -> &'static [String] {
    let Some(image) = name.official() else {
        return crate::dotnet::latest(name);
    };
    let meanings = ALL.as_ref().and_then(|all| all.latest.get(image));
    meanings.map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_meaning_of_dotnet_is_a_tag_that_was_there() {
        for kind in ["sdk", "aspnet", "runtime", "runtime-deps"] {
            let name = ImageName::new(&format!("mcr.microsoft.com/dotnet/{kind}"));
            let tags = latest_meant(&name);
            assert!(!tags.is_empty(), "{name}");
            for tag in tags {
                assert_eq!(
                    crate::dotnet::is_there(&name, tag),
                    Some(true),
                    "{name}:{tag}"
                );
            }
        }
    }

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
