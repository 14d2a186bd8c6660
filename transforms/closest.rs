//! The name that was probably meant.

/// The one of `names` that is nearest to `written`, if any is near.
pub fn closest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(written, name), name))
        .filter(|(likeness, _)| *likeness > LIKENESS_OF_A_TYPO)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, name)| name)
}

/// Above this, two names are more probably one name and its misspelling than two names.
const LIKENESS_OF_A_TYPO: f64 = 0.8;

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn a_misspelled_name_is_found_and_a_strange_one_is_not() {
        let names = ["nonroot-user", "slim-base"];
        assert_eq!(closest("non-root-user", names), Some("nonroot-user"));
        assert_eq!(closest("slimbase", names), Some("slim-base"));
        assert_eq!(closest("telnet", names), None);
    }
}
