//! What one source of a `COPY` or `ADD`, or of a bind mount, takes from a context.

use crate::{Glob, clean};

/// A source, as written after quotes and variables are resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path below the root of the context, without `./` or `/` in front; empty for the root itself.
    pub path: String,
    glob: Option<Glob>,
}

impl Source {
    /// Reads a source. Docker cleans it as a path below the root, so that `..` never leaves the context.
    #[must_use]
    pub fn parse(text: &str) -> Source {
        let mut path = clean(&["/", text].concat());
        path.remove(0);
        let is_wild = path.contains(['*', '?', '[', '\\']);
        // A pattern with a syntax error matches nothing in Docker; here it names the path as it stands.
        let glob = if is_wild {
            Glob::parse(&path).ok()
        } else {
            None
        };
        Source { path, glob }
    }

    /// Whether it has wildcards.
    #[must_use]
    pub fn is_wild(&self) -> bool {
        self.glob.is_some()
    }

    /// Whether it takes everything at the root: `.`, `/`, `*`.
    #[must_use]
    pub fn is_whole_context(&self) -> bool {
        self.path.is_empty()
            || (self.glob.is_some() && self.path.chars().all(|character| character == '*'))
    }

    /// Whether it names `path` itself.
    #[must_use]
    pub fn names(&self, path: &str) -> bool {
        match &self.glob {
            Some(glob) => glob.matches(path),
            None => self.path == path,
        }
    }

    /// Whether it takes `path`, because it names it or a folder above it.
    #[must_use]
    pub fn covers(&self, path: &str) -> bool {
        if self.glob.is_none() {
            let rest = path.strip_prefix(&self.path);
            return self.path.is_empty()
                || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        }
        let mut above = path
            .match_indices('/')
            .filter_map(|(end, _)| path.get(..end));
        self.names(path) || above.any(|folder| self.names(folder))
    }

    /// The folders it names before its first wildcard; the whole path when it has none.
    #[must_use]
    pub fn fixed_part(&self) -> &str {
        let Some(wild) = self
            .path
            .find(['*', '?', '[', '\\'])
            .filter(|_| self.is_wild())
        else {
            return &self.path;
        };
        let fixed = self.path.get(..wild).unwrap_or_default();
        fixed.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}
