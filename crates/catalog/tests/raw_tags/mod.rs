//! Reads the raw table of tags: image, tag, release, first and last day, apart by tabs.

use catalog::tag_table::Row;
use std::error::Error;
use std::io::Read;
use std::path::Path;

/// The rows of `path`, a gzipped table.
pub(crate) fn read(path: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path)?).read_to_string(&mut text)?;
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| row(line).ok_or_else(|| format!("not a row: `{line}`").into()))
        .collect()
}

fn row(line: &str) -> Option<Row> {
    let mut columns = line.split('\t');
    let mut next = || columns.next().map(str::to_owned);
    Some(Row {
        image: next()?,
        tag: next()?,
        release: next()?,
        first: next()?.parse().ok()?,
        dropped: match next()?.as_str() {
            "" => None,
            day => Some(day.parse().ok()?),
        },
    })
}
