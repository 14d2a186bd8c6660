//! Images that their publishers have given up as a whole.

use crate::{Date, ImageName};
use serde::Deserialize;
use std::sync::LazyLock;

/// An image that was given up, and who publishes the like.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Successor {
    /// The image that was given up.
    pub name: String,
    /// The image that takes its place.
    pub successor: String,
    /// The version that tags without one meant when they were last published.
    pub meant: Option<String>,
    /// Where it was given up.
    pub source: String,
    /// The day of that source.
    pub date: Date,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Successors {
    image: Vec<Successor>,
}

static ALL: LazyLock<Result<Vec<Successor>, String>> = LazyLock::new(|| {
    serde_json::from_str::<Successors>(tables::text!("data/successors"))
        .map(|all| all.image)
        .map_err(|error| error.to_string())
});

/// Every image that was given up.
///
/// # Errors
/// The parser's message, if the file is broken. A test reads it.
pub fn successors() -> Result<&'static [Successor], &'static str> {
    match &*ALL {
        Ok(all) => Ok(all),
        Err(message) => Err(message),
    }
}

/// What takes the place of `name`, if that was given up.
///
/// ```
/// # use catalog::{ImageName, successor};
/// assert_eq!(successor(&ImageName::new("centos")).unwrap().successor, "almalinux");
/// assert_eq!(successor(&ImageName::new("python")), None);
/// ```
#[must_use]
pub fn successor(name: &ImageName) -> Option<&'static Successor> {
    let mut all = successors().unwrap_or_default().iter();
    all.find(|given_up| given_up.name == name.as_str())
}
