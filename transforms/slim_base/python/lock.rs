//! `uv.lock` and `poetry.lock`: every package, and the files it is published as.

/// A package of a lock file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Locked {
    pub(super) name: String,
    files: Vec<String>,
}

/// The packages of a lock file; `None` if it is none.
pub(super) fn packages(text: &str) -> Option<Vec<Locked>> {
    let lock: toml::Value = toml::from_str(text).ok()?;
    let packages = lock.get("package")?.as_array()?;
    Some(packages.iter().filter_map(locked).collect())
}

fn locked(package: &toml::Value) -> Option<Locked> {
    let name = super::requirement::normal(package.get("name")?.as_str()?);
    let source = package.get("source");
    // The project itself.
    let is_own = source.is_some_and(|source| source.get("virtual").is_some());
    let lists = ["files", "wheels"]
        .into_iter()
        .filter_map(|key| package.get(key)?.as_array());
    let files = lists.flatten().filter_map(|file| {
        let name = file.get("file").or_else(|| file.get("url"))?.as_str()?;
        Some(name.rsplit('/').next().unwrap_or(name).to_owned())
    });
    let files = files.collect();
    (!is_own).then_some(Locked { name, files })
}

impl Locked {
    /// Whether it is published as a wheel for this Python on Linux with glibc, on both common processors.
    pub(super) fn has_wheel(&self, python: Option<(u32, u32)>) -> bool {
        let wheels: Vec<&String> = self
            .files
            .iter()
            .filter(|file| file.ends_with(".whl"))
            .collect();
        let fits = |processor: &str| {
            wheels.iter().any(|file| {
                let is_built = file.contains("manylinux") && file.contains(processor);
                let exact = python
                    .is_some_and(|(major, minor)| file.contains(&format!("-cp{major}{minor}-")));
                is_built && (exact || file.contains("-abi3-"))
            })
        };
        wheels.iter().any(|file| file.ends_with("-none-any.whl"))
            || (fits("x86_64") && fits("aarch64"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wheels_of_both_lock_files_are_read() {
        let uv = "[[package]]\nname = \"My_Lib\"\nwheels = [{ url = \"https://h/my_lib-1-py3-none-any.whl\" }]\n";
        let poetry = "[[package]]\nname = \"b\"\nfiles = [\n {file = \"b-1-cp312-cp312-manylinux_2_17_x86_64.whl\"},\n\
                      {file = \"b-1-cp312-cp312-manylinux_2_17_aarch64.whl\"}]\n";
        let uv = packages(uv).unwrap();
        assert_eq!(uv[0].name, "my-lib");
        assert!(uv[0].has_wheel(None));
        let poetry = packages(poetry).unwrap();
        assert!(poetry[0].has_wheel(Some((3, 12))));
        assert!(!poetry[0].has_wheel(Some((3, 13))));
    }
}
