//! The table of tags is the raw table, and its slim rule never leads astray.

use catalog::tag_table::{self, Row};
use catalog::{ImageName, NoTwin, Release, slim_twin};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

mod raw_tags;

/// The raw rows, or `None`, with a line on standard error, when they are not there.
#[allow(
    clippy::unwrap_used,
    reason = "a raw table that cannot be read must fail the tests"
)]
fn rows() -> Option<Vec<Row>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/facts/official-tags.tsv.gz");
    if !path.is_file() {
        eprintln!("skipped: the raw table is not there (`../shared/facts`)");
        return None;
    }
    Some(raw_tags::read(&path).unwrap())
}

#[test]
fn the_table_is_what_the_raw_table_builds() {
    let Some(rows) = rows() else { return };
    let built = tag_table::build(&rows).unwrap();
    let stored = include_bytes!("../data/official-tags.bin");
    assert!(built == stored, "run the example `build-tags` again");
}

#[test]
fn every_raw_row_is_answered() {
    let Some(rows) = rows() else { return };
    assert_eq!(catalog::table().unwrap().len(), rows.len());
    for row in &rows {
        let tag = catalog::tag(&ImageName::new(&row.image), Some(&row.tag)).unwrap();
        let release = Release::new(Box::leak(row.release.clone().into_boxed_str()));
        assert_eq!(
            (tag.release, tag.first, tag.dropped),
            (release, row.first, row.dropped),
            "{row:?}"
        );
    }
}

#[test]
fn a_slim_twin_exists_with_the_same_release_and_the_same_life() {
    let table = catalog::table().unwrap();
    let mut counts: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for (image, tag) in table.names() {
        let outcome = match slim_twin(&ImageName::new(&image), Some(&tag)) {
            Ok(twin) => {
                let ours = table.tag(&image, &tag).unwrap();
                let theirs = table.tag(&image, &twin.tag).unwrap();
                assert_eq!(ours.release, theirs.release, "{image}:{tag}");
                assert_eq!(ours.dropped, theirs.dropped, "{image}:{tag}");
                "twin"
            }
            Err(NoTwin::NoSlimLine) => continue,
            Err(reason) => reason.code(),
        };
        *counts.entry((image, outcome)).or_default() += 1;
    }
    for ((image, outcome), count) in &counts {
        println!("{image:12} {outcome:16} {count}");
    }
    let twins: HashMap<&str, usize> = counts
        .iter()
        .filter(|((_, outcome), _)| *outcome == "twin")
        .map(|((image, _), count)| (image.as_str(), *count))
        .collect();
    // What another program counted in the raw table, and one more each: `lts-krypton` and `debian:latest`.
    for (image, count) in [
        ("python", 913),
        ("node", 2781),
        ("ruby", 509),
        ("rust", 597),
        ("pypy", 520),
        ("debian", 1269),
    ] {
        assert_eq!(twins.get(image), Some(&count), "{image}");
    }
}
