//! Makes `data/official-tags.bin` from the raw table.
//!
//! ```console
//! $ cargo run -p harden-catalog --example build-tags -- ../shared/facts
//! ```

use std::error::Error;
use std::path::PathBuf;

#[path = "../tests/raw_tags/mod.rs"]
mod raw_tags;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args()
        .nth(1)
        .ok_or("say where the raw table is: `build-tags FOLDER`")?;
    let rows = raw_tags::read(&PathBuf::from(folder).join("official-tags.tsv.gz"))?;
    let bytes = catalog::tag_table::build(&rows).ok_or("a row does not fit the table's layout")?;
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/official-tags.bin");
    println!(
        "{} rows, {} bytes: `{}`",
        rows.len(),
        bytes.len(),
        path.display()
    );
    std::fs::write(path, bytes)?;
    Ok(())
}
