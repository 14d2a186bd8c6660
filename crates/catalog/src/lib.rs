//! What is known about base images.

mod base;
mod date;
mod distribution;
mod facts;
mod image_name;
mod images;
mod packages;
mod release;
mod slim;
mod tag;
mod tag_pattern;
pub mod tag_table;

pub use base::Base;
pub use date::{Date, NotADate};
pub use distribution::{Distribution, Family, Libc, distributions, glibc};
pub use facts::{Account, Action, Entrypoint, Facts, SlimLine};
pub use image_name::ImageName;
pub use images::{IMAGE_FILES, ImageFile, image};
pub use packages::{Layer, Packages, Provider, all_packages, packages_with};
pub use release::Release;
pub use slim::{NoTwin, Twin, slim_twin};
pub use tag::{SNAPSHOT, Tag, table, tag};
