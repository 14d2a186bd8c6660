//! Accounts that the final stage names: the smaller image does not have them, so that their numbers take their place.

use super::Held;
use crate::accounts::{Accounts, passwd_from};
use crate::runs::Follower;
use crate::{Reason, Target, base_image, image_path};
use dockerfile::{Instruction, Kind, Stage, Word};

/// The account that images without a shell start as.
///
/// <https://github.com/GoogleContainerTools/distroless/blob/main/common/variables.bzl>
const NONROOT: (&str, u32) = ("nonroot", 65532);

/// The account of nobody, with the name of its group on Debian; its number is the same on Alpine.
const NOBODY: ([&str; 2], u32) = (["nobody", "nogroup"], 65534);

/// The accounts that a stage can name.
pub(super) struct Names {
    created: Accounts,
    of_base: Vec<(String, u32, u32)>,
    /// Whether the accounts are there by their names in the smaller image, too.
    pub(super) are_copied: bool,
}

/// An owner in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numbers {
    /// The user and the group, or the user alone.
    pub(super) text: String,
    /// Whether the number before is not known, so that it may be another.
    pub(super) is_new: bool,
}

impl Names {
    /// The accounts that `stage` has: those of its base, and those that its own `RUN`s create, or the stage whose
    /// `/etc/passwd` it takes.
    pub(super) fn of(target: &Target<'_>, stage: &Stage) -> Self {
        let copied = passwd_from(target, stage);
        let follower = Follower::new(target);
        let mut created = Accounts::default();
        let sources = [Some(stage), copied];
        for source in sources.into_iter().flatten() {
            for position in source.instructions.clone() {
                let instruction = target.document.instructions.get(position);
                let Some(Kind::Run(run)) = instruction.map(|instruction| &instruction.kind) else {
                    continue;
                };
                let found = follower.build_step(source, &run.command, position);
                for started in &found.commands {
                    created.take(position, &started.command);
                }
            }
        }
        let base = base_image::of(target, copied.unwrap_or(stage));
        let of_base = base.iter().flat_map(|base| base.accounts.iter());
        Self {
            created,
            of_base: of_base
                .map(|account| (account.name.clone(), account.uid, account.gid))
                .collect(),
            are_copied: copied.is_some(),
        }
    }

    /// What `USER` or `--chown` become; `None` when they name nobody.
    pub(super) fn numbers(
        &self,
        word: &Word,
        is_user: bool,
        line: usize,
    ) -> Result<Option<Numbers>, Held> {
        let mut parts = word.value.splitn(2, ':');
        let user = parts.next().unwrap_or_default();
        let group = parts.next();
        let is_plain = |part: &str| part == "root" || is_number(part);
        if is_plain(user) && group.is_none_or(is_plain) {
            return Ok(None);
        }
        let (uid, gid) = match user {
            "root" => (Some(0), Some(0)),
            _ if is_number(user) => (user.parse().ok(), None),
            _ => self.user(user, word, line)?,
        };
        let mut is_new = uid.is_none();
        let uid = uid.unwrap_or(NONROOT.1);
        let gid = match group {
            Some(group) => Some(self.group(group, &mut is_new, word, line)?),
            // Without a group, `--chown` takes the number of the user for it.
            None if is_user => Some(gid.unwrap_or(NONROOT.1)),
            None => None,
        };
        let text = gid.map_or_else(|| uid.to_string(), |gid| format!("{uid}:{gid}"));
        Ok(Some(Numbers { text, is_new }))
    }

    /// The numbers of an account; none of one that is created without.
    fn user(
        &self,
        name: &str,
        word: &Word,
        line: usize,
    ) -> Result<(Option<u32>, Option<u32>), Held> {
        let mut created = self.created.accounts.iter();
        if let Some(account) = created.find(|account| account.name == name) {
            return match (account.uid, account.gid) {
                (Some(uid), Some(gid)) => Ok((Some(uid), Some(gid))),
                (Some(_), None) => Err(unknown(word, line)),
                (None, _) => Ok((None, None)),
            };
        }
        let mut of_base = self.of_base.iter();
        if let Some((_, uid, gid)) = of_base.find(|(own, ..)| own == name) {
            return Ok((Some(*uid), Some(*gid)));
        }
        match name {
            _ if name == NONROOT.0 => Ok((Some(NONROOT.1), Some(NONROOT.1))),
            _ if NOBODY.0.contains(&name) => Ok((Some(NOBODY.1), Some(NOBODY.1))),
            _ => Err(unknown(word, line)),
        }
    }

    fn group(&self, name: &str, is_new: &mut bool, word: &Word, line: usize) -> Result<u32, Held> {
        if let Ok(number) = name.parse() {
            return Ok(number);
        }
        if name == "root" {
            return Ok(0);
        }
        let mut groups = self.created.groups.iter();
        if let Some((_, number)) = groups.find(|(own, _)| own == name) {
            *is_new |= number.is_none();
            return Ok(number.unwrap_or(NONROOT.1));
        }
        if NOBODY.0.contains(&name) {
            return Ok(NOBODY.1);
        }
        // An account has a group of its own name, unless it was given another.
        let (uid, gid) = self.user(name, word, line)?;
        match (uid, gid) {
            (_, Some(gid)) => Ok(gid),
            (None, None) => {
                *is_new = true;
                Ok(NONROOT.1)
            }
            (Some(_), None) => Err(unknown(word, line)),
        }
    }
}

/// Whether a command creates an account or a group, and puts no account into more groups.
pub(super) fn creates(words: &[&str]) -> bool {
    let program = words.first().map_or("", |word| image_path::name(word));
    let is_value = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        before.is_some_and(|word| word.starts_with('-') && !word.contains('='))
    };
    let plain = (1..words.len())
        .filter(|at| words.get(*at).is_some_and(|word| !word.starts_with('-')) && !is_value(*at));
    match program {
        "useradd" => !words
            .iter()
            .any(|word| *word == "-G" || word.starts_with("--groups")),
        "groupadd" => true,
        // `adduser app audio` puts an account that is there into a group.
        "adduser" | "addgroup" => plain.count() < 2,
        _ => false,
    }
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

fn unknown(word: &Word, line: usize) -> Held {
    let detail = format!(
        "`{}` on line {line} names an account whose number is not known",
        word.value
    );
    (Reason::UserByName, detail)
}

/// The owner that a `COPY` or `ADD` names.
pub(super) fn owner(instruction: &Instruction) -> Option<&Word> {
    instruction.flag("chown")?.value.as_ref()
}

#[cfg(test)]
mod tests {
    use super::creates;

    #[test]
    fn an_account_that_joins_a_group_is_more_than_a_number() {
        let creates = |line: &str| creates(&line.split(' ').collect::<Vec<_>>());
        assert!(creates("adduser -D -u 10001 app"));
        assert!(creates(
            "/usr/sbin/adduser --disabled-password --gecos x app"
        ));
        assert!(creates("addgroup -S app"));
        assert!(creates("useradd -r -g app app"));
        assert!(!creates("adduser app audio"));
        assert!(!creates("useradd -G audio app"));
        assert!(!creates("usermod -aG audio app"));
    }
}
