//! Texts of which one is enough: a first look at what mostly holds none of them.

use aho_corasick::packed::Searcher;

/// Texts that are searched for together, where the processor can do that.
#[derive(Debug)]
pub struct AnyOf(Option<Searcher>);

impl AnyOf {
    /// Makes the search ready.
    pub fn new<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        Self(Searcher::new(texts))
    }

    /// Whether `text` may hold any of them; it holds none where this is `false`.
    #[must_use]
    pub fn may_be_in(&self, text: &str) -> bool {
        let search = self.0.as_ref();
        search.is_none_or(|search| search.find(text).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::AnyOf;

    #[test]
    fn one_of_the_texts_is_enough() {
        let any = AnyOf::new(["/var/", ".db", ".sqlite"]);
        assert!(any.may_be_in("open('app.db')") && any.may_be_in("/var/log"));
        assert!(!any.may_be_in("/variable") && !any.may_be_in(""));
    }
}
