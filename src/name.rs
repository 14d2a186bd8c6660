//! Which file names are those of Dockerfiles.

/// Whether a file called `name` is a Dockerfile, by its name.
pub(crate) fn is_dockerfile(name: &str) -> bool {
    let is_ignore_file = name.ends_with(".dockerignore");
    let is_named_so = name == "Dockerfile"
        || name.starts_with("Dockerfile.")
        || name.starts_with("Containerfile")
        || [".Dockerfile", ".dockerfile"]
            .iter()
            .any(|ending| name.ends_with(ending));
    is_named_so && !is_ignore_file
}

#[cfg(test)]
mod tests {
    use super::is_dockerfile;

    #[test]
    fn names_of_dockerfiles() {
        for name in [
            "Dockerfile",
            "Dockerfile.prod",
            "api.Dockerfile",
            "api.dockerfile",
            "Containerfile",
            "Containerfile.dev",
        ] {
            assert!(is_dockerfile(name), "{name}");
        }
        for name in [
            "Dockerfile.dockerignore",
            "Containerfile.dockerignore",
            "dockerfile.md",
            "MyDockerfile",
            "Dockerfiles",
        ] {
            assert!(!is_dockerfile(name), "{name}");
        }
    }
}
