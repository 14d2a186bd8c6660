//! The package managers of distributions.

use super::Action::{Clean, Download, Install, Remove, Update, Upgrade};
use super::Manager;
use super::rule::Rule;
use super::version::Style;

pub(crate) const RULES: &[Rule] = &[APT, APK, DNF, ZYPPER, PACMAN];

/// <https://manpages.debian.org/bookworm/apt/apt-get.8.en.html>
const APT: Rule = Rule {
    verbs: &[
        ("install", Install),
        ("reinstall", Install),
        ("build-dep", Install),
        ("remove", Remove),
        ("purge", Remove),
        ("update", Update),
        ("upgrade", Upgrade),
        ("dist-upgrade", Upgrade),
        ("full-upgrade", Upgrade),
        ("safe-upgrade", Upgrade),
        ("clean", Clean),
        ("autoclean", Clean),
        ("autoremove", Clean),
        ("auto-remove", Clean),
        ("autopurge", Clean),
        ("download", Download),
        ("source", Download),
    ],
    valued: &[
        "-o",
        "--option",
        "-t",
        "--target-release",
        "--default-release",
        "-c",
        "--config-file",
        "-a",
        "--host-architecture",
    ],
    style: Style::Equals,
    ..Rule::new(Manager::AptGet, &["apt-get", "apt", "aptitude"])
};

/// <https://man.archlinux.org/man/apk.8.en>
const APK: Rule = Rule {
    verbs: &[
        ("add", Install),
        ("del", Remove),
        ("update", Update),
        ("upgrade", Upgrade),
        ("fetch", Download),
        ("cache clean", Clean),
    ],
    valued: &[
        "-t",
        "--virtual",
        "-X",
        "--repository",
        "-p",
        "--root",
        "--arch",
        "--keys-dir",
        "--repositories-file",
        "--cache-dir",
        "--cache-max-age",
        "--wait",
    ],
    style: Style::Apk,
    ..Rule::new(Manager::Apk, &["apk"])
};

/// <https://dnf.readthedocs.io/en/latest/command_ref.html>
const DNF: Rule = Rule {
    verbs: &[
        ("install", Install),
        ("localinstall", Install),
        ("reinstall", Install),
        ("groupinstall", Install),
        ("group install", Install),
        ("remove", Remove),
        ("erase", Remove),
        ("groupremove", Remove),
        ("makecache", Update),
        ("check-update", Update),
        ("update", Upgrade),
        ("upgrade", Upgrade),
        ("distro-sync", Upgrade),
        ("clean", Clean),
        ("autoremove", Clean),
        ("download", Download),
    ],
    valued: &[
        "-c",
        "--config",
        "-x",
        "--exclude",
        "--enablerepo",
        "--disablerepo",
        "--repo",
        "--repoid",
        "--installroot",
        "--releasever",
        "--setopt",
        "-d",
        "-e",
        "-R",
        "--disableplugin",
        "--enableplugin",
        "--downloaddir",
        "--destdir",
    ],
    ..Rule::new(Manager::Dnf, &["dnf", "yum", "microdnf", "tdnf", "dnf5"])
};

/// <https://en.opensuse.org/SDB:Zypper_manual>
const ZYPPER: Rule = Rule {
    verbs: &[
        ("install", Install),
        ("in", Install),
        ("remove", Remove),
        ("rm", Remove),
        ("refresh", Update),
        ("ref", Update),
        ("update", Upgrade),
        ("up", Upgrade),
        ("patch", Upgrade),
        ("dist-upgrade", Upgrade),
        ("dup", Upgrade),
        ("clean", Clean),
        ("cc", Clean),
    ],
    valued: &[
        "-R",
        "--root",
        "-r",
        "--repo",
        "--from",
        "-t",
        "--type",
        "-p",
        "--plus-repo",
        "-C",
        "--cache-dir",
    ],
    style: Style::Equals,
    ..Rule::new(Manager::Zypper, &["zypper"])
};

/// Its verb is an option; the reader knows.
const PACMAN: Rule = Rule {
    valued: &[
        "--ignore",
        "--root",
        "--dbpath",
        "--cachedir",
        "--config",
        "--arch",
        "--overwrite",
        "--assume-installed",
    ],
    style: Style::Equals,
    ..Rule::new(Manager::Pacman, &["pacman", "yay", "paru"])
};
