//! Finds the entry about an image.
//!
//! A run asks about a handful of images, so a file of entries is only parsed when it holds the name asked for.

use crate::{Facts, ImageName, Memory};
use memchr::memmem;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::sync::LazyLock;

/// A file of entries and its text.
#[derive(Debug)]
pub struct ImageFile {
    /// Its place in this package, without its ending.
    pub name: &'static str,
    text: &'static str,
    entries: LazyLock<Parsed, fn() -> Parsed>,
}

type Parsed = Result<Vec<Facts>, String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entries {
    image: Vec<Facts>,
}

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(ImageFile {
            name: $name,
            text: tables::text!($name),
            entries: LazyLock::new(|| parse(tables::text!($name))),
        }),*]
    };
}

/// Every file of entries about images.
pub static IMAGE_FILES: [ImageFile; 8] = files![
    "data/distributions",
    "data/languages",
    "data/java",
    "data/php",
    "data/servers",
    "data/microsoft",
    "data/distroless",
    "data/vendors",
];

impl ImageFile {
    /// Its entries, or why it could not be read.
    ///
    /// # Errors
    /// The parser's message, if the file is broken. A test reads every file.
    pub fn entries(&'static self) -> Result<&'static [Facts], &'static str> {
        match &*self.entries {
            Ok(entries) => Ok(entries),
            Err(message) => Err(message),
        }
    }
}

/// The entry about `name`: its own, or that of the nearest folder that has one.
#[must_use]
pub fn image(name: &ImageName) -> Option<&'static Facts> {
    let name = name.as_str();
    let folders = name
        .rmatch_indices('/')
        .filter_map(|(place, _)| Some(format!("{}/*", name.get(..place)?)));
    [name.to_owned()]
        .into_iter()
        .chain(folders)
        .find_map(|wanted| ANSWERS.answer(&wanted, || find(&wanted)))
}

/// The answers so far: a run over many files asks for the same few names.
static ANSWERS: Memory<Option<&'static Facts>> = Memory::new();

fn find(wanted: &str) -> Option<&'static Facts> {
    let entries = HOLDERS.get(wanted)?.entries().ok()?;
    entries
        .iter()
        .find(|facts| facts.names.iter().any(|name| name == wanted))
}

/// The file that holds the entry of each name. A name without one, as most are, is told by one look.
static HOLDERS: LazyLock<FxHashMap<&'static str, &'static ImageFile>> = LazyLock::new(|| {
    let mut holders = FxHashMap::default();
    for file in &IMAGE_FILES {
        for name in names(file.text) {
            holders.entry(name).or_insert(file);
        }
    }
    holders
});

/// The names of all entries of a file, found in its text: to parse it takes much longer.
fn names(text: &str) -> impl Iterator<Item = &str> {
    const START: &str = "\"names\":[";
    let lists = memmem::find_iter(text.as_bytes(), START)
        .filter_map(|start| text.get(start + START.len()..)?.split(']').next());
    lists.flat_map(|list| list.split(',').map(|name| name.trim_matches('"')))
}

fn parse(text: &str) -> Parsed {
    serde_json::from_str::<Entries>(text)
        .map(|entries| entries.image)
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::{IMAGE_FILES, names};

    #[test]
    fn the_text_of_a_file_holds_the_names_of_its_entries_as_they_are_looked_for() {
        for file in &IMAGE_FILES {
            let entries = file.entries().unwrap();
            let parsed: Vec<&str> = entries
                .iter()
                .flat_map(|facts| &facts.names)
                .map(String::as_str)
                .collect();
            assert_eq!(
                names(file.text).collect::<Vec<_>>(),
                parsed,
                "{}",
                file.name
            );
        }
    }
}
