//! The table of all official tags: how it is laid out, written and read.
//!
//! A finite-state transducer leads from `image:tag` to a number, whose low byte names the release and whose upper bytes
//! name the days of publication and dropping. Variants of one version share their days and the same variants of all
//! versions share their releases, so split numbers let the transducer share its branches, too.
//!
//! ```text
//! "HTT1"  count of releases (u16)  count of day pairs (u32)
//! releases, each its length (u8) and its text; day pairs, each two packed days (u16, u16; 0 = not dropped)
//! the transducer
//! ```
//!
//! All numbers are little-endian.

use crate::{Date, Release, Tag};
use std::collections::{BTreeMap, BTreeSet};

const MAGIC: &[u8; 4] = b"HTT1";

/// One row of the raw table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// The image, such as `python`.
    pub image: String,
    /// The tag, such as `3.12-slim`.
    pub tag: String,
    /// The release as [`Release::new`] reads it; empty if unknown.
    pub release: String,
    /// When the tag first appeared.
    pub first: Date,
    /// When it was dropped.
    pub dropped: Option<Date>,
}

/// The table, as bytes that are read in place.
#[derive(Debug, Clone)]
pub struct TagTable {
    releases: Vec<&'static str>,
    days: &'static [u8],
    numbers: fst::Map<&'static [u8]>,
}

impl TagTable {
    /// Reads the head of `bytes`; `None` if they are not a table.
    #[must_use]
    pub fn open(bytes: &'static [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (release_count, rest) = rest.split_first_chunk::<2>()?;
        let (day_count, mut rest) = rest.split_first_chunk::<4>()?;
        let mut releases = Vec::new();
        for _ in 0..u16::from_le_bytes(*release_count) {
            let (length, text) = rest.split_first()?;
            let (text, behind) = text.split_at_checked(usize::from(*length))?;
            releases.push(std::str::from_utf8(text).ok()?);
            rest = behind;
        }
        let day_count = usize::try_from(u32::from_le_bytes(*day_count)).ok()?;
        let (days, transducer) = rest.split_at_checked(day_count.checked_mul(4)?)?;
        Some(Self {
            releases,
            days,
            numbers: fst::Map::new(transducer).ok()?,
        })
    }

    /// What is known of `image:tag`.
    #[must_use]
    pub fn tag(&self, image: &str, tag: &str) -> Option<Tag> {
        let number = self.numbers.get([image, ":", tag].concat())?;
        let release = usize::try_from(number & 0xff).ok()?;
        let start = usize::try_from(number >> 8).ok()?.checked_mul(4)?;
        let (first, rest) = self.days.get(start..)?.split_first_chunk::<2>()?;
        let dropped = u16::from_le_bytes(*rest.first_chunk::<2>()?);
        Some(Tag {
            release: Release::new(self.releases.get(release)?),
            first: Date::unpack(u16::from_le_bytes(*first)),
            dropped: (dropped != 0).then(|| Date::unpack(dropped)),
        })
    }

    /// Every `image:tag`, sorted.
    pub fn names(&self) -> impl Iterator<Item = (String, String)> {
        use fst::Streamer;
        let mut stream = self.numbers.stream();
        std::iter::from_fn(move || {
            let (key, _) = stream.next()?;
            let (image, tag) = std::str::from_utf8(key).ok()?.split_once(':')?;
            Some((image.to_owned(), tag.to_owned()))
        })
    }

    /// How many tags there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}

/// The bytes of the table of `rows`, in whatever order these come; `None` if a row does not fit the layout.
#[must_use]
pub fn build(rows: &[Row]) -> Option<Vec<u8>> {
    let releases: BTreeSet<&str> = rows.iter().map(|row| row.release.as_str()).collect();
    let mut days = BTreeSet::new();
    for row in rows {
        days.insert(packed_days(row)?);
    }
    let release_numbers: BTreeMap<&str, u64> = releases.iter().copied().zip(0..=0xff).collect();
    let day_numbers: BTreeMap<(u16, u16), u64> = days.iter().copied().zip(0..).collect();

    let mut numbers = BTreeMap::new();
    for row in rows {
        let release = release_numbers.get(row.release.as_str())?;
        let number = (day_numbers.get(&packed_days(row)?)? << 8) | release;
        numbers.insert(format!("{}:{}", row.image, row.tag), number);
    }

    let mut bytes = MAGIC.to_vec();
    bytes.extend(u16::try_from(releases.len()).ok()?.to_le_bytes());
    bytes.extend(u32::try_from(days.len()).ok()?.to_le_bytes());
    for release in &releases {
        bytes.push(u8::try_from(release.len()).ok()?);
        bytes.extend(release.as_bytes());
    }
    for (first, dropped) in &days {
        bytes.extend(first.to_le_bytes());
        bytes.extend(dropped.to_le_bytes());
    }
    bytes.extend(fst::Map::from_iter(numbers).ok()?.into_fst().into_inner());
    Some(bytes)
}

fn packed_days(row: &Row) -> Option<(u16, u16)> {
    let dropped = match row.dropped {
        Some(day) => day.pack()?,
        None => 0,
    };
    Some((row.first.pack()?, dropped))
}
