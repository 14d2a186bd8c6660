//! The lines of a `requirements.txt`.

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Requirement {
    /// A package by name.
    Package(String),
    /// A folder, a file or an address.
    Address(String),
    /// Another list.
    File(String),
}

/// All lines of `text`; options that change nothing here are left out.
pub(super) fn all(text: &str) -> Vec<Requirement> {
    let text = text
        .trim_start_matches('\u{feff}')
        .replace("\\\n", " ")
        .replace("\\\r\n", " ");
    text.lines().filter_map(line).collect()
}

fn line(line: &str) -> Option<Requirement> {
    let line = line.split(" #").next().unwrap_or_default().trim();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    for flag in ["-r", "--requirement"] {
        if let Some(rest) = line.strip_prefix(flag) {
            return Some(Requirement::File(value(rest)));
        }
    }
    for flag in ["-e", "--editable"] {
        if let Some(rest) = line.strip_prefix(flag) {
            return Some(Requirement::Address(value(rest)));
        }
    }
    if line.starts_with('-') {
        return None;
    }
    if line.contains("://") || line.starts_with(['.', '/']) {
        let address = line.split_once(" @ ").map_or(line, |(_, address)| address);
        return Some(Requirement::Address(address.trim().to_owned()));
    }
    let end = line
        .find(|next: char| !next.is_ascii_alphanumeric() && !['-', '_', '.'].contains(&next))
        .unwrap_or(line.len());
    let (name, rest) = line.split_at_checked(end)?;
    // Extras bring packages of their own, of which the name says nothing.
    let extras = rest
        .trim_start()
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'));
    let name = match extras {
        Some((extras, _)) => format!("{name}[{extras}]"),
        None => name.to_owned(),
    };
    (!name.is_empty()).then_some(Requirement::Package(name))
}

fn value(rest: &str) -> String {
    rest.trim_start_matches(['=', ' ', '\t']).trim().to_owned()
}

/// A name as the index compares it.
pub(super) fn normal(name: &str) -> String {
    name.to_ascii_lowercase().replace(['_', '.'], "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_packages_addresses_and_other_lists() {
        let text = "# web\nFlask==3.0 # pinned\nuvicorn[standard]>=0.2\n-r base.txt\n--hash=x\n-e .\n\
                    lib @ git+https://host/lib.git@v1\nDjango~=5.0; python_version>'3'\n";
        assert_eq!(
            all(text),
            [
                Requirement::Package("Flask".into()),
                Requirement::Package("uvicorn[standard]".into()),
                Requirement::File("base.txt".into()),
                Requirement::Address(".".into()),
                Requirement::Address("git+https://host/lib.git@v1".into()),
                Requirement::Package("Django".into()),
            ]
        );
    }

    #[test]
    fn a_line_with_hashes_is_one_package() {
        let text = "click==8.1.7 \\\n    --hash=sha256:aa\n";
        assert_eq!(all(text), [Requirement::Package("click".into())]);
    }
}
