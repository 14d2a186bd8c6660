//! `Cargo.lock`: which of the crates that a program is made of need a library of the system.

use crate::table::table;
use crate::{Target, run_files};
use dockerfile::Stage;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    links: Crates,
    openssl: Crates,
    bindings: Crates,
    built: Crates,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Crates {
    crates: Vec<String>,
    #[allow(dead_code, reason = "the file must name its source")]
    source: String,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| table(tables::text!("data/crates")));

/// What the crates of a lock file link.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Linked {
    /// A crate that links a library of the distribution.
    pub(crate) library: Option<String>,
    /// Whether OpenSSL is linked.
    pub(crate) has_openssl: bool,
    /// Crates that build a library from its source.
    pub(crate) built: Vec<String>,
    /// Crates that stand for a library of which nothing is known.
    pub(crate) unknown: Vec<String>,
}

/// What the crates link that a `RUN` at `position` builds, with the name of their lock file.
pub(crate) fn of_run(
    target: &Target<'_>,
    stage: &Stage,
    position: usize,
) -> Option<(String, Linked)> {
    // https://doc.rust-lang.org/cargo/reference/workspaces.html
    let workspace = ("Cargo.toml", "[workspace]");
    let (name, text) = run_files::lock(target, stage, position, "Cargo.lock", workspace)?;
    Some((name, linked(&text)?))
}

/// What the crates of `text` link; `None` if it is no lock file.
pub(crate) fn linked(text: &str) -> Option<Linked> {
    let lock: toml::Value = toml::from_str(text).ok()?;
    let packages = lock.get("package")?.as_array()?;
    let names: Vec<&str> = packages
        .iter()
        .filter_map(|package| package.get("name")?.as_str())
        .collect();
    let is_in = |list: &Crates, name: &str| list.crates.iter().any(|own| own == name);
    let mut linked = Linked::default();
    // `openssl-src` is its source, which is built and linked into the program.
    let is_built = names.contains(&"openssl-src");
    for name in names {
        if is_in(&TABLE.links, name) {
            linked.library.get_or_insert_with(|| name.to_owned());
        } else if is_in(&TABLE.openssl, name) {
            linked.has_openssl = !is_built;
        } else if is_in(&TABLE.built, name) {
            linked.built.push(name.to_owned());
        } else if (name.ends_with("-sys") || name.ends_with("_sys"))
            && !is_in(&TABLE.bindings, name)
        {
            linked.unknown.push(name.to_owned());
        }
    }
    Some(linked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read() {
        serde_json::from_str::<Table>(tables::text!("data/crates")).unwrap();
    }

    #[test]
    fn crates_say_what_they_link() {
        let lock = |names: &[&str]| {
            let packages = names
                .iter()
                .map(|name| format!("[[package]]\nname = \"{name}\"\n"));
            linked(&packages.collect::<String>()).unwrap()
        };
        assert_eq!(lock(&["serde", "linux-raw-sys"]), Linked::default());
        assert!(lock(&["openssl-sys"]).has_openssl);
        assert!(!lock(&["openssl-sys", "openssl-src"]).has_openssl);
        assert_eq!(lock(&["pq-sys"]).library.as_deref(), Some("pq-sys"));
        assert_eq!(lock(&["zstd-sys"]).built, ["zstd-sys"]);
        // It takes the one of the distribution where there is one.
        assert_eq!(lock(&["libz-sys"]).library.as_deref(), Some("libz-sys"));
        assert_eq!(lock(&["odd-sys"]).unknown, ["odd-sys"]);
        assert_eq!(linked("no lock"), None);
    }
}
