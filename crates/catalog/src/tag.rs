//! Which official tags there are, and what each of them meant.

use crate::tag_table::TagTable;
use crate::{Date, ImageName, Release};
use std::sync::LazyLock;

static TABLE: LazyLock<Option<TagTable>> =
    LazyLock::new(|| TagTable::open(include_bytes!("../data/official-tags.bin")));

/// The day the table of tags was taken.
pub const SNAPSHOT: Date = Date {
    year: 2026,
    month: 8,
    day: 21,
};

/// What is known of a tag of an official image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag {
    /// The distribution release it meant when it was last published.
    pub release: Option<Release>,
    /// When it first appeared.
    pub first: Date,
    /// When it stopped being built; it can still be pulled. `None` while it lives.
    pub dropped: Option<Date>,
}

/// The table of all official tags.
#[must_use]
pub fn table() -> Option<&'static TagTable> {
    TABLE.as_ref()
}

/// What is known of `name:tag`; without a tag, of `latest`.
#[must_use]
pub fn tag(name: &ImageName, tag: Option<&str>) -> Option<Tag> {
    table()?.tag(name.official()?, tag.unwrap_or("latest"))
}
