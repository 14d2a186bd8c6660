//! The patterns of `CODEOWNERS`, part by part.

/// Whether `pattern` names `path` or a folder above it.
///
/// The rules are those of `.gitignore` as far as GitHub keeps them: a pattern with a `/` before its end starts at the
/// root, any other may stand at any depth; `*` stays in its folder, and `docs/*` does not reach below it.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    let is_folder = pattern.ends_with('/');
    let inner = pattern.trim_end_matches('/');
    let is_rooted = inner.contains('/');
    let parts: Vec<&str> = inner.trim_start_matches('/').split('/').collect();
    let path: Vec<&str> = path.split('/').collect();
    let starts = if is_rooted { 0..1 } else { 0..path.len() };
    starts
        .filter_map(|start| path.get(start..))
        .any(|rest| starts_with(&parts, rest, is_folder))
}

/// Whether `parts` match the first parts of `path`. All the places that they could be at are carried along together, so
/// that no pattern is slow.
fn starts_with(parts: &[&str], path: &[&str], is_folder: bool) -> bool {
    let mut places = vec![false; parts.len() + 1];
    arrive(&mut places, parts, 0);
    // A last `*` stands for what lies right here.
    let reaches_below = parts
        .last()
        .is_none_or(|last| *last == "**" || !last.contains('*'));
    for (at, name) in path.iter().enumerate() {
        let mut next = vec![false; parts.len() + 1];
        for (place, part) in parts.iter().enumerate() {
            if places.get(place) != Some(&true) {
                continue;
            }
            if *part == "**" {
                arrive(&mut next, parts, place);
            } else if name_matches(part.as_bytes(), name.as_bytes()) {
                arrive(&mut next, parts, place + 1);
            }
        }
        places = next;
        let is_last = at + 1 == path.len();
        let may_end = if is_last {
            !is_folder
        } else {
            is_folder || reaches_below
        };
        if may_end && places.last() == Some(&true) {
            return true;
        }
    }
    false
}

/// Marks `place`, and the next one where nothing has to stand between.
fn arrive(places: &mut [bool], parts: &[&str], place: usize) {
    if let Some(mark) = places.get_mut(place) {
        *mark = true;
    }
    if parts.get(place) == Some(&"**") {
        arrive(places, parts, place + 1);
    }
}

fn name_matches(pattern: &[u8], name: &[u8]) -> bool {
    // The place after the last `*`, and the letter that it has been tried with.
    let mut star: Option<(usize, usize)> = None;
    let (mut at, mut letter) = (0, 0);
    while letter < name.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at + 1, letter));
                at += 1;
            }
            Some(b'?') => (at, letter) = (at + 1, letter + 1),
            Some(own) if Some(own) == name.get(letter) => (at, letter) = (at + 1, letter + 1),
            Some(_) | None => match star {
                Some((after, tried)) => {
                    star = Some((after, tried + 1));
                    (at, letter) = (after, tried + 1);
                }
                None => return false,
            },
        }
    }
    let rest = pattern.get(at..).unwrap_or_default();
    rest.iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_mean_what_github_says() {
        for (pattern, path, expected) in [
            ("*", "a/b/c", true),
            ("*.js", "a/b.js", true),
            ("*.js", "a/b.ts", false),
            ("/build/logs/", "build/logs/a", true),
            ("/build/logs/", "a/build/logs/a", false),
            ("docs/*", "docs/a.md", true),
            ("docs/*", "docs/a/b.md", false),
            ("apps/", "x/apps/y", true),
            ("apps/", "x/apps", false),
            ("/apps", "apps/a/Dockerfile", true),
            ("**/logs", "a/b/logs/c", true),
            ("/a/**/z", "a/z", true),
            ("/a/**", "a/b/c", true),
            ("a?c*e", "abcde", true),
            ("a?c*e", "abcdf", false),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }
}
