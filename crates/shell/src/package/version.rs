//! The version part of a package's name.

/// How a manager writes a version behind a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Not at all, or not so that it can be told from the name.
    None,
    /// `name=1.2`
    Equals,
    /// `name=1.2`, `name~=1.2`, `name>1.2`, `name@repository`
    Apk,
    /// `name[extra]==1.2`, `name>=1,<2`
    Python,
    /// `name@1.2`, `@scope/name@1.2`
    At,
    /// `name:1.2`
    Colon,
}

/// The name and the version in `text`.
pub(crate) fn split(text: &str, style: Style) -> (&str, Option<&str>) {
    let at = match style {
        Style::None => None,
        Style::Equals => text.find('='),
        Style::Apk => text.find(['=', '~', '<', '>', '@']).filter(|at| *at > 0),
        Style::Python => return python(text),
        Style::At => text.rfind('@').filter(|at| *at > 0),
        Style::Colon => text.find(':'),
    };
    let Some((name, version)) = at.and_then(|at| text.split_at_checked(at)) else {
        return (text, None);
    };
    let is_plain = |sign: char| matches!(sign, '=' | '@' | ':');
    let version = version
        .strip_prefix(is_plain)
        .map_or(version, |rest| rest.trim_start_matches('='));
    (name, Some(version))
}

/// [PEP 508](https://peps.python.org/pep-0508/): extras in brackets, then comparisons, then a marker behind `;`.
fn python(text: &str) -> (&str, Option<&str>) {
    let text = text.split_once(';').map_or(text, |(before, _)| before);
    let end = text
        .find(['[', '=', '<', '>', '!', '~', ' '])
        .unwrap_or(text.len());
    let name = text.get(..end).unwrap_or(text);
    let sign = text.find(['=', '<', '>', '!', '~']);
    let version = sign.and_then(|sign| text.get(sign..)).map(str::trim);
    let plain = version.map(|version| match version.strip_prefix("==") {
        Some(exact) if !version.contains(',') => exact.trim_start_matches('='),
        Some(_) | None => version,
    });
    (name, plain)
}

#[cfg(test)]
mod tests {
    use super::{Style, split};

    #[test]
    fn names_and_versions_are_told_apart() {
        for (text, style, name, version) in [
            ("curl", Style::Equals, "curl", None),
            ("curl=7.88.1-10", Style::Equals, "curl", Some("7.88.1-10")),
            ("curl~=8", Style::Apk, "curl", Some("~=8")),
            ("curl@edge", Style::Apk, "curl", Some("edge")),
            ("flask[async]==3.0", Style::Python, "flask", Some("3.0")),
            ("flask>=2,<3", Style::Python, "flask", Some(">=2,<3")),
            ("a==1 ; python_version < '3'", Style::Python, "a", Some("1")),
            ("@vue/cli@5", Style::At, "@vue/cli", Some("5")),
            ("@vue/cli", Style::At, "@vue/cli", None),
            ("rails:7.1", Style::Colon, "rails", Some("7.1")),
        ] {
            assert_eq!(split(text, style), (name, version), "{text}");
        }
    }
}
