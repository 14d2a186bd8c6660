//! The package managers of Python.

use super::Action::{
    Build, Clean, Download, Install, InstallProject, Other, Remove, Run, Update, Upgrade,
};
use super::Manager;
use super::rule::Rule;
use super::version::Style;

pub(crate) const RULES: &[Rule] = &[PIP, UV, POETRY, PIPX, PIPENV, CONDA];

const INDEXES: &[&str] = &[
    "-i",
    "--index-url",
    "--extra-index-url",
    "-f",
    "--find-links",
    "-t",
    "--target",
    "--prefix",
    "--root",
    "--src",
    "-c",
    "--constraint",
    "--trusted-host",
    "--no-binary",
    "--only-binary",
    "--python-version",
    "--platform",
    "--abi",
    "--implementation",
    "--cache-dir",
    "-d",
    "--dest",
    "-w",
    "--wheel-dir",
    "--timeout",
    "--retries",
    "--proxy",
    "--global-option",
    "--install-option",
    "--config-settings",
    "-C",
    "--progress-bar",
    "--upgrade-strategy",
    "--root-user-action",
    "--python",
    "--log",
    "-e",
    "--editable",
    "--cert",
    "--client-cert",
    "--use-feature",
    "--use-deprecated",
    "--exists-action",
    "--index",
    "--default-index",
];

/// <https://pip.pypa.io/en/stable/cli/>
const PIP: Rule = Rule {
    verbs: &[
        ("install", Install),
        ("uninstall", Remove),
        ("download", Download),
        ("wheel", Download),
        ("cache purge", Clean),
        ("cache remove", Clean),
    ],
    valued: INDEXES,
    files: &["-r", "--requirement"],
    style: Style::Python,
    has_project: true,
    ..Rule::new(Manager::Pip, &["pip"])
};

/// <https://docs.astral.sh/uv/reference/cli/>
const UV: Rule = Rule {
    verbs: &[
        ("pip install", Install),
        ("pip sync", InstallProject),
        ("pip uninstall", Remove),
        ("sync", InstallProject),
        ("add", Install),
        ("remove", Remove),
        ("tool install", Install),
        ("tool run", Run),
        ("run", Run),
        ("build", Build),
        ("python install", Other),
        ("cache clean", Clean),
        ("cache prune", Clean),
    ],
    valued: &[
        "-i",
        "--index-url",
        "--extra-index-url",
        "--index",
        "--default-index",
        "-f",
        "--find-links",
        "-t",
        "--target",
        "--prefix",
        "-c",
        "--constraint",
        "--constraints",
        "--override",
        "--extra",
        "--group",
        "--only-group",
        "--no-group",
        "--package",
        "-p",
        "--python",
        "--cache-dir",
        "--link-mode",
        "--project",
        "--directory",
        "-e",
        "--editable",
        "--python-version",
        "--python-platform",
        "--with",
        "--no-binary",
        "--only-binary",
        "--config-file",
        "--torch-backend",
        "--exclude-newer",
        "--resolution",
        "--prerelease",
        "--index-strategy",
    ],
    files: &["-r", "--requirement", "--requirements"],
    style: Style::Python,
    has_project: true,
    ..Rule::new(Manager::Uv, &["uv"])
};

/// <https://python-poetry.org/docs/cli/>
const POETRY: Rule = Rule {
    verbs: &[
        ("install", InstallProject),
        ("sync", InstallProject),
        ("add", Install),
        ("remove", Remove),
        ("update", Upgrade),
        ("build", Build),
        ("run", Run),
        ("cache clear", Clean),
    ],
    valued: &[
        "--with",
        "--without",
        "--only",
        "-E",
        "--extras",
        "-C",
        "--directory",
        "--project",
        "-P",
        "-G",
        "--group",
        "-f",
        "--format",
        "-o",
        "--output",
    ],
    style: Style::At,
    ..Rule::new(Manager::Poetry, &["poetry"])
};

const PIPX: Rule = Rule {
    verbs: &[
        ("install", Install),
        ("inject", Install),
        ("uninstall", Remove),
        ("upgrade", Upgrade),
        ("run", Run),
    ],
    valued: &[
        "--python",
        "--pip-args",
        "-i",
        "--index-url",
        "--suffix",
        "--spec",
    ],
    style: Style::Python,
    ..Rule::new(Manager::Pipx, &["pipx"])
};

const PIPENV: Rule = Rule {
    verbs: &[
        ("install", Install),
        ("sync", InstallProject),
        ("uninstall", Remove),
        ("update", Upgrade),
        ("run", Run),
        ("clean", Clean),
    ],
    valued: &[
        "-i",
        "--index",
        "--python",
        "--pypi-mirror",
        "--extra-pip-args",
        "--categories",
        "-e",
    ],
    files: &["-r", "--requirements"],
    style: Style::Python,
    has_project: true,
    ..Rule::new(Manager::Pipenv, &["pipenv"])
};

/// <https://docs.conda.io/projects/conda/en/stable/commands/index.html>
const CONDA: Rule = Rule {
    verbs: &[
        ("install", Install),
        ("create", Install),
        ("env create", InstallProject),
        ("env update", InstallProject),
        ("remove", Remove),
        ("uninstall", Remove),
        ("update", Upgrade),
        ("upgrade", Upgrade),
        ("clean", Clean),
        ("run", Run),
        ("search", Other),
        ("index", Update),
    ],
    valued: &[
        "-n",
        "--name",
        "-p",
        "--prefix",
        "-c",
        "--channel",
        "--solver",
        "--repodata-fn",
        "--revision",
    ],
    files: &["-f", "--file"],
    style: Style::Equals,
    has_project: true,
    ..Rule::new(Manager::Conda, &["conda", "mamba", "micromamba"])
};
