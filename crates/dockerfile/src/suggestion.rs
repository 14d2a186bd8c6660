//! The known name that somebody most likely meant by an unknown one.

/// The name nearest to `word`, if one is near enough to be a slip of the finger.
pub(crate) fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let word = word.to_ascii_lowercase();
    let longest = 2 * word.chars().count();
    names
        .filter(|name| name.len() <= longest)
        .map(|name| (distance(&word, &name.to_ascii_lowercase()), name))
        .filter(|&(distance, name)| distance <= name.len() / 3)
        .min()
        .map(|(_, name)| name)
}

/// How many characters must be added, dropped or changed to get from one word to the other.
fn distance(from: &str, to: &str) -> usize {
    if from.len() > to.len() + 3 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (above, left) in from.chars().enumerate() {
        let mut diagonal = above;
        let mut before = above + 1;
        for (cell, right) in row.iter_mut().skip(1).zip(to.chars()) {
            let changed = diagonal + usize::from(left != right);
            diagonal = *cell;
            before = changed.min(*cell + 1).min(before + 1);
            *cell = before;
        }
        if let Some(first) = row.first_mut() {
            *first = above + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_keyword_behind_a_slip() {
        let names = ["FROM", "RUN", "ENTRYPOINT", "ENV"];
        let near = |word| nearest(word, names.iter().copied());
        assert_eq!(near("FORM"), None);
        assert_eq!(near("FRM"), Some("FROM"));
        assert_eq!(near("runn"), Some("RUN"));
        assert_eq!(near("ENTRYPONT"), Some("ENTRYPOINT"));
        assert_eq!(near("apt-get"), None);
    }
}
