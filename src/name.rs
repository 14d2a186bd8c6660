//! Which file names are those of Dockerfiles.

pub(crate) use callers::is_dockerfile;

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
