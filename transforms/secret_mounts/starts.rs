//! Whether the base image needs a variable to start, and takes it as a file too. The images are in `data/starts.toml`.

use crate::Target;
use crate::table::table;
use dockerfile::{Base, Stage};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Debug, Deserialize)]
struct Table {
    image: Vec<Image>,
}

/// An image that reads variables when it starts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Image {
    names: Vec<String>,
    prefixes: Vec<String>,
    files: Vec<String>,
    #[allow(
        dead_code,
        reason = "says where the row comes from; a test asks for it"
    )]
    source: String,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| table(tables::text!("secret_mounts/data/starts")));

/// How the base image takes a variable that it needs to start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// Under its name, or as the path of a file under `NAME_FILE`.
    AlsoFromFile,
    /// Under its name only.
    FromVariable,
}

/// How the image below the last stage takes `name`; `None` when it does not read it.
pub(super) fn reads(target: &Target<'_>, name: &str) -> Option<Start> {
    let stage: &Stage = target.stages.last()?;
    let Base::Image(image) = stage.root(target.stages) else {
        return None;
    };
    let text = image.text.split('@').next().unwrap_or_default();
    let known = |name: &String| {
        text == name
            || text
                .strip_prefix(name.as_str())
                .is_some_and(|rest| rest.starts_with(':'))
    };
    let image = TABLE.image.iter().find(|image| {
        image.names.iter().any(known)
            && image
                .prefixes
                .iter()
                .any(|prefix| name.starts_with(prefix.as_str()))
    })?;
    Some(if image.files.iter().any(|file| file == name) {
        Start::AlsoFromFile
    } else {
        Start::FromVariable
    })
}

#[cfg(test)]
mod tests {
    use super::TABLE;

    #[test]
    fn every_image_has_a_source_and_files_of_its_own() {
        for image in &TABLE.image {
            assert!(image.source.starts_with("https://"), "{:?}", image.names);
            let is_own = |file: &String| {
                image
                    .prefixes
                    .iter()
                    .any(|prefix| file.starts_with(prefix.as_str()))
            };
            assert!(image.files.iter().all(is_own), "{:?}", image.names);
        }
    }
}
