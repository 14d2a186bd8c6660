//! Who builds a Dockerfile, from where and with what.
//!
//! A Dockerfile does not say what its context is, which stage ships, or which arguments and secrets it gets. Its
//! callers do: compose and bake files, workflows, makefiles, scripts. [`discover`] reads them all.
//!
//! ```
//! use callers::{Source, discover};
//! use std::collections::BTreeMap;
//!
//! let tree = BTreeMap::from([
//!     ("compose.yaml".to_owned(), "services:\n  api:\n    build: {context: ., dockerfile: api/Dockerfile}\n".to_owned()),
//!     ("api/Dockerfile".to_owned(), "FROM scratch\n".to_owned()),
//! ]);
//! let found = discover(&tree);
//! assert_eq!(found.builds[0].path(), Some("api/Dockerfile"));
//! assert_eq!(found.builds[0].context, Source::Folder("".into()));
//! assert_eq!(found.builds[0].place.line, 3);
//! ```

mod bake;
mod build;
mod chain;
mod compose;
mod container;
mod discover;
pub mod edit;
mod environment;
mod evidence;
mod host;
mod interpolate;
mod kubernetes;
mod line;
pub mod listing;
mod part;
mod path;
mod problem;
mod read;
mod runs;
mod secret;
mod source;
mod spread;
mod text;
mod tree;

pub use build::{
    Argument, Build, Caller, Dockerfile, NamedContext, Place, Secret, SecretSource, Source,
};
pub use chain::{Chains, File, FileStage, Link, base_of};
pub use container::{Container, Runner};
pub(crate) use discover::caller_of;
pub use discover::{Callers, discover, is_dockerfile};
pub use environment::environment;
pub use evidence::{ChartLine, Owners, Rule, Variable, VariableFile};
pub use path::folder;
pub use problem::Problem;
pub use read::ReadError;
pub use runs::Runs;
pub use text::Text;
pub use tree::{Memory, Overlay, Tree, holds};
