//! Which values of which settings are for a developer's machine: `data/settings.toml` and `data/programs.toml`.

use crate::table::table;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Debug, Deserialize)]
struct Settings {
    setting: Vec<Row>,
}

/// Settings of one kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    names: Vec<String>,
    #[serde(default)]
    values: BTreeMap<String, String>,
    #[serde(default)]
    switch: bool,
    why: String,
    #[allow(dead_code, reason = "a test asks for it")]
    source: String,
}

/// Programs and names that tell what an image is for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Programs {
    /// Programs that no setting of the table changes.
    pub(super) quiet: Vec<String>,
    /// What only a developer's machine runs.
    pub(super) servers: Vec<String>,
    /// Words in names of files and stages that are for developers.
    pub(super) names: Vec<String>,
    #[allow(dead_code, reason = "a test asks for it")]
    source: String,
}

static SETTINGS: LazyLock<Settings> =
    LazyLock::new(|| table(tables::text!("production_env/data/settings")));
pub(super) static PROGRAMS: LazyLock<Programs> =
    LazyLock::new(|| table(tables::text!("production_env/data/programs")));

/// Words for "on", each with its opposite.
const SWITCHES: &[(&str, &str)] = &[
    ("1", "0"),
    ("true", "false"),
    ("True", "False"),
    ("TRUE", "FALSE"),
    ("on", "off"),
    ("On", "Off"),
    ("ON", "OFF"),
    ("yes", "no"),
    ("Yes", "No"),
    ("YES", "NO"),
];

/// A value that is for a developer's machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wrong {
    /// The value for production, in the same words.
    pub(super) instead: &'static str,
    /// What the value gives to a stranger.
    pub(super) why: &'static str,
}

/// What is wrong with `name` set to `value`, if anything.
pub(super) fn wrong(name: &str, value: &str) -> Option<Wrong> {
    let row = SETTINGS
        .setting
        .iter()
        .find(|row| row.names.iter().any(|known| known == name))?;
    let switched = SWITCHES
        .iter()
        .find(|(on, _)| row.switch && *on == value)
        .map(|(_, off)| *off);
    let instead = switched.or_else(|| row.values.get(value).map(String::as_str))?;
    Some(Wrong {
        instead,
        why: &row.why,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_a_source_and_something_to_say() {
        for row in &SETTINGS.setting {
            assert!(row.source.starts_with("https://"), "{:?}", row.names);
            assert!(!row.why.is_empty(), "{:?}", row.names);
            assert_eq!(row.switch, row.values.is_empty(), "{:?}", row.names);
        }
        assert!(PROGRAMS.source.starts_with("https://"));
        assert!(!PROGRAMS.quiet.is_empty() && !PROGRAMS.names.is_empty());
    }

    #[test]
    fn switches_keep_their_words() {
        let instead = |name, value| wrong(name, value).map(|wrong| wrong.instead);
        assert_eq!(instead("DJANGO_DEBUG", "True"), Some("False"));
        assert_eq!(instead("DEBUG", "1"), Some("0"));
        assert_eq!(instead("DEBUG", "express:*"), None);
        assert_eq!(instead("NODE_ENV", "production"), None);
        assert_eq!(instead("NODE_ENV", "development"), Some("production"));
        assert_eq!(instead("MODE", "development"), None);
    }
}
