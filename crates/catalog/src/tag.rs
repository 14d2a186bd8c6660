//! Which official tags there are, and what each of them meant.

use crate::tag_table::TagTable;
use crate::{Date, ImageName, Memory, Release};
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
    let (image, tag) = (name.official()?, tag.unwrap_or("latest"));
    let question = [image, ":", tag].concat();
    ANSWERS.answer(&question, || table()?.tag(image, tag))
}

/// The answers so far: whoever looks at an image asks about its tag again.
static ANSWERS: Memory<Option<Tag>> = Memory::new();

#[cfg(test)]
mod tests {
    use super::{table, tag};
    use crate::ImageName;

    #[test]
    fn what_is_known_of_a_tag_is_what_the_table_says_however_often_it_is_asked_for() {
        let table = table().unwrap();
        for (image, of) in table.names().step_by(97) {
            let known = table.tag(&image, &of);
            let name = ImageName::new(&image);
            assert!(known.is_some(), "{image}:{of}");
            assert_eq!(tag(&name, Some(&of)), known, "{image}:{of}");
            assert_eq!(tag(&name, Some(&of)), known, "{image}:{of}");
        }
        let name = ImageName::new("python");
        assert_eq!(tag(&name, None), table.tag("python", "latest"));
        assert_eq!(tag(&name, Some("none-such")), None);
    }
}
