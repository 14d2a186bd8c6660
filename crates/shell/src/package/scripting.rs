//! The package managers of Ruby and PHP.

use super::Action::{
    Clean, Download, Install, InstallProject, Other, Remove, Run, Update, Upgrade,
};
use super::Manager;
use super::rule::Rule;
use super::version::Style;

pub(crate) const RULES: &[Rule] = &[GEM, BUNDLE, COMPOSER];

/// <https://guides.rubygems.org/command-reference/>
const GEM: Rule = Rule {
    verbs: &[
        ("install", Install),
        ("i", Install),
        ("uninstall", Remove),
        ("update", Upgrade),
        ("cleanup", Clean),
        ("fetch", Download),
        ("sources", Update),
    ],
    valued: &[
        "-v",
        "--version",
        "-i",
        "--install-dir",
        "-n",
        "--bindir",
        "-s",
        "--source",
        "-P",
        "--trust-policy",
        "--platform",
    ],
    files: &["-g", "--file"],
    style: Style::Colon,
    has_project: true,
    ..Rule::new(Manager::Gem, &["gem"])
};

/// <https://bundler.io/man/bundle.1.html>
const BUNDLE: Rule = Rule {
    verbs: &[
        ("install", InstallProject),
        ("add", Install),
        ("remove", Remove),
        ("update", Upgrade),
        ("clean", Clean),
        ("package", Download),
        ("cache", Download),
        ("exec", Run),
        ("config", Other),
    ],
    valued: &[
        "-j",
        "--jobs",
        "--path",
        "--without",
        "--with",
        "--gemfile",
        "--retry",
        "--binstubs",
        "--shebang",
    ],
    bare: InstallProject,
    style: Style::None,
    ..Rule::new(Manager::Bundle, &["bundle", "bundler"])
};

/// <https://getcomposer.org/doc/03-cli.md>
const COMPOSER: Rule = Rule {
    verbs: &[
        ("install", InstallProject),
        ("i", InstallProject),
        ("require", Install),
        ("global require", Install),
        ("create-project", Install),
        ("remove", Remove),
        ("update", Upgrade),
        ("self-update", Upgrade),
        ("clear-cache", Clean),
        ("clearcache", Clean),
        ("run-script", Run),
        ("run", Run),
        ("exec", Run),
    ],
    valued: &["-d", "--working-dir", "--repository", "--prefer-install"],
    style: Style::Colon,
    ..Rule::new(Manager::Composer, &["composer", "composer.phar"])
};
