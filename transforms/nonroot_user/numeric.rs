//! A user that is named, where Kubernetes wants a number.

use super::created::created_accounts;
use super::subject::Subject;
use crate::accounts::passwd_from;
use crate::{Applicability, Finding, Fix, Verdict};
use catalog::Family;
use dockerfile::{Editor, Kind, Lines, Setting};

/// The finding about a `USER` with a name whose numbers are known; `None` where they are not, or where the numbers
/// would lose something: with `uid:gid` an account has no other groups
/// (<https://docs.docker.com/reference/dockerfile/#user>).
pub(super) fn judge(subject: &Subject<'_>, setting: &Setting<String>) -> Option<Finding> {
    let is_wanted = subject.target.options.flag(super::NAME, "numbers", true);
    let name = setting.value.as_str();
    if !is_wanted || name.contains(':') || has_more_groups(subject, name) {
        return None;
    }
    // The accounts are those of the stage whose `/etc/passwd` is copied.
    let copied = passwd_from(subject.target, subject.stage)
        .map(|stage| Subject::new(subject.target, stage))
        .filter(|_| created_accounts(subject).is_empty());
    let (numbers, source) = match &copied {
        Some(below) if has_more_groups(below, name) => return None,
        Some(below) => numbers(below, name)?,
        None => numbers(subject, name)?,
    };
    let instruction = subject.instruction(setting.instruction)?;
    let Kind::User(word) = &instruction.kind else {
        return None;
    };
    if word.value != name {
        return None;
    }
    let mut editor = Editor::new(subject.target.document);
    editor.replace(word, &numbers);
    let edits = editor.finish().ok()?;
    Some(Finding {
        lines: Lines {
            ..instruction.lines
        },
        message: format!("`USER` names `{name}` instead of its number"),
        why: "Kubernetes cannot tell whether a name is root, and refuses it under `runAsNonRoot`"
            .to_owned(),
        verdict: Verdict::Fix(Fix {
            applicability: Applicability::Safe,
            edits,
            files: Vec::new(),
            follow_up: Vec::new(),
        }),
        evidence: vec![source],
        secrets: Vec::new(),
    })
}

fn numbers(subject: &Subject<'_>, name: &str) -> Option<(String, String)> {
    let created = created_accounts(subject);
    let mut own = created.iter().filter(|account| account.name == name);
    if let Some(account) = own.next() {
        let numbers = format!("{}:{}", account.uid?, account.gid?);
        let source = format!(
            "line {} creates `{name}` as {numbers}",
            subject.line(account.instruction)
        );
        return own.next().is_none().then_some((numbers, source));
    }
    let base = subject.base.as_ref()?;
    let Some(account) = base.accounts.iter().find(|account| account.name == name) else {
        let mut everywhere = OF_ALL
            .iter()
            .filter(|(family, ..)| base.family == Some(*family));
        let (.., numbers) = everywhere.find(|(_, own, _)| *own == name)?;
        let source = format!("every release of the distribution has `{name}` as {numbers}");
        return Some(((*numbers).to_owned(), source));
    };
    let numbers = format!("{}:{}", account.uid, account.gid);
    let source = format!("base `{}` has `{name}` as {numbers}", subject.base_label());
    Some((numbers, source))
}

/// Accounts whose numbers are the same in every release of a family, and which are in no group but their own.
///
/// <https://salsa.debian.org/debian/base-passwd/-/blob/master/passwd.master>,
/// <https://gitlab.alpinelinux.org/alpine/aports/-/blob/master/main/alpine-baselayout/passwd>
const OF_ALL: &[(Family, &str, &str)] = &[
    (Family::Dpkg, "www-data", "33:33"),
    (Family::Dpkg, "nobody", "65534:65534"),
    (Family::Apk, "nobody", "65534:65534"),
];

/// Whether a `RUN` puts the account into more groups, or changes it.
fn has_more_groups(subject: &Subject<'_>, name: &str) -> bool {
    subject.ran.iter().any(|ran| {
        let is_about = || ran.each_word().any(|word| word == name);
        match ran.command.program() {
            Some("usermod" | "groupmod" | "gpasswd" | "deluser" | "userdel" | "addgroup") => {
                is_about() && !is_own_group(&ran.words(), name)
            }
            // `adduser name group`, `useradd -G groups name`.
            Some(program @ ("adduser" | "useradd")) if is_about() => {
                let words = ran.words();
                let plain = words.iter().skip(1).filter(|word| !word.starts_with('-'));
                let names_groups = words.iter().any(|word| {
                    *word == "-G" || *word == "--groups" || word.starts_with("--groups=")
                });
                names_groups && plain.count() > 1 && program == "useradd"
                    || words.last() != Some(&name)
            }
            Some(_) | None => false,
        }
    })
}

/// `addgroup name` and `addgroup -g 1000 name`: the group of the account's own name is made, and nothing is added.
fn is_own_group(words: &[&str], name: &str) -> bool {
    let is_made = words
        .first()
        .is_some_and(|program| crate::image_path::name(program) == "addgroup");
    is_made
        && words.last() == Some(&name)
        && words.iter().filter(|word| **word == name).count() == 1
        && words
            .iter()
            .skip(1)
            .all(|word| *word == name || word.starts_with('-') || word.parse::<u32>().is_ok())
}
