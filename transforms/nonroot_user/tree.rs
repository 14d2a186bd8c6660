//! Which folders of an image belong to a program, and which to the system.

use crate::image_path::{below, name};

/// Folders of the system, and those that only hold other people's folders: never given away themselves.
const SYSTEM: &[&str] = &[
    "/",
    "/home",
    "/media",
    "/mnt",
    "/opt",
    "/srv",
    "/tmp",
    "/usr",
    "/usr/local",
    "/usr/src",
    "/usr/share",
    "/usr/share/nginx",
    "/var",
    "/var/cache",
    "/var/lib",
    "/var/log",
    "/var/mail",
    "/var/opt",
    "/var/run",
    "/var/spool",
    "/var/tmp",
    "/var/www",
    "/run",
    "/run/lock",
    "/var/lock",
    "/go",
    "/go/src",
    "/go/bin",
    "/workspace-root",
];

/// Folders of the system with everything below them.
const SYSTEM_TREES: &[&str] = &[
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/lib",
    "/lib32",
    "/lib64",
    "/proc",
    "/root",
    "/sbin",
    "/sys",
    "/usr/bin",
    "/usr/include",
    "/usr/lib",
    "/usr/lib64",
    "/usr/libexec",
    "/usr/local/bin",
    "/usr/local/etc",
    "/usr/local/include",
    "/usr/local/lib",
    "/usr/local/sbin",
    "/usr/local/share",
    "/usr/local/bundle",
    "/usr/local/cargo",
    "/usr/local/rustup",
    "/usr/local/go",
    "/usr/sbin",
    "/var/lib/apt",
    "/var/lib/dpkg",
    "/var/cache/apt",
    "/var/run/secrets",
    "/run/secrets",
    "/opt/conda",
    "/usr/share/doc",
    "/usr/share/keyrings",
    "/usr/share/locale",
    "/usr/share/man",
];

/// Whether `path` can be a folder of the program's own: below no system tree, and not a shared folder itself.
pub(super) fn can_be_own(path: &str) -> bool {
    path.starts_with('/')
        && !SYSTEM.contains(&path)
        && SYSTEM_TREES.iter().all(|tree| below(tree, path).is_none())
        && !path.contains(['$', '*', '?', '{'])
}

/// Whether every account can write there: `/tmp` and its like.
pub(super) fn is_open_to_all(path: &str) -> bool {
    ["/tmp", "/var/tmp", "/dev", "/proc"]
        .iter()
        .any(|open| below(open, path).is_some())
}

/// The folder that a program must own to write `path`: the folder of a file, the path itself otherwise.
pub(super) fn folder_to_write(path: &str) -> String {
    let last = name(path);
    let is_file = last.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty()
            && ending.len() <= 8
            && ending.chars().all(|sign| sign.is_ascii_alphanumeric())
            && !ending.chars().all(|sign| sign.is_ascii_digit())
            && ending != "d"
    });
    if is_file {
        crate::image_path::folder(path).to_owned()
    } else {
        path.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn system_folders_are_never_the_program_s_own() {
        for path in [
            "/",
            "/opt",
            "/etc/app",
            "/usr/local/bin",
            "/root/app",
            "/var/log",
            "/app/$X",
        ] {
            assert!(!can_be_own(path), "{path}");
        }
        for path in [
            "/app",
            "/opt/app",
            "/usr/src/app",
            "/var/www/html",
            "/home/app",
            "/var/log/app",
            "/srv/x",
        ] {
            assert!(can_be_own(path), "{path}");
        }
    }

    #[test]
    fn a_file_is_written_through_its_folder() {
        assert_eq!(folder_to_write("/data/app.sqlite3"), "/data");
        assert_eq!(folder_to_write("/data/v1.2"), "/data/v1.2");
        assert_eq!(folder_to_write("/var/log/app"), "/var/log/app");
    }
}
