//! When support of what an image carries ends or ended.

use crate::{Date, ImageName, Release, SNAPSHOT, distribution, tag_pattern};
use serde::Deserialize;
use std::sync::LazyLock;

/// The end of a product's cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Eol {
    /// The product, as endoflife.date names it.
    pub product: &'static str,
    /// The cycle, such as `3.8`.
    pub cycle: &'static str,
    /// The end of free support.
    pub ended: Date,
    /// The end of extended support, where there is one.
    pub extended: Option<Date>,
    /// Where this was read.
    pub source: &'static str,
}

impl Eol {
    /// The last day with fixes for everybody: Debian's long-term support is free, others sell theirs.
    ///
    /// <https://wiki.debian.org/LTS>
    #[must_use]
    pub fn last_fixes(&self) -> Date {
        let extended = self.extended.filter(|_| self.product == "debian");
        extended.unwrap_or(self.ended)
    }
}

/// A product and its cycles.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// Its name at endoflife.date.
    pub name: String,
    /// The images whose tags start with its version; for a distribution, the distribution.
    pub images: Vec<String>,
    /// Each cycle with the end of its free and, where there is one, its extended support.
    pub cycles: Vec<Cycle>,
    /// The cycles that get fixes until a day that is not set yet.
    #[serde(default)]
    pub open: Vec<String>,
    /// Where this was read.
    pub source: String,
    /// The day of that source.
    pub date: Date,
}

/// A cycle, the end of its free and the end of its extended support.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct Cycle {
    /// Its name, such as `3.8`.
    pub name: String,
    /// The end of free support.
    pub ends: Date,
    /// The end of extended support.
    pub extended: Option<Date>,
}

impl TryFrom<Vec<String>> for Cycle {
    type Error = String;

    fn try_from(words: Vec<String>) -> Result<Self, String> {
        let day = |word: &String| word.parse::<Date>().map_err(|error| error.to_string());
        let (name, ends, extended) = match words.as_slice() {
            [name, ends] => (name, day(ends)?, None),
            [name, ends, extended] => (name, day(ends)?, Some(day(extended)?)),
            _ => return Err("a cycle is its name and one or two days".to_owned()),
        };
        Ok(Self {
            name: name.clone(),
            ends,
            extended,
        })
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Products {
    product: Vec<Product>,
}

static ALL: LazyLock<Result<Vec<Product>, String>> = LazyLock::new(|| {
    serde_json::from_str::<Products>(tables::text!("data/end-of-life"))
        .map(|all| all.product)
        .map_err(|error| error.to_string())
});

/// Every product.
///
/// # Errors
/// The parser's message, if the file is broken. A test reads it.
pub fn products() -> Result<&'static [Product], &'static str> {
    match &*ALL {
        Ok(all) => Ok(all),
        Err(message) => Err(message),
    }
}

/// What `name:tag` carries, the image's own product and its distribution, with the end of free support of each if that
/// had come on the day `on`.
///
/// ```
/// # use catalog::{ImageName, SNAPSHOT, end_of_life};
/// let ended = end_of_life(&ImageName::new("python"), Some("3.8-bookworm"), SNAPSHOT);
/// let cycles: Vec<_> = ended.iter().map(|eol| (eol.product, eol.cycle)).collect();
/// assert_eq!(cycles, [("python", "3.8"), ("debian", "12")]);
/// ```
#[must_use]
pub fn end_of_life(name: &ImageName, tag: Option<&str>, on: Date) -> Vec<Eol> {
    // The table of tags says it for most, at less cost than all that is known of a base.
    let release = crate::tag(name, tag)
        .and_then(|tag| tag.release)
        .or_else(|| crate::Base::new(name, tag)?.release);
    let own = cycle_of_tag(name.as_str(), tag.unwrap_or("latest"));
    let distribution = release.and_then(cycle_of_release);
    let mut ended: Vec<Eol> = own.into_iter().chain(distribution).collect();
    ended.retain(|eol| eol.ended < on);
    ended.dedup();
    ended
}

/// The cycle that a tag's version is in: the longest that its numbers start with.
pub(crate) fn cycle_of_tag(image: &str, tag: &str) -> Option<Eol> {
    let product = product(image)?;
    let numbers: Vec<String> = tag_pattern::numbers(tag)
        .map(|number| number.to_string())
        .collect();
    let mut wanted = numbers.join(".");
    loop {
        if let Some(found) = cycle(product, &wanted) {
            return Some(found);
        }
        wanted.truncate(wanted.rfind('.')?);
    }
}

pub(crate) fn cycle_of_release(release: Release) -> Option<Eol> {
    let product = product(release.distribution)?;
    let names = distribution::names_of(release);
    names.iter().find_map(|name| cycle(product, name))
}

pub(crate) fn product(image: &str) -> Option<&'static Product> {
    products()
        .ok()?
        .iter()
        .find(|product| product.images.iter().any(|own| own == image))
}

fn cycle(product: &'static Product, name: &str) -> Option<Eol> {
    let cycle = product.cycles.iter().find(|cycle| cycle.name == name)?;
    Some(product.end(cycle))
}

impl Product {
    /// The names of the cycles that still got fixes on [`SNAPSHOT`], with a day on which they end.
    pub(crate) fn supported(&'static self) -> impl Iterator<Item = &'static str> {
        let cycles = self.cycles.iter();
        let supported = cycles.filter(|cycle| self.end(cycle).last_fixes() >= SNAPSHOT);
        supported.map(|cycle| cycle.name.as_str())
    }

    fn end(&'static self, cycle: &'static Cycle) -> Eol {
        Eol {
            product: &self.name,
            cycle: &cycle.name,
            ended: cycle.ends,
            extended: cycle.extended,
            source: &self.source,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_supported_has_not_ended() {
        assert!(end_of_life(&ImageName::new("python"), Some("3.13"), SNAPSHOT).is_empty());
    }

    #[test]
    fn an_open_version_is_no_cycle() {
        assert!(end_of_life(&ImageName::new("python"), Some("3"), SNAPSHOT).is_empty());
    }

    #[test]
    fn a_distribution_is_reported_once() {
        let ended = end_of_life(&ImageName::new("debian"), Some("10"), SNAPSHOT);
        assert_eq!(ended.len(), 1, "{ended:?}");
    }
}
