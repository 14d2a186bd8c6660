//! The name of an image without its tag, the same however it is spelled.

use std::borrow::Cow;
use std::fmt;

/// Registries and paths that carry the official images under their own names.
///
/// - <https://docs.aws.amazon.com/AmazonECR/latest/public/docker-library-images.html> says nothing else lives below `public.ecr.aws/docker/library`.
/// - <https://cloud.google.com/artifact-registry/docs/pull-cached-dockerhub-images>: `mirror.gcr.io` caches Docker Hub.
const HUBS: [&str; 5] = [
    "docker.io/",
    "index.docker.io/",
    "registry-1.docker.io/",
    "registry.hub.docker.com/",
    "mirror.gcr.io/",
];

/// Copies of the official images.
const LIBRARIES: [&str; 1] = ["public.ecr.aws/docker/library/"];

/// The processor prefixes under which Docker Hub has the official images once more.
///
/// <https://github.com/docker-library/official-images#architectures-other-than-amd64>
const ARCHITECTURES: [&str; 11] = [
    "amd64",
    "arm32v5",
    "arm32v6",
    "arm32v7",
    "arm64v8",
    "i386",
    "mips64le",
    "ppc64le",
    "riscv64",
    "s390x",
    "windows-amd64",
];

/// An image without its tag: `python` for `docker.io/library/python` and its mirrors, else with its registry where it
/// has one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageName(String);

impl ImageName {
    /// Reads a name as it stands in `FROM`, without tag and digest.
    ///
    /// ```
    /// # use catalog::ImageName;
    /// assert_eq!(ImageName::new("docker.io/library/python"), ImageName::new("python"));
    /// assert_eq!(ImageName::new("public.ecr.aws/docker/library/python"), ImageName::new("python"));
    /// assert_ne!(ImageName::new("ghcr.io/acme/python"), ImageName::new("python"));
    /// ```
    #[must_use]
    pub fn new(text: &str) -> Self {
        let text = text.trim();
        let lower = match text.bytes().any(|letter| letter.is_ascii_uppercase()) {
            true => Cow::Owned(text.to_ascii_lowercase()),
            false => Cow::Borrowed(text),
        };
        // Registries, mirrors and processors end with a slash, and most images are named without any.
        if !lower.contains('/') {
            return Self(lower.into_owned());
        }
        let mut name = &*lower;
        if let Some(rest) = first_stripped(name, &LIBRARIES) {
            return Self(rest.to_owned());
        }
        if let Some(rest) = first_stripped(name, &HUBS) {
            name = rest;
        }
        if let Some(rest) = name.strip_prefix("library/") {
            name = rest;
        }
        if let Some((architecture, rest)) = name.split_once('/')
            && ARCHITECTURES.contains(&architecture)
            && !rest.contains('/')
        {
            name = rest;
        }
        Self(name.to_owned())
    }

    /// Splits a reference as it stands in `FROM` into its name and its tag; a digest is left out.
    #[must_use]
    pub fn split(reference: &str) -> (Self, Option<&str>) {
        let reference = reference.split('@').next().unwrap_or(reference);
        match reference.rsplit_once(':') {
            // A colon before a slash belongs to a port.
            Some((name, tag)) if !tag.contains('/') => (Self::new(name), Some(tag)),
            Some(_) | None => (Self::new(reference), None),
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name, if it can be one of Docker's official images: they have no folder and no registry.
    #[must_use]
    pub fn official(&self) -> Option<&str> {
        (!self.0.contains('/')).then_some(self.0.as_str())
    }
}

impl fmt::Display for ImageName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn first_stripped<'t>(text: &'t str, prefixes: &[&str]) -> Option<&'t str> {
    prefixes.iter().find_map(|prefix| text.strip_prefix(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_an_official_image_is_one_name() {
        for spelling in [
            "python",
            "library/python",
            "docker.io/python",
            "docker.io/library/python",
            "index.docker.io/library/python",
            "registry-1.docker.io/library/python",
            "public.ecr.aws/docker/library/python",
            "mirror.gcr.io/library/python",
            "arm64v8/python",
            "docker.io/amd64/python",
        ] {
            assert_eq!(
                ImageName::new(spelling).official(),
                Some("python"),
                "{spelling}"
            );
        }
    }

    #[test]
    fn only_what_ends_with_a_slash_stands_before_a_name() {
        let before = HUBS.iter().chain(&LIBRARIES);
        assert!(before.into_iter().all(|before| before.ends_with('/')));
        for (spelling, name) in [
            (" Python ", "python"),
            ("amd64", "amd64"),
            ("library", "library"),
        ] {
            assert_eq!(ImageName::new(spelling).as_str(), name);
        }
    }

    #[test]
    fn another_registry_is_another_image() {
        for spelling in [
            "ghcr.io/library/python",
            "localhost:5000/python",
            "acme/python",
        ] {
            assert_eq!(ImageName::new(spelling).official(), None, "{spelling}");
        }
    }

    #[test]
    fn a_reference_splits_at_its_tag_and_not_at_its_port() {
        let split = |text| {
            let (name, tag) = ImageName::split(text);
            (name.to_string(), tag)
        };
        assert_eq!(split("python:3.12"), ("python".into(), Some("3.12")));
        assert_eq!(
            split("localhost:5000/app"),
            ("localhost:5000/app".into(), None)
        );
        assert_eq!(split("debian:12@sha256:00"), ("debian".into(), Some("12")));
    }
}
