//! The name of an image, split into registry, repository, tag and digest; variables stay as holes.

use crate::Span;

/// An image name as written in `FROM` or `COPY --from`, or after expanding its variables.
///
/// The parts are ranges of [`text`](Self::text), so that one of them can be replaced in place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImageReference {
    /// The whole name, without quotes.
    pub text: String,
    /// `docker.io`, `gcr.io`, `localhost:5000`: only where written.
    pub registry: Option<Span>,
    /// The path without registry, tag and digest.
    pub repository: Span,
    /// The tag, without `:`.
    pub tag: Option<Span>,
    /// The digest, without `@`.
    pub digest: Option<Span>,
    /// Whether a variable (`$x`, `${x}`) occurs anywhere.
    pub has_variables: bool,
}
