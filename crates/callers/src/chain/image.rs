//! Names of images, so that two ways to write one are the same.

use crate::Text;

/// A name with its tag, the parts that Docker adds left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Image<'t> {
    /// Registry and path.
    pub(crate) repository: &'t str,
    /// The tag; `latest` when there is none.
    tag: &'t str,
    /// Whether the tag holds a variable without value.
    is_open: bool,
}

/// How well an image that is built fits one that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// The same repository, but the tag of one of them is not known.
    Repository,
    /// The same name.
    Same,
}

impl<'t> Image<'t> {
    /// The image that a text names; `None` when its repository is not known, or it has a digest.
    pub(crate) fn parse(text: &'t Text) -> Option<Self> {
        Self::named(&text.text, !text.is_known())
    }

    /// The image `name`, in which no variable is open.
    pub(crate) fn of(name: &'t str) -> Option<Self> {
        Self::named(name, false)
    }

    fn named(name: &'t str, may_be_open: bool) -> Option<Self> {
        if name.is_empty() || name.contains('@') {
            return None;
        }
        let path = name.rfind('/').map_or(0, |at| at + 1);
        let colon = name.get(path..)?.find(':').map(|at| path + at);
        let (repository, tag) = match colon {
            Some(at) => (name.get(..at)?, name.get(at + 1..)?),
            None => (name, "latest"),
        };
        let is_open = |part: &str| may_be_open && part.contains('$');
        if is_open(repository) {
            return None;
        }
        let repository = ["docker.io/", "index.docker.io/", "library/"]
            .iter()
            .fold(repository, |rest, start| {
                rest.strip_prefix(start).unwrap_or(rest)
            });
        Some(Self {
            repository,
            tag,
            is_open: is_open(tag),
        })
    }

    /// How well this image, which is built, fits `wanted`.
    pub(crate) fn fit(&self, wanted: &Image<'_>) -> Option<Fit> {
        if self.repository != wanted.repository {
            None
        } else if self.tag == wanted.tag {
            Some(Fit::Same)
        } else {
            (self.is_open || wanted.is_open).then_some(Fit::Repository)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fit, Image};
    use crate::Text;

    #[test]
    fn a_name_has_many_spellings() {
        let fit = |left: &Text, right: &Text| {
            Image::parse(left)
                .zip(Image::parse(right))
                .and_then(|(left, right)| left.fit(&right))
        };
        let known = |text: &str| Text::known(text);
        assert_eq!(
            fit(&known("app"), &known("docker.io/library/app:latest")),
            Some(Fit::Same)
        );
        assert_eq!(
            fit(&known("host:5000/app"), &known("host:5000/app:latest")),
            Some(Fit::Same)
        );
        assert_eq!(fit(&known("app:1"), &known("app:2")), None);
        let open = Text::open("app:$TAG", "TAG");
        assert_eq!(fit(&open, &known("app:2")), Some(Fit::Repository));
        assert_eq!(Image::parse(&Text::open("$REPO/app", "REPO")), None);
    }
}
