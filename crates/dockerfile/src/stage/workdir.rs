//! Where a `WORKDIR` leads.

use crate::Expansion;

/// The directory that `path` names, seen from `current`, as [BuildKit] joins them: an absolute path stays as it is
/// written, a relative one is joined and cleaned.
///
/// [BuildKit]: https://github.com/moby/buildkit/blob/master/util/system/path.go
pub(super) fn join(current: &Expansion, path: Expansion) -> Expansion {
    if is_absolute(&path) {
        return path;
    }
    let joined = format!("{}/{}", current.text, path.text);
    let mut unknown = current.unknown.clone();
    unknown.extend(
        path.unknown
            .iter()
            .filter(|name| !current.unknown.contains(name))
            .cloned(),
    );
    // A variable may hold slashes and dots of its own, so that a path with a hole cannot be cleaned.
    let text = if joined.contains("${") {
        joined
    } else {
        clean(&joined)
    };
    Expansion { text, unknown }
}

/// Also a path on a Windows drive, and one that begins with a hole, of which nobody can tell.
fn is_absolute(path: &Expansion) -> bool {
    let mut start = path.text.chars();
    match (start.next(), start.next(), start.next()) {
        (Some('/'), _, _) => true,
        (Some('$'), Some('{'), _) => !path.is_known(),
        (Some(drive), Some(':'), Some('/' | '\\')) => drive.is_ascii_alphabetic(),
        (_, _, _) => false,
    }
}

/// The shortest absolute path that means the same.
fn clean(path: &str) -> String {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    format!("/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_joined_as_docker_joins_it() {
        for (current, path, expected) in [
            ("/", "app", "/app"),
            ("/app", "src", "/app/src"),
            ("/app", "./src/../lib//x/", "/app/lib/x"),
            ("/app", "", "/app"),
            ("/app/", "..", "/"),
            ("/app", "../../..", "/"),
            ("/app", "/srv/", "/srv/"),
            ("/app", "/srv/../x", "/srv/../x"),
            ("/app", r"C:\site", r"C:\site"),
        ] {
            let joined = join(&Expansion::known(current), Expansion::known(path));
            assert_eq!(joined.text, expected, "{current} {path}");
        }
    }

    #[test]
    fn a_hole_stays_visible() {
        let hole = |text: &str| Expansion {
            text: text.to_owned(),
            unknown: vec!["HOME".to_owned()],
        };
        let root = Expansion::known("/srv");
        assert_eq!(join(&root, hole("${HOME}/app")), hole("${HOME}/app"));
        assert_eq!(join(&root, hole("x/${HOME}")), hole("/srv/x/${HOME}"));
        assert_eq!(
            join(&hole("${HOME}"), Expansion::known("../app")),
            hole("${HOME}/../app")
        );
    }
}
