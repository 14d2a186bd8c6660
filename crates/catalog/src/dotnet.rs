//! The run-time images of .NET: which tags there are, and which of them carry no shell.

use crate::{Date, ImageName};
use serde::Deserialize;
use std::sync::LazyLock;

/// The tags of one version.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DotnetLine {
    /// The version: `8.0`.
    pub version: String,
    /// The version with its patch: `8.0.30`.
    pub exact: String,
    /// The system of a tag that names none.
    pub plain: String,
    /// The systems that a tag may name.
    pub systems: Vec<String>,
    /// Those that exist without a shell.
    pub chiseled: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lines {
    #[allow(dead_code, reason = "the file must name its source")]
    source: String,
    #[allow(dead_code, reason = "the file must name its day")]
    date: Date,
    latest: Vec<String>,
    line: Vec<DotnetLine>,
}

static ALL: LazyLock<Option<Lines>> =
    LazyLock::new(|| serde_json::from_str(tables::text!("data/dotnet")).ok());

/// The tag of `dotnet/aspnet` and `dotnet/runtime` on the system of `tag` of `dotnet/sdk`.
///
/// ```
/// # use catalog::dotnet_runtime;
/// assert_eq!(dotnet_runtime("8.0-noble").as_deref(), Some("8.0-noble"));
/// assert_eq!(dotnet_runtime("8.0.204"), None);
/// assert_eq!(dotnet_runtime("6.0"), None);
/// ```
#[must_use]
pub fn dotnet_runtime(tag: &str) -> Option<String> {
    let (line, system) = read(tag)?;
    // The kit counts its patches for itself.
    (tag.starts_with(&line.version) && !tag.starts_with(&line.exact) && system.is_some())
        .then(|| tag.to_owned())
}

/// The tag without a shell on the system of `tag` of `dotnet/aspnet` and `dotnet/runtime`, ICU and time zones included.
///
/// ```
/// # use catalog::dotnet_chiseled;
/// assert_eq!(dotnet_chiseled("8.0-noble").as_deref(), Some("8.0-noble-chiseled-extra"));
/// assert_eq!(dotnet_chiseled("10.0").as_deref(), Some("10.0-noble-chiseled-extra"));
/// assert_eq!(dotnet_chiseled("8.0"), None);
/// ```
#[must_use]
pub fn dotnet_chiseled(tag: &str) -> Option<String> {
    let (line, system) = read(tag)?;
    let system = system?;
    let version = tag.split('-').next().unwrap_or_default();
    line.chiseled
        .contains(&system)
        .then(|| format!("{version}-{system}-chiseled-extra"))
}

/// Whether `tag` of `dotnet/aspnet` and `dotnet/runtime` was there.
#[must_use]
pub fn is_dotnet_tag(tag: &str) -> bool {
    let bare = tag.strip_suffix("-extra").unwrap_or(tag);
    match bare.strip_suffix("-chiseled") {
        Some(plain) => plain.contains('-') && dotnet_chiseled(plain).is_some(),
        None => bare == tag && read(tag).is_some_and(|(_, system)| system.is_some()),
    }
}

/// Whether `name:tag` is an image of .NET for Linux that was there; `None` if it is none of .NET.
pub(crate) fn is_there(name: &ImageName, tag: &str) -> Option<bool> {
    match name.as_str().strip_prefix("mcr.microsoft.com/dotnet/")? {
        "runtime-deps" | "runtime" | "aspnet" => Some(is_dotnet_tag(tag)),
        // The kit is on the same systems, and counts its patches for itself.
        "sdk" => Some(dotnet_runtime(tag).is_some()),
        _ => Some(false),
    }
}

/// The tags that named the same image as `latest` of `name` did; empty where that is not known.
pub(crate) fn latest(name: &ImageName) -> &'static [String] {
    let kind = name.as_str().strip_prefix("mcr.microsoft.com/dotnet/");
    let is_counted = matches!(kind, Some("runtime-deps" | "runtime" | "aspnet" | "sdk"));
    let all = ALL.as_ref().filter(|_| is_counted);
    all.map(|all| all.latest.as_slice()).unwrap_or_default()
}

/// The line of a tag, and its system if that exists.
fn read(tag: &str) -> Option<(&'static DotnetLine, Option<String>)> {
    let (version, system) = tag
        .split_once('-')
        .map_or((tag, None), |(version, system)| (version, Some(system)));
    let lines = ALL.as_ref().map(|all| all.line.as_slice())?;
    let line = lines
        .iter()
        .find(|line| line.version == version || line.exact == version)?;
    let system = match system {
        None => Some(line.plain.clone()),
        Some(system) => line.systems.iter().find(|known| *known == system).cloned(),
    };
    Some((line, system))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read() {
        assert!(ALL.is_some());
    }

    #[test]
    fn what_is_written_is_there() {
        for tag in ["8.0", "8.0-jammy", "9.0-noble", "10.0", "10.0-resolute"] {
            assert!(is_dotnet_tag(&dotnet_runtime(tag).unwrap()), "{tag}");
            if let Some(tag) = dotnet_chiseled(tag) {
                assert!(is_dotnet_tag(&tag), "{tag}");
            }
        }
        assert!(!is_dotnet_tag("8.0-chiseled-extra"));
        assert!(!is_dotnet_tag("8.0-bookworm-slim-chiseled"));
        assert!(!is_dotnet_tag("6.0"));
    }
}
