//! Mounts that a compose file beside the Dockerfile makes over what the program writes.

use super::grants::Grants;
use super::subject::Subject;
use super::weighing::Weighing;
use crate::Reason;
use crate::image_path::{absolute, below};

/// The names under which Compose looks for its file: <https://docs.docker.com/compose/intro/compose-application-model/>.
const FILES: &[&str] = &[
    "compose.yaml",
    "compose.yml",
    "docker-compose.yaml",
    "docker-compose.yml",
];

pub(super) fn look(subject: &Subject<'_>, grants: &Grants, weighing: &mut Weighing) {
    let Some(context) = subject.target.context else {
        return;
    };
    for file in FILES {
        let Some(text) = context.read(file) else {
            continue;
        };
        for (source, target) in text.lines().filter_map(mount) {
            if source.ends_with("docker.sock") {
                weighing.holds_back(
                    Reason::DockerSocket,
                    format!("`{file}` mounts the engine's socket, which belongs to root"),
                );
            }
            let target = absolute("/", target);
            let mut own = grants.folders.iter().chain(&grants.trees);
            if !own
                .any(|folder| below(folder, &target).is_some() || below(&target, folder).is_some())
            {
                continue;
            }
            weighing.assumes(format!(
                "what `{file}` mounts at `{target}` may be written by the account"
            ));
            weighing.leaves(format!(
                "`{file}` mounts `{source}` at `{target}`, which keeps its owner: run `chown -R` on it once"
            ));
        }
    }
}

/// Source and target of a mount in the short form: `- ./data:/data:ro`.
fn mount(line: &str) -> Option<(&str, &str)> {
    let entry = line
        .trim()
        .strip_prefix("- ")?
        .trim()
        .trim_matches(['"', '\'']);
    let (source, rest) = entry.split_once(':')?;
    let target = rest.split(':').next()?;
    let is_path = target.starts_with('/') && !target.starts_with("//") && !source.contains(' ');
    is_path.then_some((source, target))
}

#[cfg(test)]
mod tests {
    use super::mount;

    #[test]
    fn a_mount_is_told_from_a_port_and_an_address() {
        assert_eq!(mount("      - ./data:/data:ro"), Some(("./data", "/data")));
        assert_eq!(mount("  - \"db:/var/lib/db\""), Some(("db", "/var/lib/db")));
        assert_eq!(mount("  - \"8000:8000\""), None);
        assert_eq!(mount("  - URL=http://example.com"), None);
    }
}
