//! How the image is run: what is mounted over what the program writes, and who it is made to run as.

use super::grants::Grants;
use super::subject::Subject;
use super::tree::can_be_own;
use super::weighing::Weighing;
use super::writes::written;
use crate::Reason;
use crate::image_path::{absolute, below};
use callers::{Caller, Container};

/// The names under which Compose looks for its file: <https://docs.docker.com/compose/intro/compose-application-model/>.
pub(super) const FILES: &[&str] = &[
    "compose.yaml",
    "compose.yml",
    "docker-compose.yaml",
    "docker-compose.yml",
];

/// Volumes by their names, which take over the owner of the folder that the image has there when they are new:
/// <https://docs.docker.com/engine/storage/volumes/#populate-a-volume-using-a-container>.
pub(super) fn volumes(subject: &Subject<'_>, grants: &mut Grants, weighing: &mut Weighing) {
    for container in containers(subject) {
        for volume in &container.volumes {
            let mut parts = volume.text.split(':');
            let (Some(source), Some(target)) = (parts.next(), parts.next()) else {
                continue;
            };
            let is_named = !source.is_empty() && !source.contains(['/', '.', '~', '$']);
            let is_read = parts.any(|option| option.split(',').any(|word| word == "ro"));
            let target = absolute("/", target);
            if is_named && !is_read && can_be_own(&target) && !grants.can_write(&target) {
                let place = &container.place;
                let said = format!(
                    "`{}` (line {}) keeps a volume there",
                    place.file, place.line
                );
                written(&target, &said, grants, weighing);
            }
        }
    }
}

pub(super) fn look(subject: &Subject<'_>, grants: &Grants, weighing: &mut Weighing) {
    let containers = containers(subject);
    for container in &containers {
        for volume in &container.volumes {
            let mut parts = volume.text.split(':');
            let (Some(source), Some(target)) = (parts.next(), parts.next()) else {
                continue;
            };
            mounted(&container.place.file, source, target, grants, weighing);
        }
        user(container, weighing);
    }
    let Some(context) = subject.target.context.filter(|_| containers.is_empty()) else {
        return;
    };
    for file in FILES {
        let Some(text) = context.read(file) else {
            continue;
        };
        for (source, target) in text.lines().filter_map(mount) {
            mounted(file, source, target, grants, weighing);
        }
    }
}

/// The containers that run the image of the stage: those of the file, without those that are known to run another of
/// its stages.
pub(super) fn containers<'t>(subject: &Subject<'t>) -> Vec<&'t Container> {
    let around = subject.target.surroundings.as_ref();
    let all = around.map_or(&[][..], |around| around.containers).iter();
    all.filter(|container| !runs_another(subject, container))
        .collect()
}

/// Whether a service is built from another stage.
fn runs_another(subject: &Subject<'_>, container: &Container) -> bool {
    let around = subject.target.surroundings.as_ref();
    let mut builds = around.map_or(&[][..], |around| around.builds).iter();
    let own = builds.find(|build| {
        build.caller == Caller::Compose
            && build.place.file == container.place.file
            && build.name == container.name
    });
    let Some(target) = own.map(|build| &build.target) else {
        return false;
    };
    let stage = subject.stage;
    match target {
        None => stage.index + 1 != subject.target.stages.len(),
        Some(text) if text.is_known() => {
            let is_named = stage.name.as_deref() == Some(text.text.to_lowercase().as_str());
            !is_named && text.text != stage.index.to_string()
        }
        Some(_) => false,
    }
}

/// The numbers that every container that names a user makes it run as; `None` where none does, or they differ.
pub(super) fn numbers(subject: &Subject<'_>, weighing: &mut Weighing) -> Option<(u32, u32)> {
    let mut named = containers(subject).into_iter().filter_map(|container| {
        let user = container.user.as_ref().filter(|user| user.is_known())?;
        Some((container, numbers_of(&user.text)?))
    });
    let (container, numbers) = named.next()?;
    let is_one = named.all(|(_, other)| other == numbers);
    if !is_one || numbers.0 == 0 {
        return None;
    }
    let place = &container.place;
    weighing.rests_on(format!(
        "`{}` (line {}) runs it as {}:{} already",
        place.file, place.line, numbers.0, numbers.1
    ));
    Some(numbers)
}

fn numbers_of(user: &str) -> Option<(u32, u32)> {
    let (uid, gid) = user.split_once(':').unwrap_or((user, user));
    Some((uid.parse().ok()?, gid.parse().ok()?))
}

/// A user that the container names wins over `USER`.
fn user(container: &Container, weighing: &mut Weighing) {
    let Some(user) = &container.user else {
        return;
    };
    let first = user.text.split(':').next().unwrap_or_default();
    if ["root", "0"].contains(&first) {
        let place = &container.place;
        weighing.leaves(format!(
            "`{}` (line {}) runs `{}` as root whatever the image says: take its user out there",
            place.file, place.line, container.name
        ));
    }
}

fn mounted(file: &str, source: &str, target: &str, grants: &Grants, weighing: &mut Weighing) {
    if source.ends_with("docker.sock") {
        weighing.holds_back(
            Reason::DockerSocket,
            format!("`{file}` mounts the engine's socket, which belongs to root"),
        );
    }
    let target = absolute("/", target);
    let mut own = grants.folders.iter().chain(&grants.trees);
    if !own.any(|folder| below(folder, &target).is_some() || below(&target, folder).is_some()) {
        return;
    }
    weighing.assumes(format!(
        "what `{file}` mounts at `{target}` may be written by the account"
    ));
    weighing.leaves(format!(
        "`{file}` mounts `{source}` at `{target}`, which keeps its owner: run `chown -R` on it once"
    ));
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
    use super::{mount, numbers_of};

    #[test]
    fn a_mount_is_told_from_a_port_and_an_address() {
        assert_eq!(mount("      - ./data:/data:ro"), Some(("./data", "/data")));
        assert_eq!(mount("  - \"db:/var/lib/db\""), Some(("db", "/var/lib/db")));
        assert_eq!(mount("  - \"8000:8000\""), None);
        assert_eq!(mount("  - URL=http://example.com"), None);
    }

    #[test]
    fn a_user_is_one_number_or_two() {
        assert_eq!(numbers_of("1000"), Some((1000, 1000)));
        assert_eq!(numbers_of("1000:20"), Some((1000, 20)));
        assert_eq!(numbers_of("app"), None);
    }
}
