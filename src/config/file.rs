//! Reading a `harden.toml`: every key is known, every value has its type, and what is wrong has a line.

use super::value::{Place, flag, option_value, text, texts};
use thiserror::Error;
use toml::de::{DeTable, DeValue};
use transforms::{ALL, OptionValue, Options, Transform, closest};

/// What is wrong with a configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{path}:{line}`: {message}")]
pub(crate) struct ConfigError {
    pub(crate) path: String,
    pub(crate) line: usize,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

/// What one file, or one `[[override]]` of it, sets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Layer {
    pub(crate) only: Option<Vec<&'static str>>,
    pub(crate) skip: Option<Vec<&'static str>>,
    pub(crate) apply_unsafe: Option<bool>,
    pub(crate) options: Options,
}

impl Layer {
    /// Lays `other` over it.
    pub(crate) fn add(&mut self, other: &Self) {
        if other.only.is_some() {
            self.only.clone_from(&other.only);
        }
        if other.skip.is_some() {
            self.skip.clone_from(&other.skip);
        }
        self.apply_unsafe = other.apply_unsafe.or(self.apply_unsafe);
        let options = other.options.values.iter();
        self.options
            .values
            .extend(options.map(|(key, value)| (key.clone(), value.clone())));
    }
}

/// Patterns, with the line they stand on.
type Patterns = (usize, Vec<String>);

/// What stands in one file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Contents {
    /// The file it extends, with its line.
    pub(super) extend: Option<(usize, String)>,
    pub(super) exclude: Patterns,
    pub(super) layer: Layer,
    pub(super) overrides: Vec<(Patterns, Layer)>,
}

/// Keys that may stand at the top and in an `[[override]]`.
const LAYER_KEYS: [&str; 3] = ["only", "skip", "unsafe"];

impl Contents {
    /// Reads `source`, the text of the file at `path`.
    pub(super) fn read(source: &str, path: &str) -> Result<Self, ConfigError> {
        let place = Place {
            source,
            path,
            offset: 0,
        };
        let table = DeTable::parse(source).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            place.at(offset).error(error.message().to_owned(), None)
        })?;
        let mut contents = Self::default();
        for (key, value) in table.get_ref() {
            let place = place.at(key.span().start);
            let value = value.get_ref();
            match key.get_ref().as_ref() {
                "extend" => contents.extend = Some((place.line(), text(place, "extend", value)?)),
                "exclude" => contents.exclude = (place.line(), texts(place, "exclude", value)?),
                "override" => contents.overrides = overrides(place, value)?,
                key => {
                    contents
                        .layer
                        .read(place, key, value, &["extend", "exclude", "override"])?
                }
            }
        }
        Ok(contents)
    }
}

fn overrides(place: Place<'_>, value: &DeValue<'_>) -> Result<Vec<(Patterns, Layer)>, ConfigError> {
    let wrong = || {
        place.error(
            "`override` is a list of tables: write `[[override]]`".to_owned(),
            None,
        )
    };
    let tables = value.as_array().ok_or_else(wrong)?;
    let mut overrides = Vec::new();
    for table in tables {
        let place = place.at(table.span().start);
        let table = table.get_ref().as_table().ok_or_else(wrong)?;
        let mut paths = None;
        let mut layer = Layer::default();
        for (key, value) in table {
            let place = place.at(key.span().start);
            match key.get_ref().as_ref() {
                "paths" => paths = Some((place.line(), texts(place, "paths", value.get_ref())?)),
                key => layer.read(place, key, value.get_ref(), &["paths"])?,
            }
        }
        let help = "add `paths = [\"services/legacy/**\"]`".to_owned();
        let missing = || {
            place.error(
                "an `[[override]]` says for which `paths` it is".to_owned(),
                Some(help),
            )
        };
        overrides.push((paths.ok_or_else(missing)?, layer));
    }
    Ok(overrides)
}

impl Layer {
    fn read(
        &mut self,
        place: Place<'_>,
        key: &str,
        value: &DeValue<'_>,
        others: &[&str],
    ) -> Result<(), ConfigError> {
        match key {
            "only" => self.only = Some(transforms(place, key, value)?),
            "skip" => self.skip = Some(transforms(place, key, value)?),
            "unsafe" => self.apply_unsafe = Some(flag(place, key, value)?),
            // `[transforms.slim-base]` says the same as `[slim-base]`.
            "transforms" => {
                let tables = value.as_table().ok_or_else(|| {
                    place.error(
                        "`transforms` holds a table of options for each transform".to_owned(),
                        Some("write `[transforms.slim-base]` above them".to_owned()),
                    )
                })?;
                for (key, value) in tables {
                    let place = place.at(key.span().start);
                    self.transform(place, key.get_ref(), value.get_ref(), &[])?;
                }
            }
            name => self.transform(place, name, value, others)?,
        }
        Ok(())
    }

    /// The table of a transform; `others` are keys that may have been meant instead.
    fn transform(
        &mut self,
        place: Place<'_>,
        name: &str,
        value: &DeValue<'_>,
        others: &[&str],
    ) -> Result<(), ConfigError> {
        let known = LAYER_KEYS.iter().chain(others);
        let transform = find(name, known.copied())
            .map_err(|suggestion| place.error(unknown(name, value), Some(meant(suggestion))))?;
        self.read_options(place, transform, value)
    }

    fn read_options(
        &mut self,
        place: Place<'_>,
        transform: &dyn Transform,
        value: &DeValue<'_>,
    ) -> Result<(), ConfigError> {
        let name = transform.name();
        let table = value.as_table().ok_or_else(|| {
            place.error(
                format!("`{name}` is a table of options"),
                Some(format!("write `[{name}]` above them")),
            )
        })?;
        for (key, value) in table {
            let place = place.at(key.span().start);
            let key = key.get_ref().as_ref();
            let mut specs = transform.options().iter();
            let Some(spec) = specs.find(|spec| spec.key == key) else {
                let keys = transform.options().iter().map(|spec| spec.key);
                let help = match closest(key, keys) {
                    Some(key) => {
                        format!("did you mean `{key}`? `harden --explain {name}` shows them all")
                    }
                    None => format!("`harden --explain {name}` shows its options"),
                };
                return Err(
                    place.error(format!("`{name}` has no option called `{key}`"), Some(help))
                );
            };
            let value: OptionValue = option_value(place, spec, value.get_ref())?;
            self.options
                .values
                .insert((name.to_owned(), key.to_owned()), value);
        }
        Ok(())
    }
}

/// The transform called `name`, or else the name that was probably meant.
fn find<'k>(
    name: &str,
    keys: impl Iterator<Item = &'k str>,
) -> Result<&'static dyn Transform, Option<&'k str>> {
    let found = ALL.iter().find(|transform| transform.name() == name);
    found.copied().ok_or_else(|| {
        closest(
            name,
            keys.chain(ALL.iter().map(|transform| transform.name())),
        )
    })
}

/// What is said of a key that nothing has: a table was meant to be a transform's.
fn unknown(name: &str, value: &DeValue<'_>) -> String {
    if value.is_table() {
        format!("there is no transform called `{name}`")
    } else {
        format!("there is no key called `{name}`")
    }
}

fn meant(suggestion: Option<&str>) -> String {
    match suggestion {
        Some(name) => format!("did you mean `{name}`? `harden --list` shows the transforms"),
        None => "`harden --list` shows the transforms".to_owned(),
    }
}

fn transforms(
    place: Place<'_>,
    key: &str,
    value: &DeValue<'_>,
) -> Result<Vec<&'static str>, ConfigError> {
    let names = texts(place, key, value)?;
    let names = names
        .iter()
        .map(|name| match find(name, std::iter::empty()) {
            Ok(transform) => Ok(transform.name()),
            Err(suggestion) => Err(place.error(
                format!("there is no transform called `{name}`"),
                Some(meant(suggestion)),
            )),
        });
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        let error = Contents::read(text, NAME).expect_err("the text has an error");
        format!("{error} ({})", error.help.as_deref().unwrap_or_default())
    }

    const NAME: &str = "harden.toml";

    #[test]
    fn errors_have_a_line_and_help() {
        assert_eq!(
            error("unsafe = true\n\n[maintainer-labels]\n"),
            "`harden.toml:3`: there is no transform called `maintainer-labels` \
             (did you mean `maintainer-label`? `harden --list` shows the transforms)"
        );
        assert_eq!(
            error("unsaef = true\n"),
            "`harden.toml:1`: there is no key called `unsaef` (did you mean `unsafe`? `harden --list` shows the transforms)"
        );
        assert_eq!(
            error("\nskip = \"maintainer-label\"\n"),
            "`harden.toml:2`: `skip` takes a list of texts, not `\"maintainer-label\"` ()"
        );
        assert_eq!(
            error("[[override]]\nskip = []\n"),
            "`harden.toml:1`: an `[[override]]` says for which `paths` it is (add `paths = [\"services/legacy/**\"]`)"
        );
    }

    #[test]
    fn a_syntax_error_has_its_line() {
        assert!(
            error("unsafe = true\nskip = [\n").starts_with("`harden.toml:"),
            "{}",
            error("a = [\n")
        );
    }

    #[test]
    fn a_layer_replaces_only_what_it_names() {
        let read = |text| Contents::read(text, NAME).expect("the text is sound").layer;
        let mut layer = read("unsafe = true\nskip = [\"maintainer-label\"]\n");
        layer.add(&read("skip = []\n"));
        assert_eq!(
            (layer.apply_unsafe, layer.skip),
            (Some(true), Some(Vec::new()))
        );
    }
}
