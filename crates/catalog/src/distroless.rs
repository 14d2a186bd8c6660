//! The distroless images there are, what each holds, and for how long.

use crate::{Date, ImageName, Release};
use serde::Deserialize;
use std::cmp::Reverse;
use std::sync::LazyLock;

/// What a distroless image holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holds {
    /// Certificates, time zones and accounts; no C library.
    Static,
    /// And glibc.
    BaseNossl,
    /// And OpenSSL's libraries.
    Base,
    /// And the libraries of GCC.
    Cc,
    /// What Java needs, without Java.
    JavaBase,
    /// A Java run-time.
    Java,
    /// Node.js without npm.
    Node,
    /// Python without pip.
    Python,
}

/// A distroless image.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Distroless {
    /// Its name with its registry, without a tag.
    pub name: String,
    /// Who publishes it: `distroless` for those of Google, or `chainguard`.
    #[serde(default = "of_distroless")]
    pub provider: String,
    /// Its tag, whose image starts as the account `nonroot` (65532).
    #[serde(default = "nonroot")]
    pub tag: String,
    /// What it holds.
    pub holds: Holds,
    /// The version of the language.
    pub version: Option<String>,
    /// The version of Debian; empty where it is another distribution.
    #[serde(default)]
    pub debian: String,
    /// The version of glibc.
    pub glibc: Option<String>,
    /// Its entrypoint; a command must leave these words out.
    pub entrypoint: Vec<String>,
    /// When it was first listed.
    pub since: Date,
    /// When it was taken off the list.
    pub until: Option<Date>,
    /// When its support ends, where that has a date.
    pub supported_until: Option<Date>,
    /// Where this was read.
    pub source: String,
    /// The day of that source.
    pub date: Date,
}

impl Distroless {
    /// The image with its tag.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("{}:{}", self.name, self.tag)
    }
}

fn of_distroless() -> String {
    DISTROLESS.to_owned()
}

fn nonroot() -> String {
    "nonroot".to_owned()
}

/// The provider whose images are distroless by name.
const DISTROLESS: &str = "distroless";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Targets {
    target: Vec<Distroless>,
}

static ALL: LazyLock<Result<Vec<Distroless>, String>> = LazyLock::new(|| {
    serde_json::from_str::<Targets>(tables::text!("data/distroless-targets"))
        .map(|all| all.target)
        .map_err(|error| error.to_string())
});

/// Every image without a shell: the distroless ones since Debian 12, and those of other providers.
///
/// # Errors
/// The parser's message, if the file is broken. A test reads it.
pub fn distroless_images() -> Result<&'static [Distroless], &'static str> {
    match &*ALL {
        Ok(all) => Ok(all),
        Err(message) => Err(message),
    }
}

/// The distroless image that holds this, in this version, and is supported on that day; the one on the newest Debian.
///
/// ```
/// # use catalog::{Holds, SNAPSHOT, distroless_target};
/// let python = |version| distroless_target(Holds::Python, Some(version), SNAPSHOT);
/// assert_eq!(python("3.13").unwrap().name, "gcr.io/distroless/python3-debian13");
/// assert_eq!(python("3.12"), None);
/// ```
#[must_use]
pub fn distroless_target(
    holds: Holds,
    version: Option<&str>,
    on: Date,
) -> Option<&'static Distroless> {
    image_without_shell(DISTROLESS, holds, version, on)
}

/// The same of any provider.
///
/// ```
/// # use catalog::{Holds, SNAPSHOT, image_without_shell};
/// let image = image_without_shell("chainguard", Holds::Static, None, SNAPSHOT).unwrap();
/// assert_eq!(image.reference(), "cgr.dev/chainguard/static:latest");
/// ```
#[must_use]
pub fn image_without_shell(
    provider: &str,
    holds: Holds,
    version: Option<&str>,
    on: Date,
) -> Option<&'static Distroless> {
    distroless_images()
        .unwrap_or_default()
        .iter()
        .filter(|target| target.provider == provider)
        .filter(|target| target.holds == holds && target.version.as_deref() == version)
        .filter(|target| target.until.is_none_or(|until| on < until))
        .filter(|target| target.supported_until.is_none_or(|end| on <= end))
        .min_by_key(|target| Reverse(target.debian.parse::<u32>().unwrap_or_default()))
}

/// The release inside a distroless image, which its name ends with.
pub(crate) fn release(name: &ImageName) -> Option<Release> {
    let name = name.as_str().strip_prefix("gcr.io/distroless/")?;
    let release = match name.rsplit_once('-') {
        Some((_, "debian13")) => "distroless:debian13",
        Some((_, "debian12")) => "distroless:debian12",
        Some(_) | None => "distroless",
    };
    Release::new(release)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SNAPSHOT;

    #[test]
    fn a_retired_image_is_no_target() {
        let target = |holds, version| distroless_target(holds, Some(version), SNAPSHOT);
        assert_eq!(target(Holds::Node, "20"), None);
        assert_eq!(target(Holds::Python, "3.11"), None);
        let node = target(Holds::Node, "22").unwrap();
        assert_eq!(node.entrypoint, ["/nodejs/bin/node"]);
    }

    #[test]
    fn the_newest_debian_wins() {
        let target = distroless_target(Holds::Static, None, SNAPSHOT).unwrap();
        assert_eq!(target.name, "gcr.io/distroless/static-debian13");
    }
}
