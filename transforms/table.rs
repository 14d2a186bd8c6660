//! The tables of facts that are built into the program.

use serde::de::DeserializeOwned;

/// The table that `text`, a file of the program itself, holds. Each table has a test that loads it.
///
/// # Panics
///
/// When the file is no TOML of this shape.
#[allow(
    clippy::expect_used,
    reason = "the table is built in, and a test loads it"
)]
pub(crate) fn table<T: DeserializeOwned>(text: &'static str) -> T {
    toml::from_str(text).expect("a table of the program is TOML of its shape")
}
