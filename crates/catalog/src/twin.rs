//! Another tag of the same image for the same thing with less in it: what makes it one, and why there is none.

use crate::{ImageName, Tag, tag};

/// The tag to use instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twin {
    /// The tag.
    pub tag: String,
    /// What the table says of it.
    pub published: Tag,
}

/// Why a tag has no twin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoTwin {
    /// It is not an official image, so nobody can say which tags exist.
    NotOfficial,
    /// The tag was never published.
    NoSuchTag,
    /// It is small already: slim, minimal, or Alpine.
    AlreadySlim,
    /// Its instructions for derived images are part of what it does, and slim ones have none.
    Onbuild,
    /// It is a Windows image.
    Windows,
    /// The image has no slim line.
    NoSlimLine,
    /// The image has a slim line, and this tag is not in it.
    NoSuchTwin,
    /// It is not known which release the tag or its twin is on.
    UnknownRelease,
    /// The twin is on another distribution or release.
    OtherRelease,
    /// The twin was dropped on another day, so it may be another version.
    OtherLife,
}

impl NoTwin {
    /// The reason as people write it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotOfficial => "not-official",
            Self::NoSuchTag => "no-such-tag",
            Self::AlreadySlim => "already-slim",
            Self::Onbuild => "onbuild",
            Self::Windows => "windows",
            Self::NoSlimLine => "no-slim-line",
            Self::NoSuchTwin => "no-such-twin",
            Self::UnknownRelease => "unknown-release",
            Self::OtherRelease => "other-release",
            Self::OtherLife => "other-life",
        }
    }
}

/// The first of `spellings` that exists, if it is on the release of `full` and lived as long.
pub(crate) fn same_life_twin(
    name: &ImageName,
    full: Tag,
    spellings: Vec<String>,
) -> Result<Twin, NoTwin> {
    let twin = spellings
        .into_iter()
        .find_map(|twin| Some((tag(name, Some(&twin))?, twin)));
    let (published, twin) = twin.ok_or(NoTwin::NoSuchTwin)?;
    let (Some(ours), Some(theirs)) = (full.release, published.release) else {
        return Err(NoTwin::UnknownRelease);
    };
    if ours.distribution != theirs.distribution {
        return Err(NoTwin::OtherRelease);
    }
    if ours.version.is_none() || theirs.version.is_none() {
        return Err(NoTwin::UnknownRelease);
    }
    if ours != theirs {
        return Err(NoTwin::OtherRelease);
    }
    if full.dropped != published.dropped {
        return Err(NoTwin::OtherLife);
    }
    Ok(Twin {
        tag: twin,
        published,
    })
}
