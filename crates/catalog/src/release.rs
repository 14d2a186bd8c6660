//! A release of a distribution, such as `debian:bookworm`.

use std::fmt;

/// A distribution, and its release where that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Release {
    /// The distribution, such as `debian`.
    pub distribution: &'static str,
    /// The release, in the words of the tag table: a code name for Debian and Ubuntu, else a number.
    pub version: Option<&'static str>,
}

impl Release {
    /// Reads `debian:bookworm`, `busybox` or, where the release is unknown, `alpine:?`.
    #[must_use]
    pub fn new(text: &'static str) -> Option<Self> {
        let (distribution, version) = match text.split_once(':') {
            Some((distribution, version)) => (distribution, Some(version)),
            None => (text, None),
        };
        (!distribution.is_empty()).then_some(Self {
            distribution,
            version: version.filter(|version| *version != "?"),
        })
    }
}

impl fmt::Display for Release {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.distribution)?;
        match self.version {
            Some(version) => write!(formatter, ":{version}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_release_keeps_its_distribution() {
        let release = Release::new("alpine:?").unwrap();
        assert_eq!((release.distribution, release.version), ("alpine", None));
        assert_eq!(release.to_string(), "alpine");
    }

    #[test]
    fn nothing_is_no_release() {
        assert_eq!(Release::new(""), None);
    }
}
