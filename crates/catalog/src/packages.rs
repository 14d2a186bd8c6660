//! The sets of packages that images are layered from, and which package has which command.

use crate::Date;
use serde::Deserialize;
use std::sync::LazyLock;

/// A set of packages that build files install by name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    /// Its name in the entries of images.
    pub name: String,
    /// The packages.
    pub packages: Vec<String>,
    /// Commands it has that none of these packages brings.
    #[serde(default)]
    pub has: Vec<String>,
    /// Where this was read.
    pub source: String,
    /// The day of that source.
    pub date: Date,
}

/// A command, and the Debian packages that bring it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// The commands.
    pub commands: Vec<String>,
    /// What to install to have them; the first one contains the command.
    pub packages: Vec<String>,
    /// Where this was read.
    pub source: String,
    /// The day of that source.
    pub date: Date,
}

/// The content of `packages.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packages {
    /// The sets.
    pub layer: Vec<Layer>,
    /// The commands.
    pub provider: Vec<Provider>,
}

static PACKAGES: LazyLock<Result<Packages, String>> = LazyLock::new(|| {
    serde_json::from_str(tables::text!("data/packages")).map_err(|error| error.to_string())
});

/// All sets and commands.
///
/// # Errors
/// The parser's message, if the file is broken. A test reads it.
pub fn all_packages() -> Result<&'static Packages, &'static str> {
    match &*PACKAGES {
        Ok(packages) => Ok(packages),
        Err(message) => Err(message),
    }
}

/// The Debian packages to install where `command` is missing.
#[must_use]
pub fn packages_with(command: &str) -> Option<&'static [String]> {
    let provider = all_packages()
        .ok()?
        .provider
        .iter()
        .find(|provider| provider.commands.iter().any(|own| own == command))?;
    Some(&provider.packages)
}

/// The packages of the layers.
pub(crate) fn packages(layers: &[&str]) -> Vec<&'static str> {
    chosen(layers)
        .flat_map(|layer| &layer.packages)
        .map(String::as_str)
        .collect()
}

/// The commands of the layers.
pub(crate) fn commands(layers: &[&str]) -> Vec<&'static str> {
    let packages = packages(layers);
    let provided = all_packages()
        .map(|all| all.provider.as_slice())
        .unwrap_or_default()
        .iter()
        .filter(|provider| {
            let package = provider.packages.first();
            package.is_some_and(|package| packages.contains(&package.as_str()))
        })
        .flat_map(|provider| &provider.commands);
    let own = chosen(layers).flat_map(|layer| &layer.has);
    own.chain(provided).map(String::as_str).collect()
}

fn chosen<'n>(layers: &'n [&str]) -> impl Iterator<Item = &'static Layer> + use<'n> {
    let all = all_packages()
        .map(|all| all.layer.as_slice())
        .unwrap_or_default();
    all.iter()
        .filter(|layer| layers.contains(&layer.name.as_str()))
}
