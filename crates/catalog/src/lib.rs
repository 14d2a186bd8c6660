//! What is known about base images: which tags exist and what each meant, who lives in an image, how it starts, what is
//! in it, and until when it is supported.
//!
//! The facts are data (`data/*.toml`, each with its source and date; `data/README.md` says how to add one), and this
//! package is their thin reader. It reads no clock and no file: the data is built in, and days come from the caller.
//! What the data does not say is `None`, never a guess.
//!
//! Start with [`Base::new`], which puts together everything known about one reference:
//!
//! ```
//! use catalog::{Action, Base, Family, ImageName, SNAPSHOT};
//!
//! let (name, tag) = ImageName::split("docker.io/library/python:3.12");
//! let base = Base::new(&name, tag).ok_or("nobody described it")?;
//! assert_eq!(base.family, Some(Family::Dpkg));
//! assert_eq!(base.starts_as_root(), Some(true));
//! assert_eq!(base.action, Some(Action::Create));
//! assert_eq!(base.has_command("git"), Some(true));
//!
//! let twin = catalog::slim_twin(&name, tag).map_err(|reason| reason.code())?;
//! assert_eq!(twin.tag, "3.12-slim");
//! assert_eq!(twin.published.release, base.release);
//! assert!(catalog::end_of_life(&name, tag, SNAPSHOT).is_empty());
//! # Ok::<(), &str>(())
//! ```
//!
//! | Question | Answer |
//! |---|---|
//! | which image is `public.ecr.aws/docker/library/python`? | [`ImageName`] |
//! | does this tag exist, and what did it mean? | [`tag()`] |
//! | who is in it, how does it start, how are accounts made? | [`Base`] |
//! | is there less of the same? | [`slim_twin`], [`jre_twin`], [`distroless_target`], [`dotnet_chiseled`] |
//! | is it still supported? | [`end_of_life`] |
//! | what is `latest`? | [`latest_meant`] |
//! | which package brings `git` back? | [`packages_with`] |

mod base;
mod date;
mod distribution;
mod distroless;
mod dotnet;
mod end_of_life;
mod facts;
mod image_name;
mod images;
mod jre;
mod latest;
mod living;
mod memory;
mod packages;
mod release;
mod slim;
mod successor;
mod tag;
mod tag_pattern;
pub mod tag_table;
mod twin;

pub use base::Base;
pub use date::{Date, NotADate};
pub use distribution::{Distribution, Family, Libc, distributions, glibc};
pub use distroless::{
    Distroless, Holds, distroless_images, distroless_target, image_without_shell,
};
pub use dotnet::{DotnetLine, dotnet_chiseled, dotnet_runtime, is_dotnet_tag};
pub use end_of_life::{Cycle, Eol, Product, end_of_life, products};
pub use facts::{Account, Action, Entrypoint, Facts, JreLine, SlimLine};
pub use image_name::ImageName;
pub use images::{IMAGE_FILES, ImageFile, image};
pub use jre::jre_twin;
pub use latest::latest_meant;
pub use living::{Living, nearest_living};
pub use memory::Memory;
pub use packages::{Layer, Packages, Provider, all_packages, packages_with};
pub use release::Release;
pub use slim::slim_twin;
pub use successor::{Successor, successor, successors};
pub use tag::{SNAPSHOT, Tag, table, tag};
pub use twin::{NoTwin, Twin};
