//! Everything known about one concrete base, put together.

use crate::distribution::{self, Family, Libc};
use crate::facts::{Account, Action, Entrypoint, Facts};
use crate::{ImageName, Memory, Release, Tag, distroless, image, memory, packages, tag_pattern};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

/// What is known about a base image with its tag. Whatever is `None` or empty is not known.
#[derive(Debug, Clone, PartialEq)]
pub struct Base {
    /// The image.
    pub name: ImageName,
    /// The tag; `latest` where none was given.
    pub tag: String,
    /// What the table of official tags says.
    pub published: Option<Tag>,
    /// The distribution and its release.
    pub release: Option<Release>,
    /// How accounts are made and packages installed.
    pub family: Option<Family>,
    /// The command that installs packages.
    pub package_manager: Option<&'static str>,
    /// The C library.
    pub libc: Option<Libc>,
    /// The version of glibc, such as `2.36`.
    pub glibc: Option<&'static str>,
    /// Which of `useradd`, `groupadd`, `adduser` and `addgroup` are there for sure.
    pub account_commands: Option<Vec<&'static str>>,
    /// Whether those not among [`Base::account_commands`] are not there for sure.
    pub lacks_other_account_commands: bool,
    /// The accounts above the system's own: the image's first, then its distribution's.
    pub accounts: Vec<&'static Account>,
    /// Who the image starts as.
    pub default_user: Option<Cow<'static, str>>,
    /// What a derived image without `USER` should do.
    pub action: Option<Action>,
    /// What the entrypoint does.
    pub entrypoint: Option<Entrypoint>,
    /// The account the entrypoint changes to, if it drops privileges.
    pub drops_to: Option<&'static str>,
    /// The working directory.
    pub workdir: Option<Cow<'static, str>>,
    /// The exposed ports.
    pub ports: Vec<u16>,
    /// The volumes.
    pub volumes: Vec<&'static str>,
    /// Directories that any account can write.
    pub writable: Vec<&'static str>,
    /// The packages its build files install by name; what these pull in is not listed.
    pub packages: Vec<&'static str>,
    /// Commands that are there.
    pub has: Vec<&'static str>,
    /// Commands people expect and that are not there.
    pub lacks: Vec<&'static str>,
    /// Where this was read.
    pub sources: Vec<&'static str>,
}

/// What is known of the bases that were asked for: whoever looks at a file asks for its base again and again.
static KNOWN: Memory<Option<Arc<Base>>> = Memory::new();

impl Base {
    /// What is known about `name:tag`; without a tag, about `latest`. `None` if nothing is.
    ///
    /// ```
    /// # use catalog::{Base, Family, ImageName};
    /// let node = Base::new(&ImageName::new("node"), Some("22-slim")).unwrap();
    /// assert_eq!(node.family, Some(Family::Dpkg));
    /// assert_eq!((node.accounts[0].name.as_str(), node.accounts[0].uid), ("node", 1000));
    /// ```
    #[must_use]
    pub fn new(name: &ImageName, tag: Option<&str>) -> Option<Arc<Self>> {
        let question = memory::question(name, tag);
        KNOWN.answer(&question, || Self::read(name, tag).map(Arc::new))
    }

    /// The same of an image as it stands in `FROM`, its tag included.
    #[must_use]
    pub fn of(reference: &str) -> Option<Arc<Self>> {
        KNOWN.answer(reference, || {
            let (name, tag) = ImageName::split(reference);
            Self::new(&name, tag)
        })
    }

    fn read(name: &ImageName, tag: Option<&str>) -> Option<Self> {
        let published = crate::tag(name, tag);
        let tag = tag.unwrap_or("latest");
        let image = image(name);
        if image.is_none() && published.is_none() {
            return None;
        }
        let release_of_tag = published
            .and_then(|published| published.release)
            .or_else(|| release_in_tag(tag, image?));
        let facts = image.map_or_else(Vec::new, |image| {
            let distribution = release_of_tag.map(|release| release.distribution);
            holding(image, tag, published, distribution)
        });
        let stated = facts.iter().find_map(|facts| facts.release.as_deref());
        let release = published
            .and_then(|published| published.release)
            .or_else(|| Release::new(stated?))
            .or_else(|| distroless::release(name))
            .or(release_of_tag);
        Some(Self::assemble(name, tag, published, release, &facts))
    }

    fn assemble(
        name: &ImageName,
        tag: &str,
        published: Option<Tag>,
        release: Option<Release>,
        facts: &[&'static Facts],
    ) -> Self {
        let system = release.map_or_else(Vec::new, distribution::entries);
        let layers = words(facts, |facts| facts.layers.as_ref());
        let mut has = words(facts, |facts| facts.has.as_ref());
        has.extend(packages::commands(&layers));
        let lacks = words(facts, |facts| facts.lacks.as_ref());
        let account_entry = system.iter().find(|entry| entry.account_commands.is_some());
        Self {
            name: name.clone(),
            tag: tag.to_owned(),
            published,
            release,
            family: system.iter().find_map(|entry| entry.family),
            package_manager: system
                .iter()
                .find_map(|entry| entry.package_manager.as_deref()),
            libc: system.iter().find_map(|entry| entry.libc),
            glibc: system.iter().find_map(|entry| entry.glibc.as_deref()),
            account_commands: account_entry.and_then(|entry| {
                let commands = entry.account_commands.as_ref()?;
                Some(commands.iter().map(String::as_str).collect())
            }),
            lacks_other_account_commands: account_entry.is_some_and(|entry| {
                let differing = &entry.release;
                differing
                    .iter()
                    .all(|release| release.account_commands.is_none())
            }),
            accounts: accounts(facts, &system),
            default_user: text(facts, |facts| facts.default_user.as_deref()).map(Cow::Borrowed),
            action: facts.iter().find_map(|facts| facts.action),
            entrypoint: facts.iter().find_map(|facts| facts.entrypoint),
            drops_to: text(facts, |facts| facts.drops_to.as_deref()),
            workdir: text(facts, |facts| facts.workdir.as_deref()).map(Cow::Borrowed),
            ports: facts
                .iter()
                .find_map(|facts| facts.ports.clone())
                .unwrap_or_default(),
            volumes: words(facts, |facts| facts.volumes.as_ref()),
            writable: words(facts, |facts| facts.writable.as_ref()),
            packages: packages::packages(&layers),
            has,
            lacks,
            sources: facts
                .iter()
                .map(|facts| facts.source.as_str())
                .chain(system.iter().map(|entry| entry.source.as_str()))
                .collect(),
        }
    }

    /// Whether the image starts as root.
    #[must_use]
    pub fn starts_as_root(&self) -> Option<bool> {
        let user = self.default_user.as_deref()?.split(':').next()?;
        Some(matches!(user, "root" | "0"))
    }

    /// The account with this number.
    #[must_use]
    pub fn account(&self, uid: u32) -> Option<&'static Account> {
        self.accounts
            .iter()
            .find(|account| account.uid == uid)
            .copied()
    }

    /// Whether the command is there: `None` if that is not known.
    #[must_use]
    pub fn has_command(&self, command: &str) -> Option<bool> {
        if self.has.contains(&command) {
            return Some(true);
        }
        if self.lacks.contains(&command) {
            return Some(false);
        }
        if !["useradd", "groupadd", "adduser", "addgroup"].contains(&command) {
            return None;
        }
        let is_listed = self.account_commands.as_ref()?.contains(&command);
        (is_listed || self.lacks_other_account_commands).then_some(is_listed)
    }
}

/// The entries that hold for the tag, the last word first.
fn holding(
    image: &'static Facts,
    tag: &str,
    published: Option<Tag>,
    distribution: Option<&str>,
) -> Vec<&'static Facts> {
    let mut facts = vec![image];
    facts.extend(
        image
            .variant
            .iter()
            .filter(|variant| is_about(variant, tag, published, distribution)),
    );
    facts.reverse();
    facts
}

fn is_about(
    variant: &Facts,
    tag: &str,
    published: Option<Tag>,
    distribution: Option<&str>,
) -> bool {
    let dropped = published.and_then(|published| published.dropped);
    let listed = |patterns: &[String]| {
        patterns
            .iter()
            .any(|pattern| tag_pattern::matches(pattern, tag))
    };
    let compare = |bound: &String| tag_pattern::compare_version(tag, bound);
    (variant.tags.is_empty() || listed(&variant.tags))
        && !listed(&variant.not_tags)
        && variant
            .from
            .as_ref()
            .is_none_or(|from| compare(from) != Ordering::Less)
        && variant
            .before
            .as_ref()
            .is_none_or(|before| compare(before) == Ordering::Less)
        && variant
            .dropped_before
            .is_none_or(|day| dropped.is_some_and(|dropped| dropped < day))
        && variant
            .on
            .as_ref()
            .is_none_or(|on| distribution == Some(on.as_str()))
}

/// The release a tag names in one of its words. An official image's comes from the table and from nowhere else.
fn release_in_tag(tag: &str, image: &Facts) -> Option<Release> {
    let is_official = image.names.iter().all(|name| !name.contains('/'));
    if is_official {
        return None;
    }
    tag.split(['-', '_']).find_map(distribution::release_in)
}

fn accounts(
    facts: &[&'static Facts],
    system: &[&'static distribution::Distribution],
) -> Vec<&'static Account> {
    let own = facts.iter().find_map(|facts| facts.accounts.as_ref());
    let inherited = system.iter().find_map(|entry| entry.accounts.as_ref());
    let removed = words(facts, |facts| facts.removed_accounts.as_ref());
    let inherited = inherited
        .into_iter()
        .flatten()
        .filter(|account| !removed.contains(&account.name.as_str()));
    let mut accounts: Vec<&'static Account> = Vec::new();
    for account in own.into_iter().flatten().chain(inherited) {
        // An image that takes a number has renamed or replaced the distribution's account.
        if accounts.iter().all(|earlier| earlier.uid != account.uid) {
            accounts.push(account);
        }
    }
    accounts
}

fn text(
    facts: &[&'static Facts],
    field: fn(&'static Facts) -> Option<&'static str>,
) -> Option<&'static str> {
    facts.iter().find_map(|facts| field(facts))
}

fn words(
    facts: &[&'static Facts],
    field: fn(&'static Facts) -> Option<&'static Vec<String>>,
) -> Vec<&'static str> {
    let words = facts.iter().find_map(|facts| field(facts));
    words.into_iter().flatten().map(String::as_str).collect()
}
