//! What a build context is: which files it holds, what `.dockerignore` leaves out, and what a `COPY` takes from it.
//!
//! ```
//! use context::{Ignore, MemoryContext, Source};
//!
//! let context = MemoryContext::from([("app.py", "print()"), (".git/HEAD", ""), ("docs/a.md", "")]);
//! let ignore = Ignore::parse(".git\n**/*.md\n!docs/a.md\n")?;
//! assert_eq!(context::sent(&context, &ignore, 100, |_| true)?, ["app.py", "docs", "docs/a.md"]);
//! assert!(Source::parse("./app.*").covers("app.py"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod class;
mod clean;
mod error;
mod expression;
mod folder;
mod glob;
mod ignore;
mod lines;
mod memory;
mod overlay;
mod pattern;
mod source;
mod walk;

pub use clean::{clean, has_only_names};
pub use error::{IgnoreError, WalkError};
pub use folder::{Context, Entry, EntryKind};
pub use glob::Glob;
pub use ignore::{Decision, Ignore};
pub use lines::{Line, ignore_lines};
pub use memory::MemoryContext;
pub use overlay::Overlay;
pub use source::Source;
pub use walk::{Found, Listing, join, kept, list, listing, sent};
