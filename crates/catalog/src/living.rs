//! The nearest image that gets fixes, for one that gets none any more.

mod spelling;

use crate::end_of_life::product;
use crate::{
    Date, Eol, ImageName, Memory, SNAPSHOT, dotnet, end_of_life, memory, successor, tag,
    tag_pattern,
};
use spelling::Spelling;

/// An image that was published and supported on [`SNAPSHOT`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Living {
    /// The image with its tag.
    pub image: String,
    /// The last day of its support, where one is set.
    pub until: Option<Date>,
}

/// A day after all others.
const EVER: Date = Date {
    year: 9999,
    month: 12,
    day: 31,
};

/// What was found for the images that were asked for: the files of a tree stand on few.
static FOUND: Memory<Vec<Living>> = Memory::new();

/// The image nearest to `name:tag` that gets fixes: first of the same version, then of the next one; of the same name,
/// or of what took its place. Behind it stands the next that gets fixes for another year, if the nearest does not.
///
/// ```
/// # use catalog::{ImageName, nearest_living};
/// let images = |name, tag| {
///     let found = nearest_living(&ImageName::new(name), Some(tag));
///     found.into_iter().map(|living| living.image).collect::<Vec<_>>()
/// };
/// assert_eq!(images("python", "3.8-slim"), ["python:3.10-slim", "python:3.11-slim"]);
/// assert_eq!(images("ubuntu", "xenial"), ["ubuntu:jammy", "ubuntu:noble"]);
/// assert_eq!(images("centos", "7"), ["almalinux:8"]);
/// ```
#[must_use]
pub fn nearest_living(name: &ImageName, tag: Option<&str>) -> Vec<Living> {
    FOUND.answer(&memory::question(name, tag), || find(name, tag))
}

fn find(name: &ImageName, tag: Option<&str>) -> Vec<Living> {
    let (name, meant) = match successor(name) {
        None => (name.clone(), None),
        Some(given_up) => (
            ImageName::new(&given_up.successor),
            given_up
                .meant
                .as_deref()
                .filter(|_| goes_with_latest(name, tag)),
        ),
    };
    let tag = tag.filter(|tag| *tag != "latest").unwrap_or_default();
    let spelling = Spelling::read(&name, tag, meant);
    let tags = spelling.tags(&name);
    let mut living = tags.filter_map(|tag| living(&name, &tag));
    let mut found: Vec<Living> = living.next().into_iter().collect();
    let next_year = Date {
        year: SNAPSHOT.year + 1,
        ..SNAPSHOT
    };
    let lasts = |living: &Living| living.until.is_none_or(|day| day >= next_year);
    if found.iter().any(|nearest| !lasts(nearest)) {
        found.extend(living.find(lasts));
    }
    found
}

/// Whether `tag` was published until the day when `latest` was, so that it is of the same version.
fn goes_with_latest(name: &ImageName, of: Option<&str>) -> bool {
    let dropped = |of| tag(name, of).and_then(|tag| tag.dropped);
    dropped(of).is_some_and(|day| dropped(None) == Some(day))
}

/// The image `name:tag`, if it is there and gets fixes.
fn living(name: &ImageName, of: &str) -> Option<Living> {
    let is_there = dotnet::is_there(name, of)
        .unwrap_or_else(|| tag(name, Some(of)).is_some_and(|tag| tag.dropped.is_none()));
    if !is_there {
        return None;
    }
    let ends = end_of_life(name, Some(of), EVER);
    let last = ends.iter().map(Eol::last_fixes).min();
    last.is_none_or(|day| day >= SNAPSHOT).then(|| Living {
        until: last.filter(|_| !is_open(name, of)),
        image: format!("{name}:{of}"),
    })
}

/// Whether the day on which the support of the version of a tag ends is not set.
fn is_open(name: &ImageName, tag: &str) -> bool {
    let numbers: Vec<u64> = tag_pattern::numbers(tag).collect();
    product(name.as_str()).is_some_and(|product| {
        let mut open = product.open.iter();
        open.any(|cycle| numbers.starts_with(&tag_pattern::numbers(cycle).collect::<Vec<_>>()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn images(name: &str, tag: &str) -> Vec<String> {
        let tag = Some(tag).filter(|tag| !tag.is_empty());
        let found = nearest_living(&ImageName::new(name), tag);
        found.into_iter().map(|living| living.image).collect()
    }

    #[test]
    fn the_version_comes_before_the_release() {
        assert_eq!(
            images("eclipse-temurin", "11-jdk-focal"),
            [
                "eclipse-temurin:11-jdk-jammy",
                "eclipse-temurin:11-jdk-noble"
            ]
        );
        assert_eq!(
            images("buildpack-deps", "wheezy-scm")
                .first()
                .map(String::as_str),
            Some("buildpack-deps:bullseye-scm")
        );
        assert_eq!(
            images("golang", "1.8.3-jessie").first().map(String::as_str),
            Some("golang:1.26-bookworm")
        );
    }

    #[test]
    fn an_image_that_was_given_up_has_a_successor() {
        assert_eq!(images("openjdk", ""), ["eclipse-temurin:21"]);
        assert_eq!(
            images("java", "openjdk-8-jre-alpine"),
            ["eclipse-temurin:8-jre-alpine"]
        );
        assert_eq!(images("centos", "centos6"), ["almalinux:8"]);
    }

    #[test]
    fn images_of_dotnet_are_known_without_the_table() {
        assert_eq!(
            images("mcr.microsoft.com/dotnet/sdk", "6.0"),
            [
                "mcr.microsoft.com/dotnet/sdk:8.0",
                "mcr.microsoft.com/dotnet/sdk:10.0"
            ]
        );
        assert_eq!(
            images("mcr.microsoft.com/dotnet/core/aspnet", "3.1-alpine")
                .first()
                .map(String::as_str),
            Some("mcr.microsoft.com/dotnet/aspnet:8.0-alpine")
        );
    }

    #[test]
    fn what_is_remembered_is_what_is_found() {
        let tags = [None, Some(""), Some("latest"), Some("7"), Some("3.8-slim")];
        for name in ["centos", "java", "openjdk", "python", "ubuntu"].map(ImageName::new) {
            for tag in tags.into_iter().chain(tags) {
                let found = find(&name, tag);
                assert_eq!(nearest_living(&name, tag), found, "{name} {tag:?}");
            }
        }
    }

    #[test]
    fn a_platform_is_not_left() {
        for (name, tag) in [
            ("nginx", "1.11.3-alpine"),
            ("openjdk", "12-alpine"),
            ("node", "boron-alpine"),
        ] {
            for image in images(name, tag) {
                assert!(image.contains("alpine"), "{image}");
            }
        }
    }
}
