//! The name of an image, split into registry, repository, tag and digest; variables stay as holes.

use crate::Span;

/// An image name as written in `FROM` or `COPY --from`, or after expanding its variables.
///
/// The parts are ranges of [`text`](Self::text), so that one of them can be replaced in place.
///
/// ```
/// use dockerfile::ImageReference;
///
/// let image = ImageReference::parse("ghcr.io/acme/api:${VERSION:-1.2}-slim");
/// assert_eq!(image.part(image.registry), Some("ghcr.io"));
/// assert_eq!(image.part(Some(image.repository)), Some("acme/api"));
/// assert_eq!(image.part(image.tag), Some("${VERSION:-1.2}-slim"));
/// assert!(image.has_variables);
/// ```
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

impl ImageReference {
    /// Splits a name. What stands inside `${…}` splits nothing, and a variable is never taken for a registry.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let marks = Marks::find(text);
        let end = marks.at.unwrap_or(text.len());
        let slash = marks.slash;
        let registry = slash.filter(|&slash| is_registry(text, slash, &marks));
        let start = registry.map_or(0, |slash| slash + 1);
        let colon = marks.colon.filter(|&colon| colon >= start);
        Self {
            text: text.to_owned(),
            registry: registry.map(|slash| Span::new(0, slash)),
            repository: Span::new(start, colon.unwrap_or(end)),
            tag: colon.map(|colon| Span::new(colon + 1, end)),
            digest: marks.at.map(|at| Span::new(at + 1, text.len())),
            has_variables: marks.has_variables,
        }
    }

    /// The text of one of the parts.
    #[must_use]
    pub fn part(&self, part: Option<Span>) -> Option<&str> {
        self.text.get(part?.range())
    }
}

/// Docker takes the first component for a registry when it has a `.` or `:`, is `localhost`, or has an upper-case
/// letter: <https://github.com/distribution/reference/blob/main/normalize.go>.
fn is_registry(text: &str, slash: usize, marks: &Marks) -> bool {
    let component = text.get(..slash).unwrap_or_default();
    let has_variable = component.contains('$');
    component == "localhost"
        || marks.has_host_mark
        || (!has_variable && component.contains(char::is_uppercase))
}

/// The characters outside `${…}` that split a name.
#[derive(Default)]
struct Marks {
    /// The first `/` before the digest.
    slash: Option<usize>,
    /// The `:` before the tag.
    colon: Option<usize>,
    /// The `@` before the digest.
    at: Option<usize>,
    /// Whether `.` or `:` stands before the first `/`.
    has_host_mark: bool,
    has_variables: bool,
}

impl Marks {
    fn find(text: &str) -> Self {
        let mut marks = Self::default();
        let mut braces = 0_usize;
        let mut before = b'\0';
        for (offset, next) in text.bytes().enumerate() {
            match next {
                b'{' if before == b'$' || braces > 0 => braces += 1,
                b'}' => braces = braces.saturating_sub(1),
                b'$' => marks.has_variables = true,
                _ if braces > 0 || marks.at.is_some() => {}
                b'@' => marks.at = Some(offset),
                b'/' => {
                    marks.slash = marks.slash.or(Some(offset));
                    marks.colon = None;
                }
                b':' => {
                    marks.has_host_mark |= marks.slash.is_none();
                    marks.colon = marks.colon.or(Some(offset));
                }
                b'.' => marks.has_host_mark |= marks.slash.is_none(),
                _ => {}
            }
            before = next;
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> [Option<String>; 4] {
        let image = ImageReference::parse(text);
        let parts = [
            image.registry,
            Some(image.repository),
            image.tag,
            image.digest,
        ];
        parts.map(|part| image.part(part).map(str::to_owned))
    }

    fn expected(parts: [&str; 4]) -> [Option<String>; 4] {
        parts.map(|part| (!part.is_empty()).then(|| part.to_owned()))
    }

    #[test]
    fn names_are_split_as_docker_splits_them() {
        for (text, split) in [
            ("python", ["", "python", "", ""]),
            ("python:3.12-slim", ["", "python", "3.12-slim", ""]),
            ("library/python", ["", "library/python", "", ""]),
            ("localhost/a", ["localhost", "a", "", ""]),
            (
                "r.io:5000/a/b:1@sha256:00",
                ["r.io:5000", "a/b", "1", "sha256:00"],
            ),
            ("Acme/a", ["Acme", "a", "", ""]),
            ("a@sha256:00", ["", "a", "", "sha256:00"]),
        ] {
            assert_eq!(parts(text), expected(split), "{text}");
        }
    }

    #[test]
    fn variables_are_holes() {
        for (text, split) in [
            ("${IMAGE}", ["", "${IMAGE}", "", ""]),
            ("a:${V:-3/4@5}${W:+x}", ["", "a", "${V:-3/4@5}${W:+x}", ""]),
            ("$REG/team/a:$TAG", ["", "$REG/team/a", "$TAG", ""]),
            ("${R:-r.io}/a", ["", "${R:-r.io}/a", "", ""]),
            ("${R}.azurecr.io/a", ["${R}.azurecr.io", "a", "", ""]),
        ] {
            assert_eq!(parts(text), expected(split), "{text}");
        }
    }
}
