//! The accounts that commands create.

use crate::Target;
use crate::provenance::{Provenance, provenance, stage_called};
use dockerfile::{Kind, Stage};
use shell::Command;

/// An account that a `RUN` creates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Created {
    pub(crate) name: String,
    pub(crate) uid: Option<u32>,
    pub(crate) gid: Option<u32>,
    pub(crate) home: Option<String>,
    pub(crate) instruction: usize,
    /// Whether it is made for a daemon that the file builds itself (nginx, mysql, sshd), not for the program.
    pub(crate) is_for_a_package: bool,
}

/// The stage whose `/etc/passwd` a stage copies.
pub(crate) fn passwd_from<'t>(target: &Target<'t>, stage: &Stage) -> Option<&'t Stage> {
    let file = "/etc/passwd";
    let Provenance::Elsewhere { instruction } = provenance(target, stage, file) else {
        return None;
    };
    let copy = target.document.instructions.get(instruction)?;
    let Kind::Copy(transfer) = &copy.kind else {
        return None;
    };
    let is_same = transfer.sources.iter().any(|source| source.value == file);
    let from = copy.flag("from")?.value.as_ref()?;
    stage_called(target, stage, &from.value).filter(|_| is_same)
}

/// Names of accounts that daemons want for themselves.
const DAEMONS: &[&str] = &[
    "nginx", "mysql", "postgres", "redis", "sshd", "www-data", "apache", "git", "jenkins",
    "memcache", "mongodb", "postfix", "rabbitmq", "celery", "ldap", "openldap", "varnish",
    "haproxy", "squid", "ftp", "nobody", "docker", "vagrant", "travis", "builder", "build",
];

/// What the commands of a file create, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Accounts {
    pub(crate) accounts: Vec<Created>,
    /// The groups that are made by themselves, with their numbers where they are told.
    pub(crate) groups: Vec<(String, Option<u32>)>,
}

impl Accounts {
    /// Takes in the next command, which stands in the instruction at `instruction`.
    pub(crate) fn take(&mut self, instruction: usize, command: &Command) {
        match command.program() {
            Some("groupadd" | "addgroup") => {
                let (names, number) = group(command);
                if let [name] = names.as_slice() {
                    self.groups.push((name.clone(), number));
                }
            }
            Some(program @ ("useradd" | "adduser")) => {
                let account = account(instruction, command, program, &self.groups);
                self.accounts.extend(account);
            }
            Some(_) | None => {}
        }
    }
}

/// Options of `groupadd` and `addgroup` that take the next word.
const GROUP_VALUES: &[&str] = &[
    "-g",
    "--gid",
    "-K",
    "--key",
    "-p",
    "--password",
    "-R",
    "--root",
];

fn group(command: &Command) -> (Vec<String>, Option<u32>) {
    let options = Options::read(command, GROUP_VALUES);
    let number = options.number(&["-g", "--gid"]);
    (options.plain, number)
}

/// Options of `useradd` and `adduser` that take the next word; `-g` of busybox is the comment.
const USER_VALUES: &[&str] = &[
    "-u",
    "--uid",
    "-g",
    "--gid",
    "-G",
    "--groups",
    "--ingroup",
    "-d",
    "--home-dir",
    "--home",
    "-h",
    "-s",
    "--shell",
    "-c",
    "--comment",
    "--gecos",
    "-p",
    "--password",
    "-k",
    "--skel",
    "-b",
    "--base-dir",
    "-K",
    "--key",
    "-e",
    "--expiredate",
    "-f",
    "--inactive",
];

fn account(
    instruction: usize,
    command: &Command,
    program: &str,
    groups: &[(String, Option<u32>)],
) -> Option<Created> {
    let options = Options::read(command, USER_VALUES);
    let name = options.plain.first()?.clone();
    let uid = options.number(&["-u", "--uid"]);
    let group = match program {
        "useradd" => options.value(&["-g", "--gid"]),
        _ => options.value(&["-G", "--ingroup", "--gid"]),
    };
    let is_system = options.has(&["-S", "--system", "-r"]);
    let gid = match group {
        Some(group) => group.parse().ok().or_else(|| {
            groups
                .iter()
                .find(|(known, _)| known == group)
                .and_then(|(_, number)| *number)
        }),
        // Without a group, a group of the same number is made; busybox and Debian's `--system` do otherwise.
        None if is_system && program == "adduser" => None,
        None => uid,
    };
    let is_for_a_package = DAEMONS.contains(&name.as_str());
    let has_home = match program {
        "useradd" => options.has(&["-m", "--create-home"]),
        _ => !options.has(&["-H", "--no-create-home"]),
    };
    let named = options
        .value(&["-d", "--home-dir", "--home", "-h"])
        .map(str::to_owned);
    let home = has_home.then(|| named.unwrap_or_else(|| format!("/home/{name}")));
    Some(Created {
        name,
        uid,
        gid,
        home,
        instruction,
        is_for_a_package,
    })
}

/// The options of a command line, as far as they matter here.
struct Options {
    valued: Vec<(String, String)>,
    flags: Vec<String>,
    plain: Vec<String>,
}

impl Options {
    fn read(command: &Command, takes_value: &[&str]) -> Self {
        let mut options = Self {
            valued: Vec::new(),
            flags: Vec::new(),
            plain: Vec::new(),
        };
        let mut words = command.arguments().iter();
        while let Some(word) = words.next() {
            let text = word.text();
            if let Some((name, value)) = text.split_once('=').filter(|_| text.starts_with("--")) {
                options.valued.push((name.to_owned(), value.to_owned()));
            } else if takes_value.contains(&text) || is_cluster_with_value(text, takes_value) {
                let value = words.next().map(|word| word.value().to_owned());
                let name = last_flag(text);
                options.valued.push((name, value.unwrap_or_default()));
            } else if text.starts_with('-') && !text.starts_with("--") && text.len() > 2 {
                options
                    .flags
                    .extend(text.chars().skip(1).map(|letter| format!("-{letter}")));
                options.flags.push(text.to_owned());
            } else if text.starts_with('-') {
                options.flags.push(text.to_owned());
            } else {
                options.plain.push(text.to_owned());
            }
        }
        options
    }

    fn value(&self, names: &[&str]) -> Option<&str> {
        let found = self
            .valued
            .iter()
            .find(|(name, _)| names.contains(&name.as_str()));
        found.map(|(_, value)| value.as_str())
    }

    fn number(&self, names: &[&str]) -> Option<u32> {
        self.value(names)?.parse().ok()
    }

    fn has(&self, names: &[&str]) -> bool {
        self.flags.iter().any(|flag| names.contains(&flag.as_str()))
    }
}

/// Whether `text` is several short options of which the last takes a value: `-ms`, `-ru`.
fn is_cluster_with_value(text: &str, takes_value: &[&str]) -> bool {
    text.len() > 2
        && text.starts_with('-')
        && !text.starts_with("--")
        && text
            .chars()
            .skip(1)
            .all(|letter| letter.is_ascii_alphabetic())
        && takes_value.contains(&last_flag(text).as_str())
}

fn last_flag(text: &str) -> String {
    if text.starts_with("--") {
        return text.to_owned();
    }
    text.chars()
        .next_back()
        .map_or_else(String::new, |letter| format!("-{letter}"))
}
