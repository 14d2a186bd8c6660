//! What the code of a program wants of its image, and `scratch` has only where it is copied.

use super::Held;
use super::program_code::{Code, call, of_only_program};
use super::scratch::Bare;
use crate::Reason;
use crate::table::table;
use catalog::{Holds, SNAPSHOT, distroless_target};
use serde::Deserialize;
use std::sync::LazyLock;

/// What an image can lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum What {
    Certificates,
    TimeZones,
    TemporaryFolder,
}

impl What {
    fn reason(self) -> Reason {
        match self {
            What::Certificates => Reason::NeedsCertificates,
            What::TimeZones => Reason::NeedsTimeZones,
            What::TemporaryFolder => Reason::NeedsTemporaryFolder,
        }
    }

    fn name(self) -> &'static str {
        match self {
            What::Certificates => "no certificate of an authority",
            What::TimeZones => "no table of time zones",
            What::TemporaryFolder => "no `/tmp`",
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Need {
    what: What,
    /// Where a copy brings it to.
    folders: Vec<String>,
    /// Variables that name another place.
    variables: Vec<String>,
    /// Calls that want it.
    calls: Vec<String>,
    /// A text that stands beside the call.
    beside: Option<String>,
    /// Texts in the code that say that the program has its own.
    #[serde(default)]
    unless: Vec<String>,
    /// Words of the build that say so.
    #[serde(default)]
    build: Vec<String>,
    /// Crates that want it.
    #[serde(default)]
    crates: Vec<String>,
    help: String,
    #[allow(dead_code, reason = "the file must name its source")]
    source: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    need: Vec<Need>,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| table(tables::text!("minimal_runtime/data/scratch")));

/// What the program of `image` wants, and does not find.
pub(super) fn all(image: &Bare<'_>) -> Vec<Held> {
    let code = of_only_program(image.target);
    let wanted = TABLE.need.iter().filter(|need| is_missing(image, need));
    wanted
        .filter_map(|need| {
            let why = in_code(need, &code).or_else(|| in_lock(image, need))?;
            let instead = distroless_target(Holds::Static, None, SNAPSHOT)
                .map_or_else(String::new, |image| {
                    format!(", or stand on `{}:nonroot`", image.name)
                });
            let detail = format!(
                "{why}, and {} is in the image: {}{instead}",
                need.what.name(),
                need.help
            );
            Some((need.what.reason(), detail))
        })
        .collect()
}

/// Whether nothing brings it: no copy, no variable, no mount, and no word of the build.
fn is_missing(image: &Bare<'_>, need: &Need) -> bool {
    let containers = image
        .target
        .surroundings
        .map_or(&[][..], |around| around.containers);
    let mut mounts = containers
        .iter()
        .flat_map(|container| &container.volumes)
        .filter_map(|mount| mount.value());
    let is_mounted = mounts.any(|mount| {
        need.folders
            .iter()
            .any(|folder| mount.contains(folder.as_str()))
    });
    let is_named = need
        .variables
        .iter()
        .any(|name| image.stage.env.contains_key(name));
    let is_built_in = image
        .target
        .document
        .instructions
        .iter()
        .any(|instruction| {
            let text = instruction.logical.text.as_str();
            need.build.iter().any(|word| text.contains(word.as_str()))
        });
    let is_copied = need.folders.iter().any(|folder| image.brings(folder));
    !is_mounted && !is_named && !is_built_in && !is_copied
}

/// The call that wants it, with its file.
fn in_code(need: &Need, code: &[Code]) -> Option<String> {
    let has = |text: &String| code.iter().any(|code| code.text.contains(text.as_str()));
    if need.unless.iter().any(has) {
        return None;
    }
    code.iter().find_map(|code| {
        let called = call(&code.text, &need.calls)?;
        let beside = need.beside.as_ref();
        let found = beside.is_none_or(|text| code.text.contains(text.as_str()));
        let rest = beside.map_or_else(String::new, |text| {
            format!(" and names `{}`", text.trim_start_matches('"'))
        });
        found.then(|| format!("`{}` calls `{called}`{rest}", code.path))
    })
}

/// The crate that wants it.
fn in_lock(image: &Bare<'_>, need: &Need) -> Option<String> {
    let lock = image.target.context?.read("Cargo.lock")?;
    let is_there = |name: &&String| lock.contains(&format!("name = \"{name}\""));
    let name = need.crates.iter().find(is_there)?;
    Some(format!(
        "`{name}` of `Cargo.lock` reads them from the system"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read() {
        serde_json::from_str::<Table>(tables::text!("minimal_runtime/data/scratch")).unwrap();
    }
}
