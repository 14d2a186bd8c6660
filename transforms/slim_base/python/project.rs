//! `pyproject.toml`: what a project depends on, and whether building it compiles.

use super::requirement::{self, Requirement};

/// A project, as its file describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Project {
    /// What it depends on.
    pub(super) requirements: Vec<Requirement>,
    /// A package that builds it and compiles.
    pub(super) compiles_with: Option<String>,
    /// A package that builds it and asks git for the version.
    pub(super) asks_git: Option<String>,
    /// Whether what it depends on stands in other files.
    pub(super) is_dynamic: bool,
}

/// Packages that build others, and compile.
///
/// <https://packaging.python.org/en/latest/guides/tool-recommendations/#build-backends-for-extension-modules>
const COMPILING: &[&str] = &[
    "cython",
    "pybind11",
    "nanobind",
    "scikit-build",
    "scikit-build-core",
    "setuptools-rust",
    "maturin",
    "meson-python",
    "cffi",
    "numpy",
];

/// Packages that build others, and ask git for the version.
///
/// <https://setuptools-scm.readthedocs.io/en/latest/>, <https://github.com/ofek/hatch-vcs>
const ASKING_GIT: &[&str] = &[
    "setuptools-scm",
    "hatch-vcs",
    "pbr",
    "versioneer",
    "versioningit",
    "dunamai",
];

/// Reads `text`; `None` if it is no such file.
pub(super) fn read(text: &str) -> Option<Project> {
    let file: toml::Value = toml::from_str(text).ok()?;
    let texts = |value: Option<&toml::Value>| -> Vec<String> {
        let items = value.and_then(toml::Value::as_array);
        let items = items.into_iter().flatten();
        items
            .filter_map(|item| Some(item.as_str()?.to_owned()))
            .collect()
    };
    let builds = texts(
        file.get("build-system")
            .and_then(|build| build.get("requires")),
    );
    let builders: Vec<String> = requirement::all(&builds.join("\n"))
        .into_iter()
        .filter_map(|requirement| match requirement {
            Requirement::Package(name) => {
                let name = name.split('[').next().unwrap_or_default();
                Some(requirement::normal(name))
            }
            Requirement::Address(_) | Requirement::File(_) => None,
        })
        .collect();
    let one_of = |names: &[&str]| {
        let mut builders = builders.iter();
        builders
            .find(|name| names.contains(&name.as_str()))
            .cloned()
    };
    let (compiles_with, asks_git) = (one_of(COMPILING), one_of(ASKING_GIT));
    let project = file.get("project");
    let mut requirements = requirement::all(
        &texts(project.and_then(|project| project.get("dependencies"))).join("\n"),
    );
    let poetry = file
        .get("tool")
        .and_then(|tool| tool.get("poetry")?.get("dependencies")?.as_table());
    for (name, value) in poetry.into_iter().flatten() {
        if name == "python" {
            continue;
        }
        let git = value.get("git").and_then(toml::Value::as_str);
        requirements.push(match git {
            Some(address) => Requirement::Address(format!("git+{address}")),
            None => Requirement::Package(name.clone()),
        });
    }
    let dynamic = texts(project.and_then(|project| project.get("dynamic")));
    let is_described = project.is_some() || poetry.is_some();
    Some(Project {
        requirements,
        compiles_with,
        asks_git,
        is_dynamic: !is_described || dynamic.iter().any(|field| field == "dependencies"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_to_list_what_a_project_needs_are_read() {
        let plain = "[build-system]\nrequires = [\"hatchling\"]\n[project]\nname = \"a\"\ndependencies = [\"flask>=3\"]\n";
        let plain = read(plain).unwrap();
        assert_eq!(plain.requirements, [Requirement::Package("flask".into())]);
        assert_eq!((plain.compiles_with, plain.is_dynamic), (None, false));

        let poetry = "[tool.poetry.dependencies]\npython = \"^3.12\"\nlib = { git = \"https://host/lib.git\" }\n";
        let poetry = read(poetry).unwrap();
        assert_eq!(
            poetry.requirements,
            [Requirement::Address("git+https://host/lib.git".into())]
        );
    }

    #[test]
    fn what_builds_it_tells_whether_it_compiles() {
        let text = "[build-system]\nrequires = [\"setuptools\", \"Cython>=3\"]\n";
        let project = read(text).unwrap();
        assert_eq!(project.compiles_with.as_deref(), Some("cython"));
        assert!(project.is_dynamic);
        let text = "[build-system]\nrequires = [\"hatchling\", \"hatch-vcs\"]\n";
        assert_eq!(read(text).unwrap().asks_git.as_deref(), Some("hatch-vcs"));
        assert_eq!(read("= no file"), None);
    }
}
