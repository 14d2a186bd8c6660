//! How long a question to the catalogue takes.

use catalog::{Base, ImageName, SNAPSHOT};
use std::sync::Arc;

fn main() {
    // The first question reads the data; it is timed once, before everything else.
    let start = std::time::Instant::now();
    let known = Base::new(&ImageName::new("python"), Some("3.12"));
    println!("first question: {:?}", start.elapsed());
    assert!(known.is_some());
    divan::main();
}

#[divan::bench]
fn tag() -> Option<catalog::Tag> {
    let name = divan::black_box(ImageName::new("python"));
    catalog::tag(&name, Some("3.12-slim-bookworm"))
}

#[divan::bench]
fn base() -> Option<Arc<Base>> {
    Base::new(
        &divan::black_box(ImageName::new("node")),
        Some("22-bookworm"),
    )
}

#[divan::bench]
fn slim_twin() -> Result<catalog::Twin, catalog::NoTwin> {
    catalog::slim_twin(
        &divan::black_box(ImageName::new("python")),
        Some("3.12-bookworm"),
    )
}

#[divan::bench]
fn end_of_life() -> Vec<catalog::Eol> {
    let name = divan::black_box(ImageName::new("python"));
    catalog::end_of_life(&name, Some("3.8"), SNAPSHOT)
}
