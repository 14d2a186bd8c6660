//! The shape of an entry about an image, as it stands in `data/*.toml`.

use crate::Date;
use serde::Deserialize;

/// What is said about an image, or about some of its tags.
///
/// A field that is not there says nothing: for an image, it is unknown; for a variant, the image's own word holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Facts {
    /// The images, normalised as `ImageName` does; `selenium/*` is everything below `selenium/`.
    pub names: Vec<String>,
    /// Variant: the tags it is about, with `*` for any text. All tags if empty.
    pub tags: Vec<String>,
    /// Variant: tags it is not about.
    pub not_tags: Vec<String>,
    /// Variant: the first version it is about.
    pub from: Option<String>,
    /// Variant: the first version it is no longer about.
    pub before: Option<String>,
    /// Variant: the day from which tags still built are no longer what it says; tags dropped before stayed so.
    pub dropped_before: Option<Date>,
    /// Variant: the distribution it is about.
    pub on: Option<String>,

    /// Who the image starts as: a name or a number.
    pub default_user: Option<String>,
    /// What a derived image without `USER` should do.
    pub action: Option<Action>,
    /// What the entrypoint does with the command and the user.
    pub entrypoint: Option<Entrypoint>,
    /// The account an entrypoint that drops privileges changes to.
    pub drops_to: Option<String>,
    /// The working directory.
    pub workdir: Option<String>,
    /// The exposed ports.
    pub ports: Option<Vec<u16>>,
    /// The volumes.
    pub volumes: Option<Vec<String>>,
    /// Directories that any account can write.
    pub writable: Option<Vec<String>>,
    /// The accounts it adds to those of its distribution.
    pub accounts: Option<Vec<Account>>,
    /// The accounts of its distribution that it removes.
    pub removed_accounts: Option<Vec<String>>,
    /// The distribution release, where the tag does not say it.
    pub release: Option<String>,
    /// The sets of packages it is made of, by their names in `packages.toml`.
    pub layers: Option<Vec<String>>,
    /// How its slim twins are named, if it has any.
    pub slim: Option<SlimLine>,
    /// How its run-time twins are named, if it has any.
    pub jre: Option<JreLine>,
    /// Commands it has beside those of its layers.
    pub has: Option<Vec<String>>,
    /// Commands people expect in it and that are not there.
    pub lacks: Option<Vec<String>>,

    /// The variants; all that match hold, the later over the earlier.
    pub variant: Vec<Facts>,

    /// Where this was read.
    pub source: String,
    /// The day of that source.
    pub date: Option<Date>,
}

/// An account of an image.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Its name.
    pub name: String,
    /// Its number.
    pub uid: u32,
    /// Its group's number.
    pub gid: u32,
    /// Its home.
    pub home: Option<String>,
}

/// How the slim twins of an image are named.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlimLine {
    /// The word that marks them.
    pub word: String,
    /// The twin of `latest`, where it is not the word alone.
    pub latest: Option<String>,
    /// A start of full tags that their twins go without.
    pub without: Option<String>,
}

/// How the run-time twins of a development kit are named.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JreLine {
    /// The start of the word that marks a development kit.
    pub from: String,
    /// What stands there in the twin.
    pub to: String,
}

/// What a derived image that names no user should do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Name the account that is there.
    UseExisting,
    /// Nothing: the image is not root already.
    Already,
    /// Nothing: the entrypoint drops privileges itself.
    Leave,
    /// Take another base or another setup.
    Swap,
    /// Create an account.
    Create,
    /// Nothing: being root is the purpose, or the platform decides.
    Refuse,
}

/// What an image's entrypoint does with the command and the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entrypoint {
    /// There is none.
    None,
    /// It ends by running the command as whoever it was started as.
    Execs,
    /// Started as root, it changes to another account.
    Drops,
    /// It is a program of its own that takes the command as arguments.
    Program,
}
