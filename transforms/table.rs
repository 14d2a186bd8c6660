//! The tables of facts that are built into the program.

use serde::de::DeserializeOwned;

/// The table that `text` holds, which [`tables::text!`] gave. Each table has a test that loads it.
///
/// # Panics
///
/// When it is not of this shape.
#[allow(
    clippy::expect_used,
    reason = "the table is built in, and a test loads it"
)]
pub(crate) fn table<T: DeserializeOwned>(text: &'static str) -> T {
    serde_json::from_str(text).expect("a table of the program has its shape")
}
