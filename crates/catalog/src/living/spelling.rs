//! How a tag is put together, and which tags say the like.

use crate::end_of_life::{cycle_of_release, cycle_of_tag, product};
use crate::{ImageName, Release, SNAPSHOT, distribution, tag_pattern};

/// The words of a tag that say on what it runs: what has them is never replaced by what has not.
const PLATFORMS: &[&str] = &["alpine", "nanoserver", "windowsservercore"];

/// A tag in its parts: what stands before the version, the version, and what stands behind it.
pub(super) struct Spelling {
    before: Vec<String>,
    version: Option<String>,
    behind: Vec<String>,
}

impl Spelling {
    /// Reads `tag` of `name`; `meant` is the version of one that says none.
    pub(super) fn read(name: &ImageName, tag: &str, meant: Option<&str>) -> Self {
        // `centos7` is the 7 of `centos`; no other image says its name again.
        let tag = tag.strip_prefix("centos").unwrap_or(tag);
        let words: Vec<String> = tag
            .split('-')
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        let is_version = |word: &String| word.starts_with(|letter: char| letter.is_ascii_digit());
        match words.iter().position(is_version) {
            Some(place) => Self {
                before: words.iter().take(place).cloned().collect(),
                version: words.get(place).cloned(),
                behind: words.into_iter().skip(place + 1).collect(),
            },
            None => Self {
                before: Vec::new(),
                version: meant.map(str::to_owned),
                // What named a version by a word, such as `boron`, does not stand in a tag with a number.
                behind: words
                    .into_iter()
                    .filter(|word| product(name.as_str()).is_none() || is_variant(word))
                    .collect(),
            },
        }
    }

    /// The tags that say the like, the nearest first; those of one version are spelled when the ones before are used up.
    pub(super) fn tags(&self, name: &ImageName) -> impl Iterator<Item = String> {
        let versions = self.versions(name).into_iter();
        let variants = self.variants();
        let mut befores = vec![self.before.join("-")];
        // Without what stands before it, too, where something does.
        if !self.before.is_empty() {
            befores.push(String::new());
        }
        let of = move |version: String| {
            let spelled = variants.iter().flat_map(|variant| {
                let tags = befores.iter();
                tags.map(|before| tag([before, &version, variant]))
            });
            spelled.collect::<Vec<String>>()
        };
        versions.flat_map(of).filter(|tag| !tag.is_empty())
    }

    /// The same version, where it did not end, and the later ones that have not; an empty one for none.
    fn versions(&self, name: &ImageName) -> Vec<String> {
        let product = product(name.as_str());
        let own = self.version.as_deref().unwrap_or_default();
        let numbers: Vec<u64> = tag_pattern::numbers(own).collect();
        let has_ended =
            cycle_of_tag(name.as_str(), own).is_some_and(|eol| eol.last_fixes() < SNAPSHOT);
        let mut versions = Vec::new();
        if !has_ended {
            versions.push(own.to_owned());
            // A patch that is gone has a newer one in the same line.
            let length = product.map_or(1, |product| {
                let cycles = product.cycles.iter();
                cycles
                    .map(|cycle| cycle.name.split('.').count())
                    .min()
                    .unwrap_or(1)
            });
            let shorter = (length..numbers.len()).rev();
            versions.extend(shorter.filter_map(|length| {
                let numbers = numbers.get(..length)?;
                let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
                Some(numbers.join("."))
            }));
        }
        let is_later = |cycle: &&str| tag_pattern::numbers(cycle).gt(numbers.iter().copied());
        let mut later: Vec<&str> = product.map_or_else(Vec::new, |product| {
            let open = product.open.iter().map(String::as_str);
            open.chain(product.supported()).filter(is_later).collect()
        });
        sort(&mut later);
        // .NET 8 has the tag `8.0`.
        versions.extend(
            later
                .into_iter()
                .flat_map(|cycle| [cycle.to_owned(), format!("{cycle}.0")]),
        );
        versions
    }

    /// The same variant on a release that is supported, and what is left of it when words go.
    fn variants(&self) -> Vec<String> {
        let at = self.behind.iter().position(|word| release(word).is_some());
        let mut spelled: Vec<Vec<String>> = Vec::new();
        let own = at.and_then(|at| Some((at, self.behind.get(at)?)));
        if let Some((at, word)) = own {
            for release in supported_from(word) {
                let mut words = self.behind.clone();
                if let Some(place) = words.get_mut(at) {
                    *place = release;
                }
                spelled.push(words);
            }
        }
        let mut plain = self.behind.clone();
        if let Some((at, word)) = own {
            plain.remove(at);
            if word.starts_with("alpine") {
                plain.insert(at, "alpine".to_owned());
            }
        }
        spelled.push(plain);
        let whole: Vec<String> = spelled.iter().map(|words| words.join("-")).collect();
        let fewer = spelled.iter().flat_map(|words| without_a_word(words));
        whole.into_iter().chain(fewer).collect()
    }
}

/// Sorts names of cycles by their numbers.
fn sort(cycles: &mut [&str]) {
    cycles.sort_by_cached_key(|cycle| tag_pattern::numbers(cycle).collect::<Vec<u64>>());
}

/// What is left of the words of a variant when one goes, and when all do; what says the platform stays.
fn without_a_word(words: &[String]) -> Vec<String> {
    let platforms = |words: &[String]| words.iter().filter(|word| is_platform(word)).count();
    let without = (0..words.len()).rev().map(|gone| {
        let kept = words.iter().enumerate().filter(|(place, _)| *place != gone);
        kept.map(|(_, word)| word.clone()).collect::<Vec<_>>()
    });
    let bare = words.iter().filter(|word| is_platform(word)).cloned();
    without
        .chain([bare.collect()])
        .filter(|fewer| platforms(fewer) == platforms(words))
        .map(|fewer| fewer.join("-"))
        .collect()
}

/// The parts with a `-` between two, those left out that say nothing.
fn tag(parts: [&str; 3]) -> String {
    let mut tag = String::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if !tag.is_empty() {
            tag.push('-');
        }
        tag.push_str(part);
    }
    tag
}

fn is_platform(word: &str) -> bool {
    PLATFORMS.iter().any(|platform| word.starts_with(platform))
}

fn is_variant(word: &str) -> bool {
    is_platform(word) || release(word).is_some() || ["slim", "jre", "jdk"].contains(&word)
}

/// The release that a word names, with its number.
fn release(word: &str) -> Option<Release> {
    distribution::release_in(word).filter(|release| release.version.is_some())
}

/// The words for the release that `word` names, if that is supported, and for the later ones that are.
fn supported_from(word: &str) -> Vec<String> {
    let Some(own) = release(word) else {
        return Vec::new();
    };
    let Some((product, ended)) = product(own.distribution).zip(cycle_of_release(own)) else {
        return vec![word.to_owned()];
    };
    let own_numbers: Vec<u64> = tag_pattern::numbers(ended.cycle).collect();
    let is_as_new = |cycle: &&str| tag_pattern::numbers(cycle).ge(own_numbers.iter().copied());
    let mut cycles: Vec<&str> = product.supported().filter(is_as_new).collect();
    sort(&mut cycles);
    let is_numbered = word.starts_with(own.distribution);
    let spelled = cycles.into_iter().filter_map(|cycle| {
        if is_numbered {
            return Some(format!("{}{cycle}", own.distribution));
        }
        let names = distribution::names_of(Release {
            distribution: own.distribution,
            version: Some(cycle),
        });
        let is_code = |name: &&&str| name.starts_with(|letter: char| letter.is_ascii_alphabetic());
        names.iter().find(is_code).map(|name| (*name).to_owned())
    });
    spelled.collect()
}
