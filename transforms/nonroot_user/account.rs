//! The account a program gets: who it is, and the commands that create it.

use catalog::Family;

/// The account a program runs as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    /// Its number.
    pub(super) uid: u32,
    /// Its group's number.
    pub(super) gid: u32,
    /// Its home, where it has one that it can write.
    pub(super) home: Option<String>,
    /// Where it comes from.
    pub(super) origin: Origin,
}

/// Where an account comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// The file creates it, and never used it.
    File {
        /// Its name.
        name: String,
        /// The position of the `RUN`.
        instruction: usize,
    },
    /// The base has it.
    Base {
        /// Its name.
        name: String,
    },
    /// It is created by these commands.
    New {
        /// Its name.
        name: String,
        /// The commands, chained by `&&`.
        commands: Vec<String>,
    },
    /// Numbers alone: the base has no account and no way to create one.
    Numbers,
}

impl Account {
    /// `uid:gid`.
    pub(super) fn numbers(&self) -> String {
        format!("{}:{}", self.uid, self.gid)
    }
}

/// The commands that create the account `name` with a home, by the family's own tools; `None` where there are none.
///
/// `--no-log-init` keeps a high number from growing the login records
/// (<https://docs.docker.com/build/building/best-practices/#user>).
pub(super) fn recipe(base: &catalog::Base, name: &str, uid: u32, gid: u32) -> Option<Vec<String>> {
    let family = base.family?;
    let has_useradd = base.has_command("useradd");
    match family {
        Family::Dpkg | Family::Pacman => Some(shadow(name, uid, gid, "/usr/sbin/nologin")),
        Family::Rpm if has_useradd == Some(true) => Some(shadow(name, uid, gid, "/sbin/nologin")),
        // Without the shadow tools, two lines make the same account and need no network.
        Family::Rpm => Some(lines(name, uid, gid)),
        Family::Apk | Family::Busybox if gid == 0 => Some(vec![format!(
            "adduser -D -u {uid} -G root -s /sbin/nologin {name}"
        )]),
        Family::Apk | Family::Busybox => Some(vec![
            format!("addgroup -g {gid} {name}"),
            format!("adduser -D -u {uid} -G {name} -s /sbin/nologin {name}"),
        ]),
        Family::None | Family::Windows => None,
    }
}

fn shadow(name: &str, uid: u32, gid: u32, shell: &str) -> Vec<String> {
    let account = format!(
        "useradd --no-log-init --create-home --shell {shell} --uid {uid} --gid {gid} {name}"
    );
    if gid == 0 {
        return vec![account];
    }
    vec![format!("groupadd --gid {gid} {name}"), account]
}

fn lines(name: &str, uid: u32, gid: u32) -> Vec<String> {
    let account = format!("echo '{name}:x:{uid}:{gid}::/home/{name}:/sbin/nologin' >> /etc/passwd");
    let home = format!("install -d -m 0700 -o {uid} -g {gid} /home/{name}");
    if gid == 0 {
        return vec![account, home];
    }
    vec![
        format!("echo '{name}:x:{gid}:' >> /etc/group"),
        account,
        home,
    ]
}
